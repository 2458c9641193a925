"""Failure notices written for people: what a mail system says in its own words.

Words are only taken from a mail system, so that a person who writes about a bounce is never taken for one. What is
sent by anybody and speaks of a failure must name who failed on a line made for it.
"""

import re

from handlers.reading.machines.detectors import detected
from handlers.reading.machines.failures import speaks_of_failure
from handlers.reading.machines.forms import STRONG, WEAK, named, others
from handlers.reading.machines.reports import fields, reported
from handlers.reading.machines.returned import returned_ids
from handlers.reading.machines.statuses import enhanced, permanent
from handlers.reading.machines.system import Notice
from handlers.reading.reading import Bounce

_ALWAYS = re.compile(r"this is a permanent error", re.IGNORECASE)
"""Exim says so of whatever it gives up, full mailboxes too."""


def noticed(notice: Notice) -> Bounce | None:
    """A bounce by its words, where they speak of a failure or flufl.bounce knows the mail system."""
    if told := reported(fields(notice.whole)):
        return told
    trusted = notice.certain or notice.root.type == "multipart/report"
    if speaks_of_failure(notice.before[:2000]) or (trusted and notice.titled):
        failed = named(notice, STRONG) or _detected(notice) or (named(notice, WEAK) if trusted else ())
        return judged(notice, failed) if failed or notice.certain else None
    failed = _detected(notice) if notice.certain else ()
    return judged(notice, failed) if failed else None


def judged(notice: Notice, failed: tuple[str, ...]) -> Bounce:
    """A bounce with the worst code its text names; without any its words decide."""
    code = enhanced(notice.before)
    if code:
        return Bounce(failed, code.startswith("5"), code)
    return Bounce(failed, permanent(_ALWAYS.sub("", f"{notice.subject}\n{notice.before}")), None)


def _detected(notice: Notice) -> tuple[str, ...]:
    """Whom flufl.bounce finds; a Message-ID only looks like an address."""
    found = detected(notice.root)
    ids = frozenset(one.strip("<>").lower() for one in returned_ids(notice.root)) if found else frozenset()
    return others(notice, (one for one in found if one not in ids))
