"""The manifest asks Slack for what the service uses, and for nothing more."""

import ast
from pathlib import Path

import yaml

from bot.demo.workspace.api import Api
from handlers.slack.app import COMMANDS, EVENTS, EVERY, SHORTCUTS
from handlers.slack.manifest import CALLS, GROUPS, TOLD, as_yaml, manifest, scopes
from tests.handlers.slack.stage import Site

ROOT = Path(__file__).parents[3]
ROOMS = ("bot/slack", "handlers/slack")


def called() -> set[str]:
    """Every method of the Web API that our own code calls on a client, as Slack names it."""
    names = {name.replace(".", "_").lower(): name for name in {**CALLS, **GROUPS}}
    found = set()
    for room in ROOMS:
        for file in (ROOT / room).glob("*.py"):
            calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
            attributes = [call.func.attr for call in calls if isinstance(call.func, ast.Attribute)]
            found |= {name for name in attributes if name.split("_")[0] in FAMILIES and "_" in name}
    return {names.get(name.lower(), name) for name in found}


FAMILIES = {"apps", "auth", "chat", "conversations", "files", "usergroups", "users", "views", "reactions", "pins"}


def test_the_committed_manifest_is_the_one_that_is_made() -> None:
    """docs/slack-manifest.yaml, for the usual names over Socket Mode."""
    assert (ROOT / "docs/slack-manifest.yaml").read_text("utf-8") == as_yaml(manifest({})) + "\n"


def test_yaml_reads_back_what_was_written() -> None:
    """A YAML library sees the same manifest, also over HTTP and with other names."""
    for made in (manifest({}), manifest({"complaint": "/moan"}, "https://x.example", groups=False)):
        assert yaml.safe_load(as_yaml(made)) == made


def test_every_call_is_known_and_every_known_call_is_made() -> None:
    """The calls in the sources are those of the table, so that no scope is missing and none is left over."""
    assert called() == CALLS.keys() | GROUPS.keys()


async def test_scopes_are_those_that_slack_wants(harbor: Site) -> None:
    """The workspace stand-in names the scope of each method, as its page does."""
    api: Api = harbor.slack.api
    for name, needed in {**CALLS, **GROUPS}.items():
        wanted = api.methods[name].scope
        if "*" in wanted:
            assert {one.split(":")[1] for one in needed} == {wanted.split(":")[1]}
        elif not api.methods[name].app:
            assert set(needed) == ({wanted} if wanted else set())


def test_everything_that_is_heard_is_announced() -> None:
    """Each command and shortcut of the door, by the names of this workspace."""
    features = manifest({"complaint": "/moan"})["features"]
    commands = [one["command"] for one in features["slash_commands"]]
    assert commands == ["/moan" if word == "complaint" else f"/{word}" for word in (*COMMANDS, EVERY)]
    assert [one["callback_id"] for one in features["shortcuts"]] == list(SHORTCUTS)


def test_over_http_every_way_leads_to_one_address() -> None:
    """And Socket Mode is off."""
    made = manifest({}, "https://feedback.harbor.example")
    address = "https://feedback.harbor.example/slack/events"
    assert {one["url"] for one in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


def test_slacks_limits_are_kept() -> None:
    """Descriptions of commands and shortcuts (docs.slack.dev/reference/app-manifest)."""
    made = manifest({})
    assert len(made["display_information"]["description"]) <= 140
    for command in made["features"]["slash_commands"]:
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_without_user_groups_their_scope_is_not_asked_for() -> None:
    """One right less in the hands of the service."""
    assert set(scopes()) - set(scopes(groups=False)) == {"usergroups:read"}


def test_every_event_is_subscribed_to() -> None:
    """What the door hears is what Slack is asked to tell, with the scope that it takes."""
    events = manifest({})["settings"]["event_subscriptions"]
    assert events == {"bot_events": sorted(EVENTS)}
    assert EVENTS.keys() == TOLD.keys()
    assert manifest({}, "https://x.example")["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
