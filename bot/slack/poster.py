"""Post one message to Slack, and say what became of it: Slack has no key by which it would know the same post again.

So a post carries our id as metadata, and one in doubt is looked for in the channel before it is posted once more
(docs.slack.dev/messaging/message-metadata). One that has its place is changed there, which may be done again at will.
The library retries nothing by itself.
"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.result import Accepted, Begin, Cut, Dropped, Refused, Result, Unreachable
from bot.settings import SlackSection
from surveys.customer import printable
from surveys.message import Message

SECONDS = 30
EVENT = "afterword"
LOOKED_AT = 200
"""How many of a channel's newest posts are looked through for one in doubt."""

FOR_GOOD = frozenset({
    "invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_too_long", "no_text", "too_many_attachments",
    "metadata_too_large", "restricted_action", "cannot_reply_to_message", "thread_not_found",
    "message_not_found", "cant_update_message", "edit_window_closed",
})  # fmt: skip
"""Errors of the post itself, which no later attempt mends (docs.slack.dev/reference/methods/chat.postMessage)."""

NOBODY = frozenset({
    "user_not_found", "user_disabled", "users_not_found", "cannot_dm_bot", "messages_tab_disabled",
    "user_not_visible", "not_allowed_to_dm",
})  # fmt: skip
"""Errors of the person written to (docs.slack.dev/reference/methods/conversations.open)."""

TRIES = 3
"""Of a call that may be repeated, while its answers are lost."""

NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.InvalidURL)
LOST = (aiohttp.ClientError, OSError, asyncio.TimeoutError)


class Poster:
    """Posts one message at a time, and to one channel not more often than Slack allows: about once a second."""

    def __init__(self, settings: SlackSection, client: AsyncWebClient, tick: Callable[[], datetime]) -> None:
        self.settings = settings
        self.client = client
        self.tick = tick
        self.free_at: dict[str, float] = {}
        self.open_at = tick()

    async def send(self, message: Message, begin: Begin) -> Result:
        """Post, or change what was posted. Told to wait, nothing is sent before that is over: limits go by method."""
        tick = self.tick()
        if self.open_at > tick:
            return Unreachable("told to wait", self.open_at - tick)
        result = await self._send(message, begin)
        if isinstance(result, Unreachable):
            self.open_at = self.tick() + result.wait
        return result

    async def _send(self, message: Message, begin: Begin) -> Result:
        """Upload the picture unless that was done, then post. `begin` is awaited between the two."""
        post = json.loads(message.raw)
        picture = post.pop("picture", None)
        try:
            place = await self._found(message) if message.doubts and not message.place else ""
            file = await self._upload(picture) if picture and not message.file and not place else message.file
        except SlackApiError as why:
            return _undone(why)
        except LOST as why:
            return Unreachable(_told(why))
        if place:
            await begin()
            return Accepted("found in the channel", place)
        await self._pace(message.recipient)
        if not await begin(file):
            return Dropped()
        words = {**post, "blocks": [_with_file(block, file) for block in post["blocks"]]}
        return await (self._change if message.place else self._post)(message, words)

    async def close(self) -> None:
        """Nothing stays open: each call has a connection of its own."""

    async def _post(self, message: Message, post: Mapping[str, Any]) -> Result:
        metadata = {"event_type": EVENT, "event_payload": {"id": message.message_id}}
        told: dict[str, Any] = {**post, **({"thread_ts": message.thread} if message.thread else {})}
        try:
            reply = await self.client.chat_postMessage(
                channel=message.recipient, metadata=metadata, unfurl_links=False, unfurl_media=False, **told
            )
        except SlackApiError as why:
            return _refused(why, message.recipient)
        except NEVER_SENT as why:
            return Unreachable(_told(why))
        except LOST as why:
            return Cut(_told(why))
        return Accepted("posted", str(reply["ts"]))

    async def _change(self, message: Message, post: Mapping[str, Any]) -> Result:
        try:
            await _repeated(lambda: self.client.chat_update(channel=message.recipient, ts=message.place, **post))
        except SlackApiError as why:
            return _undone(why)
        except LOST as why:
            return Unreachable(_told(why))
        return Accepted("changed", message.place)

    async def _upload(self, picture: Mapping[str, str]) -> str:
        """The three steps of an upload (docs.slack.dev/messaging/working-with-files); returns the file's id."""
        content = b64decode(picture["content"])
        told = await self.client.files_getUploadURLExternal(
            filename=picture["name"], length=len(content), alt_txt=picture["alt"]
        )
        timeout = aiohttp.ClientTimeout(SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout, raise_for_status=True) as session,
            session.post(told["upload_url"], data=content),
        ):
            pass
        await self.client.files_completeUploadExternal(files=[{"id": told["file_id"], "title": picture["name"]}])
        return str(told["file_id"])

    async def _found(self, message: Message) -> str:
        """Where this message was posted before, by the metadata that it carries; nothing where it was not."""
        channel = await self._direct(message.recipient)
        told: dict[str, Any] = {"channel": channel, "limit": LOOKED_AT, "include_all_metadata": True}
        if message.thread:
            history = await _repeated(lambda: self.client.conversations_replies(ts=message.thread, **told))
        else:
            history = await _repeated(lambda: self.client.conversations_history(**told))
        for post in history["messages"]:
            payload = post.get("metadata", {}).get("event_payload", {})
            if payload.get("id") == message.message_id:
                return str(post["ts"])
        return ""

    async def _direct(self, recipient: str) -> str:
        """A person's direct message has a channel of its own; other channels are named as they are."""
        if not _person(recipient):
            return recipient
        opened = await _repeated(lambda: self.client.conversations_open(users=recipient))
        return str(opened["channel"]["id"])

    async def _pace(self, channel: str) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self.free_at.get(channel, 0.0) - loop.time()))
        self.free_at[channel] = loop.time() + self.settings.pace_seconds


