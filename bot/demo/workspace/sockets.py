"""Socket Mode: what the app is told comes over a websocket that it opened itself.

Rests on docs.slack.dev/apis/events-api/using-socket-mode: the address from apps.connections.open, `hello`, envelopes
with an id that the app sends back with or without a payload, `disconnect` with a reason, up to ten connections of
which any one gets an envelope. Guesses: an address serves one connection; the newest connection gets the envelope;
after `disconnect` it is the app that closes; the eleventh connection gets no address, where Slack disconnects one.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.courier import ACK_SECONDS, COMMAND, EVENT, Envelope
from bot.demo.workspace.records import Json
from bot.demo.workspace.refusal import NotAcknowledged, NotConnected, Refused
from bot.demo.workspace.workspace import Workspace

MOST = 10


async def _nothing() -> None:
    pass


class Sockets:
    """The app's connections. `base` is the address they are served at, `opened` is awaited after each hello."""

    def __init__(self, base: Callable[[], str], app: str, ack_seconds: float = ACK_SECONDS) -> None:
        self.base = base
        self.app = app
        self.ack_seconds = ack_seconds
        self.opened: Callable[[], Awaitable[None]] = _nothing
        self.hellos = 0
        self._tickets: set[str] = set()
        self._issued = 0
        self._open: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._changed = asyncio.Condition()

    def connect(self, _workspace: Workspace, _given: Arguments) -> Json:
        """apps.connections.open: docs.slack.dev/reference/methods/apps.connections.open."""
        if len(self._open) >= MOST:
            raise Refused("too_many_websockets")
        self._issued += 1
        self._tickets.add(f"{self._issued}")
        return {"url": f"{self.base().replace('http', 'ws', 1)}/socket/{self._issued}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self._enter(socket, request.transport)
        told = asyncio.create_task(self._welcome(socket))
        try:
            async for message in socket:
                self._hear(message)
        finally:
            told.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await told
            await self._leave(socket)
        return socket

    async def connected(self, hellos: int = 1) -> None:
        """Return when the app has opened that many connections since the beginning, and one is open."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.hellos >= hellos and bool(self._open))

    async def carry(self, envelope: Envelope) -> Json | None:
        """Send to one connection and wait for the acknowledgement.

        Raises: NotAcknowledged, NotConnected.
        """
        if not self._open:
            raise NotConnected(f"no connection for {envelope.kind}")
        acked = self._acks[envelope.id] = asyncio.get_running_loop().create_future()
        try:
            await list(self._open)[-1].send_json(_as_json(envelope))
            return await asyncio.wait_for(acked, self.ack_seconds)
        except (TimeoutError, ConnectionError) as why:
            raise NotAcknowledged(f"{envelope.kind} not acknowledged in {self.ack_seconds} s") from why
        finally:
            del self._acks[envelope.id]

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Tell every connection that it ends soon ("warning") or now; the app opens another."""
        for socket in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}})

    async def ping(self) -> None:
        for socket in list(self._open):
            await socket.ping()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for transport in self._open.values():
            if transport is not None:
                transport.abort()

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close()

    async def _enter(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self._open[socket] = transport
        info = {"app_id": self.app}
        hello = {"type": "hello", "num_connections": len(self._open), "connection_info": info, "debug_info": {}}
        await socket.send_json(hello)

    async def _welcome(self, _socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self.hellos += 1
            self._changed.notify_all()
        await self.opened()

    async def _leave(self, socket: web.WebSocketResponse) -> None:
        del self._open[socket]
        async with self._changed:
            self._changed.notify_all()

    def _hear(self, message: WSMessage) -> None:
        if message.type is not WSMsgType.TEXT:
            return
        said: Any = message.json()
        waiting = self._acks.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload") or None)


def _as_json(envelope: Envelope) -> Json:
    told: Json = {"envelope_id": envelope.id, "type": envelope.kind, "payload": envelope.payload}
    told["accepts_response_payload"] = envelope.kind == COMMAND or envelope.payload.get("type") == "view_submission"
    if envelope.kind == EVENT:
        told |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return told
