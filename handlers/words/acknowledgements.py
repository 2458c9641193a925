"""The words of an acknowledgement: a plain letter without questions, in the language in which the customer is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.words.blocks import cut
from handlers.words.letters import Words
from handlers.words.phrases import line, phrases, written
from handlers.words.typesetting import note_html, note_text

LONGEST_QUOTE = 600


@dataclass(frozen=True)
class Acknowledgement:
    """What the letter tells; `words` are what the customer said, `until` the day by which they hear from us again."""

    language: str
    organisation: str
    customer_name: str
    case: str
    order: str
    words: str
    until: date
    footer: str


def acknowledge(told: Acknowledgement) -> Words:
    values = _values(told)
    return Words(values["subject"], note_text().render(values), note_html().render(values))


def _values(told: Acknowledgement) -> dict[str, Any]:
    names = {"organisation": line(told.organisation), "name": line(told.customer_name), "order": line(told.order)}
    until = written(told.until, told.language)
    t = phrases(told.language, "acknowledgement", **names, case=told.case, until=until)
    return {
        "t": t,
        "subject": t["subject"],
        "organisation": names["organisation"],
        "hello": t["hello"] if names["name"] else t["hello_unnamed"],
        "lead": t["lead"] if names["order"] else t["lead_general"],
        "words": cut(" ".join(told.words.split()), LONGEST_QUOTE),
        "footer": " ".join(told.footer.split()),
    }
