"""Every mailbox and every letter as it was received, and a way to answer one."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.demo.child import LEADERS
from bot.demo.provider import Received
from bot.demo.showroom.mails import Opened, opened
from bot.demo.showroom.sheets import Sheets
from bot.demo.world import World

INSIDE = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)


@dataclass(frozen=True)
class Box:
    """A mailbox in the list: how many letters it holds, and the newest."""

    address: str
    name: str
    letters: int
    newest: Received


@dataclass(frozen=True)
class Line:
    """A letter in its mailbox's list."""

    number: int
    mail: Received
    opened: Opened


def boxes(world: World) -> list[Box]:
    """The mailbox that got something last comes first."""
    called = {person.email: person.name for person in world.people} | dict.fromkeys(LEADERS, "Leadership")
    newest: dict[str, Box] = {}
    for mail in world.provider.received:
        address = mail.recipient
        before = newest.pop(address, None)
        newest[address] = Box(
            address, called.get(address, address.partition("@")[0]), before.letters + 1 if before else 1, mail
        )
    return list(reversed(newest.values()))


def mailboxes(world: World, sheets: Sheets) -> APIRouter:
    """The routes over the world's mail provider."""
    router = APIRouter()

    @router.get("/mail")
    async def every() -> Response:
        return await sheets.show("mail.html", "/mail", boxes=boxes(world), address="", lines=[], line=None, replied=0)

    @router.get("/box/{address}")
    async def mailbox(address: str) -> Response:
        lines = _lines(world, address)
        if not lines:
            raise HTTPException(404)
        here = f"/box/{quote(address)}"
        return await sheets.show(
            "mail.html", here, boxes=boxes(world), address=address, lines=lines, line=None, replied=0
        )  # fmt: skip

    @router.get("/mail/{number}")
    async def letter(number: int) -> Response:
        mail = _mail(world.provider.received, number)
        return await sheets.show(
            "mail.html", f"/mail/{number}", boxes=boxes(world), address=mail.recipient,
            lines=_lines(world, mail.recipient), line=Line(number, mail, opened(mail)),
            replied=world.replied.count(mail), source=mail.raw.decode("ascii", "replace"),
        )  # fmt: skip

    @router.get("/mail/{number}/html")
    def rendered(number: int) -> Response:
        """The letter alone, for a frame without scripts; its links open beside the page."""
        html = opened(_mail(world.provider.received, number)).html
        based = html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(based, headers={"Content-Security-Policy": INSIDE})

    @router.post("/mail/{number}/reply")
    async def reply(number: int, words: str = Form(max_length=4000)) -> Response:
        await world.reply(_mail(world.provider.received, number), words)
        return RedirectResponse(f"/mail/{number}#answered", 303)

    return router


def _lines(world: World, address: str) -> list[Line]:
    """The letters of one mailbox, the newest first."""
    numbered = reversed([*enumerate(world.provider.received)])
    return [Line(number, mail, opened(mail)) for number, mail in numbered if mail.recipient == address]


def _mail(received: Sequence[Received], number: int) -> Received:
    if not 0 <= number < len(received):
        raise HTTPException(404)
    return received[number]
