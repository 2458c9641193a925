"""How fast the story is told."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo import pace as pacing
from bot.demo.child import Child
from bot.demo.pace import Pace, Speed
from bot.demo.world import ZONE, World

HOUR = timedelta(hours=1)


@pytest.fixture
def quick(monkeypatch) -> None:
    """An hour of the story takes no time to speak of."""
    monkeypatch.setattr(pacing, "SECONDS_AN_HOUR", 0.001)


async def test_fast_is_no_wait_at_all() -> None:
    """That is how the story is told unless somebody says otherwise."""
    assert (Pace().speed, await Pace().wait(HOUR)) == (Speed.FAST, False)


async def test_slow_waits_for_what_passes(quick: None) -> None:
    """Nothing passes between two things at one instant."""
    slow = Pace(Speed.SLOW)
    assert [await slow.wait(passing) for passing in (HOUR, timedelta(), -HOUR)] == [True, False, False]


def test_a_weekend_takes_no_longer_than_a_moment() -> None:
    """An hour a second, three seconds at most."""
    waits = [pacing._seconds(Speed.SLOW, hours * HOUR) for hours in (1, 2, 3, 60)]
    assert waits == [1, 2, 3, 3]


async def test_a_pause_ends_when_somebody_says_so() -> None:
    """Whoever waits hears of another speed at once."""
    paused = Pace(Speed.PAUSED)
    waiting = asyncio.create_task(paused.wait(HOUR))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waiting.done()
    paused.set(Speed.PAUSED)
    await asyncio.sleep(0)
    assert not waiting.done()
    paused.set(Speed.FAST)
    assert await asyncio.wait_for(waiting, 5) is True


async def test_a_paused_world_stands_still(tmp_path: Path, monkeypatch) -> None:
    """Its time goes on after the pause, and to what is due by then: what was done meanwhile is not passed by."""
    world = World(Child(tmp_path, ZONE), seed=1)
    later = [world.now + 5 * HOUR, world.now + HOUR]

    async def turn() -> object:
        return later.pop(0)

    monkeypatch.setattr(world, "_turn", turn)
    world.pace.set(Speed.PAUSED)
    following = asyncio.create_task(world._following())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not following.done()
    world.pace.set(Speed.FAST)
    assert await following == world.now + HOUR
    await world.child.http.aclose()
