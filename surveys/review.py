"""What a leader decides about a digest: reading is no review, deciding with a reason is (ISO 9001:2015, 5.1.2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    NO_ACTION = "no_action"
    ACTION = "action"
    ESCALATE = "escalate"
    DELEGATE = "delegate"


WHY = {
    Decision.NO_ACTION: "Write why no action is needed.",
    Decision.ESCALATE: "Write what the meeting shall talk about.",
}


class NeedsDecision(ValueError):
    """A review without its reason, or a delegation to nobody; its words are for the leader."""


@dataclass(frozen=True)
class Review:
    """One leader's decision about one digest; `hash` is that of what it said. `words` give the reason or the task,
    `delegate_id` is who of the staff has it then.
    """

    id: int
    digest_id: int
    person_id: int
    hash: str
    at: datetime
    decision: Decision = Decision.NO_ACTION
    words: str = ""
    delegate_id: int | None = None


def check(decision: Decision, words: str, delegate: str) -> None:
    """Raises: NeedsDecision."""
    if not words.strip():
        why = WHY.get(decision, "Write what is to be done.")
        raise NeedsDecision(why)
    if decision is Decision.DELEGATE and not delegate:
        raise NeedsDecision("Choose who takes it on.")
