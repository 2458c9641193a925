"""The card of a case in Slack: all that is known of it, how it stands, and what can be done with it.

Customers' words and names stand in rich text and plain text, which Slack does not parse; states are said in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from surveys.attachment import Attachment
from surveys.complaint import LOOKED_AFTER, OVER, Complaint, State
from surveys.course import plain
from surveys.deadline import due
from surveys.grounds import Rules
from surveys.guards import on_the_spot_until

LONGEST_HEADER = 150
LONGEST_NAME = 200
LONGEST_OUTCOME = 1000
LONGEST_NOTICE = 200
LONGEST_FILES = 500

CONFIRM, DECLINE, ACKNOWLEDGE, ASSIGN, CLOSE = "confirm", "decline", "acknowledge", "assign", "close"
ASSESS, TAKE_ON, REGRADE, NOTE, LINK = "assess", "take_on", "regrade", "note", "link"
ASK, RESPOND, HAND_OVER, HEARD, FILE = "ask", "respond", "hand_over", "heard", "file"

LABELS = {
    CONFIRM: "Confirm",
    DECLINE: "Decline...",
    ACKNOWLEDGE: "Acknowledge...",
    ASSESS: "Assess...",
    ASSIGN: "Assign...",
    TAKE_ON: "Take it on",
    ASK: "Ask the customer...",
    RESPOND: "Answer...",
    HEARD: "The customer said...",
    HAND_OVER: "Hand over...",
    REGRADE: "Regrade...",
    LINK: "Order...",
    NOTE: "Note...",
    FILE: "Files...",
    CLOSE: "Close...",
}

OFFERED: dict[State, tuple[str, ...]] = {
    State.CANDIDATE: (CONFIRM, DECLINE),
    State.RECEIVED: (ACKNOWLEDGE, ASSESS, ASSIGN, NOTE, FILE, CLOSE),
    State.ACKNOWLEDGED: (ASSESS, ASSIGN, NOTE, FILE, CLOSE),
    State.ASSESSED: (TAKE_ON, ASSIGN, REGRADE, NOTE, FILE, CLOSE),
    State.INVESTIGATING: (RESPOND, ASK, HAND_OVER, ASSIGN, REGRADE, NOTE, FILE, CLOSE),
    State.AWAITING_CUSTOMER: (HEARD, ASSIGN, REGRADE, NOTE, FILE, CLOSE),
    State.RESPONDED: (HEARD, HAND_OVER, ASSIGN, NOTE, FILE, CLOSE),
    State.CLOSED: (HEARD,),
    State.REOPENED: (ASSIGN, TAKE_ON, REGRADE, NOTE, FILE, CLOSE),
    State.EXTERNAL: (CLOSE,),
}
"""The buttons of a card in each state; the first of a case that goes on stands out."""

DOORS = {
    "mail": "by mail",
    "page": "on the survey page",
    "slack": "in Slack",
    "command": "told to us",
    "form": "told to us",
    "shortcut": "said in Slack",
    "api": "by another system",
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
    sent along, `before` are cases of theirs about the same problem that were closed lately.
    """

    case: Complaint
    rules: Rules
    order: str = ""
    customer: str = ""
    account: str = ""
    owner: str = ""
    reporter: str = ""
    mover: str = ""
    letter: str = ""
    files: Sequence[Attachment] = ()
    before: Sequence[Complaint] = ()


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
    yield row("Customer", written(cut(_customer(shown), LONGEST_NAME)))
    yield row("Problem", written(_plain(case.problem)))
    if case.severity:
        yield row("Severity", written(f"{case.severity.upper()}{', somebody may be in danger' if case.safety else ''}"))
    if shown.before:
        yield row("Before", written(f"the same problem in {', '.join(one.name for one in shown.before)}"))
    yield row("Received", written(f"{_local(shown, case.received_at)}, {DOORS.get(case.door, case.door)}"))
    if shown.files:
        yield row("Sent along", written(cut(", ".join(file_words(one) for one in shown.files), LONGEST_FILES)))
    if case.link:
        yield row("Said here", {"type": "link", "url": case.link, "text": "the message in Slack"})
    if shown.reporter:
        yield row("Logged by", person(shown.reporter))
    if case.acknowledged_at:
        yield row("Acknowledged", written(_local(shown, case.acknowledged_at)))
    if shown.letter:
        yield row("Letter", written(shown.letter))
    yield from _investigated(case)
    if case.state in LOOKED_AFTER:
        yield row("Owner", person(shown.owner) if shown.owner else written("nobody yet"))
    yield from _due(shown)


def _investigated(case: Complaint) -> Iterator[Sequence[Block]]:
    """How often it came back, what was found, and what is done about it."""
    if case.reopened:
        yield row("Reopened", written(f"{case.reopened} {'time' if case.reopened == 1 else 'times'}"))
    if case.decision and case.cause:
        yield row("Found", written(f"{_plain(case.decision)}; cause: {_plain(case.cause)}"))
        yield row(
            "Remedy", written(f"{cut(case.remedy, LONGEST_OUTCOME)}{', still to come' if case.remedy_open else ''}")
        )


def _due(shown: Card) -> Iterator[Sequence[Block]]:
    if next_due := due(shown.case, shown.rules):
        by = "by" if next_due.ours else "on"
        yield row(f"{next_due.what} {by}", written(_local(shown, next_due.by)))
    if shown.case.state in (State.RECEIVED, State.ACKNOWLEDGED):
        until = on_the_spot_until(shown.case, shown.rules)
        yield row("On the spot until", written(_local(shown, until)))


def _end(shown: Card) -> Iterator[Sequence[Block]]:
    """How a case ended, by whom and when."""
    case = shown.case
    if case.state not in OVER or case.closed_at is None:
        return
    ended = written(
        "Closed without a word of the customer" if case.silent else ENDED.get(case.state, "Closed"), bold=True
    )
    by = [written(" by "), person(shown.mover)] if shown.mover else []
    yield [ended, *by, written(f", {_local(shown, case.closed_at)}: {cut(case.outcome, LONGEST_OUTCOME)}")]


def _buttons(case: Complaint) -> list[Block]:
    names = OFFERED.get(case.state, ())
    if case.state is State.ASSESSED and case.acknowledged_at is None:
        names = (ACKNOWLEDGE, *names)
    if case.state in LOOKED_AFTER and case.delivery_id is None:
        names = (*names, LINK)
    first = names[0] if names and case.state not in OVER else ""
    made = [button(name, LABELS[name], str(case.id), style="primary" if name == first else "") for name in names]
    return [buttons(*made)] if made else []


def file_words(one: Attachment) -> str:
    """`box.jpg (picture, 120 kB)`; a picture is kept with the case, all else is in the mail only."""
    size = f"{max(one.size // 1000, 1)} kB" if one.size < 1_000_000 else f"{one.size / 1_000_000:,.1f} MB"
    return f"{one.name or one.type} ({'picture, ' if one.kept else ''}{size})"


def _customer(shown: Card) -> str:
    named = [part for part in (shown.customer, shown.account) if part]
    return ", ".join(named) or "not known"


def _plain(code: str) -> str:
    return code.replace("_", " ")


def row(label: str, value: Block) -> Sequence[Block]:
    return [written(label, bold=True), written("  "), value]


def _local(shown: Card, when: datetime) -> str:
    return f"{when.astimezone(shown.rules.workdays.zone):%a %d %b %Y, %H:%M}"
