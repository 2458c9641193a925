"""What a customer wants is looked at before anybody promises it (ISO 9001:2015, 8.2.2 and 8.2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.office import Office
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import change, move
from handlers.steps.moving import DOOR
from storage.work import Person, Work
from surveys.agreement import Basis, committed
from surveys.enquiry import Enquiry, State
from surveys.grounds import CannotMove, NeedsReason
from surveys.requirement import BadLines, Edition, fingerprint, lines


@dataclass(frozen=True)
class Wanted:
    """What somebody wrote down: one requirement a line, the day, what was looked at, and why the rest was left."""

    text: str
    due_on: date | None = None
    checked: tuple[str, ...] = ()
    remark: str = ""
    why: str = ""


class BadWish(CannotMove):
    """These lines cannot be kept as what a customer wants; says why."""


async def scrutinise(
    office: Office, enquiry_id: int, wanted: Wanted, *, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """The Slack user `by` has reviewed it. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        edition = written(enquiry, wanted, person, now)
        if enquiry.state is State.SCRUTINISED and same(await newest(work, enquiry), edition):
            return enquiry
        basis = Basis(edition=edition)
        kept = await move(
            office, work, enquiry, State.SCRUTINISED, basis, by=person.name, now=now, said=summary(edition)
        )
        await work.editions.keep(edition, person.name, now)
        await show(office, work, kept, now, tick)
    return kept


async def understand(office: Office, enquiry_id: int, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """Nothing is unclear any more. Raises: CannotMove."""
    return await moves(office, enquiry_id, State.UNDERSTOOD, Basis(), by=by, now=now, tick=tick)


async def resolve(
    office: Office, enquiry_id: int, question_ids: Sequence[int], answer: str, *, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """Open questions are answered, in the customer's words. Raises: CannotMove."""
    if not answer.strip():
        raise NeedsReason("the questions stay open: write down what the customer answered")
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        waiting = {one.id: one for one in await work.questions.open_of(enquiry.id)}
        for id_ in sorted(set(question_ids) & set(waiting)):
            settled = replace(waiting[id_], answered_at=now, answer=answer.strip())
            await work.questions.keep(settled, person.name, now)
        await show(office, work, enquiry, now, tick)
    return enquiry


async def commit(office: Office, enquiry_id: int, reason: str, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """Somebody has bound the organisation already: leadership sees it where nobody had looked. Raises: CannotMove."""
    if not reason.strip():
        raise NeedsReason("write down what was promised, and by whom")
    words = f"we are bound: {' '.join(reason.split())}"
    return await change(office, enquiry_id, lambda one: committed(one, now), words, by=by, now=now, tick=tick)


async def end(
    office: Office, enquiry_id: int, target: State, reason: str, *, told: bool, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """Nothing comes of it. Raises: CannotMove."""
    return await moves(office, enquiry_id, target, Basis(reason, told=told), by=by, now=now, tick=tick)


async def moves(
    office: Office, enquiry_id: int, target: State, basis: Basis, *, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """Move it for the Slack user `by`. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        basis = replace(basis, open_questions=len(await work.questions.open_of(enquiry.id)))
        kept = await move(office, work, enquiry, target, basis, by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def newest(work: Work, enquiry: Enquiry) -> Edition | None:
    """What is wanted, as it was written down last."""
    return await work.editions.of_number(enquiry.id, enquiry.edition) if enquiry.edition else None


def written(enquiry: Enquiry, wanted: Wanted, reviewer: Person, now: datetime) -> Edition:
    """The next edition. Raises: BadWish."""
    try:
        found = lines(wanted.text)
    except BadLines as why:
        raise BadWish(f"{enquiry.name} stays as it is: {why}") from why
    number = enquiry.edition + 1
    return Edition(
        id=0,
        enquiry_id=enquiry.id,
        number=number,
        lines=found,
        due_on=wanted.due_on,
        at=now,
        reviewer_id=reviewer.id,
        checked=wanted.checked,
        remark=wanted.remark.strip(),
        why=wanted.why.strip(),
        hash=fingerprint(number, found, wanted.due_on),
    )


def same(before: Edition | None, edition: Edition) -> bool:
    """Whether somebody wrote this a moment ago: pressed twice is once."""
    if before is None:
        return False
    return replace(before, id=edition.id, number=edition.number, at=edition.at, hash=edition.hash) == edition


def summary(edition: Edition) -> str:
    """`edition 2, 9f86d081: 3 requirements`."""
    count = len(edition.lines)
    by = f", by {edition.due_on:%a %d %b %Y}" if edition.due_on else ""
    return f"edition {edition.name}: {count} requirement{'s' if count > 1 else ''}{by}"
