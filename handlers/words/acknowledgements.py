"""The letter that acknowledges a complaint: received, who looks after it, and when there will be more to say."""

from dataclasses import dataclass
from datetime import date

from handlers.words.phrases import line, paragraphs, phrases, written
from handlers.words.typesetting import acknowledgement_templates


@dataclass(frozen=True)
class Receipt:
    """What is acknowledged, to whom; without an `order` it is about none.

    `looked_after_by` is a person as customers know them, or empty; `own_words` are what somebody of the staff wants to
    say beside that, in paragraphs; `footer` says how to reach the organisation.
    """

    language: str
    customer_name: str
    organisation: str
    number: str
    order: str
    looked_after_by: str
    next_word_on: date
    footer: str
    own_words: str = ""


@dataclass(frozen=True)
class Words:
    """One letter in both forms, and the language it came out in."""

    subject: str
    text: str
    html: str
    language: str


def acknowledgement(receipt: Receipt) -> Words:
    """The letter in the customer's language."""
    names = {
        "name": line(receipt.customer_name),
        "organisation": line(receipt.organisation),
        "order": line(receipt.order),
        "number": receipt.number,
        "who": line(receipt.looked_after_by),
        "date": written(receipt.next_word_on, receipt.language),
    }
    t = phrases(receipt.language, "acknowledgement", **names)
    subject = t["subject"] if names["order"] else t["subject_general"]
    values = {
        "t": t,
        "subject": subject,
        "organisation": names["organisation"],
        "hello": t["hello"] if names["name"] else t["hello_unnamed"],
        "lead": t["lead"] if names["order"] else t["lead_general"],
        "who": t["who"] if names["who"] else t["who_unnamed"],
        "paragraphs": paragraphs(receipt.own_words),
        "number": receipt.number,
        "footer": " ".join(receipt.footer.split()),
    }
    text, html = acknowledgement_templates()
    return Words(subject, text.render(values), html.render(values), t["spoken"])
