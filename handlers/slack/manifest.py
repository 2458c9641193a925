"""The app's manifest: what Slack has to know of it and let it do (docs.slack.dev/reference/app-manifest).

It is made from the tables of `app.py` and from the calls of the Web API that the service makes, so that it asks for
what is used and for nothing more.
"""

import json
from collections.abc import Mapping
from typing import Any

from handlers.slack.app import COMMANDS, EVENTS, EVERY, SHORTCUTS

CALLS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "apps.connections.open": (),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "conversations.open": ("im:write",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
}
"""Every method that is called, and the scopes it needs: a channel may be public or private, a person is written to."""

TOLD: Mapping[str, tuple[str, ...]] = {"app_home_opened": (), "app_mention": ("app_mentions:read",)}
"""What the app is told of without being asked, and the scopes that takes."""

GIVEN: Mapping[str, tuple[str, ...]] = {"file_input": ("files:read",)}
"""What people put into forms, and the scopes that takes."""

GROUPS: Mapping[str, tuple[str, ...]] = {"usergroups.users.list": ("usergroups:read",)}
"""Only where the settings name user groups."""

USAGE = {
    "complaint": ("Log a complaint, look after cases", "[ORDER what happened] | C-12 | mine | overdue | find WORDS"),
    "enquiry": ("Log an enquiry, look after what is agreed", "[ADDRESS] what they want | E-3 | mine | open | promises"),
    "feedback": ("How things stand", "status | why ORDER | digest [WEEK] | actions | action WORDS"),
    "risk": ("Risks and opportunities", "[R-3] | WORDS | opportunity WORDS"),
    "review": ("Risk meetings and management reviews", "open risk | open management | M-3"),
    EVERY: ("All words of Afterword", "complaint ... | feedback ... | help"),
}

TITLES = {"log_complaint": ("Log as complaint", "Keep this message as a complaint")}

COLOUR = "#1b4b72"


def scopes(*, groups: bool = True) -> tuple[str, ...]:
    """What the bot's token may do; `commands` is for slash commands and shortcuts."""
    calls = {**CALLS, **TOLD, **GIVEN, **(GROUPS if groups else {})}
    return tuple(sorted({"commands", *(scope for needed in calls.values() for scope in needed)}))


def manifest(names: Mapping[str, str], url: str = "", *, groups: bool = True) -> dict[str, Any]:
    """The manifest of the app; with a `url` Slack tells it things there, else over Socket Mode."""
    told = {"url": f"{url}/slack/events"} if url else {}
    return {
        "display_information": {
            "name": "Afterword",
            "description": "Asks customers how it went, looks after complaints, tells leadership every week",
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Afterword", "always_online": True},
            "slash_commands": [_command(word, names.get(word, f"/{word}"), told) for word in (*COMMANDS, EVERY)],
            "shortcuts": [
                {"name": TITLES[name][0], "type": "message", "callback_id": name, "description": TITLES[name][1]}
                for name in SHORTCUTS
            ],
        },
        "oauth_config": {"scopes": {"bot": list(scopes(groups=groups))}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS), **({"request_url": told["url"]} if url else {})},
            "interactivity": {"is_enabled": True, **({"request_url": told["url"]} if url else {})},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(value: Any, depth: int = 0) -> str:
    """The manifest as YAML; texts are written as JSON writes them, which YAML reads."""
    indent = "  " * depth
    match value:
        case {}:
            return "\n".join(f"{indent}{key}:{_held(one, depth)}" for key, one in value.items())
        case [*some]:
            return "\n".join(f"{indent}- {as_yaml(one, depth + 1).lstrip()}" for one in some)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _held(value: Any, depth: int) -> str:
    if isinstance(value, dict | list):
        return f"\n{as_yaml(value, depth + 1)}" if value else " []"
    return f" {as_yaml(value)}"


def _command(word: str, name: str, told: Mapping[str, str]) -> dict[str, Any]:
    description, usage = USAGE[word]
    return {"command": name, **told, "description": description, "usage_hint": usage, "should_escape": False}
