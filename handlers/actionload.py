"""What is being done so that things go better, as it stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.improving.carding import card_of
from handlers.words.actions import Card

MOST = 20
JUDGED_FOR = timedelta(weeks=13)
"""How long what came of an action is still listed."""


async def one_action(office: Office, number: int) -> Card | None:
    async with office.store.read() as work:
        action = await work.actions.by_number(number)
        return await card_of(office, work, action) if action else None


async def listed_actions(office: Office, now: datetime) -> tuple[Sequence[Card], Sequence[Card]]:
    """The open ones, oldest first, and those that were closed lately."""
    async with office.store.read() as work:
        waiting = await work.actions.open()
        closed = await work.actions.closed_between(now - JUDGED_FOR, now + timedelta(seconds=1))
        return (
            [await card_of(office, work, one) for one in waiting[:MOST]],
            [await card_of(office, work, one) for one in closed[-MOST:]],
        )
