"""What became of one attempt to send a message: each way of sending ends in one of these."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from surveys.message import Message


@dataclass(frozen=True)
class Accepted:
    """It is there; `place` where it can be found again, for what can be changed later."""

    reply: str
    place: str = ""


@dataclass(frozen=True)
class Refused:
    """A definite reply: 5xx is for good. `recipient` where it was the address that was refused."""

    code: int
    reply: str
    recipient: bool = False


@dataclass(frozen=True)
class Unreachable:
    """Nothing was sent: it may be tried again, after `wait` where the other side said how long."""

    why: str
    wait: timedelta = timedelta(0)


@dataclass(frozen=True)
class Cut:
    """The line was lost while the message was sent: nobody knows whether it was taken."""

    why: str


@dataclass(frozen=True)
class Dropped:
    """Nothing was sent, because the message is not wanted any more."""


Result = Accepted | Refused | Unreachable | Cut | Dropped

Begin = Callable[..., Awaitable[bool]]
"""Awaited just before the message is sent, with the file uploaded for it if there is one; says whether to go on."""


class Line(Protocol):
    """A way to send one message at a time."""

    async def send(self, message: Message, begin: Begin) -> Result: ...

    async def close(self) -> None: ...
