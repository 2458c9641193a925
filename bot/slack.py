"""Post one message to Slack, and say what became of it: Slack has no key by which it would know the same post again.

So a post carries our id as metadata, and one in doubt is looked for in the channel before it is posted once more
(docs.slack.dev/messaging/message-metadata). The library retries nothing by itself.
"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import timedelta
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
})  # fmt: skip
"""Errors of the post itself, which no later attempt mends (docs.slack.dev/reference/methods/chat.postMessage)."""

NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.InvalidURL)
LOST = (aiohttp.ClientError, OSError, asyncio.TimeoutError)


class Outside(Exception):
    """The app is not in a channel that it is to post to."""


class Poster:
    """Posts one message at a time, and to one channel not more often than Slack allows: about once a second."""

    def __init__(self, settings: SlackSection, token: str) -> None:
        self.settings = settings
        self.client = AsyncWebClient(token, base_url=settings.api_url, timeout=SECONDS, retry_handlers=[])
        self.free_at: dict[str, float] = {}

    async def send(self, message: Message, begin: Begin) -> Result:
        """Upload the picture unless that was done, then post. `begin` is awaited between the two."""
        post = json.loads(message.raw)
        picture = post.pop("picture", None)
        try:
            place = await self._found(message) if message.doubts else ""
            file = await self._upload(picture) if picture and not message.file and not place else message.file
        except SlackApiError as why:
            return _refused(why)
        except LOST as why:
            return Unreachable(_told(why))
        if place:
            await begin()
            return Accepted("found in the channel", place)
        await self._pace(message.recipient)
        if not await begin(file):
            return Dropped()
        return await self._post(message, {**post, "blocks": [_with_file(block, file) for block in post["blocks"]]})

    async def check(self) -> str:
        """Whom Slack takes us for, and that we are in every channel. Raises what goes wrong, and Outside."""
        told = await self.client.auth_test()
        for channel in self.settings.digest_channels:
            found = await self.client.conversations_info(channel=channel)
            if not found["channel"].get("is_member"):
                raise Outside(f"the app is not in #{found['channel']['name']} ({channel}): invite it there")
        return f"{told['user']} in {told['team']}, in {len(self.settings.digest_channels)} of its channels"

    async def close(self) -> None:
        """Nothing stays open: each call has a connection of its own."""

    async def _post(self, message: Message, post: Mapping[str, Any]) -> Result:
        metadata = {"event_type": EVENT, "event_payload": {"id": message.message_id}}
        try:
            reply = await self.client.chat_postMessage(
                channel=message.recipient, metadata=metadata, unfurl_links=False, unfurl_media=False, **post
            )
        except SlackApiError as why:
            return _refused(why)
        except NEVER_SENT as why:
            return Unreachable(_told(why))
        except LOST as why:
            return Cut(_told(why))
        return Accepted("posted", str(reply["ts"]))

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
        history = await self.client.conversations_history(
            channel=message.recipient, limit=LOOKED_AT, include_all_metadata=True
        )
        for post in history["messages"]:
            payload = post.get("metadata", {}).get("event_payload", {})
            if payload.get("id") == message.message_id:
                return str(post["ts"])
        return ""

    async def _pace(self, channel: str) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self.free_at.get(channel, 0.0) - loop.time()))
        self.free_at[channel] = loop.time() + self.settings.pace_seconds


def _with_file(block: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    """The picture of a post is named once it is uploaded."""
    return {**block, "slack_file": {"id": file}} if "slack_file" in block else block


def _refused(why: SlackApiError) -> Result:
    """A definite reply of Slack. What an operator can mend (a token, a channel without the app) is tried again."""
    reply = why.response
    error = str(reply.get("error", "")) if isinstance(reply, AsyncSlackResponse) and reply.data else ""
    if reply.status_code == 429:
        return Unreachable("429 ratelimited", _wait(reply.headers.get("Retry-After", "")))
    if reply.status_code >= 500:
        return Cut(f"{reply.status_code} from Slack")
    if error in FOR_GOOD:
        return Refused(550, _line(error))
    return Unreachable(_line(error or f"{reply.status_code} from Slack"))


def _wait(told: str) -> timedelta:
    """Whole seconds; anything else is a minute."""
    return timedelta(seconds=int(told)) if told.isascii() and told.isdigit() and len(told) < 6 else timedelta(minutes=1)


def _told(why: BaseException) -> str:
    return _line(f"{type(why).__name__}: {why}")


def _line(words: str) -> str:
    return printable(" ".join(words.split()), 300)
