"""The letters that a case is settled by: a question, an answer, and where else to turn (ISO 10002:2018, 7.6 to 7.9).

Somebody of the staff writes what stands in them; what is always the same is said in the customer's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.words.acknowledgements import Words
from handlers.words.phrases import fill, line, paragraphs, phrases, written
from handlers.words.typesetting import case_templates
from surveys.entry import Kind


@dataclass(frozen=True)
class Correspondence:
    """One letter. `words` are what somebody of the staff wrote, in paragraphs; `answer_by` is until when an answer
    counts, and `page_url` where the customer says whether it is solved, for an answer alone.
    """

    kind: Kind
    language: str
    customer_name: str
    organisation: str
    number: str
    order: str
    words: str
    answer_by: date | None
    page_url: str
    footer: str


def correspondence(letter: Correspondence) -> Words:
    """The letter in both forms, in the customer's language."""
    names = {
        "name": line(letter.customer_name),
        "organisation": line(letter.organisation),
        "number": letter.number,
        "order": line(letter.order),
        "date": written(letter.answer_by, letter.language) if letter.answer_by else "",
    }
    t = phrases(letter.language, letter.kind, **names)
    subject = t["subject"] if names["order"] else t["subject_general"]
    solved, page = letter.kind is Kind.RESPONSE, bool(letter.page_url)
    values = {
        "t": t,
        "subject": subject,
        "organisation": names["organisation"],
        "hello": t["hello"] if names["name"] else t["hello_unnamed"],
        "paragraphs": paragraphs(letter.words),
        "until": _until(letter, t),
        "yes_url": _saying(letter.page_url, "yes"),
        "no_url": _saying(letter.page_url, "no"),
        "number": letter.number,
        "footer": " ".join(letter.footer.split()),
    }
    text, html = case_templates(solved=solved, page=page)
    return Words(subject, text.render(values, solved=solved, page=page), html.render(values), t["spoken"])


def draft(kind: Kind, language: str, *, order: str) -> str:
    """What stands in the form before somebody writes: a beginning in the customer's language, made to be finished."""
    name = line(order)
    t = phrases(language, kind, order=name)
    return fill(t["draft"], {"about": t["about_order"] if name else t["about_nothing"]})


def _until(letter: Correspondence, t: Mapping[str, str]) -> str:
    """Until when an answer counts, and nothing of it where there is no such day."""
    if letter.kind is Kind.RESPONSE:
        return f"{t['silence']} {t['next']}" if letter.answer_by else t["next"]
    return t["ask"] if letter.answer_by or letter.kind is Kind.SIGNPOST else t["ask_general"]


def _saying(page_url: str, solved: str) -> str:
    return f"{page_url}{'&' if '?' in page_url else '?'}solved={solved}"
