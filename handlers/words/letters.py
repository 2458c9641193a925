"""The letters to customers: the invitation to answer, and its one reminder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

from handlers.words.phrases import fill, labelled, line, phrases, written
from handlers.words.typesetting import Shape, html_template, text_template
from surveys.question import Kind, Question, Questionnaire


@dataclass(frozen=True)
class Letter:
    """What is asked of whom about what; without an `order` it asks in general.

    `footer` says how to reach the organisation; `identified` that it sees who answered.
    """

    questionnaire: Questionnaire
    language: str
    customer_name: str
    organisation: str
    order: str
    delivered_on: date
    page_url: str
    unsubscribe_url: str
    footer: str
    identified: bool = True
    reminder: bool = False


@dataclass(frozen=True)
class Words:
    """One letter in both forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Point:
    """One point of the scale, and the link that opens the page with it chosen."""

    number: int
    label: str
    link: str


def invitation(letter: Letter) -> Words:
    """The invitation, or its reminder, in the customer's language: both say the same as text and as HTML."""
    values = _values(letter)
    return Words(
        subject=values["subject"],
        text=text_template().render(values),
        html=html_template(_shape(values)).render(values),
    )


def _values(letter: Letter) -> dict[str, Any]:
    asked = letter.questionnaire
    language = asked.language(letter.language)
    names = {"name": letter.customer_name, "organisation": letter.organisation, "order": letter.order}
    names = {key: line(value) for key, value in names.items()} | {"date": written(letter.delivered_on, language)}
    return {
        "language": language,
        "organisation": names["organisation"],
        "footer": " ".join(letter.footer.split()),
        "page_url": letter.page_url,
        "unsubscribe_url": letter.unsubscribe_url,
        "example": _example(asked),
        **_questionnaire_words(letter, language, names),
        **_own_words(letter, language, names),
    }


def _questionnaire_words(letter: Letter, language: str, names: Mapping[str, str]) -> dict[str, Any]:
    asked = letter.questionnaire
    wording = asked.wordings[language]
    return {
        "stem": fill(wording.stem, names),
        "questions": [question.text[language] for question in asked.marks],
        "points": [
            Point(mark, label, _choosing(letter.page_url, asked.marks[0], mark))
            for mark, label in zip(asked.scale, wording.labels, strict=True)
        ],
        "labelled": labelled(wording),
        "not_applicable_label": wording.not_applicable,
    }


def _own_words(letter: Letter, language: str, names: Mapping[str, str]) -> dict[str, Any]:
    asked = letter.questionnaire
    wording = asked.wordings[language]
    comment = next((question.text[language] for question in asked.questions if question.kind is Kind.WORDS), "")
    scale = {"low": str(asked.low), "high": str(asked.high), "low_label": wording.labels[0]}
    scale |= {"high_label": wording.labels[-1], "label": wording.not_applicable, "question": comment}
    t = phrases(language, "letter", **names, **scale, subject=fill(wording.subject, names))
    lead = "lead_reminder" if letter.reminder else "lead" if letter.order else "lead_general"
    return {
        "t": t,
        "subject": t["reminder_subject"] if letter.reminder else fill(wording.subject, names),
        "hello": t["hello"] if names["name"] else t["hello_unnamed"],
        "lead": t[lead],
        "reply_how": t["reply_how"] if len(asked.marks) > 1 else t["reply_how_one"],
        "scale": t["scale"],
        "not_applicable": t["not_applicable"] if any(question.optional for question in asked.marks) else "",
        "comment": t["comment"] if comment else "",
        "why": t["why"] if letter.order else t["why_general"],
        "who_reads": t["identified"] if letter.identified else t["unnamed"],
        "stop": t["stop"],
    }


def _choosing(page_url: str, question: Question, mark: int) -> str:
    """The page with one mark chosen; opening it records nothing."""
    return f"{page_url}{'&' if '?' in page_url else '?'}{question.key}={mark}"


def _example(questionnaire: Questionnaire) -> str:
    """Marks as a customer may write them: `5 4 5 N 4` for five questions on a scale of five."""
    high = questionnaire.high
    usual = cycle((str(high), str(high - 1), str(high), "N", str(high - 1)))
    pairs = zip(questionnaire.marks, usual, strict=False)
    return " ".join(str(high) if mark == "N" and not question.optional else mark for question, mark in pairs)


def _shape(values: Mapping[str, Any]) -> Shape:
    return Shape(
        points=len(values["points"]),
        questions=len(values["questions"]),
        labelled=values["labelled"],
        optional=bool(values["not_applicable"]),
        comment=bool(values["comment"]),
    )
