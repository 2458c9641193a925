"""Slack over HTTP: what Slack did not sign is refused before anything reads it."""

from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.signed import signature
from handlers.office import Office
from handlers.slack.app import slack_app
from handlers.slack.door import Door
from handlers.slack.rights import Rights
from handlers.web.app import web
from handlers.web.slack import Incoming
from tests.handlers.slack.stage import MARA

SECRET = "of the tests"
HELP = urlencode({"command": "/feedback", "text": "help", "user_id": MARA, "team_id": "T1", "channel_id": "C1"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def visitor(office: Office, now: datetime, tick: datetime) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who calls the web door of an office that is told by Slack over HTTP."""
    client = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    door = Door(office, client, Rights(client, (MARA,), (), lambda: tick), lambda: now, lambda: tick)
    app = web(office, lambda: now, Incoming(slack_app(door, {}), SECRET, lambda: tick))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as visiting:
        yield visiting


async def test_a_signed_command_is_answered(visitor: httpx.AsyncClient, tick: datetime) -> None:
    """In the body of the reply, which Slack shows to the person alone."""
    reply = await visitor.post("/slack/events", content=HELP, headers=FORM | signature(SECRET, HELP.encode(), tick))
    assert (reply.status_code, reply.json()["text"]) == (200, "/feedback help")


async def test_slacks_trial_of_the_address_is_answered(visitor: httpx.AsyncClient, tick: datetime) -> None:
    """Its challenge comes back (docs.slack.dev/reference/events/url_verification)."""
    body = b'{"type": "url_verification", "challenge": "abc", "token": "x"}'
    headers = {"Content-Type": "application/json", **signature(SECRET, body, tick)}
    reply = await visitor.post("/slack/events", content=body, headers=headers)
    assert (reply.status_code, reply.json()) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Slack-Signature", b"v0=00"),
        ("X-Slack-Signature", "v0=äöü".encode()),
        ("X-Slack-Signature", b""),
        ("X-Slack-Request-Timestamp", b"soon"),
        ("X-Slack-Request-Timestamp", b"1"),
    ],
)
async def test_what_is_not_signed_is_refused(
    visitor: httpx.AsyncClient, tick: datetime, name: str, value: bytes
) -> None:
    """A wrong or non-ASCII signature, a timestamp that is no number or is stale: 401 each."""
    headers = {**FORM, **signature(SECRET, HELP.encode(), tick), name: value}
    reply = await visitor.post("/slack/events", content=HELP, headers=headers)
    assert (reply.status_code, reply.text) == (401, "not signed by Slack")


async def test_a_body_that_is_no_text_is_refused(visitor: httpx.AsyncClient, tick: datetime) -> None:
    """401, though it is signed; it never reaches what would decode it."""
    body = b"payload=\xff\xfe"
    reply = await visitor.post("/slack/events", content=body, headers=FORM | signature(SECRET, body, tick))
    assert reply.status_code == 401


async def test_where_slack_comes_over_a_socket_there_is_no_such_address(office: Office, now: datetime) -> None:
    """404, signed or not."""
    transport = httpx.ASGITransport(web(office, lambda: now))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as visiting:
        assert (await visiting.post("/slack/events", content=b"{}")).status_code == 404
