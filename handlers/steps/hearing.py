"""The customer says something about a case, and it goes on accordingly (ISO 10002:2018, 7.8 and 7.9)."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.complaining import CUSTOMER
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR, move
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.entry import Kind
from surveys.grounds import CannotMove, Grounds

NO_WORDS = "(no words)"


@dataclass(frozen=True)
class Heard:
    """What a customer said, or what somebody of the staff heard from them. `solved` is their word on whether it is
    solved, where they gave one; `source` names how it came, so that it is heard once. What does not count was
    perhaps said by somebody else, and moves nothing.
    """

    words: str
    source: str
    solved: bool | None = None
    by: str = CUSTOMER
    counts: bool = True


async def hear(
    office: Office, work: Work, case: Complaint, heard: Heard, now: datetime, *, strictly: bool = False
) -> Complaint:
    """Enter it in the file of a held case, and move the case where it answers what the customer was asked.

    What a customer says is always kept, also where the case cannot move for it any more, unless `strictly`: then
    CannotMove is raised.
    """
    words = heard.words.strip() or NO_WORDS
    entry = await enter(office, work, case, Kind.CUSTOMER, words, key=heard.source[:120], by=heard.by, now=now)
    if entry is None:
        return case
    if target := _target(case, heard):
        reason = {True: "the customer says it is solved", False: "the customer says it is not solved"}
        why = reason[heard.solved] if heard.solved is not None else "the customer answered"
        grounds = Grounds(why, accepted=heard.solved is True, rejected=heard.solved is False)
        try:
            case = await move(office, work, case, target, grounds, by=heard.by, now=now)
        except CannotMove as refused:
            if strictly:
                raise
            said = str(refused)
            await enter(office, work, case, Kind.NOTE, said, key=f"{heard.source[:110]}.stays", by=heard.by, now=now)
    await show(office, work, case, now)
    return case


async def heard_by(office: Office, case_id: int, heard: Heard, *, by: str, now: datetime) -> Complaint:
    """What the customer told the Slack user `by`, in a transaction of its own.

    Raises: CannotMove, and nothing has changed.
    """
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        return await hear(office, work, case, replace(heard, by=person.name), now, strictly=True)


def _target(case: Complaint, heard: Heard) -> State | None:
    if not heard.counts:
        return None
    match case.state:
        case State.AWAITING_CUSTOMER:
            return State.INVESTIGATING
        case State.RESPONDED if heard.solved is True:
            return State.CLOSED
        case State.RESPONDED | State.CLOSED if heard.solved is False:
            return State.REOPENED
        case _:
            return None
