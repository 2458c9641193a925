"""A person replies to who asked: freely, with a question, or with what we understood, to be confirmed.

The first reply that really left stops the clock of the response; one by phone does so at once (ISO 9001:2015, 8.2.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.addressing import Addressee, enquirer, letter, post
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import keep, move
from handlers.steps.enquiring.scrutinising import newest
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from handlers.words.enquiring import reply as words_of_reply
from storage.work import Work
from surveys.agreement import Basis, answered, check_open
from surveys.enquiry import Enquiry, State
from surveys.entry import Entry, Kind
from surveys.grounds import NeedsReason, ThereAlready
from surveys.message import Kind as MessageKind
from surveys.message import Message
from surveys.message import State as Sending
from surveys.requirement import Edition, Question

BY = "postman"
A_MOMENT = timedelta(hours=1)


@dataclass(frozen=True)
class Reply:
    """What is said to who asked. `in_person` says that somebody has said it already."""

    kind: Kind
    words: str
    in_person: bool = False


async def reply(office: Office, enquiry_id: int, told: Reply, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """Say it; a question stays open until it is answered, and what was understood may be unclear again. The same words
    twice in a moment are said once.

    Raises: CannotMove.
    """
    async with office.store.read() as work:
        enquiry = await work.enquiries.get(enquiry_id)
        to = None if told.in_person else await enquirer(work, enquiry)
        edition = await newest(work, enquiry) if told.kind is Kind.OFFER else None
        said = [one for one in await work.entries.of_enquiry(enquiry.id) if one.kind is told.kind]
    if said and said[-1].words == told.words and now - said[-1].at < A_MOMENT:
        return enquiry
    key = f"{told.kind}.{len(said) + 1}"
    written = _letter(office, enquiry, to, told, edition=edition, key=key, now=now, tick=tick) if to else None
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        _check(enquiry, told, edition)
        entry = await enter(office, work, enquiry, told.kind, told.words, key=key, by=person.name, now=now)
        if entry is None:
            raise ThereAlready(f"{enquiry.name}: this was written a moment ago already")
        if told.kind is Kind.QUESTION:
            await work.questions.keep(Question(0, enquiry.id, told.words.strip(), now), person.name, now)
            enquiry = await _unclear(office, work, enquiry, person.name, now)
        if written is None:
            enquiry = await keep(office, work, answered(enquiry, now), person.name, now)
        else:
            await post(office, work, enquiry, replace(written, about=entry.id), by=person.name, now=now)
        await show(office, work, enquiry, now, tick)
    return enquiry


async def recorded(office: Office, work: Work, entry: Entry, sent: Message, now: datetime) -> None:
    """An attempt to send a letter has ended: the first that a person wrote and that left is the reply."""
    enquiry = await work.enquiries.hold(entry.enquiry_id or 0)
    if sent.state is Sending.SENT and enquiry.answered_at is None:
        enquiry = await keep(office, work, answered(enquiry, now), BY, now)
    await show(office, work, enquiry, now, sent.sent_at or sent.due)


async def _unclear(office: Office, work: Work, enquiry: Enquiry, by: str, now: datetime) -> Enquiry:
    """What was understood is so no more: the same edition is looked at again."""
    edition = await newest(work, enquiry)
    if enquiry.state is not State.UNDERSTOOD or edition is None:
        return enquiry
    again = replace(edition, id=0, number=edition.number + 1, at=now, why="a question came up")
    kept = await move(office, work, enquiry, State.SCRUTINISED, Basis(edition=again), by=by, now=now, said=again.why)
    await work.editions.keep(again, by, now)
    return kept


def _check(enquiry: Enquiry, told: Reply, edition: Edition | None) -> None:
    check_open(enquiry)
    if not told.words.strip():
        raise NeedsReason(f"{enquiry.name} stays as it is: write what the customer is told")
    if told.kind is Kind.OFFER and edition is None:
        raise NeedsReason(f"{enquiry.name}: there is nothing to confirm yet, review what is wanted first")


def _letter(
    office: Office,
    enquiry: Enquiry,
    to: Addressee,
    told: Reply,
    *,
    edition: Edition | None,
    key: str,
    now: datetime,
    tick: datetime,
) -> Message:
    shown: Mapping[str, str] = {"name": to.customer.name, "organisation": office.name, "number": enquiry.name}
    words = words_of_reply(to.customer.language, shown, told.words, edition, office.footer)
    name = f"enquiry:{enquiry.number}:{key}"
    return letter(office, enquiry, to, words, kind=MessageKind.LETTER, about=0, name=name, now=now, tick=tick)
