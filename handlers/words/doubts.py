"""The card of a doubtful reading in Slack, and the form in which somebody of the staff sets it right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words import dialogs
from handlers.words.asking import MOST_IN_SIGHT, NONE, chosen
from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from handlers.words.cards import DOORS, LONGEST_HEADER, LONGEST_NAME, LONGEST_NOTICE
from handlers.words.phrases import marked
from surveys.answer import Answer, Marks
from surveys.question import Question, Questionnaire

CORRECT, LEAVE = "correct", "leave"
"""What can be pressed on the card; the form is sent under the name of the first."""

REREAD, AGAIN = "reread", "again"
"""Other ways in which a doubt ends: by a newer reader, by the customer."""

UNCLEAR = "a mark was meant, but which one cannot be told"
AT_ODDS = "words of complaint beside a high mark"

TITLES = {
    "": "Doubtful reading",
    CORRECT: "Set right",
    LEAVE: "Left as it is",
    REREAD: "Read anew",
    AGAIN: "Answered again",
}
"""By how the doubt ended."""


@dataclass(frozen=True)
class Doubt:
    """A version that a person should look at, with what belongs to it.

    `ended` is the version that ended the doubt, and `by` the Slack user who did.
    """

    read: Answer
    zone: ZoneInfo
    order: str = ""
    customer: str = ""
    account: str = ""
    ended: Answer | None = None
    by: str = ""


def ending(ended: Answer | None) -> str:
    """How a doubt ended: by a person, by a newer reader or by the customer; nothing while it lasts."""
    if ended is None:
        return ""
    if ended.by is None:
        return AGAIN
    if ended.by.startswith("reader:"):
        return REREAD
    return CORRECT if ended.given else LEAVE


def doubt_card(shown: Doubt) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    title = f"{TITLES[ending(shown.ended)]}: order {written(shown.order)['text']}"
    return {
        "text": escaped(f"{title}: {shown.read.comment or 'no words'}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": dialogs.plain(title, LONGEST_HEADER)},
            _words(shown.read.comment),
            paragraph([*_facts(shown), *_end(shown)]),
            *([] if shown.ended else [_buttons(shown.read)]),
        ],
    }


def correct_form(questionnaire: Questionnaire, read: Answer, standing: Answer) -> dict[str, Any]:
    """One choice a question with what stands by now, under the customer's words."""
    fields = [_field(questionnaire, one, standing.marks) for one in questionnaire.marks]
    blocks = [_words(read.comment), *fields]
    return dialogs.form(CORRECT, "Set it right", "Keep", blocks, str(read.id))


def told(marks: Marks) -> str:
    """`overall 4, on time not applicable`."""
    each = [f"{key.replace('_', ' ')} {'not applicable' if mark is None else f'{mark:g}'}"
            for key, mark in marks.items()]  # fmt: skip
    return ", ".join(each) or "none"


def _words(comment: str) -> Block:
    return quoted(comment) if comment.strip() else paragraph([[written("No words.")]])


def _facts(shown: Doubt) -> Iterator[Sequence[Block]]:
    read = shown.read
    named = ", ".join(part for part in (shown.customer, shown.account) if part)
    yield _row("Customer", cut(named or "not known", LONGEST_NAME))
    yield _row("Received", f"{_local(shown, read.received_at)}, {DOORS[read.door]}")
    yield _row("In doubt", UNCLEAR if read.unclear else AT_ODDS)
    yield _row("Marks", told(read.marks))


def _end(shown: Doubt) -> Iterator[Sequence[Block]]:
    """What ended the doubt: by whom, when, and to what."""
    if (ended := shown.ended) is None:
        return
    how = ending(ended)
    by = [written(" by "), person(shown.by)] if shown.by else []
    at = _local(shown, ended.corrected_at or ended.received_at)
    gave = "" if how == LEAVE else f": {told({key: ended.marks[key] for key in ended.given if key in ended.marks})}"
    gave = ": in words that are in doubt themselves" if how == AGAIN and ended.unclear else gave
    yield [written(TITLES[how], bold=True), *by, written(f", {at}{gave}")]


def _buttons(read: Answer) -> Block:
    return buttons(
        button(CORRECT, "Set it right...", str(read.id), style="primary"),
        button(LEAVE, "Leave it as it is", str(read.id)),
    )


def _field(questionnaire: Questionnaire, asked: Question, marks: Marks) -> Block:
    """Nothing has to be chosen: what the customer left out stays out."""
    language = questionnaire.source_language
    wording = questionnaire.wordings[language]
    labels = dict(zip(questionnaire.scale, wording.labels, strict=True))
    options = [(str(mark), marked(mark, labels)) for mark in questionnaire.scale]
    options += [(NONE, wording.not_applicable)] if asked.optional else []
    field = dialogs.choice if len(options) <= MOST_IN_SIGHT else dialogs.menu
    return field(asked.key, asked.text[language], options, optional=True, chosen=chosen(marks, asked.key))


def _row(label: str, words: str) -> Sequence[Block]:
    return [written(label, bold=True), written(f"  {words}")]


def _local(shown: Doubt, when: datetime) -> str:
    return f"{when.astimezone(shown.zone):%a %d %b %Y, %H:%M}"
