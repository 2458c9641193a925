"""The forms in which a leader decides about a digest, and what whoever takes it on is told."""

from typing import Any

from handlers.words import dialogs
from handlers.words.actionforms import planned
from handlers.words.blocks import LONGEST_TEXT, REVIEW, escaped, paragraph, person, quoted, written
from surveys.review import Decision

WORDS, DELEGATE = "words", "delegate"


def review_form(decision: Decision, about: int) -> dict[str, Any]:
    """What this decision needs; `about` is the digest's id."""
    match decision:
        case Decision.NO_ACTION:
            title, fields = "No action needed", [dialogs.text(WORDS, "Why is no action needed?", most=1000)]
        case Decision.ESCALATE:
            title, fields = "For the risk meeting", [dialogs.text(WORDS, "What shall it talk about?", most=1000)]
        case Decision.ACTION:
            title, fields = "Decide an action", planned()
        case Decision.DELEGATE:
            who = dialogs.person(DELEGATE, "Who takes it on?")
            title, fields = "Delegate", [who, dialogs.text(WORDS, "What is to be done?", most=1000)]
    return dialogs.form(REVIEW, title, "Decide", fields, f"{about}:{decision}")


def delegation_post(week: str, leader: str, words: str) -> dict[str, Any]:
    """Who gave what to whoever reads it; `leader` is a Slack user."""
    head = [person(leader), written(f" gave you something to do from the digest of {week}:", bold=True)]
    told = f"You have something to do from the digest of {week}: {words}"
    return {"text": escaped(told, LONGEST_TEXT), "blocks": [paragraph([head]), quoted(words)]}
