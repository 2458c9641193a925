"""The card of a case in Slack: all that is known of it, how it stands, and what can be done with it.

Customers' words and names stand in rich text and plain text, which Slack does not parse; states are said in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from surveys.attachment import Attachment
from surveys.complaint import OVER, Complaint, State
from surveys.course import due, on_the_spot_until, plain
from surveys.workdays import Workdays

LONGEST_HEADER = 150
LONGEST_NAME = 200
LONGEST_OUTCOME = 1000
LONGEST_NOTICE = 200
LONGEST_FILES = 500

CONFIRM, DECLINE, ACKNOWLEDGE, ASSIGN, CLOSE = "confirm", "decline", "acknowledge", "assign", "close"

LABELS = {
    CONFIRM: "Confirm",
    DECLINE: "Decline...",
    ACKNOWLEDGE: "Acknowledge...",
    ASSIGN: "Assign...",
    CLOSE: "Close...",
}

OFFERED: dict[State, tuple[str, ...]] = {
    State.CANDIDATE: (CONFIRM, DECLINE),
    State.RECEIVED: (ACKNOWLEDGE, ASSIGN, CLOSE),
    State.ACKNOWLEDGED: (ASSIGN, CLOSE),
}
"""The buttons of a card in each state; the first of a case that nobody has answered yet stands out."""

DOORS = {
    "mail": "by mail",
    "page": "on the survey page",
    "slack": "in Slack",
    "command": "told to us",
    "form": "told to us",
    "shortcut": "said in Slack",
}

ENDED = {
    State.DECLINED: "Declined as no complaint",
    State.WITHDRAWN: "Withdrawn by the customer, noted",
    State.RECLASSIFIED: "Closed as no complaint",
    State.EXTERNAL: "Handed to an outside body",
}


@dataclass(frozen=True)
class Card:
    """One case with what belongs to it. `owner`, `reporter` and `mover`, who moved it last, are Slack users.

    `letter` says what has become of an acknowledgement that was written and is not sent, `files` what the customer
    sent along.
    """

    case: Complaint
    workdays: Workdays
    order: str = ""
    customer: str = ""
    account: str = ""
    owner: str = ""
    reporter: str = ""
    mover: str = ""
    letter: str = ""
    files: Sequence[Attachment] = ()


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    case = shown.case
    return {
        "text": escaped(f"{_title(shown)}: {case.words or 'no words'}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(_title(shown), LONGEST_HEADER)}},
            quoted(case.words) if case.words.strip() else paragraph([[written("No words, only marks.")]]),
            paragraph([*_facts(shown), *_end(shown)]),
            *_buttons(case),
        ],
    }


def _title(shown: Card) -> str:
    """`C-12, received: order HP-1`."""
    about = f"order {shown.order}" if shown.order else "about no known order"
    return f"{shown.case.name}, {plain(shown.case.state)}: {written(about)['text']}"


def _facts(shown: Card) -> Iterator[Sequence[Block]]:
    case = shown.case
    yield _row("Customer", written(cut(_customer(shown), LONGEST_NAME)))
    yield _row("Problem", written(case.problem.replace("_", " ")))
    yield _row("Received", written(f"{_local(shown, case.received_at)}, {DOORS.get(case.door, case.door)}"))
    if shown.files:
        yield _row("Sent along", written(cut(", ".join(_file(one) for one in shown.files), LONGEST_FILES)))
    if case.link:
        yield _row("Said here", {"type": "link", "url": case.link, "text": "the message in Slack"})
    if shown.reporter:
        yield _row("Logged by", person(shown.reporter))
    if case.acknowledged_at:
        yield _row("Acknowledged", written(_local(shown, case.acknowledged_at)))
    if shown.letter:
        yield _row("Letter", written(shown.letter))
    if case.state not in (State.CANDIDATE, *OVER):
        yield _row("Owner", person(shown.owner) if shown.owner else written("nobody yet"))
    yield from _due(shown)


def _due(shown: Card) -> Iterator[Sequence[Block]]:
    if next_due := due(shown.case, shown.workdays):
        what, by = next_due
        yield _row(f"{what} by", written(_local(shown, by)))
    if shown.case.state in (State.RECEIVED, State.ACKNOWLEDGED):
        until = on_the_spot_until(shown.case, shown.workdays)
        yield _row("On the spot until", written(_local(shown, until)))


def _end(shown: Card) -> Iterator[Sequence[Block]]:
    """How a case ended, by whom and when."""
    case = shown.case
    if case.state not in OVER or case.closed_at is None:
        return
    ended = written(ENDED.get(case.state, "Closed"), bold=True)
    by = [written(" by "), person(shown.mover)] if shown.mover else []
    yield [ended, *by, written(f", {_local(shown, case.closed_at)}: {cut(case.outcome, LONGEST_OUTCOME)}")]


def _buttons(case: Complaint) -> list[Block]:
    names = OFFERED.get(case.state, ())
    first = CONFIRM if case.state is State.CANDIDATE else ACKNOWLEDGE
    made = [button(name, LABELS[name], str(case.id), style="primary" if name == first else "") for name in names]
    return [buttons(*made)] if made else []


def _file(one: Attachment) -> str:
    """`box.jpg (picture, 120 kB)`; a picture is kept with the case, all else is in the mail only."""
    size = f"{max(one.size // 1000, 1)} kB" if one.size < 1_000_000 else f"{one.size / 1_000_000:,.1f} MB"
    return f"{one.name or one.type} ({'picture, ' if one.kept else ''}{size})"


def _customer(shown: Card) -> str:
    named = [part for part in (shown.customer, shown.account) if part]
    return ", ".join(named) or "not known"


def _row(label: str, value: Block) -> Sequence[Block]:
    return [written(label, bold=True), written("  "), value]


def _local(shown: Card, when: datetime) -> str:
    return f"{when.astimezone(shown.workdays.zone):%a %d %b %Y, %H:%M}"
