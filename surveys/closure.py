"""What a customer says when a case is over: whether it is solved, and how it was looked after (ISO 10002:2018, 8.3).

It is measured apart from how deliveries went: the process may please where the outcome does not, and the other way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

ASPECTS = ("handling", "outcome", "ease")
"""How it was handled, what came of it, and how easy it was to get there."""

SCALE = range(1, 6)
"""1 is very dissatisfied, 5 very satisfied."""


@dataclass(frozen=True)
class Closure:
    """One customer's word on one case; a reopened one is asked anew, and `round` counts how often that happened."""

    id: int
    complaint_id: int
    round: int
    solved: bool
    marks: Mapping[str, int]
    words: str
    at: datetime
