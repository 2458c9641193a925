"""What a customer wants, line by line: reviewed, agreed, changed, met (ISO 9001:2015, 8.2.2 to 8.2.4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

MOST_LINES = 15
LONGEST_LINE = 300


class Check(StrEnum):
    """What a review before a commitment looks at (ISO 9001:2015, 8.2.3.1)."""

    STATED = "stated"
    UNSTATED = "unstated"
    OURS = "ours"
    LAW = "law"
    DIFFERENCES = "differences"
    ABLE = "able"


class BadLines(ValueError):
    """These lines cannot be kept as what a customer wants; says why."""


@dataclass(frozen=True)
class Edition:
    """What is wanted as it stood at `at`. `lines` are one requirement each, `due_on` is the day to deliver by.

    `reviewer_id` has looked at it, `checked` says at what, and `remark` why the rest was left. `why` says what changed
    since the edition before. `confirmation` is the customer's word for it, received at `agreed_at`.
    """

    id: int
    enquiry_id: int
    number: int
    lines: tuple[str, ...]
    due_on: date | None
    at: datetime
    reviewer_id: int
    checked: tuple[str, ...]
    remark: str = ""
    why: str = ""
    confirmation: str = ""
    agreed_at: datetime | None = None
    hash: str = ""

    @property
    def name(self) -> str:
        """`2, 9f86d081`: the number, and the beginning of what its words come to."""
        return f"{self.number}, {self.hash[:8]}"


@dataclass(frozen=True)
class Question:
    """What is not clear yet; nothing is agreed while one is open."""

    id: int
    enquiry_id: int
    words: str
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True)
class Concerned:
    """Somebody who has to know of a change, and when they said that they do (ISO 9001:2015, 8.2.4)."""

    id: int
    enquiry_id: int
    edition: int
    person_id: int
    told_at: datetime
    acknowledged_at: datetime | None = None


@dataclass(frozen=True)
class Judgement:
    """Whether one line was met by what was delivered; `line` counts from 0, and `due` is the day, not a line."""

    id: int
    enquiry_id: int
    edition: int
    line: int
    met: bool
    note: str
    at: datetime
    by: str


DUE = -1
"""The line that stands for the day by which it was to be delivered: dates judge it, nobody else."""


def lines(text: str) -> tuple[str, ...]:
    """One requirement a line, without the marks that people put before them.

    Raises: BadLines.
    """
    found = tuple(dict.fromkeys(one for one in (_line(row) for row in text.splitlines()) if one))
    if not found:
        raise BadLines("nothing is wanted: write one requirement a line")
    if len(found) > MOST_LINES:
        raise BadLines(f"these are {len(found)} lines; {MOST_LINES} are the most: put together what belongs together")
    if long := next((one for one in found if len(one) > LONGEST_LINE), ""):
        raise BadLines(f"the line '{long[:40]}...' has {len(long)} characters; {LONGEST_LINE} are the most")
    return found


def fingerprint(number: int, wanted: Sequence[str], due_on: date | None) -> str:
    """What both sides mean by this edition (SHA-256, hex): nobody can exchange a line afterwards unseen."""
    content = [number, list(wanted), due_on.isoformat() if due_on else None]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def unchecked(edition: Edition) -> tuple[Check, ...]:
    """What a review left out."""
    return tuple(one for one in Check if one not in edition.checked)


def _line(row: str) -> str:
    return " ".join(row.strip().lstrip("-*•").split())
