"""What a customer is asked in Slack, in their language: the question, the form for the rest, and what we say after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.words import dialogs
from handlers.words.blocks import (
    LONGEST_TEXT,
    Block,
    button,
    buttons,
    escaped,
    paragraph,
    quoted,
    small,
    written,
)
from handlers.words.phrases import fill, labelled, line, marked, phrases
from handlers.words.phrases import written as dated
from surveys.answer import Marks
from surveys.question import Kind, Question, Questionnaire, Wording

MARK, MORE, STOP, FORM = "mark", "more", "stop", "survey"
"""What can be pressed, and the form, as the Slack door hears of them."""

NONE = "N"
"""How a form says "not applicable"."""

LONGEST_COMMENT = 3000
"""Of a field in a form: docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element."""

MOST_IN_SIGHT = 10
"""Radio buttons take no more choices; a menu does."""

Post = dict[str, Any]
"""`text` and `blocks` of a message."""


@dataclass(frozen=True)
class Asking:
    """What somebody is asked in Slack; without an `order` it asks in general.

    `about` is the delivery's id, and comes back with whatever is pressed.
    """

    questionnaire: Questionnaire
    language: str
    organisation: str
    order: str
    delivered_on: date
    about: int


def question(asking: Asking, *, reminder: bool = False) -> Post:
    """The first question with a button for each mark, and a quiet one that stops surveys."""
    t = _words(asking)
    first = asking.questionnaire.marks[0].text[_language(asking)]
    lead = "lead_reminder" if reminder else "lead" if asking.order else "lead_general"
    subject = t["reminder_subject"] if reminder else t["subject"]
    rows = [[written(subject, bold=True)], [written(t[lead])], [written(f"{t['stem']} "), written(first, bold=True)]]
    ends = [] if labelled(_wording(asking)) else [small(t["scale"])]
    blocks = [paragraph(rows), _marks(asking), *ends, small(t["identified"]), buttons(_stop(asking))]
    return {"text": escaped(f"{subject} {first}", LONGEST_TEXT), "blocks": blocks}


def thanks(asking: Asking, marks: Marks, comment: str, until: date) -> Post:
    """What was kept, word for word, and the ways to say more of it or to change it."""
    t = _words(asking, until=dated(until, _language(asking)))
    rows = [[written(t["thanks"], bold=True)], [written(t["thanks_lead"])], [written(t["stem"])]]
    blocks = [
        paragraph([*rows, *_answered(asking, marks)]),
        *([quoted(comment)] if comment else []),
        small(f"{t['until']} {t['identified']}"),
        buttons(button(MORE, t["more"], str(asking.about)), _stop(asking)),
    ]
    return {"text": escaped(f"{t['thanks']}. {t['thanks_lead']}", LONGEST_TEXT), "blocks": blocks}


def stopped(asking: Asking) -> Post:
    """No more surveys come."""
    t = _words(asking)
    rows = [[written(t["stopped"], bold=True)], [written(t["stopped_lead"])]]
    return {"text": escaped(t["stopped_lead"], LONGEST_TEXT), "blocks": [paragraph(rows)]}


def survey_form(asking: Asking, marks: Marks, comment: str, about: str) -> dict[str, Any]:
    """Every question with what was answered already; `about` comes back with it."""
    t = _words(asking)
    fields = [_field(asking, one, marks, comment) for one in asking.questionnaire.questions]
    blocks = [paragraph([[written(t["stem"])]]), *fields, small(t["identified"])]
    return dialogs.form(FORM, t["form"], t["send"], blocks, about, close=t["cancel"])


def standing_comment(comment: str) -> str:
    """A comment as the form shows it: one from the page may be too long for a field, and stands unless replaced."""
    return comment if len(comment) <= LONGEST_COMMENT else ""


def refusal(language: str, why: str) -> str:
    """Why a press or a form counts for nothing: `closed`, `not_yours`, `nothing`, `unknown`."""
    return phrases(language, "slack")[why]


def _words(asking: Asking, **more: str) -> dict[str, str]:
    language, wording, asked = _language(asking), _wording(asking), asking.questionnaire
    names = {"organisation": line(asking.organisation), "order": line(asking.order)}
    names |= {"date": dated(asking.delivered_on, language)}
    said = {"subject": fill(wording.subject, names), "stem": fill(wording.stem, names)}
    scale = {"low": str(asked.low), "high": str(asked.high)}
    scale |= {"low_label": wording.labels[0], "high_label": wording.labels[-1]}
    return phrases(language, "slack", **names, **said, **scale, **more) | said


def _language(asking: Asking) -> str:
    return asking.questionnaire.language(asking.language)


def _wording(asking: Asking) -> Wording:
    return asking.questionnaire.wordings[_language(asking)]


def _marks(asking: Asking) -> Block:
    shown = _points(asking) if labelled(_wording(asking)) else [(mark, mark) for mark, _ in _points(asking)]
    return buttons(*(button(f"{MARK}.{mark}", words, f"{asking.about}:{mark}") for mark, words in shown))


def _stop(asking: Asking) -> Block:
    t = _words(asking)
    confirm = dialogs.confirmed(t["stop_title"], t["stop_lead"], t["stop_yes"], t["stop_no"])
    return button(STOP, t["stop"], str(asking.about), confirm=confirm)


def _answered(asking: Asking, marks: Marks) -> list[Sequence[Block]]:
    """Each question that has an answer, and below it the answer."""
    wording, language = _wording(asking), _language(asking)
    labels = dict(zip(asking.questionnaire.scale, wording.labels, strict=True))
    rows: list[Sequence[Block]] = []
    for one in asking.questionnaire.marks:
        if one.key in marks:
            mark = marks[one.key]
            words = wording.not_applicable if mark is None else marked(mark, labels)
            rows += [[written(one.text[language])], [written(words, bold=True)]]
    return rows


def _field(asking: Asking, asked: Question, marks: Marks, comment: str) -> Block:
    label = asked.text[_language(asking)]
    if asked.kind is Kind.WORDS:
        shown = standing_comment(comment)
        return dialogs.text(asked.key, label, optional=asked.optional, value=shown, most=LONGEST_COMMENT)
    points = _points(asking)
    options = [*points, (NONE, _wording(asking).not_applicable)] if asked.optional else points
    field = dialogs.choice if len(options) <= MOST_IN_SIGHT else dialogs.menu
    return field(asked.key, label, options, optional=asked.optional, chosen=chosen(marks, asked.key))


def chosen(marks: Marks, key: str) -> str:
    """What a form holds where this was answered; nothing where it was not, or lies between two points."""
    if key not in marks:
        return ""
    mark = marks[key]
    return NONE if mark is None else f"{mark:g}"


def _points(asking: Asking) -> list[dialogs.Option]:
    """Each point of the scale, and how it reads: `5 Very satisfied`."""
    labels = dict(zip(asking.questionnaire.scale, _wording(asking).labels, strict=True))
    return [(str(mark), marked(mark, labels)) for mark in labels]
