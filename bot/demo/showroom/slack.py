"""Slack in the showroom: every channel and direct message, as whoever of its people the visitor wants to be."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from bot.demo.showroom.names import Names
from bot.demo.showroom.rooms import HOME, SHOWN, Room, places, room
from bot.demo.showroom.sheets import Sheets
from bot.demo.workspace.records import User
from bot.demo.workspace.workspace import Workspace

PNG = "image/png"

Pairs = Sequence[tuple[str, str]]


def slack(workspace: Workspace, sheets: Sheets, shortcuts: Pairs, commands: Sequence[str]) -> APIRouter:
    """The routes that show; `shortcuts` are those of the app for messages, `commands` are offered at the composer."""
    router = APIRouter()

    @router.get("/file/{file}")
    def picture(file: str) -> Response:
        found = workspace.files.get(file)
        if found is None or found.content is None:
            raise HTTPException(404)
        return Response(found.content, media_type=PNG, headers={"X-Content-Type-Options": "nosniff"})

    @router.get("/slack")
    async def every() -> Response:
        return await sheets.show("places.html", "/slack", places=places(workspace), names=Names(workspace))

    @router.get("/slack/{channel}")
    def enter(channel: str, say: str = "") -> Response:
        """A channel as the first of its people."""
        found = next((one for one in places(workspace) if one.channel.id == channel), None)
        if found is None:
            raise HTTPException(404)
        return RedirectResponse(found.link + (f"?{urlencode({'say': say})}" if say else ""), 307)

    @router.get("/slack/{user}/{channel}")
    async def look(
        user: str, channel: str, *, thread: str = "", note: str = "", say: str = "", earlier: bool = False
    ) -> Response:
        entered = room(workspace, user, channel)
        if thread and workspace.message(channel, thread) is None:
            raise HTTPException(404)
        said = entered.said()
        return await sheets.show(
            "slack.html", entered.link, note, room=entered, names=Names(workspace), me=workspace.users[user],
            others=_others(workspace, entered), places=places(workspace, user), said=said if earlier else said[-SHOWN:],
            earlier=0 if earlier else max(0, len(said) - SHOWN), thread=thread,
            replies=entered.said(thread) if thread else [], view=entered.view(),
            home=entered.home() if entered.channel is None else None, say=say, shortcuts=shortcuts, commands=commands,
        )  # fmt: skip

    return router


def _others(workspace: Workspace, entered: Room) -> list[tuple[User, str]]:
    """Who else one may be, and where that leads: into the same channel where they are in it, else into their first."""
    doors = ((one, _door(workspace, one, entered)) for one in workspace.users.values() if not (one.bot or one.deleted))
    return [(one, door) for one, door in doors if door and one.id != entered.user]


def _door(workspace: Workspace, user: User, entered: Room) -> str | None:
    if entered.channel is None or user.id in entered.channel.members:
        return f"/slack/{user.id}/{entered.channel.id if entered.channel else HOME}"
    first = next((one for one in workspace.channels.values() if user.id in one.members), None)
    return f"/slack/{user.id}/{first.id}" if first else None
