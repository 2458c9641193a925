"""Observations: what was seen and never counts as an answer."""

from datetime import datetime

from storage.work import OPENED, PRESELECTED, Store
from tests.storage import things
from tests.storage.things import BY, DAY, keep_invitation


async def test_observations_of_one_invitation_end_at_twenty(store: Store, now: datetime) -> None:
    """A scanner that comes back for ever fills nothing, and hides no other."""
    async with store.work() as work:
        one, two = await keep_invitation(work, now, 1), await keep_invitation(work, now, 2)
        for _ in range(25):
            await work.observations.note(one.id, OPENED, now)
        await work.observations.note(two.id, PRESELECTED, now)
        assert await work.observations.total() == 21


async def test_machine_clicks_are_those_that_nobody_confirmed(store: Store, now: datetime) -> None:
    """A mark chosen by a link in this period, where no answer came by the page afterwards."""
    async with store.work() as work:
        for number, (kind, when) in enumerate([(PRESELECTED, now), (OPENED, now), (PRESELECTED, now - DAY)]):
            asked = await keep_invitation(work, now, number)
            await work.observations.note(asked.id, kind, when)
        confirmed = await keep_invitation(work, now, 9)
        await work.observations.note(confirmed.id, PRESELECTED, now)
        await work.answers.keep(things.answer(confirmed, now), BY, now)
        assert await work.observations.machine_clicks(now, now + DAY) == 1
