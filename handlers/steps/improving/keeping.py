"""An action moves, and its file says so: every change is kept with who made it and why."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from handlers.office import Office
from handlers.steps.filing import enter
from storage.work import Person, Work
from surveys.action import Action, State, attend_at, moved, plain
from surveys.effect import aimed
from surveys.entry import Kind
from surveys.workdays import instant

CLOCK = "clock"


async def keep(office: Office, work: Work, action: Action, by: str, now: datetime) -> Action:
    """Keep it with the instant at which the clock has to look at it again."""
    return await work.actions.keep(replace(action, attend_at=attend_at(action, due(office, action))), by, now)


async def move(
    office: Office, work: Work, action: Action, target: State, *, by: Person | None, now: datetime, reason: str = ""
) -> Action:
    """Keep a held action in its new state, and say so in its file; without a person the clock moves it.

    Raises: CannotMove.
    """
    who = by.name if by else CLOCK
    after = moved(action, target, now, office.zone, by=by.id if by else None, reason=reason)
    kept = await keep(office, work, after, who, now)
    said = f"{aimed(kept)}, given to staff:{kept.owner_id}" if target is State.AGREED else " ".join(reason.split())
    await note(office, work, kept, ": ".join(part for part in (plain(target), said) if part), by=who, now=now)
    return kept


async def note(office: Office, work: Work, action: Action, words: str, *, by: str, now: datetime) -> None:
    """Enter what happened; the version of the action names it, so that it is entered once."""
    await enter(office, work, action, Kind.MOVE, words, key=f"move.{action.version}", by=by, now=now)


def due(office: Office, action: Action) -> datetime | None:
    """The end of the day by which it is to be done."""
    return instant(action.due_on + timedelta(days=1), time(0), office.zone) if action.due_on else None
