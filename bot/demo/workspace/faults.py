"""Faults on demand, and the record of every call by which a test can tell what was lost, doubled or called too soon.

A 429 has `Retry-After` in whole seconds and goes by method: docs.slack.dev/apis/web-api/rate-limits. That an answer is
lost after the effect, or that Slack answers 5xx, no page describes: the connection is cut, and the body is a guess.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.demo.workspace.records import Call

EVERY = "*"


@dataclass(frozen=True)
class Fault:
    """What befalls one call: a 429 with that Retry-After, an answer of that status, or an answer lost."""

    retry_after: int = 0
    status: int = 0
    lost: bool = False


class Faults:
    """What will befall the next calls of each method, "*" being any; and what share of all calls is told to wait."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = defaultdict(deque)
        self._share: Callable[[], Fault | None] = lambda: None
        self._losing: Callable[[], Fault | None] = lambda: None

    def limit(self, method: str = EVERY, times: int = 1, retry_after: int = 1) -> None:
        self._planned[method].extend([Fault(retry_after=retry_after)] * times)

    def lose(self, method: str = EVERY, times: int = 1) -> None:
        """The call takes effect and the connection is cut before the answer."""
        self._planned[method].extend([Fault(lost=True)] * times)

    def fail(self, method: str = EVERY, times: int = 1, status: int = 503) -> None:
        self._planned[method].extend([Fault(status=status)] * times)

    def limit_share(self, share: float, random: Random, retry_after: int = 1) -> None:
        """From now on this share of all calls is told to wait; a share of 0 ends it."""
        limited = Fault(retry_after=retry_after)
        self._share = lambda: limited if random.random() < share else None

    def lose_share(self, share: float, random: Random, most: int) -> None:
        """From now on this share of all calls takes effect and loses its answer, until `most` have."""
        left = iter(range(most))
        self._losing = lambda: Fault(lost=True) if random.random() < share and next(left, None) is not None else None

    def next_for(self, method: str) -> Fault | None:
        for planned in (self._planned[method], self._planned[EVERY]):
            if planned:
                return planned.popleft()
        return self._share() or self._losing()


def too_soon(calls: list[Call]) -> list[Call]:
    """The calls made of a method while it was still told to wait."""
    found = []
    until: dict[str, datetime] = {}
    for call in calls:
        if call.method in until and call.at < until[call.method]:
            found.append(call)
        if call.retry_after:
            until[call.method] = call.at + timedelta(seconds=call.retry_after)
    return found
