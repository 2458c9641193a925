"""Hears what people do in Slack: over a websocket that the service opens, or through the web door.

docs.slack.dev/apis/events-api/using-socket-mode. The library keeps the websocket open and opens another when told to.
"""

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from handlers.slack.door import Door

CONNECT_SECONDS = 60
"""After this the address that Slack gave for the websocket is worn out, and another is asked for."""

DRAIN_SECONDS = 10


class Ear:
    """One door, as a bolt app. With an `app_token` it is told over a websocket, else only by who holds the app."""

    def __init__(self, door: Door, app: AsyncApp, app_token: str = "") -> None:
        self.door = door
        self.app = app
        self.app_token = app_token
        self.socket: AsyncSocketModeHandler | None = None

    async def run(self) -> None:
        """Stay connected until cancelled."""
        if self.app_token:
            self.socket = AsyncSocketModeHandler(self.app, self.app_token)
            while not await self._connected(self.socket):
                continue
        await asyncio.Event().wait()

    def idle(self) -> bool:
        return self.door.idle.is_set()

    async def close(self) -> None:
        """Let acts under way end and be acknowledged, then hear nothing more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.door.idle.wait(), DRAIN_SECONDS)
        if self.socket:
            await self.socket.close_async()  # type: ignore[no-untyped-call]

    async def _connected(self, socket: AsyncSocketModeHandler) -> bool:
        socket.client.wss_uri = None
        try:
            await asyncio.wait_for(socket.connect_async(), CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except TimeoutError:
            return False
        return True
