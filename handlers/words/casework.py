"""The forms in Slack by which a case is assessed, put to the customer, answered and handed over."""

from typing import Any

from handlers.words.cards import ASK, ASSESS, FILE, HAND_OVER, HEARD, LINK, NOTE, REGRADE, RESPOND
from handlers.words.complaints import MAIL, PERSON, PROBLEMS
from handlers.words.dialogs import Option, choice, files, form, line, menu, person, text
from surveys.complaint import Cause, Complaint, Decision, State
from surveys.severity import Severity

YES, NO, NEITHER = "yes", "no", "neither"
DEADLOCK, LONG = "deadlock", "long"

SEVERITIES: tuple[Option, ...] = (
    (Severity.S1, "S1: safety, law, loss of data, or the customer stands still"),
    (Severity.S2, "S2: the order is of no use, it happened again, or a key account"),
    (Severity.S3, "S3: all else"),
)

CAUSES: tuple[Option, ...] = (
    (Cause.REQUIREMENT, "We misunderstood what was wanted"),
    (Cause.ORDER_ENTRY, "Entered wrongly"),
    (Cause.DESIGN, "Design or specification"),
    (Cause.SUPPLIER, "A supplier"),
    (Cause.METHOD, "How we work"),
    (Cause.TRAINING, "Training"),
    (Cause.IT, "A computer system"),
    (Cause.CARRIER, "The carrier"),
    (Cause.CAPACITY, "Too few people or machines"),
    (Cause.COMMUNICATION, "We did not tell them"),
    (Cause.CUSTOMER, "On the customer's side"),
    (Cause.NONE_FOUND, "No cause found"),
)

DECISIONS: tuple[Option, ...] = (
    (Decision.UPHELD, "The customer is right"),
    (Decision.PARTLY, "The customer is right in part"),
    (Decision.NOT_UPHELD, "We see it otherwise"),
)


def assess_form(case: Complaint, owner: str) -> dict[str, Any]:
    """Nothing is chosen beforehand that somebody should think about."""
    problem = case.problem if case.problem != "other" else ""
    fields = [
        choice("severity", "How grave is it?", SEVERITIES, chosen=case.severity or ""),
        menu("problem", "Problem", PROBLEMS, chosen=problem),
        choice("safety", "Is anybody in danger?", ((YES, "Yes"), (NO, "No")), chosen=YES if case.safety else ""),
        person("owner", "Owner", chosen=owner),
        line("reason", "Why less grave than before", optional=True, hint="Only where you lower the severity."),
    ]
    return form(ASSESS, f"Assess {case.name}", "Keep", fields, str(case.id))


def regrade_form(case: Complaint) -> dict[str, Any]:
    fields = [
        choice("severity", "How grave is it?", SEVERITIES, chosen=case.severity or ""),
        menu("problem", "Problem", PROBLEMS, chosen=case.problem),
        line("reason", "Why?", optional=True, hint="Needed where it is less grave than before."),
    ]
    return form(REGRADE, f"Regrade {case.name}", "Keep", fields, str(case.id))


def link_form(case: Complaint) -> dict[str, Any]:
    return form(LINK, f"Order of {case.name}", "Keep", [line("order", "Order", hint="Its number.")], str(case.id))


def note_form(case: Complaint) -> dict[str, Any]:
    hint = "It stands in the thread of the card. The customer does not see it."
    return form(NOTE, f"Note on {case.name}", "Keep", [text("words", "Note", hint=hint)], str(case.id))


def file_form(case: Complaint) -> dict[str, Any]:
    hint = "They stand in the thread of the card, pictures as pictures. The customer does not see them."
    return form(FILE, f"Files for {case.name}", "Keep", [files("files", "Files", most=5, hint=hint)], str(case.id))


def ask_form(case: Complaint, words: str, *, by_mail: bool) -> dict[str, Any]:
    fields = [text("words", "What do you ask?", value=words), _how(by_mail=by_mail)]
    return form(ASK, f"Ask about {case.name}", "Send", fields, str(case.id))


def respond_form(case: Complaint, words: str, *, by_mail: bool) -> dict[str, Any]:
    """What was found, what is done about it, and the letter that says so."""
    fields = [
        menu("cause", "Why did it happen?", CAUSES, chosen=case.cause or ""),
        choice("decision", "Who is right?", DECISIONS, chosen=case.decision or ""),
        line("remedy", "What is done about it?", value=case.remedy, most=300),
        choice("open", "Is that done already?", ((YES, "Yes"), (NO, "No, it is still to come"))),
        text("words", "The answer, as the customer reads it", value=words),
        _how(by_mail=by_mail),
    ]
    return form(RESPOND, f"Answer {case.name}", "Send", fields, str(case.id))


def hand_over_form(case: Complaint, words: str, *, by_mail: bool) -> dict[str, Any]:
    why = ((LONG, "It took too long: the customer may go there"), (DEADLOCK, "We do not agree, and will not"))
    fields = [
        choice("why", "Why?", why),
        text("words", "Where the customer can turn, as they read it", value=words),
        _how(by_mail=by_mail),
    ]
    return form(HAND_OVER, f"Hand over {case.name}", "Send", fields, str(case.id))


def heard_form(case: Complaint) -> dict[str, Any]:
    """What a customer said on the phone, or anywhere else that we do not hear."""
    options = [(YES, "It is solved"), (NO, "It is not solved")]
    if case.state is State.AWAITING_CUSTOMER:
        options = [(NEITHER, "They answered our question")]
    elif case.state is not State.CLOSED:
        options.append((NEITHER, "Something else"))
    fields = [choice("solved", "What does the customer say?", options), text("words", "In their words", most=2000)]
    return form(HEARD, f"Heard about {case.name}", "Keep", fields, str(case.id))


def _how(*, by_mail: bool) -> dict[str, Any]:
    ways = [(MAIL, "By mail: we send it now")] if by_mail else []
    made: dict[str, Any] = dict(
        choice("how", "How?", [*ways, (PERSON, "By phone or in person: I have told the customer")])
    )
    return made
