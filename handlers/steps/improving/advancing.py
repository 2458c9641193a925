"""An action is carried out by its owner, and judged by somebody else (ISO 9001:2015, 10.2.1)."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.improving.carding import show
from handlers.steps.improving.keeping import move
from handlers.steps.improving.proposing import Origin, proposed
from handlers.steps.improving.risking import risk_told
from handlers.steps.moving import DOOR
from surveys.action import Action, State


async def advance(
    office: Office, action_id: int, target: State, reason: str = "", *, by: str, now: datetime, tick: datetime
) -> Action:
    """Move an action for the Slack user `by`. One that did not work is followed by another, proposed with it.

    Raises: CannotMove, and nothing has changed.
    """
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        action = await work.actions.hold(action_id)
        kept = await move(office, work, action, target, by=person, now=now, reason=reason)
        await show(office, work, kept, now, tick)
        await risk_told(office, work, kept, by=person.name, now=now)
        if target is State.INEFFECTIVE:
            origin = Origin(None, kept.complaint_id, kept.id, kept.risk_id, kept.opportunity_id)
            await proposed(office, work, f"Instead of {kept.name}: {kept.words}", origin, by=person, now=now, tick=tick)
    return kept
