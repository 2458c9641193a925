"""An answer meets the ones before it, whichever door it came through, with one rule."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.office import Office
from handlers.steps.complaining import notice_candidate
from storage.work import Work
from surveys.answer import Answer, Door, Marks, current, following
from surveys.invitation import Invitation, State
from surveys.message import Kind


class Outcome(StrEnum):
    """What became of what a customer gave."""

    KEPT = "answer"
    UNCLEAR = "unclear"
    UNVERIFIED = "unverified"
    REPEATED = "repeated"
    LATE = "late"


@dataclass(frozen=True)
class Given:
    """What one arrival gave. `source` names the arrival: given twice, it is kept once."""

    door: Door
    marks: Marks
    comment: str
    source: str
    language: str | None = None
    unclear: bool = False
    verified: bool = True
    complaint: bool = False


async def answer(office: Office, work: Work, asked: Invitation, given: Given, now: datetime) -> Outcome:
    """Keep `given` as the next version of this invitation's answer, and open a candidate complaint where it is low.

    What changes nothing of the answer that stands is no new version. Everything happens in the transaction of `work`,
    with the arrival itself; `asked` may have been read before it.
    """
    asked = await work.invitations.hold(asked)
    if not asked.takes_answers(now):
        return Outcome.LATE
    versions = await work.answers.versions(asked.id)
    if any(version.source == given.source for version in versions):
        return Outcome.REPEATED
    before = current(versions)
    new = following(_version(asked, given, now), before, len(versions) + 1)
    if before and _says_the_same(new, before) and not given.complaint:
        return Outcome.REPEATED
    kept = await work.answers.keep(new, "customer", now)
    if kept.counts:
        await _close(work, asked, now)
        await notice_candidate(office, work, asked, kept, now, complained=given.complaint)
    return _outcome(given)


def _version(asked: Invitation, given: Given, now: datetime) -> Answer:
    return Answer(
        id=0,
        invitation_id=asked.id,
        version=1,
        door=given.door,
        marks=given.marks,
        given=tuple(given.marks) + (("comment",) if given.comment else ()),
        comment=given.comment,
        received_at=now,
        source=given.source,
        language=given.language,
        unclear=given.unclear,
        verified=given.verified,
    )


def _says_the_same(new: Answer, before: Answer) -> bool:
    """Whether nothing would be known after `new` that was not known before it."""
    clear = new.verified and not (new.unclear or before.unclear)
    return clear and (new.marks, new.comment) == (before.marks, before.comment)


async def _close(work: Work, asked: Invitation, now: datetime) -> None:
    """An answered invitation is not reminded of; a reminder not sent yet is taken back."""
    if asked.state is not State.ANSWERED:
        await work.invitations.keep(replace(asked, state=State.ANSWERED, remind_at=None), "customer", now)
        await work.messages.cancel(Kind.REMINDER, asked.id, "answered meanwhile", "customer", now)


def _outcome(given: Given) -> Outcome:
    if not given.verified:
        return Outcome.UNVERIFIED
    return Outcome.UNCLEAR if given.unclear else Outcome.KEPT
