"""Harbor Parts in Slack for tests: who is there, and the service's app connected by a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.acts import Acts
from bot.demo.workspace.records import Ephemeral, Json, Message, View
from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace
from bot.postman import Postman
from bot.settings import SlackSection
from bot.slack.fetching import fetcher
from bot.slack.poster import Poster
from handlers.office import Office
from handlers.slack.app import slack_app
from handlers.slack.door import Door
from handlers.slack.rights import Rights
from surveys.message import Via
from tests.edges import StandingClock

MARA, BEN, INES, ZOE, STRANGER = "UMARA", "UBEN", "UINES", "UZOE", "USTRANGER"
"""Two of the staff, a leader, a customer of another company's workspace, and somebody without any right."""

LEADERS, COMPLAINTS, ENQUIRIES, LOUNGE = "C0LEADERS", "C0COMPLAINTS", "C0ENQUIRIES", "C0LOUNGE"
"""The app is in the first three."""


@dataclass
class Site:
    """The service in a workspace: what it did there is read from `slack.workspace`."""

    slack: StandIn
    door: Door
    poster: Postman
    clock: StandingClock

    @property
    def office(self) -> Office:
        return self.door.office

    @property
    def acts(self) -> Acts:
        return self.slack.acts

    async def deliver(self) -> int:
        """Send everything that waits in the outbox for Slack; returns how many posts were dealt with."""
        dealt = 0
        while some := await self.poster.round():
            dealt += some
        return dealt

    def said(self, channel: str) -> list[Message]:
        """What the app has said in a channel."""
        bot = self.slack.workspace.bot.id
        return [one for one in self.slack.workspace.messages[channel] if one.user == bot]

    def whispered(self, user: str) -> list[Ephemeral]:
        """What only this person was told."""
        return [one for one in self.slack.workspace.ephemerals if one.user == user]

    def form(self, user: str) -> View:
        """The form in front of this person."""
        return self.slack.workspace.modals[user][-1]

    async def settled(self) -> None:
        """Wait until no act is under way any more, also what comes after its acknowledgement."""
        await self.door.idle.wait()


class Recorded:
    """Whatever Slack brings from now on, to be brought again; with `hold` it is not brought by itself."""

    def __init__(self, site: Site, patch: pytest.MonkeyPatch, *, hold: bool = False) -> None:
        self.hold = hold
        self.acts: list[tuple[str, Json]] = []
        self.bring = site.acts.courier.bring
        patch.setattr(site.acts.courier, "bring", self.hear)

    async def hear(self, kind: str, payload: Json) -> Json | None:
        self.acts.append((kind, payload))
        return None if self.hold else await self.bring(kind, payload)


async def press(site: Site, card: Message, button: str, by: str = MARA) -> None:
    """Press a button of a card, and wait for what comes of it."""
    await site.acts.press(by, card.channel, card.ts, button)
    await site.settled()


async def fill(site: Site, by: str = MARA, **values: Any) -> dict[str, Any] | None:
    """Fill in the form in front of somebody, and send it."""
    return await site.acts.submit(by, site.form(by).id, values)


@asynccontextmanager
async def site(office: Office, clock: StandingClock, **rights: Any) -> AsyncIterator[Site]:
    """The office with its channels in a workspace; everything that people do there reaches it over a websocket."""
    slack = StandIn(workspace(clock), clock.tick, ack_seconds=5)
    await slack.start()
    client = AsyncWebClient(slack.credentials.bot_token, base_url=slack.base_url, retry_handlers=[])
    told = replace(
        office,
        digest_channels=(LEADERS,),
        complaints_channel=COMPLAINTS,
        enquiries_channel=ENQUIRIES,
        asks_in_slack=True,
    )
    staff, leaders = rights.get("staff", (MARA, BEN)), rights.get("leaders", (INES,))
    allowed = Rights(client, staff, leaders, clock.tick, rights.get("only"))
    fetch = fetcher(slack.base_url, slack.credentials.bot_token)
    door = Door(told, client, allowed, clock.now, clock.tick, fetch=fetch)
    section = SlackSection(digest_channels=(LEADERS,), api_url=slack.base_url, pace_seconds=0)
    poster = Postman(told, clock, [Poster(section, client, clock.tick)], Via.SLACK)
    try:
        async with _line(slack, slack_app(door, {})):
            yield Site(slack, door, poster, clock)
            await door.idle.wait()
    finally:
        await poster.close()
        await slack.stop()


@asynccontextmanager
async def _line(slack: StandIn, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, slack.credentials.app_token, ping_interval=5)
    await handler.connect_async()
    await slack.sockets.connected()
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    try:
        yield
    finally:
        await handler.close_async()
        await asyncio.gather(*(one for one in tasks if one), return_exceptions=True)


def workspace(clock: StandingClock) -> Workspace:
    made = Workspace(clock.now)
    for id_, name, team in (
        (MARA, "Mara Lind", ""), (BEN, "Ben Osei", ""), (INES, "Ines Harbor", ""),
        (ZOE, "Zoë Ødegård", "T0BUYER"), (STRANGER, "Sam Strange", "T0OTHER"),
    ):  # fmt: skip
        made.add_user(name.split()[0].lower(), name, id=id_, **({"team": team} if team else {}))
    made.add_channel("leaders", {INES, made.bot.id}, id=LEADERS)
    made.add_channel("complaints", {MARA, BEN, INES, STRANGER, made.bot.id}, id=COMPLAINTS)
    made.add_channel("enquiries", {MARA, BEN, INES, made.bot.id}, id=ENQUIRIES)
    made.add_channel("lounge", {MARA, ZOE, STRANGER}, id=LOUNGE)
    return made
