"""Slack on the world's page: every channel, and what was posted there as people would see it."""

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bot.demo.sheets import sheet
from bot.demo.workspace.workspace import Workspace

PNG = "image/png"


def rooms(workspace: Workspace) -> APIRouter:
    """The routes over one workspace."""
    router = APIRouter(prefix="/slack")

    @router.get("/file/{file}")
    def picture(file: str) -> Response:
        found = workspace.files.get(file)
        if found is None or found.content is None:
            raise HTTPException(404)
        return Response(found.content, media_type=PNG, headers={"X-Content-Type-Options": "nosniff"})

    @router.get("/{channel}")
    def room(channel: str) -> Response:
        found = workspace.channels.get(channel)
        if found is None:
            raise HTTPException(404)
        said = [(one, _when(one.ts), workspace.users[one.user]) for one in workspace.messages[channel][::-1]]
        return sheet("room.html", channel=found, said=said)

    return router


def _when(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
