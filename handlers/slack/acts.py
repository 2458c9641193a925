"""What somebody did in Slack, read from what Slack tells of it.

docs.slack.dev/reference/interaction-payloads and docs.slack.dev/interactivity/implementing-slash-commands.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Body = Mapping[str, Any]

MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")


@dataclass(frozen=True)
class Act:
    """One act of one person. What does not belong to its kind is empty.

    `action` is the id of the button, form or shortcut, `value` what the button stands for or the words after a
    command. `channel` and `ts` name the message acted on, `said` and `author` what stands there and who wrote it,
    `thread` the message whose thread it was said in. `given` is what a form was filled with, by block; `about` what
    the form was opened with, `inputs` its fields in their order. An `event` is something that we are told of unasked.
    """

    user: str
    trigger: str = ""
    action: str = ""
    value: str = ""
    at: str = ""
    channel: str = ""
    ts: str = ""
    said: str = ""
    author: str = ""
    view: str = ""
    about: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    thread: str = ""
    event: bool = False


def read(body: Body) -> Act:
    """The act that Slack tells of."""
    match body.get("type"):
        case "block_actions":
            return _pressed(body)
        case "view_submission":
            return _sent(body)
        case "message_action":
            return _chosen(body)
        case "event_callback":
            return _happened(body)
        case _:
            return _typed(body)


def _typed(body: Body) -> Act:
    """A slash command."""
    return Act(
        user=body.get("user_id", ""),
        trigger=body.get("trigger_id", ""),
        action=body.get("command", ""),
        value=body.get("text", "").strip(),
        channel=body.get("channel_id", ""),
    )


def _pressed(body: Body) -> Act:
    """A button, or a choice in a menu, of a message or of a form."""
    action, place = body["actions"][0], body.get("container", {})
    return Act(
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        action=action["action_id"],
        value=_held(action),
        at=action.get("action_ts", ""),
        channel=place.get("channel_id", ""),
        ts=place.get("message_ts", ""),
        view=place.get("view_id", ""),
    )


def _chosen(body: Body) -> Act:
    """A shortcut in the menu of a message."""
    message = body["message"]
    return Act(
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        action=body["callback_id"],
        channel=body["channel"]["id"],
        ts=message["ts"],
        said=message.get("text", ""),
        author=message.get("user", ""),
    )


def _happened(body: Body) -> Act:
    """The app was mentioned, or its home tab was opened (docs.slack.dev/apis/events-api)."""
    event = body["event"]
    return Act(
        user=event.get("user", ""),
        action=event["type"],
        value=MENTION.sub("", event.get("text", ""), count=1).strip(),
        channel=event.get("channel", ""),
        ts=event.get("ts", ""),
        thread=event.get("thread_ts", ""),
        event=True,
    )


def _sent(body: Body) -> Act:
    """A form."""
    view = body["view"]
    values = view.get("state", {}).get("values", {})
    return Act(
        user=body["user"]["id"],
        trigger=body.get("trigger_id", ""),
        action=view["callback_id"],
        view=view["id"],
        about=view.get("private_metadata", ""),
        given={block: _held(next(iter(fields.values()))) for block, fields in values.items()},
        inputs=tuple(block["block_id"] for block in view["blocks"] if block["type"] == "input"),
    )


def _held(element: Mapping[str, Any]) -> str:
    """What stands in a field or button as text; several choices are joined by commas."""
    for name in ("value", "selected_user", "selected_date", "selected_channel"):
        if element.get(name):
            return str(element[name]).strip()
    if option := element.get("selected_option"):
        return str(option["value"])
    if files := element.get("files"):
        told = [{"name": one["name"], "type": one["mimetype"], "url": one["url_private_download"]} for one in files]
        return json.dumps(told)
    if users := element.get("selected_users"):
        return ",".join(users)
    return ",".join(option["value"] for option in element.get("selected_options") or ())
