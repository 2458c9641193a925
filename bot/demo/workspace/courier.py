"""Brings to the app what people did, and brings it again where nobody acknowledged.

Events that were not acknowledged within three seconds come again, three times at most, with the number of the try and
the reason: docs.slack.dev/apis/events-api. What a person did at a button, a form or a command does not come again,
they are told instead; that is a guess for Socket Mode. Slack waits (nothing, a minute, five minutes) between tries;
here `again` is the moment, whenever it is called, and so is a new connection. The words
for the reason are Slack's over HTTP, and a guess over a websocket.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.demo.workspace.records import Json
from bot.demo.workspace.refusal import Unserved

ACK_SECONDS = 3.0
TRIES_AGAIN = 3
EVENT, INTERACTIVE, COMMAND = "events_api", "interactive", "slash_commands"


@dataclass(frozen=True)
class Envelope:
    """One thing to be told to the app; `kind` is one of the three above."""

    id: str
    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""


class Carrier(Protocol):
    """A way to the app.

    Raises: NotAcknowledged, NotConnected.
    """

    async def carry(self, envelope: Envelope) -> Json | None: ...


class Courier:
    """`unacknowledged` are the events still to be brought again, `given_up` those brought too often."""

    def __init__(self, carrier: Carrier, next_id: Callable[[], str]) -> None:
        self.carrier = carrier
        self.next_id = next_id
        self.unacknowledged: list[Envelope] = []
        self.given_up: list[Envelope] = []

    async def bring(self, kind: str, payload: Json) -> Json | None:
        """What the app answered, None where it only acknowledged.

        Raises: NotAcknowledged, NotConnected.
        """
        return await self._carry(Envelope(self.next_id(), kind, payload))

    async def again(self) -> None:
        """Bring every event again that was not acknowledged; what fails once more stays for the next time."""
        waiting, self.unacknowledged = self.unacknowledged, []
        for envelope in waiting:
            try:
                await self._carry(replace(envelope, attempt=envelope.attempt + 1))
            except Unserved:
                continue

    async def _carry(self, envelope: Envelope) -> Json | None:
        try:
            return await self.carrier.carry(envelope)
        except Unserved as why:
            if envelope.kind == EVENT:
                kept = self.unacknowledged if envelope.attempt < TRIES_AGAIN else self.given_up
                kept.append(replace(envelope, reason=why.reason))
            raise