async def _repeated(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """What reads, or says the same again, may be called once more at once where its answer was lost."""
    for _ in range(TRIES - 1):
        with suppress(*LOST):
            return await call()
    return await call()


def _with_file(block: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    """The picture of a post is named once it is uploaded."""
    return {**block, "slack_file": {"id": file}} if "slack_file" in block else block


def _undone(why: SlackApiError) -> Result:
    """The same where nothing was posted yet, or may be changed again: nobody need doubt."""
    result = _refused(why)
    return Unreachable(result.why) if isinstance(result, Cut) else result


def _person(recipient: str) -> bool:
    return recipient.startswith(("U", "W"))


def _refused(why: SlackApiError, to: str = "") -> Result:
    """A definite reply of Slack. What an operator can mend (a token, a channel without the app) is tried again.

    Of a person whom it does not know, Slack says that there is no such channel.
    """
    reply = why.response
    error = str(reply.get("error", "")) if isinstance(reply, AsyncSlackResponse) and reply.data else ""
    if reply.status_code == 429:
        return Unreachable("429 ratelimited", _wait(reply.headers.get("Retry-After", "")))
    if reply.status_code >= 500:
        return Cut(f"{reply.status_code} from Slack")
    nobody = error in NOBODY or (error == "channel_not_found" and _person(to))
    if nobody or error in FOR_GOOD:
        return Refused(550, _line(error), recipient=nobody)
    return Unreachable(_line(error or f"{reply.status_code} from Slack"))


def _wait(told: str) -> timedelta:
    """Whole seconds; anything else is a minute."""
    return timedelta(seconds=int(told)) if told.isascii() and told.isdigit() and len(told) < 6 else timedelta(minutes=1)


def _told(why: BaseException) -> str:
    return _line(f"{type(why).__name__}: {why}")


def _line(words: str) -> str:
    return printable(" ".join(words.split()), 300)
