"""What a visitor does in Slack: each a POST that acts as that person and comes back to where they were."""

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from bot.demo.showroom.forms import pressed
from bot.demo.showroom.live import said, settled
from bot.demo.showroom.notes import tried
from bot.demo.showroom.rooms import Room, room
from bot.demo.showroom.visit import Visit, newest
from bot.demo.workspace.acts import Acts
from bot.demo.workspace.refusal import NothingThere

LONGEST = 3000

Deed = Callable[[Acts, Visit, Room, FormData], Awaitable[None]]


def acting(acts: Acts, visit: Visit) -> APIRouter:
    """The routes that act in a channel; `visit` remembers what the visitor did."""
    router = APIRouter(prefix="/slack/{user}/{channel}")

    @router.post("/{what}")
    async def act(request: Request, user: str, channel: str, what: str) -> Response:
        form = await request.form()
        here = room(acts.workspace, user, channel)
        doing = DEEDS.get(what, _unknown)(acts, visit, here, form)
        return await done(here, doing, thread=text(form, "thread"), ts=text(form, "ts") if what == "press" else "")

    return router


async def done(here: Room, act: Awaitable[None], thread: str = "", ts: str = "") -> Response:
    """Act, wait a moment for what comes of it, and go back with a note about what went wrong."""
    before = said(here.workspace)
    note = await tried(act)
    if not note:
        await settled(here.workspace, before)
    asked = urlencode({name: value for name, value in (("thread", thread), ("note", note)) if value})
    return RedirectResponse(here.link + (f"?{asked}" if asked else "") + (f"#m-{ts}" if ts else ""), 303)


def text(form: FormData, name: str) -> str:
    return str(form.get(name, ""))


async def _press(acts: Acts, visit: Visit, here: Room, form: FormData) -> None:
    """Press a button of a message, or choose in one of its menus."""
    ts, since = text(form, "ts"), newest(acts.workspace)
    message = acts.workspace.message(here.id, ts)
    if message is None:
        raise NothingThere(f"no message {ts}")
    await acts.press(here.user, here.id, ts, *pressed(list(message.blocks), form))
    visit.pressed(here.user, here.id, ts, since)


async def _shortcut(acts: Acts, visit: Visit, here: Room, form: FormData) -> None:
    callback = text(form, "callback_id")
    await acts.shortcut(here.user, here.id, text(form, "ts"), callback)
    visit.used(here.user, callback)


async def _open(acts: Acts, _visit: Visit, here: Room, _form: FormData) -> None:
    """The app's home: the app fills it when somebody comes."""
    await acts.open_home(here.user)


async def _say(acts: Acts, visit: Visit, here: Room, form: FormData) -> None:
    """A command where it begins with a slash (never in a thread, as in Slack), a mention, or plain words."""
    words, thread = text(form, "words").strip()[:LONGEST], text(form, "thread")
    called = re.compile(rf"@{re.escape(acts.workspace.bot.name)}\b", re.IGNORECASE)
    if words.startswith("/") and not thread:
        await _command(acts, visit, here, words)
    elif called.search(words):
        await acts.mention(here.user, here.id, _escaped(called.sub("", words).strip()), thread or None)
    elif words:
        acts.say(here.user, here.id, _escaped(words), thread or None)


async def _command(acts: Acts, visit: Visit, here: Room, words: str) -> None:
    since = newest(acts.workspace)
    name, _, rest = words.partition(" ")
    await acts.command(here.user, here.id, name, rest.strip())
    visit.used(here.user, name)
    if rest.strip():
        visit.sent(here.user, since)


async def _unknown(_acts: Acts, _visit: Visit, _here: Room, _form: FormData) -> None:
    raise NothingThere("nobody can do that")


DEEDS: dict[str, Deed] = {"press": _press, "say": _say, "shortcut": _shortcut, "open": _open}


def _escaped(words: str) -> str:
    """What a person types is never markup of Slack's: its client sends these three as entities."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
