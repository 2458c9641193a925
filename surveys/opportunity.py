"""What could go better, or goes so well that more can be made of it (ISO 9001:2015, 6.1): a register of its own.

At least one is pursued in each quarter, or leadership is told that none was.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.grounds import CannotMove, NeedsReason
from surveys.risk import HIGHEST, NoWeight

REMINDED = timedelta(weeks=4)
"""So long before the end of a quarter it is said that nothing was pursued in it."""


class State(StrEnum):
    CANDIDATE = "candidate"
    PURSUED = "pursued"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Opportunity:
    """One opportunity. `number` is what people call it: O-1. `theme` is the key of the measure that it was found in,
    empty where a person saw it. `benefit` and `effort` are 1-5, told by whoever pursues it.
    """

    id: int
    number: int
    words: str
    found_at: datetime
    theme: str = ""
    cause: str = ""
    state: State = State.CANDIDATE
    version: int = 1
    benefit: int | None = None
    effort: int | None = None
    finder_id: int | None = None
    decided_at: datetime | None = None
    decider_id: int | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        return f"O-{self.number}"


def pursued(found: Opportunity, benefit: int, effort: int, now: datetime, *, by: int) -> Opportunity:
    """Somebody makes something of it. Raises: CannotMove."""
    check(found)
    if not (1 <= benefit <= HIGHEST and 1 <= effort <= HIGHEST):
        raise NoWeight(f"{found.name}: benefit and effort are whole numbers from 1 to {HIGHEST}")
    return replace(found, state=State.PURSUED, benefit=benefit, effort=effort, decided_at=now, decider_id=by)


def rejected(found: Opportunity, reason: str, now: datetime, *, by: int) -> Opportunity:
    """Nothing is made of it. Raises: CannotMove."""
    check(found)
    if not reason.strip():
        raise NeedsReason(f"{found.name} stays as it is: say in a few words why")
    return replace(found, state=State.REJECTED, reason=" ".join(reason.split()), decided_at=now, decider_id=by)


def check(found: Opportunity) -> None:
    """Raises: CannotMove, where somebody has decided about it."""
    if found.state is not State.CANDIDATE:
        raise CannotMove(f"{found.name} is {found.state} already")
