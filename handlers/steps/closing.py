"""The customer says on the page whether a case is solved, and how it was looked after (ISO 10002:2018, 7.9 and 8.3)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.complaining import CUSTOMER
from handlers.steps.hearing import Heard, hear
from surveys.closure import Closure
from surveys.complaint import Complaint, State

ASKED = (State.RESPONDED, State.CLOSED)
"""States in which there is something to say; after a no somebody else looks at it."""


async def say(
    office: Office, case_id: int, *, solved: bool, marks: Mapping[str, int], words: str, now: datetime
) -> Complaint | None:
    """Keep what was said and move the case accordingly; None where nobody asks any more. Said twice it is kept once."""
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        if case.state not in ASKED:
            return None
        known = await work.closures.of_round(case.id, case.reopened)
        closure = Closure(known.id if known else 0, case.id, case.reopened, solved, dict(marks), words, now)
        await work.closures.keep(closure, CUSTOMER, now)
        return await hear(office, work, case, Heard(_said(closure), _source(closure), solved), now)


def _said(closure: Closure) -> str:
    """`It is solved. handling 4, outcome 5. Thank you` as the file has it."""
    whether = "It is solved." if closure.solved else "It is not solved."
    marks = ", ".join(f"{aspect} {mark}" for aspect, mark in closure.marks.items())
    return "\n".join(part for part in (f"{whether} {marks}".strip(), closure.words) if part)


def _source(closure: Closure) -> str:
    same = f"{closure.round}|{closure.solved}|{sorted(closure.marks.items())}|{closure.words}"
    return f"page.{sha256(same.encode()).hexdigest()[:32]}"
