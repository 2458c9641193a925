"""Receipts and answers that a program gives for a person: a mail was shown, an invitation accepted."""

import re

from handlers.reading.machines.opening import beginning
from handlers.reading.machines.phrases import begins, folded
from handlers.reading.machines.reports import own
from handlers.reading.machines.subjects import subject
from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part

_METHOD = re.compile(rb"^METHOD:(?:REPLY|COUNTER|DECLINECOUNTER|REFRESH)\s*$", re.IGNORECASE | re.MULTILINE)
_COLON = re.compile(r"[^:：]{1,40}[:：]")


def receipt(root: Part) -> bool:
    """A receipt that the mail was shown (RFC 8098), or its form in words ("Read: ...", "... was read on ...")."""
    if root.type == "multipart/report":
        return headers.parameter(root.head, "report-type").lower() == "disposition-notification" or any(
            part.type == "message/disposition-notification" for part in own(root)
        )
    title = _COLON.match(subject(root))
    if title is None or not begins(folded(title[0]), "read"):
        return False
    text = beginning(root)
    return len(text) < 500 and folded(title[0]).split()[-1] in folded(text).split()


def accepted(root: Part) -> bool:
    """The answer to an invitation (iTIP, RFC 5546, 3.2.3), or a subject like "Accepted: ..." over no words."""
    if root.type.startswith("multipart/") or root.type == "text/calendar":
        for part in own(root):
            if part.type == "text/calendar":
                method = headers.parameter(part.head, "method").upper()
                return method in {"REPLY", "COUNTER"} or bool(_METHOD.search(part.content()[:5000]))
    title = _COLON.match(subject(root))
    return title is not None and begins(folded(title[0]), "accepted") and not beginning(root).strip()
