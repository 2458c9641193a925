"""The card of an enquiry in Slack, and what people are told of one: how it stands, what is wanted, what is due.

Customers' words stand in rich text and plain text, which Slack does not parse; states are said in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from handlers.words.cards import DOORS, LONGEST_FILES, LONGEST_HEADER, LONGEST_NAME, LONGEST_NOTICE, file_words, row
from surveys.agreement import plain
from surveys.attachment import Attachment
from surveys.enquiry import OVER, Enquiry, State
from surveys.requirement import DUE, Edition, Judgement, Question, unchecked
from surveys.workdays import Workdays

REPLY, QUERY, RESOLVE, SCRUTINISE, UNDERSTAND = "reply", "query", "resolve", "scrutinise", "understand"
OFFER, AGREE, CHANGE, FULFIL, COMMIT, ORDER = "offer", "agree", "change", "fulfil", "commit", "order"
OWN, END, KNOW = "own", "end", "know"

LABELS = {
    REPLY: "Reply...",
    SCRUTINISE: "Review...",
    QUERY: "Ask the customer...",
    RESOLVE: "They answered...",
    UNDERSTAND: "It is understood",
    OFFER: "Let them confirm...",
    AGREE: "Agreed...",
    CHANGE: "Change...",
    FULFIL: "Delivered...",
    ORDER: "Order...",
    COMMIT: "We are bound...",
    OWN: "Owner...",
    END: "Close...",
}

OFFERED: dict[State, tuple[str, ...]] = {
    State.RECEIVED: (REPLY, SCRUTINISE, QUERY, COMMIT, OWN, END),
    State.SCRUTINISED: (UNDERSTAND, REPLY, QUERY, SCRUTINISE, COMMIT, OWN, END),
    State.UNDERSTOOD: (OFFER, AGREE, REPLY, QUERY, SCRUTINISE, COMMIT, OWN, END),
    State.AGREED: (FULFIL, CHANGE, REPLY, ORDER, OWN, END),
    State.CHANGED: (OFFER, AGREE, CHANGE, REPLY, QUERY, ORDER, OWN, END),
}
"""The buttons of a card in each state; the first stands out."""

LONGEST_ALARM = 300
LONGEST_LINE = 120
NO_WORDS = "(no words)"
MOST_QUESTIONS = 5


@dataclass(frozen=True)
class Card:
    """One enquiry with what belongs to it. `owner`, `reporter` and `reviewer` are Slack users; `edition` is the newest,
    `questions` are open, `concerned` are who was told of it and when they said that they know.
    """

    enquiry: Enquiry
    workdays: Workdays
    customer: str = ""
    account: str = ""
    owner: str = ""
    reporter: str = ""
    edition: Edition | None = None
    reviewer: str = ""
    questions: Sequence[Question] = ()
    concerned: Sequence[tuple[str, datetime | None]] = ()
    judged: Sequence[Judgement] = ()
    files: Sequence[Attachment] = ()
    letter: str = ""


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    enquiry = shown.enquiry
    return {
        "text": escaped(f"{_title(shown)}: {enquiry.words}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(_title(shown), LONGEST_HEADER)}},
            quoted(enquiry.words),
            paragraph(list(_facts(shown))),
            *([paragraph(list(_wanted(shown)))] if shown.edition else []),
            *_buttons(shown),
        ],
    }


def change_post(enquiry: Enquiry, edition: Edition, concerned_id: int) -> dict[str, Any]:
    """What somebody is told whom a change concerns: what changed, how it reads now, and a button to say so."""
    head = f"{enquiry.name} was changed: {edition.why}"
    rows = [[written(f"{at}. {one}")] for at, one in enumerate(edition.lines, 1)]
    due = [[written(f"To be delivered by {edition.due_on:%a %d %b %Y}", bold=True)]] if edition.due_on else []
    return {
        "text": escaped(head, LONGEST_NOTICE),
        "blocks": [
            paragraph([[written(head, bold=True)], [written(f"Edition {edition.name}")], *rows, *due]),
            buttons(button(KNOW, "I know of this change", str(concerned_id), style="primary")),
        ],
    }


def alarm_post(enquiry: Enquiry, words: str) -> dict[str, Any]:
    """What people are told of an enquiry that nobody has replied to."""
    return {
        "text": escaped(f"{words}: {enquiry.words}", LONGEST_NOTICE),
        "blocks": [paragraph([[written(words, bold=True)]]), quoted(enquiry.words, LONGEST_ALARM)],
    }


def enquiry_list(title: str, found: Sequence[Card]) -> list[Block]:
    """A heading, and two lines for each enquiry."""
    rows = [
        paragraph([_line(one), [written(cut(" ".join(one.enquiry.words.split()), LONGEST_LINE) or NO_WORDS)]])
        for one in found
    ]
    return [paragraph([[written(title, bold=True)]]), *rows]


def _line(shown: Card) -> list[Block]:
    enquiry = shown.enquiry
    due = "" if enquiry.answered_at or enquiry.state in OVER else f", reply by {_local(shown, enquiry.answer_by)}"
    owner = [written(", "), person(shown.owner)] if shown.owner else [written(", nobody's")]
    about = f", {cut(shown.customer, 80)}" if shown.customer else ""
    return [written(enquiry.name, bold=True), written(f" {plain(enquiry.state)}{due}{about}"), *owner]


def _title(shown: Card) -> str:
    """`E-12, agreed: order HP-1`."""
    order = f": order {shown.enquiry.order}" if shown.enquiry.order else ""
    return written(f"{shown.enquiry.name}, {plain(shown.enquiry.state)}{order}")["text"]  # type: ignore[no-any-return]


def _facts(shown: Card) -> Iterator[Sequence[Block]]:
    enquiry = shown.enquiry
    named = [part for part in (shown.customer, shown.account) if part]
    yield row("Customer", written(cut(", ".join(named) or "not known", LONGEST_NAME)))
    yield row("Received", written(f"{_local(shown, enquiry.received_at)}, {DOORS.get(enquiry.door, enquiry.door)}"))
    if enquiry.answered_at:
        late = "" if enquiry.answered_at <= enquiry.answer_by else ", late"
        yield row("First reply", written(f"{_local(shown, enquiry.answered_at)}{late}"))
    elif enquiry.state not in OVER:
        yield row("First reply by", written(_local(shown, enquiry.answer_by)))
    if enquiry.unreviewed:
        yield row("Exception", written("we were bound before anybody had reviewed what is wanted"))
    for question in shown.questions[:MOST_QUESTIONS]:
        yield row("Open question", written(cut(question.words, 300)))
    if shown.files:
        yield row("Sent along", written(cut(", ".join(file_words(one) for one in shown.files), LONGEST_FILES)))
    if shown.letter:
        yield row("Letter", written(shown.letter))
    if shown.reporter:
        yield row("Logged by", person(shown.reporter))
    if enquiry.state not in OVER:
        yield row("Owner", person(shown.owner) if shown.owner else written("nobody yet"))
    elif enquiry.outcome:
        yield row("Closed", written(cut(enquiry.outcome, 500)))


def _wanted(shown: Card) -> Iterator[Sequence[Block]]:
    edition = shown.edition
    if edition is None:
        return
    yield [written(f"What is wanted, edition {edition.name}", bold=True)]
    judged = {one.line: one for one in shown.judged if one.edition == edition.number}
    for number, one in enumerate(edition.lines):
        yield [written(f"{number + 1}. {one}"), *_verdict(judged.get(number))]
    if edition.due_on:
        yield [written(f"Delivered by {edition.due_on:%a %d %b %Y}"), *_verdict(judged.get(DUE))]
    left = ", ".join(unchecked(edition))
    reviewed = [person(shown.reviewer)] if shown.reviewer else [written("somebody")]
    remark = f", not looked at: {left} ({edition.remark})" if left else ""
    yield [
        written("Reviewed by", bold=True),
        written("  "),
        *reviewed,
        written(f", {_local(shown, edition.at)}{remark}"),
    ]
    if edition.agreed_at:
        yield row("Confirmed", written(f"{_local(shown, edition.agreed_at)}: {cut(edition.confirmation, 300)}"))
    elif shown.enquiry.agreed:
        yield row("Confirmed", written(f"not yet; edition {shown.enquiry.agreed} was"))
    for user, at in shown.concerned:
        who = person(user) if user else written("somebody")
        yield [
            written("Told", bold=True),
            written("  "),
            who,
            written(f", knows since {_local(shown, at)}" if at else ", has not said so yet"),
        ]


def _verdict(judged: Judgement | None) -> list[Block]:
    if judged is None:
        return []
    note = f" ({judged.note})" if judged.note and not judged.met else ""
    return [written("  met" if judged.met else f"  NOT MET{note}", bold=True)]


def _buttons(shown: Card) -> list[Block]:
    names = list(OFFERED.get(shown.enquiry.state, ()))
    if shown.questions:
        names.insert(0, RESOLVE)
    if shown.enquiry.committed_at and COMMIT in names:
        names.remove(COMMIT)
    about = str(shown.enquiry.id)
    made = [button(name, LABELS[name], about, style="primary" if name == names[0] else "") for name in names]
    return [buttons(*made)] if made else []


def _local(shown: Card, when: datetime) -> str:
    return f"{when.astimezone(shown.workdays.zone):%a %d %b %Y, %H:%M}"
