"""The forms in Slack that log a complaint and decide about one."""

from typing import Any

from handlers.words.cards import ACKNOWLEDGE, ASSIGN, CLOSE, DECLINE
from handlers.words.dialogs import Option, choice, form, line, menu, person, text
from surveys.complaint import Complaint, Problem
from surveys.course import Ending, endings

COMPLAIN = "complain"
MAIL, PERSON = "mail", "person"

PROBLEMS: tuple[Option, ...] = (
    (Problem.NOT_AS_ORDERED, "Not what was ordered"),
    (Problem.DEFECT, "Defect"),
    (Problem.SHORT_OR_DAMAGED, "Something missing or damaged"),
    (Problem.LATE, "Late"),
    (Problem.NO_REPLY, "No reply to an enquiry"),
    (Problem.HANDLING, "How a complaint was handled"),
    (Problem.BILLING, "Invoice or papers"),
    (Problem.CONDUCT, "How somebody behaved"),
    (Problem.SAFETY, "Safety"),
    (Problem.OTHER, "Something else"),
)

ENDINGS: tuple[Option, ...] = (
    (Ending.SOLVED, "Solved, and the customer accepts it"),
    (Ending.WITHDRAWN, "Withdrawn by the customer"),
    (Ending.ENQUIRY, "No complaint: an enquiry"),
    (Ending.REQUEST, "No complaint: a request"),
    (Ending.SPAM, "No complaint: spam"),
)


def complain_form(order: str = "", words: str = "", about: str = "") -> dict[str, Any]:
    """No problem is chosen beforehand: the first of a list would be chosen too often."""
    fields = [
        line("order", "Order", optional=True, value=order, hint="Leave it empty where it is about no order."),
        text("words", "What happened?", value=words, hint="In the customer's words, as far as you have them."),
        menu("problem", "Problem", PROBLEMS),
    ]
    return form(COMPLAIN, "Log a complaint", "Keep", fields, about)


def decline_form(case: Complaint) -> dict[str, Any]:
    fields = [text("reason", "Why is this no complaint?", most=1000)]
    return form(DECLINE, f"Decline {case.name}", "Decline", fields, str(case.id))


def acknowledge_form(case: Complaint, signed: str = "") -> dict[str, Any]:
    """By letter only where it is known who the customer is; `signed` is who they learn looks after it."""
    by_mail = [(MAIL, "By mail: we send the letter now")] if case.customer_id is not None else []
    ways = [*by_mail, (PERSON, "By phone or in person: I have told the customer")]
    hint = "Stands in the letter; empty for the organisation alone."
    more = "It stands in the letter between the thanks and who looks after it."
    fields = [
        choice("how", "How does the customer learn that we have it?", ways),
        line("signed", "Who looks after it, as the customer reads it", optional=True, value=signed, hint=hint, most=80),
        text("words", "What you want to add", optional=True, hint=more, most=1000),
    ]
    return form(ACKNOWLEDGE, f"Acknowledge {case.name}", "Acknowledge", fields, str(case.id))


def assign_form(case: Complaint, owner: str = "") -> dict[str, Any]:
    return form(ASSIGN, f"Assign {case.name}", "Assign", [person("owner", "Owner", chosen=owner)], str(case.id))


def close_form(case: Complaint) -> dict[str, Any]:
    fields = [
        choice("ending", "How does it end?", [one for one in ENDINGS if one[0] in endings(case)]),
        text("words", "What was done, or why?", most=1000),
    ]
    return form(CLOSE, f"Close {case.name}", "Close", fields, str(case.id))
