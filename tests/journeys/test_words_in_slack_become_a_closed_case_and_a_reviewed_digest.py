"""The whole way in Slack, through the running service: asked, answered, complained of, looked after, told and reviewed.

Once over Socket Mode and once over signed HTTP, with real SMTP and IMAP servers beside it.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pysasl.hashing import BuiltinHash

from bot.demo.provider import PASSWORD, USER, Provider
from bot.demo.workspace.records import Message
from bot.demo.workspace.standin import StandIn
from bot.service import Service
from bot.wiring import serving
from surveys.complaint import State
from surveys.workdays import Week
from tests import servers
from tests.edges import StandingClock
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, ZOE, workspace
from tests.servers import until

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
KEY = "a key of the shop, made for this test"
SLACK = f"""
[slack]
mode = "{{mode}}"
digest_channels = ["{LEADERS}"]
complaints_channel = "{COMPLAINTS}"
staff = ["{MARA}", "{BEN}"]
leaders = ["{INES}"]
api_url = "{{url}}"
pace_seconds = 0
"""


@dataclass
class House:
    """A running service between its mail provider and its workspace; `said` is what stands there."""

    service: Service
    clock: StandingClock
    provider: Provider
    slack: StandIn
    http: httpx.AsyncClient

    def go_on(self, now: datetime) -> None:
        self.clock.business = now
        self.service.wake()

    def said(self, channel: str) -> list[Message]:
        """What the app has said in a channel, or to a person."""
        kept = self.slack.workspace
        place = kept.direct(channel).id if channel in kept.users else channel
        return [one for one in kept.messages[place] if one.user == kept.bot.id]

    async def shows(self, channel: str, found: Callable[[Message], bool]) -> Message:
        """The message of the app that shows this, once it does."""
        await until(lambda: any(found(one) for one in self.said(channel)))
        return next(one for one in self.said(channel) if found(one))

    async def press(self, user: str, message: Message, button: str, **filled: Any) -> None:
        """Press a button; what is filled goes into the form that it opens."""
        kept = self.slack.workspace
        kept.show([], user)
        await self.slack.acts.press(user, message.channel, message.ts, button)
        if filled:
            await until(lambda: bool(kept.modals[user]))
            await self.slack.acts.submit(user, kept.modals[user][-1].id, filled)


@pytest.fixture(params=["socket", "http"])
async def house(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr("pymap.config.BuiltinHash", partial(BuiltinHash, rounds=1))
    clock = StandingClock(MONDAY, datetime.now(UTC))
    provider = Provider(frozenset(), clock.now)
    slack = StandIn(workspace(clock), lambda: datetime.now(UTC), ack_seconds=10)
    await provider.start()
    await slack.start()
    config = _config(tmp_path / "home", provider, slack, request.param)
    shutil.copy(migrated_file, config.parent / "afterword.db")
    service = Service(serving(config, clock))
    async with service.office.store.work() as work:
        await work.keys.add("shop", KEY, "test", MONDAY)
    running = asyncio.create_task(service.run())
    async with httpx.AsyncClient(base_url=service.office.public_url) as http:
        if request.param == "http":
            slack.over_http(f"{service.office.public_url}/slack/events")
        else:
            await slack.sockets.connected()
        yield House(service, clock, provider, slack, http)
    service.stopping.set()
    await asyncio.wait_for(running, 30)
    await slack.stop()
    await provider.stop()


def _config(home: Path, provider: Provider, slack: StandIn, mode: str) -> Path:
    """An installation with Slack, told in this way."""
    made = servers.installation(home, smtp=provider.smtp_port, imap=provider.imap_port, user=USER, password=PASSWORD)
    secrets = {
        "slack_bot_token": slack.credentials.bot_token,
        "slack_app_token": slack.credentials.app_token,
        "slack_signing_secret": slack.credentials.signing_secret,
    }
    for name, value in secrets.items():
        (home / "secrets" / name).write_text(value)
    files = "".join(f'{name} = "secrets/{name}"\n' for name in secrets)
    made.write_text(made.read_text() + files + SLACK.format(mode=mode, url=slack.base_url))
    return made


async def test_a_customer_a_clerk_and_a_leader_do_their_part_in_slack(house: House) -> None:
    """A mark of 1 becomes a case that is confirmed, acknowledged and closed, and leadership reviews the week."""
    asked = await _asked(house)
    await house.press(ZOE, asked, "mark.1", on_time="1", comment="Four days late, <!channel>.")
    await house.shows(ZOE, lambda one: "more" in str(one.blocks))
    candidate = await house.shows(COMPLAINTS, lambda one: "not confirmed yet" in one.text)

    await house.press(MARA, candidate, "confirm")
    await house.shows(COMPLAINTS, lambda one: "C-1, received" in one.text)
    await house.press(MARA, candidate, "acknowledge", how="mail")
    await house.shows(COMPLAINTS, lambda one: "C-1, acknowledged" in one.text)
    letter = message_from_bytes(house.provider.received[-1].raw, policy=policy.default)
    await house.press(BEN, candidate, "close", ending="solved", words="Credited the freight.")
    await house.shows(COMPLAINTS, lambda one: "C-1, closed" in one.text)
    reply = await house.slack.acts.command(BEN, COMPLAINTS, "/complaint", "R-2 the box was wet")

    week = Week.of(MONDAY, house.service.office.zone)
    house.go_on(MONDAY + timedelta(days=7))
    digest = await house.shows(LEADERS, lambda one: "1 open" in one.text)
    await house.press(INES, digest, "review")
    await house.shows(LEADERS, lambda one: "Reviewed by" in str(one.blocks))

    assert (letter["To"], "C-1" in letter["Subject"]) == ("zoe@buyer.example", True)
    assert reply["text"] == "C-2 is kept: the box was wet"
    assert len(house.said(COMPLAINTS)) == 2
    assert "Four days late, &lt;!channel&gt;." in house.said(COMPLAINTS)[0].text
    await _kept(house, week)


async def _asked(house: House) -> Message:
    """Two orders arrived; Zoë, who is in Slack, is asked about the first there."""
    for number, more in enumerate(({"slack_user": ZOE, "channel": "slack"}, {"email": "olu@buyer.example"}), 1):
        told = {"event_id": f"e{number}", "order": f"R-{number}", "email": "zoe@buyer.example", **more}
        body = {**told, "delivered_at": MONDAY.date().isoformat(), "promised_at": "2026-11-12"}
        reply = await house.http.post("/api/deliveries", json=body, headers={"Authorization": f"Bearer {KEY}"})
        assert reply.status_code == 201, reply.text
    house.go_on(MONDAY + timedelta(days=1, hours=2))
    return await house.shows(ZOE, lambda one: "R-1" in one.text)


async def _kept(house: House, week: Week) -> None:
    """One of each, the digest's numbers the same by mail and in Slack, figures and evidence sound."""
    async with house.service.office.store.read() as work:
        first, second = await work.complaints.between(MONDAY, MONDAY + timedelta(days=8))
        by_mail, in_slack = await work.digests.of_week(week)
        [review] = await work.reviews.of_digest(in_slack.id)
        asked = await work.invitations.of_delivery(1)
        assert asked
        versions = await work.answers.versions(asked.id)
        assert await work.figure_differences() == []
        assert (await work.evidence.verify())[2] == []
    assert (first.state, second.state, second.words) == (State.CLOSED, State.RECEIVED, "the box was wet")
    assert (dict(versions[-1].marks), len(versions)) == ({"overall": 1, "on_time": 1}, 2)
    assert (by_mail.hash, review.hash) == (in_slack.hash, in_slack.hash)
    assert {by_mail.channel, in_slack.channel} == {"mail:1", f"slack:{LEADERS}"}
