"""What became of an order, told in the order in which it happened (ISO 9001:2015, 9.1.2: an auditor asks)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from handlers.office import Office
from handlers.words.doubts import TITLES, ending
from storage.work import Work
from surveys.answer import Answer
from surveys.complaint import Complaint, Move
from surveys.course import plain
from surveys.delivery import Delivery, State
from surveys.figure import Fact
from surveys.invitation import Invitation
from surveys.message import Kind, Message, Via

Event = tuple[datetime, str]

WAYS = {Via.MAIL: "mail", Via.SLACK: "post"}


@dataclass(frozen=True)
class Trace:
    """One delivery: the one state it is in, and how it came there."""

    order: str
    state: str
    events: tuple[Event, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "order": self.order,
            "state": self.state,
            "events": [{"at": when.isoformat(), "what": what} for when, what in self.events],
        }


async def trace(office: Office, order: str) -> Sequence[Trace]:
    """Every delivery of this order; a case about no known order is found by its own name."""
    async with office.store.read() as work:
        found = await work.deliveries.of_order(order)
        facts = await work.facts([delivery.id for delivery in found])
        cases = await _without_order(work, order) if not found else []
        return [*[await _trace(work, fact) for fact in facts], *[await _traced(work, case) for case in cases]]


async def _trace(work: Work, fact: Fact) -> Trace:
    asked = fact.invitation
    sent = [message for kind in (Kind.INVITATION, Kind.REMINDER)
            if asked and (message := await work.messages.about(kind, asked.id))]  # fmt: skip
    versions = await work.answers.versions(asked.id) if asked else ()
    events = [*_delivered(fact.delivery), *_asked(asked), *_sent(sent), *_answered(versions)]
    events += [event for case in fact.complaints for event in await _of_case(work, case)]
    return Trace(fact.delivery.order, _state(fact, sent), tuple(sorted(events, key=itemgetter(0))))


async def _without_order(work: Work, name: str) -> Sequence[Complaint]:
    """The case that people call by this name, where no delivery tells of it."""
    number = name[2:] if name[:2].upper() == "C-" else ""
    plain_number = number.isascii() and number.isdigit() and len(number) < 10
    case = await work.complaints.by_number(int(number)) if plain_number else None
    return [case] if case and case.delivery_id is None else []


async def _traced(work: Work, case: Complaint) -> Trace:
    return Trace(case.name, plain(case.state), tuple(await _of_case(work, case)))


async def _of_case(work: Work, case: Complaint) -> list[Event]:
    """Its moves in their order, also where several were made in one moment."""
    return list(_complained(case, await work.moves.of_complaint(case.id)))


def _state(fact: Fact, sent: Sequence[Message]) -> str:
    delivery, asked = fact.delivery, fact.invitation
    if delivery.state is State.NOT_ASKED:
        return f"not asked, {delivery.reason}: {delivery.detail}"
    if asked is None:
        return f"waiting to be asked about on {delivery.ask_at:%Y-%m-%d}"
    how = f"{WAYS[sent[0].via]} {sent[0].state}" if sent else "no message"
    return f"asked, {asked.state} ({how})"


def _delivered(delivery: Delivery) -> Iterator[Event]:
    if delivery.promised_at:
        yield delivery.promised_at, "promised for"
    late = {True: ", on time", False: ", late", None: ""}[delivery.on_time]
    yield delivery.delivered_at, f"delivered{late}"
    yield delivery.known_at, f"told of by {delivery.source} as {delivery.event_id}"
    if delivery.state is State.WAITING:
        yield delivery.ask_at, "is to be asked about"


def _asked(asked: Invitation | None) -> Iterator[Event]:
    if asked:
        yield asked.asked_at, f"asked in {asked.language} with {asked.questionnaire} {asked.instrument}"
        yield asked.expires_at, "answers until"
        if asked.reminded_at:
            yield asked.reminded_at, "reminded"


def _sent(messages: Sequence[Message]) -> Iterator[Event]:
    for message in messages:
        note = f" ({message.note})" if message.note else ""
        yield message.queued_at, f"{message.kind} {WAYS[message.via]}: {message.state}{note}"


def _answered(versions: Sequence[Answer]) -> Iterator[Event]:
    for one in versions:
        marks = ", ".join(f"{key} {'N' if mark is None else f'{mark:g}'}" for key, mark in one.marks.items())
        flags = [name for name, on in (("unclear", one.unclear), ("from another address", not one.verified)) if on]
        flags += [f"{TITLES[ending(one)].lower()} by {one.by}"] if one.by else []
        when = one.corrected_at or one.received_at
        yield when, f"answer {one.version} by {one.door}: {', '.join([marks or 'no marks', *flags])}"


def _complained(case: Complaint, moves: Sequence[Move]) -> Iterator[Event]:
    yield case.received_at, f"complaint {case.name}: {case.problem.replace('_', ' ')}, {case.state}"
    for one in moves:
        done = "noted" if one.source is one.target else plain(one.target)
        yield one.at, f"{case.name} {done} by {one.by}{f': {one.reason}' if one.reason else ''}"
