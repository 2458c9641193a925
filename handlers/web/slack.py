"""Slack over HTTP: commands, buttons, forms and events at one address, each signed by Slack."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import PlainTextResponse, Response
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

from handlers.slack.signature import genuine

router = APIRouter()


@dataclass(frozen=True)
class Incoming:
    """The app that is told, and the secret by which it knows Slack; `tick` is machine time, as signatures are."""

    app: AsyncApp
    secret: str
    tick: Callable[[], datetime]


@router.post("/slack/events", include_in_schema=False)
async def events(request: Request) -> Response:
    """401 for whatever Slack did not sign, 404 where Slack does not come this way."""
    incoming: Incoming | None = request.app.state.slack
    if incoming is None:
        raise HTTPException(404)
    if not genuine(incoming.secret, request.headers.raw, await request.body(), incoming.tick()):
        return PlainTextResponse("not signed by Slack", 401)
    return await AsyncSlackRequestHandler(incoming.app).handle(request)
