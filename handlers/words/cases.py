"""The forms by which staff log and handle complaints in Slack."""

from typing import Any

from handlers.words.cards import ACKNOWLEDGE, ASSIGN, CLOSE, DECLINE, PROBLEMS
from handlers.words.dialogs import choice, form, line, menu, person, text
from surveys.complaint import Complaint

LOG = "log_complaint"
"""The form, and the shortcut that opens it from a message."""

BY_MAIL, BY_PHONE = "mail", "phone"
SOLVED, WITHDRAWN, NO_COMPLAINT = "solved", "withdrawn", "no_complaint"

LONGEST_ORDER = 200


def log_form(*, order: str = "", words: str = "", about: str = "") -> dict[str, Any]:
    """A complaint that somebody told us: no problem is chosen beforehand, or it would be chosen too often."""
    problems = [(str(code), words) for code, words in PROBLEMS.items()]
    fields = [
        text("words", "What happened, in the customer's words", value=words),
        line("order", "Order", optional=True, value=order, most=LONGEST_ORDER, hint="Leave it out if it is not known."),
        menu("problem", "What is it about?", problems),
    ]
    return form(LOG, "Log a complaint", "Log it", fields, about)


def decline_form(case: Complaint) -> dict[str, Any]:
    reason = text("reason", "Why is this no complaint?", most=1000, hint="Kept with the case, for whoever asks later.")
    return form(DECLINE, f"Decline {case.name}", "Decline", [reason], str(case.id))


def acknowledge_form(case: Complaint, *, address: bool) -> dict[str, Any]:
    """How the customer is told that we have it; a letter only where an `address` is known."""
    mail = [(BY_MAIL, "Send them the letter now")] if address else []
    how = choice("how", "How do they hear of it?", [*mail, (BY_PHONE, "I told them by phone or in person")])
    return form(ACKNOWLEDGE, f"Acknowledge {case.name}", "Acknowledge", [how], str(case.id))


def assign_form(case: Complaint, owner: str) -> dict[str, Any]:
    return form(ASSIGN, f"Assign {case.name}", "Assign", [person("owner", "Who looks after it?", chosen=owner)],
                str(case.id))  # fmt: skip


def close_form(case: Complaint) -> dict[str, Any]:
    endings = [
        (SOLVED, "Solved, and the customer accepts it"),
        (WITHDRAWN, "Withdrawn by the customer"),
        (NO_COMPLAINT, "It was an enquiry, a request or spam"),
    ]
    words = text("words", "What was done, or what did they say?", most=1000)
    return form(CLOSE, f"Close {case.name}", "Close", [choice("ending", "How does it end?", endings), words],
                str(case.id))  # fmt: skip
