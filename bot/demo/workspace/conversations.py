"""The conversations methods: docs.slack.dev/reference/methods/conversations.open, .info, .members, .history, .replies.

Guesses: what a cursor looks like; that scopes are looked at by the kind of the one channel asked about.
"""

from collections.abc import Sequence
from typing import Any

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.places import place
from bot.demo.workspace.records import Channel, Json, Message
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.workspace import Workspace

MOST = 1000


def open_direct(workspace: Workspace, given: Arguments) -> Json:
    if "channel" in given:
        return {"channel": {"id": place(workspace, given.text("channel")).id}}
    users = [one for one in given.text("users").split(",") if one]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    user = workspace.users.get(users[0])
    if user is None:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("user_disabled")
    return {"channel": {"id": workspace.direct(user.id).id}}


def info(workspace: Workspace, given: Arguments) -> Json:
    channel = place(workspace, given.need("channel"))
    told = channel.as_json(workspace.bot.id in channel.members)
    if given.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


def members(workspace: Workspace, given: Arguments) -> Json:
    channel = place(workspace, given.need("channel"))
    page, more = _page(sorted(channel.members), given)
    return {"members": page, "response_metadata": {"next_cursor": more}}


def history(workspace: Workspace, given: Arguments) -> Json:
    """The channel's messages without replies, the newest first."""
    channel = _inside(workspace, given)
    said = [one for one in workspace.messages[channel.id] if not one.reply and _wanted(one, given)]
    return _told(said[::-1], given)


def replies(workspace: Workspace, given: Arguments) -> Json:
    """A thread, the oldest first."""
    channel = _inside(workspace, given)
    thread = workspace.thread(channel.id, given.need("ts"))
    if not thread:
        raise Refused("thread_not_found")
    return _told([one for one in thread if _wanted(one, given)], given)


def _inside(workspace: Workspace, given: Arguments) -> Channel:
    channel = place(workspace, given.need("channel"))
    if workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _wanted(message: Message, given: Arguments) -> bool:
    """Between `oldest` and `latest`; these two themselves only with `inclusive`."""
    ts = _moment(message.ts)
    oldest, latest = _moment(given.text("oldest") or "0"), _moment(given.text("latest") or "9999999999")
    return oldest <= ts <= latest if given.flag("inclusive") else oldest < ts < latest


def _moment(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    try:
        return int(seconds), int(micros.ljust(6, "0"))
    except ValueError as why:
        raise Refused("invalid_ts_oldest") from why


def _told(messages: Sequence[Message], given: Arguments) -> Json:
    page, more = _page(messages, given)
    told = [one.as_json(given.flag("include_all_metadata")) for one in page]
    return {"messages": told, "has_more": bool(more), "response_metadata": {"next_cursor": more}}


def _page(values: Sequence[Any], given: Arguments) -> tuple[list[Any], str]:
    limit = given.number("limit", 100)
    if not 1 <= limit <= MOST:
        raise Refused("invalid_limit")
    start = given.text("cursor").removeprefix("next:") or "0"
    if not start.isdigit():
        raise Refused("invalid_cursor")
    end = int(start) + limit
    return list(values[int(start) : end]), f"next:{end}" if end < len(values) else ""
