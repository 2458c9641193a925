"""The chat methods: docs.slack.dev/reference/methods/chat.postMessage, .update, .postEphemeral and .getPermalink.

What a call of chat.update leaves out (blocks, metadata) stays as it was, and an empty list takes the blocks away.
Guesses: a reply to a message that is not there is `thread_not_found`; that it is another's message is looked at before
what the update says.
"""

from typing import Any

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.blocks import message_findings
from bot.demo.workspace.places import joined, place, present
from bot.demo.workspace.records import Json, Message
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.workspace import Workspace

LONGEST = 40_000


def post(workspace: Workspace, given: Arguments) -> Json:
    channel = joined(workspace, given, "channel")
    text, blocks = content(workspace, given)
    thread_ts = thread(workspace, channel.id, given)
    message = workspace.say(
        channel.id, workspace.bot.id, text, blocks, metadata=_metadata(given), thread_ts=thread_ts
    )  # fmt: skip
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def update(workspace: Workspace, given: Arguments) -> Json:
    channel = present(workspace, given.need("channel"))
    message = _message(workspace, channel.id, given.need("ts"))
    if message.user != workspace.bot.id:
        raise Refused("cant_update_message")
    text, blocks = content(workspace, given)
    changes: dict[str, Any] = {"text": text}
    if given.given.get("blocks") is not None:
        changes["blocks"] = blocks
    if given.given.get("metadata") is not None:
        changes["metadata"] = _metadata(given)
    edited = workspace.edit(message, **changes)
    return {"channel": channel.id, "ts": edited.ts, "text": edited.text, "message": edited.as_json()}


def whisper(workspace: Workspace, given: Arguments) -> Json:
    channel = joined(workspace, given, "channel")
    user = given.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(workspace, given)
    thread_ts = thread(workspace, channel.id, given)
    return {"message_ts": workspace.whisper(channel.id, user, text, blocks, thread_ts).ts}


def permalink(workspace: Workspace, given: Arguments) -> Json:
    channel = place(workspace, given.need("channel"))
    message = _message(workspace, channel.id, given.need("message_ts"))
    link = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def content(workspace: Workspace, given: Arguments) -> tuple[str, list[Json]]:
    """A message's words and blocks.

    Raises: Refused.
    """
    text = given.text("text") or given.text("markdown_text")
    blocks = given.structure("blocks", "invalid_blocks_format") or []
    if len(text) > LONGEST:
        raise Refused("msg_too_long")
    if found := message_findings(blocks, workspace.known_file):
        raise Refused("invalid_blocks", found)
    if not text.strip() and not blocks:
        raise Refused("no_text")
    return text, blocks


def thread(workspace: Workspace, channel: str, given: Arguments) -> str | None:
    """The thread to be answered in, if one is named.

    Raises: Refused.
    """
    if "thread_ts" not in given:
        return None
    if workspace.message(channel, given.text("thread_ts")) is None:
        raise Refused("thread_not_found")
    return given.text("thread_ts")


def _message(workspace: Workspace, channel: str, ts: str) -> Message:
    found = workspace.message(channel, ts)
    if found is None:
        raise Refused("message_not_found")
    return found


def _metadata(given: Arguments) -> Json | None:
    """An event type and what belongs to it: docs.slack.dev/messaging/message-metadata."""
    metadata = given.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    sound = isinstance(metadata, dict) and set(metadata) <= {"event_type", "event_payload"}
    if not (sound and isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)):
        raise Refused("invalid_metadata_format")
    return dict(metadata)
