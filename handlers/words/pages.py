"""The pages customers see: the survey, thanks, and how to stop surveys. Plain HTML, no script, nothing from elsewhere.

Showing a page changes nothing; only the forms on them do, by POST.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handlers.words.phrases import fill, labelled, line, marked, phrases, written
from surveys.answer import Marks
from surveys.question import Kind, Question, Questionnaire

STYLE = files("handlers.words").joinpath("templates/page.css").read_text("utf-8")

CSP = "; ".join((
    "default-src 'none'",
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'",
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""The Content-Security-Policy to send with every page: this one style, forms to ourselves, nothing else."""

NONE = "N"
"""How a form says "not applicable"."""


@dataclass(frozen=True)
class SurveyPage:
    """The survey to fill in. `marks` are chosen beforehand; `errors` maps a question's key, or any other, to words."""

    questionnaire: Questionnaire
    language: str
    organisation: str
    order: str
    delivered_on: date
    action_url: str
    nonce: str
    marks: Marks = field(default_factory=dict)
    comment: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    answered_before: bool = False
    identified: bool = True


@dataclass(frozen=True)
class ThanksPage:
    """What was kept of an answer, and until when it may be changed on the page at `change_url`."""

    questionnaire: Questionnaire
    language: str
    organisation: str
    order: str
    delivered_on: date
    marks: Marks
    comment: str
    until: date
    change_url: str


@dataclass(frozen=True)
class Choice:
    value: int
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it; a question for words has no points."""

    key: str
    text: str
    optional: bool
    points: tuple[Choice, ...]
    none: bool
    error: str
    answer: str


def survey_page(page: SurveyPage) -> str:
    """The survey as a form: one field a question named by its key, N for not applicable, and the nonce."""
    values = _shared(page)
    t = values["t"]
    chosen = t["chosen"] if page.marks and not page.errors else ""
    return render(
        "survey.html",
        **values,
        **_questions(page, page.errors),
        note=t["answered"] if page.answered_before else chosen,
        errors=page.errors,
        keys={question.key for question in page.questionnaire.questions},
        action_url=page.action_url,
        nonce=page.nonce,
        who_reads=t["identified"] if page.identified else t["unnamed"],
    )


def thanks_page(page: ThanksPage) -> str:
    """What was kept, word for word, and the way back to change it."""
    values = _shared(page, until=page.until)
    return render(
        "thanks.html", **values | {"title": values["t"]["thanks"]}, **_questions(page), change_url=page.change_url
    )


def unsubscribe_page(language: str, organisation: str, action_url: str) -> str:
    """Asks whether surveys shall stop; its button posts what RFC 8058 has mail programs post."""
    return _notice("unsubscribe", language, organisation, "unsubscribe.html", action_url=action_url)


def unsubscribed_page(language: str, organisation: str) -> str:
    return _notice("unsubscribed", language, organisation)


def closed_page(language: str, organisation: str) -> str:
    """The survey has expired."""
    return _notice("closed", language, organisation)


def not_found_page(language: str = "en", organisation: str = "") -> str:
    """The same for every link that leads nowhere, so that it tells nothing about other links."""
    return _notice("not_found", language, organisation)


def not_now_page(language: str = "en", organisation: str = "") -> str:
    """The store does not answer: what was sent is not kept, and has to be sent again."""
    return _notice("not_now", language, organisation)


def _shared(page: SurveyPage | ThanksPage, **dates: date) -> dict[str, Any]:
    language = page.questionnaire.language(page.language)
    wording = page.questionnaire.wordings[language]
    names = {"organisation": line(page.organisation), "order": line(page.order)}
    names |= {key: written(day, language) for key, day in ({"date": page.delivered_on} | dates).items()}
    return {
        "t": phrases(language, "page", **names),
        "language": language,
        "organisation": names["organisation"],
        "title": fill(wording.subject, names),
        "stem": fill(wording.stem, names),
        "comment": page.comment,
        "not_applicable": wording.not_applicable,
        "labelled": labelled(wording),
    }


def _questions(page: SurveyPage | ThanksPage, errors: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"questions": [_asked(page, question, errors or {}) for question in page.questionnaire.questions]}


def _asked(page: SurveyPage | ThanksPage, question: Question, errors: Mapping[str, str]) -> Asked:
    language = page.questionnaire.language(page.language)
    wording = page.questionnaire.wordings[language]
    labels = dict(zip(page.questionnaire.scale, wording.labels, strict=True))
    mark = page.marks.get(question.key)
    none = question.key in page.marks and mark is None
    return Asked(
        key=question.key,
        text=question.text[language],
        optional=question.optional,
        points=tuple(Choice(n, label, n == mark) for n, label in labels.items()) if question.kind is Kind.MARK else (),
        none=none,
        error=errors.get(question.key, ""),
        answer=wording.not_applicable if none else marked(mark, labels) if mark is not None else "",
    )


def _notice(key: str, language: str, organisation: str, template: str = "base.html", **more: str) -> str:
    name = line(organisation)
    t = phrases(language, "page", organisation=name)
    return render(template, t=t, organisation=name, title=t[key], lead=t[f"{key}_lead"], **more)


def render(template: str, **values: Any) -> str:
    """One page out of its template, with the one style."""
    return _environment().get_template(template).render(style=Markup(STYLE), **values)  # noqa: S704 - our own file


@cache
def _environment() -> Environment:
    loader = PackageLoader("handlers.words", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
