"""How fast the story is told: not at all, so that one can follow it, or as fast as the machine can."""

import asyncio
from datetime import timedelta
from enum import StrEnum

SECONDS_AN_HOUR = 1.0
LONGEST_SECONDS = 3.0


class Speed(StrEnum):
    PAUSED = "paused"
    SLOW = "slow"  # an hour of the story in a second, a night or a weekend in three
    FAST = "fast"


class Pace:
    """The speed of one story. Whoever sets it is heard at once, also by who is waiting."""

    def __init__(self, speed: Speed = Speed.FAST) -> None:
        self.speed = speed
        self._changed = asyncio.Event()

    def set(self, speed: Speed) -> None:
        self.speed = speed
        self._changed.set()

    async def wait(self, story: timedelta) -> bool:
        """Wait as long as this much of the story shall take; returns whether that was any time at all."""
        waited = False
        while (seconds := _seconds(self.speed, story)) != 0:
            waited = True
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), seconds)
            except TimeoutError:
                break
        return waited


def _seconds(speed: Speed, story: timedelta) -> float | None:
    """None for as long as nobody says otherwise."""
    match speed:
        case Speed.PAUSED:
            return None
        case Speed.SLOW:
            return min(max(story.total_seconds(), 0) / 3600 * SECONDS_AN_HOUR, LONGEST_SECONDS)
        case Speed.FAST:
            return 0
