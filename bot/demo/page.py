"""The world's page: every mailbox and every letter as it was received, and a way to answer one."""

import asyncio
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage

from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.demo.provider import Received
from bot.demo.rooms import rooms
from bot.demo.sheets import sheet
from bot.demo.workspace.records import Channel
from bot.demo.world import World
from bot.web import Server

LOOPBACK = "127.0.0.1"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-src 'self'"


class Page:
    """A web server beside the world, on a free port of the loopback address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.server = Server(_app(world), LOOPBACK, 0)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server.port}/"

    async def start(self) -> "Page":
        self.serving = asyncio.create_task(self.server.serve())
        return self

    async def stop(self) -> None:
        await self.server.stop(self.serving)


def _app(world: World) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/")
    def mailboxes() -> Response:
        boxes: dict[str, list[int]] = {}
        for number, mail in enumerate(world.provider.received):
            boxes.setdefault(mail.recipient, []).append(number)
        newest = sorted(boxes.items(), key=lambda box: -box[1][-1])
        return sheet("mailboxes.html", now=world.now, boxes=newest, rooms=_rooms(world))

    @app.get("/box/{address}")
    def mailbox(address: str) -> Response:
        found = [(n, mail, _subject(mail)) for n, mail in _numbered(world) if mail.recipient == address]
        if not found:
            raise HTTPException(404)
        return sheet("mailbox.html", address=address, mails=found[::-1])

    @app.get("/mail/{number}")
    def letter(number: int, answered: bool = False) -> Response:
        mail = _mail(world, number)
        return sheet(
            "letter.html",
            number=number,
            mail=mail,
            subject=_subject(mail),
            text=_part(mail, "plain"),
            source=mail.raw.decode("ascii", "replace"),
            answered=answered,
            asks=b"\r\nReply-To:" in mail.raw,
        )

    @app.get("/mail/{number}/html")
    def rendered(number: int) -> Response:
        """The letter alone, for a frame without scripts; its links open beside the page."""
        html = _with_pictures(_mail(world, number)).replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(html, headers={"Content-Security-Policy": "sandbox allow-popups; " + POLICY})

    @app.post("/mail/{number}/reply")
    async def reply(number: int, words: str = Form(max_length=4000)) -> Response:
        await world.reply(_mail(world, number), words)
        return RedirectResponse(f"/mail/{number}?answered=1", 303)

    app.include_router(rooms(world.slack.workspace))

    @app.middleware("http")
    async def with_policy(request: Request, call_next):  # type: ignore[no-untyped-def]
        response = await call_next(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return app


def _rooms(world: World) -> list[tuple[Channel, int]]:
    """Every channel, and how much was posted in it."""
    kept = world.slack.workspace
    return [(channel, len(kept.messages[channel.id])) for channel in kept.channels.values() if not channel.direct]


def _numbered(world: World) -> list[tuple[int, Received]]:
    return list(enumerate(world.provider.received))


def _mail(world: World, number: int) -> Received:
    if not 0 <= number < len(world.provider.received):
        raise HTTPException(404)
    return world.provider.received[number]


def _parsed(mail: Received) -> EmailMessage:
    return message_from_bytes(mail.raw, policy=policy.default)


def _subject(mail: Received) -> str:
    return str(_parsed(mail)["Subject"])


def _with_pictures(mail: Received) -> str:
    """The letter's HTML, each picture that came with it written into its place."""
    html = _part(mail, "html")
    for part in _parsed(mail).walk():
        name = str(part.get("Content-ID", "")).strip("<>")
        if name:
            data = b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html


def _part(mail: Received, subtype: str) -> str:
    part = _parsed(mail).get_body((subtype,))
    return str(part.get_content()) if part else ""
