"""Deliveries that failed: told in reports, in a header, in notifications and in words."""

from dataclasses import replace

from handlers.reading.machines import addresses
from handlers.reading.machines.automatic import automatic_subject, by_words
from handlers.reading.machines.forms import STRONG, WEAK, named
from handlers.reading.machines.notices import judged, noticed
from handlers.reading.machines.notifications import notified
from handlers.reading.machines.reports import reported, reports, succeeded
from handlers.reading.machines.system import Notice
from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part
from handlers.reading.reading import Bounce


def bounce(root: Part) -> Bounce | None:
    """What failed, None where this mail is no bounce; the readers come in the order of their evidence."""
    notice = Notice(root)
    if not (notice.certain or notice.likely):
        return None
    told = reports(root)
    if succeeded(told):
        return None
    if failed := reported(told):
        return failed if failed.recipients else replace(failed, recipients=named(notice, (*STRONG, *WEAK)))
    if failed := _failed_recipients(notice):
        return failed
    if automatic_subject(root) or (not (notice.system or notice.titled) and by_words(root)):
        return None
    return notified(notice) or noticed(notice)


def _failed_recipients(notice: Notice) -> Bounce | None:
    """The header of Exim and Gmail."""
    told = " ".join(headers.every(notice.root.head, "X-Failed-Recipients"))[: headers.MOST]
    failed = addresses.in_text(told)
    return judged(notice, tuple(dict.fromkeys(failed))[:50]) if failed else None
