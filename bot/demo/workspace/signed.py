"""The same things told to the app by signed HTTP, for apps that do not use Socket Mode.

The signature: docs.slack.dev/authentication/verifying-requests-from-slack. Forms: interactions carry one field
`payload` (docs.slack.dev/interactivity/handling-user-interaction), commands their fields
(docs.slack.dev/interactivity/implementing-slash-commands), events are JSON with X-Slack-Retry-Num and
X-Slack-Retry-Reason when they come again (docs.slack.dev/apis/events-api).
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import aiohttp

from bot.demo.workspace.courier import ACK_SECONDS, COMMAND, EVENT, Envelope
from bot.demo.workspace.records import Json
from bot.demo.workspace.refusal import NotAcknowledged


class Signed:
    """Posts to one address of the app."""

    def __init__(self, url: str, secret: str, tick: Callable[[], datetime], ack_seconds: float = ACK_SECONDS) -> None:
        self.url = url
        self.secret = secret
        self.tick = tick
        self.timeout = aiohttp.ClientTimeout(total=ack_seconds)

    async def carry(self, envelope: Envelope) -> Json | None:
        """Raises: NotAcknowledged."""
        body, kind = _body(envelope)
        headers = {"Content-Type": kind, **signature(self.secret, body, self.tick()), **_retry(envelope)}
        try:
            async with (
                aiohttp.ClientSession(timeout=self.timeout) as session,
                session.post(self.url, data=body, headers=headers) as answer,
            ):
                return _acknowledged(answer.status, answer.content_type, await answer.text())
        except TimeoutError as why:
            raise NotAcknowledged(f"{envelope.kind} not acknowledged in time", "http_timeout") from why
        except aiohttp.ClientError as why:
            raise NotAcknowledged(f"{envelope.kind} not acknowledged: {why!r}", "connection_failed") from why


def signature(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """The two headers by which the app knows that Slack sent this body at this time."""
    stamp = str(int(at.timestamp()))
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}"}


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == EVENT:
        return json.dumps(envelope.payload).encode(), "application/json"
    fields = envelope.payload if envelope.kind == COMMAND else {"payload": json.dumps(envelope.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _retry(envelope: Envelope) -> dict[str, str]:
    if not envelope.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}


def _acknowledged(status: int, kind: str, text: str) -> Json | None:
    if status != 200:
        raise NotAcknowledged(f"status {status}", "http_error")
    if not text:
        return None
    return dict(json.loads(text)) if kind == "application/json" else {"text": text}
