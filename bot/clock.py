"""The two times of the service: business time, by which things are due, and machine time, by which it waits."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """`now` is business time, `tick` machine time; both UTC. Only the demo lets them differ."""

    def now(self) -> datetime: ...

    def tick(self) -> datetime: ...


class SystemClock:
    """Both times are the machine's."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def tick(self) -> datetime:
        return datetime.now(UTC)
