"""The whole stand-in: a workspace served on loopback, and the people in it.

slack = StandIn(Workspace(now), tick)
await slack.start()
client = AsyncWebClient("xoxb-1-local", base_url=slack.base_url)
...
await slack.acts.press(user, channel, ts, "acknowledge")
await slack.stop()
"""

import asyncio
import json
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.demo.workspace.acts import Acts
from bot.demo.workspace.api import Api, Credentials, Reply
from bot.demo.workspace.courier import ACK_SECONDS, Carrier, Courier
from bot.demo.workspace.forms import Forms
from bot.demo.workspace.payloads import Payloads
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.responses import respond
from bot.demo.workspace.signed import Signed
from bot.demo.workspace.sockets import Sockets
from bot.demo.workspace.tickets import Tickets
from bot.demo.workspace.uploads import Uploads, take
from bot.demo.workspace.workspace import Workspace

LOOPBACK = "127.0.0.1"
LARGEST = 64 * 1024 * 1024


class StandIn:
    """`api.calls` are the calls made, `api.faults` what shall go wrong, `sockets` the app's connections."""

    def __init__(
        self,
        workspace: Workspace,
        tick: Callable[[], datetime],
        credentials: Credentials | None = None,
        events: frozenset[str] = frozenset(),
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.workspace = workspace
        self.tick = tick
        self.credentials = credentials or Credentials()
        self.ack_seconds = ack_seconds
        self.port = 0
        self.tickets = Tickets(tick, workspace.team)
        self.sockets = Sockets(self._base, workspace.app, ack_seconds)
        self.api = Api(
            workspace, self.credentials, tick,
            forms=Forms(self.tickets), uploads=Uploads(self._base), connect=self.sockets.connect,
        )  # fmt: skip
        self.courier = Courier(self.sockets, lambda: workspace.next_id("En"))
        self.sockets.opened = self.courier.again
        payloads = Payloads(workspace, self.tickets, self._base)
        self.acts = Acts(workspace, self.courier, payloads, events)

    @property
    def base_url(self) -> str:
        """What the app takes for Slack."""
        return f"{self._base()}/api/"

    async def start(self) -> None:
        """Listen on a free port of the loopback address."""
        listening = socket.create_server((LOOPBACK, 0))
        self.port = int(listening.getsockname()[1])
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()

    async def stop(self) -> None:
        await self.sockets.close()
        await self._runner.cleanup()

    def over_http(self, url: str) -> None:
        """From now on tell the app by signed HTTP at this address instead of over its websocket."""
        self.carry_by(Signed(url, self.credentials.signing_secret, self.tick, self.ack_seconds))

    def carry_by(self, carrier: Carrier) -> None:
        self.courier.carrier = carrier

    def _base(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/files/{file}/download/{name}", self._download)
        app.router.add_post("/response/{address}", self._respond)
        app.router.add_get("/socket/{ticket}", self.sockets.serve)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        given = await _given(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        reply = self.api.call(request.match_info["method"], token, given)
        if reply.lost and request.transport is not None:
            request.transport.abort()
        return _answer(reply)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        content = await _content(request)
        if not take(self.workspace, request.match_info["file"], content):
            return web.Response(status=400, text="not what was announced")
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Only with the bot's token: without it Slack shows a page to sign in (a guess: 401)."""
        file = self.workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {self.credentials.bot_token}":
            return web.Response(status=401)
        if file is None or file.content is None:
            return web.Response(status=404)
        return web.Response(body=file.content)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        try:
            respond(self.workspace, self.tickets, request.match_info["address"], await request.json())
        except Refused as why:
            gone = why.error in ("used_url", "expired_url")
            return web.json_response({"ok": False, "error": why.error}, status=404 if gone else 400)
        return web.json_response({"ok": True})


async def _given(request: web.Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        with suppress(json.JSONDecodeError):
            given |= await request.json()
    elif request.can_read_body:
        given |= await request.post()
    return given


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return await asyncio.to_thread(field.file.read)
    return b""


def _answer(reply: Reply) -> web.StreamResponse:
    if reply.body is None:
        return web.Response(status=reply.status, text="unavailable")
    return web.json_response(reply.body, status=reply.status, headers=dict(reply.headers))
