"""An answer meets the ones before it, whichever door it came through, with one rule."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.office import Office
from handlers.steps.complaining import CUSTOMER, notice_candidate
from handlers.steps.doubting import at_odds, doubt, tell
from storage.work import Work
from surveys.answer import COMMENT, Answer, Door, Marks, current, following, in_doubt
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
    new = following(version_of(asked, given, now), before, len(versions) + 1)
    known = before and says_the_same(new, before) and not in_doubt(versions)
    if known and not given.complaint:
        return Outcome.REPEATED
    kept = await work.answers.keep(new, CUSTOMER, now)
    await stand(office, work, asked, [*versions, kept], now, complained=given.complaint)
    return outcome_of(given)


async def stand(
    office: Office,
    work: Work,
    asked: Invitation,
    versions: Sequence[Answer],
    now: datetime,
    *,
    complained: bool = False,
) -> None:
    """What follows from the last of `versions`, whoever gave it; a person is asked where its reading is in doubt."""
    kept = versions[-1]
    if kept.counts:
        await _close(work, asked, kept, now)
        await notice_candidate(office, work, asked, kept, now, complained=complained)
    if kept.unclear or at_odds(kept, office.questionnaire, complained=complained):
        await doubt(office, work, asked, kept, now)
    await tell(office, work, asked, versions)


def version_of(asked: Invitation, given: Given, now: datetime) -> Answer:
    """What was given, as a version by itself."""
    return Answer(
        id=0,
        invitation_id=asked.id,
        version=1,
        door=given.door,
        marks=given.marks,
        given=tuple(given.marks) + ((COMMENT,) if given.comment else ()),
        comment=given.comment,
        received_at=now,
        source=given.source,
        language=given.language,
        unclear=given.unclear,
        verified=given.verified,
    )


def says_the_same(new: Answer, before: Answer) -> bool:
    """Whether nothing would be known after `new` that was not known before it."""
    clear = new.verified and not (new.unclear or before.unclear)
    return clear and (new.marks, new.comment) == (before.marks, before.comment)


async def _close(work: Work, asked: Invitation, kept: Answer, now: datetime) -> None:
    """An answered invitation is not reminded of; a reminder not sent yet is taken back."""
    by = kept.by or CUSTOMER
    if asked.state is not State.ANSWERED:
        await work.invitations.keep(replace(asked, state=State.ANSWERED, remind_at=None), by, now)
        await work.messages.cancel(Kind.REMINDER, asked.id, "answered meanwhile", by, now)


def outcome_of(given: Given | Answer) -> Outcome:
    """What is said of something that was kept."""
    if not given.verified:
        return Outcome.UNVERIFIED
    return Outcome.UNCLEAR if given.unclear else Outcome.KEPT
