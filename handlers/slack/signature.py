"""Whether a request comes from Slack: looked at in the bytes that came, before anything reads them.

docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime

OLDEST_SECONDS = 300
"""A request older than this may be a replay."""

STAMP, SIGNATURE = b"x-slack-request-timestamp", b"x-slack-signature"


def genuine(secret: str, headers: Iterable[tuple[bytes, bytes]], body: bytes, tick: datetime) -> bool:
    """Whether Slack signed this body, lately, and it is text; header names are in lower case, as ASGI has them."""
    stamp, signature = _only(headers := list(headers), STAMP), _only(headers, SIGNATURE)
    if not (stamp.isdigit() and len(stamp) < 12) or abs(tick.timestamp() - int(stamp)) > OLDEST_SECONDS:
        return False
    signed = hmac.digest(secret.encode(), b"v0:" + stamp + b":" + body, "sha256").hex()
    return hmac.compare_digest(f"v0={signed}".encode(), signature) and _text(body)


def _only(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The one value of a header; one that comes twice proves nothing."""
    found = [value for key, value in headers if key == name]
    return found[0] if len(found) == 1 else b""


def _text(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
