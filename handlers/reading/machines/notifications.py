"""Bounces that Amazon SES tells in JSON, when its notifications are sent by mail (through Amazon SNS)."""

import json
import re
from typing import Any

from handlers.reading.machines.statuses import enhanced, worst
from handlers.reading.machines.system import Notice
from handlers.reading.mail import bodies
from handlers.reading.reading import Bounce

MOST = 200_000
_BOUNCE = re.compile(r"notificationType\W{1,9}Bounce")


def notified(notice: Notice) -> Bounce | None:
    """What a notification of the type Bounce tells."""
    if not _BOUNCE.search(notice.whole[:2000]):
        return None
    told = _told(bodies.body(notice.root).text[:MOST])
    bounced = [one for one in told.get("bouncedRecipients", ()) if isinstance(one, dict)]
    codes = [enhanced(f"{one.get('status', '')} {one.get('diagnosticCode', '')}"[:2000]) for one in bounced]
    failed = (str(one.get("emailAddress", ""))[:320].lower() for one in bounced)
    return Bounce(
        tuple(dict.fromkeys(one for one in failed if "@" in one))[:50],
        told.get("bounceType") == "Permanent",
        worst(code for code in codes if code),
    )


def _told(text: str) -> dict[str, Any]:
    """The bounce in the notification, which SNS wraps into a string of its own; empty where it is broken."""
    start, end = text.find("{"), text.rfind("}")
    try:
        outer = json.loads(text[start : end + 1], strict=False)
        inner = json.loads(outer["Message"], strict=False) if "Message" in outer else outer
        return dict(inner["bounce"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
