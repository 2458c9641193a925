"""A customer says whether a case is solved, and how it was looked after (ISO 10002:2018, 7.9 and 8.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.complaining import CUSTOMER
from handlers.steps.hearing import Heard, hear
from surveys.closure import Closure
from surveys.complaint import Complaint, State

ASKED = (State.RESPONDED, State.CLOSED)
"""States in which there is something to say; after a no somebody else looks at it."""


@dataclass(frozen=True)
class How:
    """How a customer was looked after, in their marks by aspect and their words."""

    marks: Mapping[str, int] = field(default_factory=dict)
    words: str = ""


async def say(
    office: Office,
    case_id: int,
    *,
    solved: bool,
    how: How | None,
    now: datetime,
    at: int | None = None,
) -> Complaint | None:
    """Keep what was said and move the case accordingly; None where nobody asks any more. Said twice it is kept once.

    `how` is None where only yes or no was asked: what was said of this round before stays then. `at` is the round that
    was asked about, where that is known: a later one has a question of its own.
    """
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        if case.state not in ASKED or at not in (None, case.reopened):
            return None
        known = await work.closures.of_round(case.id, case.reopened)
        how = how or (How(known.marks, known.words) if known else How())
        closure = Closure(
            known.id if known else 0, case.id, case.reopened, solved, dict(how.marks), how.words, now
        )  # fmt: skip
        await work.closures.keep(closure, CUSTOMER, now)
        return await hear(office, work, case, Heard(_said(closure), _source(closure), solved), now)


async def add(office: Office, case_id: int, how: How, *, now: datetime, at: int) -> Closure | None:
    """Keep how they were looked after, beside the yes or no of round `at`, which moved the case already; None without.

    It is kept also when somebody else is at work on the case by now: it tells of what went before.
    """
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        known = await work.closures.of_round(case.id, at)
        if known is None:
            return None
        closure = replace(known, marks=dict(how.marks), words=how.words)
        if closure != known:
            closure = await work.closures.keep(replace(closure, at=now), CUSTOMER, now)
            await hear(office, work, case, Heard(_said(closure), _source(closure), counts=False), now)
        return closure


def _said(closure: Closure) -> str:
    """`It is solved. handling 4, outcome 5. Thank you` as the file has it."""
    whether = "It is solved." if closure.solved else "It is not solved."
    marks = ", ".join(f"{aspect} {mark}" for aspect, mark in closure.marks.items())
    return "\n".join(part for part in (f"{whether} {marks}".strip(), closure.words) if part)


def _source(closure: Closure) -> str:
    same = f"{closure.round}|{closure.solved}|{sorted(closure.marks.items())}|{closure.words}"
    return f"closure.{sha256(same.encode()).hexdigest()[:32]}"
