"""The customer is asked, answered, or told where else to turn, by letter or by a person (ISO 10002:2018, 7.7, 7.8).

A case moves only when its letter has really left; a letter that cannot be sent leaves it where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.office import Office
from handlers.steps.addressing import Addressee, addressee, letter, post
from handlers.steps.carding import show
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR, keep, latest, move
from handlers.steps.solving import ask_in_slack
from handlers.words.correspondence import Correspondence, correspondence
from handlers.words.correspondence import draft as words_of_draft
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.course import can, check
from surveys.entry import Entry, Kind
from surveys.grounds import NO_REPLY, SILENCE, Asked, CannotMove, Finding, Grounds, NeedsReason, ThereAlready
from surveys.guards import check as check_grounds
from surveys.message import PENDING, Message
from surveys.message import Kind as MessageKind
from surveys.message import State as Sending

BY = "postman"

TARGETS: Mapping[Kind, State] = {
    Kind.QUESTION: State.AWAITING_CUSTOMER,
    Kind.RESPONSE: State.RESPONDED,
    Kind.SIGNPOST: State.EXTERNAL,
}
"""Where each letter brings its case."""


@dataclass(frozen=True)
class Told:
    """What a customer is told. `in_person` says that somebody has told them already; a response has its `finding`, and
    a signpost may say that there is no agreement to be had.
    """

    kind: Kind
    words: str
    in_person: bool = False
    finding: Finding | None = None
    deadlock: bool = False

    @property
    def grounds(self) -> Grounds:
        how = "told by phone or in person" if self.in_person else "by mail"
        return Grounds(how, told=True, finding=self.finding, deadlock=self.deadlock)


async def draft(office: Office, case_id: int, kind: Kind) -> tuple[Complaint, str, bool]:
    """The case, the words that a form begins with, and whether a letter can go to its customer."""
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        try:
            to = await addressee(work, case)
        except CannotMove:
            return case, "", False
    words = words_of_draft(kind, to.customer.language, order=to.delivery.order if to.delivery else "")
    return case, words, True


async def tell(office: Office, case_id: int, told: Told, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """Tell the customer: the case moves at once where somebody did it in person, else when the letter has left.

    Raises: CannotMove, and nothing has changed.
    """
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        to = None if told.in_person else await addressee(work, case)
        number = await work.entries.how_many(case.id, told.kind)
    key = f"{told.kind}.{number + 1}"
    letter = _letter(office, case, to, told, key, now=now, tick=tick) if to else None
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        await _check(office, work, case, told, by=person.name, now=now)
        at = await latest(work, case, now)
        entry = await enter(office, work, case, told.kind, told.words, key=key, by=person.name, now=at)
        if entry is None:
            raise ThereAlready(f"{case.name}: this was written a moment ago already")
        if letter is None:
            case = await move(office, work, case, TARGETS[told.kind], told.grounds, by=person.name, now=now)
        else:
            case = await keep(office, work, _with_finding(case, told.finding), person.name, at)
            await post(office, work, case, replace(letter, about=entry.id), by=person.name, now=now)
        await show(office, work, case, now, tick)
    return case


async def recorded(office: Office, work: Work, case: Complaint, entry: Entry, *, sent: Message, now: datetime) -> None:
    """An attempt to send a letter has ended: if it was sent, its case moves in the same transaction."""
    target = TARGETS[entry.kind]
    if sent.state is Sending.SENT and target in can(case):
        grounds = Grounds(f"by mail {sent.message_id}", told=True, finding=_finding(case), deadlock=True)
        case = await move(office, work, case, target, grounds, by=BY, now=now)
        if target is State.RESPONDED:
            await ask_in_slack(office, work, case, entry, now=now, tick=sent.sent_at or sent.due)
    await show(office, work, case, now, sent.sent_at or sent.due)


async def _check(office: Office, work: Work, case: Complaint, told: Told, *, by: str, now: datetime) -> None:
    target = TARGETS[told.kind]
    check(case, target)
    if not told.words.strip():
        raise NeedsReason(f"{case.name} stays as it is: write what the customer is told")
    check_grounds(Asked(case, told.grounds, by, now, office.rules), target)
    for entry in await work.entries.of_complaint(case.id):
        known = await work.messages.about(MessageKind.LETTER, entry.id) if entry.kind in TARGETS else None
        if known and known.state in PENDING:
            raise ThereAlready(f"a letter about {case.name} is on its way already")


def _letter(
    office: Office, case: Complaint, to: Addressee, told: Told, key: str, *, now: datetime, tick: datetime
) -> Message:
    words = correspondence(
        Correspondence(
            kind=told.kind,
            language=to.customer.language,
            customer_name=to.customer.name,
            organisation=office.name,
            number=case.name,
            order=to.delivery.order if to.delivery else "",
            words=told.words,
            answer_by=_answer_by(office, told.kind, now),
            page_url=office.case_url(case.id) if told.kind is Kind.RESPONSE and office.public_url else "",
            footer=office.footer,
        )
    )
    name = f"{case.number}:{key}"
    return letter(office, case, to, words, kind=MessageKind.LETTER, about=0, name=name, now=now, tick=tick)


def _answer_by(office: Office, kind: Kind, now: datetime) -> date | None:
    """Until when the customer's answer counts, before the case goes on without one."""
    term = {Kind.QUESTION: NO_REPLY, Kind.RESPONSE: SILENCE}.get(kind)
    return office.rules.end(term, now).astimezone(office.zone).date() if term else None


def _with_finding(case: Complaint, found: Finding | None) -> Complaint:
    """What was found stands in the case as soon as the letter about it is written."""
    if found is None:
        return case
    return replace(case, cause=found.cause, decision=found.decision, remedy=found.remedy, remedy_open=found.remedy_open)


def _finding(case: Complaint) -> Finding | None:
    if case.cause is None or case.decision is None:
        return None
    return Finding(case.cause, case.decision, case.remedy, case.remedy_open)
