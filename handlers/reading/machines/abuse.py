"""Abuse reports (ARF, RFC 5965): somebody pressed "this is spam"."""

from handlers.reading.machines.reports import own
from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part


def report(root: Part) -> bool:
    """Whether this mail is such a report itself, not one that is forwarded."""
    if root.type == "multipart/report" and headers.parameter(root.head, "report-type").lower() == "feedback-report":
        return True
    return root.type.startswith("multipart/") and any(part.type == "message/feedback-report" for part in own(root))
