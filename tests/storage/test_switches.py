"""Switches: what a person turns on and off while the service runs."""

from datetime import datetime

from storage.work import PAUSED, Store
from tests.storage.things import DAY, evidence_of


async def test_a_switch_remembers_who_turned_it(store: Store, now: datetime) -> None:
    """Sending is paused while its switch says why, and goes on when it is turned off."""
    async with store.work() as work:
        assert await work.switches.paused() is None
        await work.switches.turn(PAUSED, "the shop moves", "ann", now)
    async with store.work() as work:
        paused = await work.switches.paused()
        assert paused and (paused.value, paused.by, paused.at) == ("the shop moves", "ann", now)
        await work.switches.turn(PAUSED, "", "ben", now + DAY)
        assert await work.switches.paused() is None
        switch = await work.switches.find(PAUSED)
    assert switch and (switch.by, switch.at) == ("ben", now + DAY)
    found = await evidence_of(store, "switches", 0)
    assert [facts["value"] for facts in found] == ["the shop moves", ""]
