"""The forms in Slack by which an enquiry is logged, reviewed, replied to, agreed, changed and judged."""

from collections.abc import Sequence
from typing import Any

from handlers.words.blocks import cut
from handlers.words.complaints import MAIL, PERSON
from handlers.words.dialogs import Option, choice, day, form, line, people, person, several, text
from handlers.words.enquiries import (
    AGREE,
    CHANGE,
    COMMIT,
    END,
    FULFIL,
    OFFER,
    ORDER,
    OWN,
    QUERY,
    REPLY,
    RESOLVE,
    SCRUTINISE,
)
from surveys.agreement import COURSE
from surveys.enquiry import Enquiry, State
from surveys.requirement import Check, Edition, Question

ENQUIRE = "enquire"
YES, NO = "yes", "no"

CHECKS: tuple[Option, ...] = (
    (Check.STATED, "What they said: product, delivery, and what comes after"),
    (Check.UNSTATED, "What they did not say, and it has to do all the same"),
    (Check.OURS, "What we ask of ourselves, and what we claim"),
    (Check.LAW, "What law and rules ask"),
    (Check.DIFFERENCES, "What differs from before is settled"),
    (Check.ABLE, "We can do it, in that time"),
)

ENDS: tuple[Option, ...] = (
    (State.DECLINED, "We cannot do it, and have told them"),
    (State.WITHDRAWN, "They do not want it any more"),
    (State.NO_ENQUIRY, "It is no enquiry"),
)


def enquire_form() -> dict[str, Any]:
    fields = [
        line("email", "Mail address of who asks", optional=True, hint="Without one nobody can be written to."),
        line("name", "Name", optional=True),
        text("words", "What do they want, in their words?"),
    ]
    return form(ENQUIRE, "Log an enquiry", "Keep", fields)


def scrutinise_form(enquiry: Enquiry, edition: Edition | None) -> dict[str, Any]:
    """Nothing is ticked beforehand: somebody has to have looked."""
    return form(SCRUTINISE, f"Review {enquiry.name}", "Keep", _wanted(edition), str(enquiry.id))


def change_form(enquiry: Enquiry, edition: Edition | None) -> dict[str, Any]:
    why = text("why", "What changes, and who wants it so?", most=500)
    told = people("concerned", "Who has to know of it?", hint="Each is told, and says that they know.")
    return form(CHANGE, f"Change {enquiry.name}", "Keep", [why, *_wanted(edition), told], str(enquiry.id))


def reply_form(enquiry: Enquiry, kind: str, *, by_mail: bool) -> dict[str, Any]:
    """A free reply, a question, or what stands before the lines that are to be confirmed."""
    title, label, hint = {
        REPLY: (f"Reply to {enquiry.name}", "What do you write?", ""),
        QUERY: (f"Ask about {enquiry.name}", "What do you ask?", "Nothing is agreed until it is answered."),
        OFFER: (f"Confirm {enquiry.name}", "What do you write before it?", "What is wanted follows, line by line."),
    }[kind]
    ways = [(MAIL, "By mail: we send it now")] if by_mail else []
    how = choice("how", "How?", [*ways, (PERSON, "By phone or in person: I have told the customer")])
    return form(kind, title, "Send" if by_mail else "Keep", [text("words", label, hint=hint), how], str(enquiry.id))


def resolve_form(enquiry: Enquiry, questions: Sequence[Question]) -> dict[str, Any]:
    options = [(str(one.id), cut(" ".join(one.words.split()), 75)) for one in questions[:10]]
    fields = [several("questions", "What was answered?", options), text("words", "In the customer's words", most=2000)]
    return form(RESOLVE, f"Answers on {enquiry.name}", "Keep", fields, str(enquiry.id))


def agree_form(enquiry: Enquiry, edition: Edition, said: str) -> dict[str, Any]:
    fields = [
        text(
            "words", f"How did they confirm edition {edition.number}?", value=said, hint="Their words, or who said so.",
            most=2000,
        ),
        line("order", "Order", optional=True, value=enquiry.order, hint="Its number, once there is one."),
    ]  # fmt: skip
    return form(AGREE, f"Agree on {enquiry.name}", "Keep", fields, str(enquiry.id))


def order_form(enquiry: Enquiry) -> dict[str, Any]:
    fields = [line("order", "Order", value=enquiry.order, hint="Its number.")]
    return form(ORDER, f"Order of {enquiry.name}", "Keep", fields, str(enquiry.id))


def fulfil_form(enquiry: Enquiry, edition: Edition) -> dict[str, Any]:
    """Line by line; whether it came in time the dates say by themselves."""
    met = ((YES, "Met"), (NO, "Not met"))
    lines = [choice(f"line{at}", cut(one, 300), met) for at, one in enumerate(edition.lines)]
    return form(
        FULFIL, f"Was {enquiry.name} met?", "Keep",
        [*lines, text("remark", "What was not met, and why", optional=True, most=500)], str(enquiry.id),
    )  # fmt: skip


def commit_form(enquiry: Enquiry) -> dict[str, Any]:
    hint = "Without a review before it, leadership sees this as an exception."
    fields = [text("words", "What was promised, and by whom?", hint=hint, most=500)]
    return form(COMMIT, f"Bound by {enquiry.name}", "Keep", fields, str(enquiry.id))


def own_form(enquiry: Enquiry, owner: str) -> dict[str, Any]:
    return form(OWN, f"Owner of {enquiry.name}", "Keep", [person("owner", "Owner", chosen=owner)], str(enquiry.id))


def end_form(enquiry: Enquiry) -> dict[str, Any]:
    ways = [one for one in ENDS if one[0] in COURSE[enquiry.state]]
    fields = [choice("ending", "How does it end?", ways), text("words", "Why?", most=500)]
    return form(END, f"Close {enquiry.name}", "Close it", fields, str(enquiry.id))


def _wanted(edition: Edition | None) -> list[Any]:
    lines = "\n".join(edition.lines) if edition else ""
    due = edition.due_on.isoformat() if edition and edition.due_on else ""
    return [
        text("lines", "What is wanted", value=lines, hint="One requirement a line."),
        day("due", "To be delivered by", chosen=due),
        several("checked", "What have you looked at?", CHECKS),
        line("remark", "Why can the rest be left out?", optional=True),
    ]
