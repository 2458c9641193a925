"""The card of a case in Slack, in words that nobody can turn into commands: rich text and plain text are not parsed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words.blocks import (
    LONGEST_TEXT,
    Block,
    button,
    buttons,
    cut,
    escaped,
    heading,
    paragraph,
    person,
    quoted,
    written,
)
from surveys.complaint import OVER, Complaint, Problem, State
from surveys.course import plain

CONFIRM, DECLINE, ACKNOWLEDGE, ASSIGN, CLOSE = "confirm", "decline", "acknowledge", "assign", "close"
"""What can be pressed on a card, as the Slack door hears of it."""

LONGEST_LINK = 3000
LONGEST_OUTCOME = 1000

PROBLEMS: Mapping[Problem, str] = {
    Problem.NOT_AS_ORDERED: "Not as ordered",
    Problem.DEFECT: "Defect",
    Problem.SHORT_OR_DAMAGED: "Short or damaged",
    Problem.LATE: "Late",
    Problem.NO_REPLY: "No reply to an enquiry",
    Problem.HANDLING: "How a complaint was handled",
    Problem.BILLING: "Invoice or papers",
    Problem.CONDUCT: "How somebody behaved",
    Problem.SAFETY: "Safety",
    Problem.OTHER: "Something else",
}

DOORS = {"mail": "by mail", "page": "on the survey page", "slack": "in Slack", "staff": "by our staff"}


@dataclass(frozen=True)
class Card:
    """A case with all that its card shows; `owner` and `reporter` are ids in Slack, `due` is what is next and when."""

    case: Complaint
    zone: ZoneInfo
    order: str = ""
    customer: str = ""
    account: str = ""
    marks: Mapping[str, float | None] | None = None
    owner: str = ""
    reporter: str = ""
    due: tuple[str, datetime] | None = None


def card_post(card: Card) -> dict[str, Any]:
    """`text` and `blocks` of a card."""
    case = card.case
    title = f"{case.name}: {plain(case.state)}"
    about = ", ".join(filter(None, (card.order, card.customer, card.account)))
    blocks = [
        heading(title),
        *([quoted(case.words)] if case.words else []),
        paragraph([*_facts(card), *_people(card), *_next(card)]),
        *_buttons(case),
    ]
    return {"text": escaped(f"{title} {about} {case.words}".strip(), LONGEST_TEXT), "blocks": blocks}


def _facts(card: Card) -> Iterator[Sequence[Block]]:
    case = card.case
    if card.order:
        yield _row("Order", card.order)
    if card.customer or card.account:
        yield _row("Customer", ", ".join(filter(None, (card.customer, card.account))))
    yield _row("Problem", PROBLEMS[case.problem])
    if marks := _marks(card.marks or {}):
        yield _row("Marks", marks)
    yield _row("Received", f"{_when(case.received_at, card.zone)} {DOORS.get(case.door, case.door)}")


def _people(card: Card) -> Iterator[Sequence[Block]]:
    if card.reporter:
        yield [written("Logged by ", bold=True), person(card.reporter)]
    if card.case.link:
        yield [{"type": "link", "url": card.case.link[:LONGEST_LINK], "text": "Where it was said"}]
    if card.owner:
        yield [written("Owner ", bold=True), person(card.owner)]


def _next(card: Card) -> Iterator[Sequence[Block]]:
    """What is due, or how it ended."""
    case = card.case
    if card.due:
        what, when = card.due
        yield _row(f"{what} by", _when(when, card.zone))
    if case.closed_at:
        yield _row(plain(case.state).capitalize(), _when(case.closed_at, card.zone))
    if case.outcome:
        yield [written(cut(case.outcome, LONGEST_OUTCOME))]


def _buttons(case: Complaint) -> list[Block]:
    value = str(case.id)
    if case.state in OVER:
        return []
    if case.state is State.CANDIDATE:
        confirm = button(CONFIRM, "Confirm as complaint", value, style="primary")
        return [buttons(confirm, button(DECLINE, "Decline...", value))]
    first = button(ACKNOWLEDGE, "Acknowledge...", value, style="primary")
    rest = (button(ASSIGN, "Assign...", value), button(CLOSE, "Close...", value))
    return [buttons(*((first,) if case.state is State.RECEIVED else ()), *rest)]


def _row(label: str, words: str) -> Sequence[Block]:
    return [written(f"{label} ", bold=True), written(words)]


def _marks(marks: Mapping[str, float | None]) -> str:
    """`overall 2, on time 1`; what does not apply is left out."""
    return ", ".join(f"{key.replace('_', ' ')} {mark:g}" for key, mark in marks.items() if mark is not None)


def _when(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b, %H:%M}"
