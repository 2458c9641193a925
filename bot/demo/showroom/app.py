"""The showroom put together, and served beside the world on a free port of the loopback address."""

import asyncio
from collections.abc import Sequence
from importlib.resources import files
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bot.demo.pace import Speed
from bot.demo.showroom.acting import acting
from bot.demo.showroom.filling import filling
from bot.demo.showroom.happenings import latest
from bot.demo.showroom.live import revision
from bot.demo.showroom.mailboxes import boxes, mailboxes
from bot.demo.showroom.rooms import places
from bot.demo.showroom.sheets import Sheets
from bot.demo.showroom.slack import Pairs, slack
from bot.demo.showroom.surveys import Surveys
from bot.demo.showroom.tour import Tour
from bot.demo.showroom.visit import Visit
from bot.demo.world import World
from bot.web import Server

LOOPBACK = "127.0.0.1"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)
SHORTCUTS = (("log_complaint", "Log as complaint"),)
COMMANDS = ("/complaint", "/enquiry", "/feedback", "/risk", "/review")
SHORT = 8
KINDS = {"showroom.css": "text/css", "showroom.js": "text/javascript"}


class Page:
    """A web server beside the world."""

    def __init__(self, world: World, shortcuts: Pairs = SHORTCUTS, commands: Sequence[str] = COMMANDS) -> None:
        self.surveys = Surveys(world)
        self.server = Server(showroom(world, self.surveys, shortcuts, commands), LOOPBACK, 0)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server.port}/"

    async def start(self) -> "Page":
        self.serving = asyncio.create_task(self.server.serve())
        return self

    async def stop(self) -> None:
        await self.server.stop(self.serving)
        await self.surveys.close()


def showroom(
    world: World, surveys: Surveys, shortcuts: Pairs = SHORTCUTS, commands: Sequence[str] = COMMANDS
) -> FastAPI:
    """Every route over one world; what the visitor did is remembered as long as this lives."""
    app = FastAPI(openapi_url=None)
    visit = Visit()
    sheets = Sheets(world, Tour(world, visit, surveys))

    @app.get("/")
    async def overview() -> Response:
        found = boxes(world)
        return await sheets.show(
            "overview.html", "/", boxes=found[:SHORT], mailboxes=len(found), world=world, happenings=latest(world),
            places=places(world.slack.workspace)[:SHORT], every_place=len(places(world.slack.workspace)),
        )  # fmt: skip

    @app.get("/revision")
    def newest() -> Response:
        return JSONResponse({"revision": revision(world)}, headers={"Cache-Control": "no-store"})

    @app.post("/pace")
    def set_pace(speed: Annotated[Speed, Form()], back: Annotated[str, Form()] = "/") -> Response:
        world.pace.set(speed)
        return RedirectResponse(_inside(back), 303)

    @app.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in KINDS:
            raise HTTPException(404)
        words = files("bot.demo.showroom").joinpath(name).read_text("utf-8")
        return Response(words, media_type=KINDS[name], headers={"Cache-Control": "no-cache"})

    app.include_router(mailboxes(world, sheets))
    app.include_router(filling(world.slack.acts, visit))
    app.include_router(acting(world.slack.acts, visit))
    app.include_router(slack(world.slack.workspace, sheets, shortcuts, commands))

    @app.exception_handler(404)
    async def nowhere(_request: Request, _why: Exception) -> Response:
        shown = await sheets.show("nowhere.html", "/")
        shown.status_code = 404
        return shown

    @app.middleware("http")
    async def guarded(request: Request, call_next):  # type: ignore[no-untyped-def]
        """Another site's page may not act here, and this one may load nothing from elsewhere."""
        origin = request.headers.get("origin")
        if request.method == "POST" and origin and urlsplit(origin).netloc != request.headers.get("host"):
            return Response("This comes from another page.", 403)
        response = await call_next(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return app


def _inside(back: str) -> str:
    """A path of this server, and of no other."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
