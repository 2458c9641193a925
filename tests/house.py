"""The running service between its mail provider and its workspace, once over Socket Mode and once over signed HTTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from pysasl.hashing import BuiltinHash

from bot.demo.gestures import buttons
from bot.demo.provider import PASSWORD, USER, Provider
from bot.demo.workspace.records import Message
from bot.demo.workspace.standin import StandIn
from bot.service import Service
from bot.wiring import serving
from tests import servers
from tests.edges import StandingClock
from tests.handlers.slack.stage import BEN, COMPLAINTS, ENQUIRIES, INES, LEADERS, MARA, workspace
from tests.servers import until

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
KEY = "a key of the shop, made for this test"
SLACK = f"""
[slack]
mode = "{{mode}}"
digest_channels = ["{LEADERS}"]
complaints_channel = "{COMPLAINTS}"
enquiries_channel = "{ENQUIRIES}"
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
        """Press a button, once it is there; what is filled goes into the form that it opens."""
        kept = self.slack.workspace
        await until(lambda: self._shown(message, button))
        kept.show([], user)
        await self.slack.acts.press(user, message.channel, message.ts, button)
        if filled:
            await until(lambda: bool(kept.modals[user]))
            await self.slack.acts.submit(user, kept.modals[user][-1].id, filled)

    async def told(self, number: int = 1, **more: str) -> None:
        """The shop tells of order R-1, R-2, ...: it has arrived, and is Zoë's unless somebody else's."""
        told = {"event_id": f"e{number}", "order": f"R-{number}", "email": "zoe@buyer.example"}
        body = {**told, "delivered_at": MONDAY.date().isoformat(), "promised_at": "2026-11-12", **more}
        reply = await self.http.post("/api/deliveries", json=body, headers={"Authorization": f"Bearer {KEY}"})
        assert reply.status_code == 201, reply.text

    async def receives(self, subject: str, number: int = 1) -> EmailMessage:
        """The newest letter with this in its subject, once there are `number` of them."""
        await until(lambda: len(self._letters(subject)) >= number)
        return self._letters(subject)[-1]

    async def writes(self, words: str, to: EmailMessage) -> None:
        """The reader of a letter answers it."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"] = to["To"], to["Reply-To"]
        mail["Subject"], mail["In-Reply-To"] = f"Re: {to['Subject']}", to["Message-ID"]
        mail["Message-ID"] = f"<{self.provider.appended}@buyer.example>"
        mail.set_content(words)
        await self.provider.deliver(mail.as_bytes())
        await until(self._read)

    def _read(self) -> bool:
        """Whether the service has fetched the newest mail; the server tells nothing of one that comes before IDLE."""
        self.service.mailbox.wake()
        return self.service.mailbox.read_up_to >= self.provider.newest_uid

    def _shown(self, message: Message, button: str) -> bool:
        found = self.slack.workspace.message(message.channel, message.ts)
        return found is not None and button in buttons(list(found.blocks))

    def _letters(self, subject: str) -> list[EmailMessage]:
        letters = [message_from_bytes(one.raw, policy=policy.default) for one in self.provider.received]
        return [one for one in letters if subject in one["Subject"]]  # type: ignore[misc]


@asynccontextmanager
async def opened(
    home: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, *, mode: str
) -> AsyncIterator[House]:
    """Start everything in an empty folder, and end it."""
    monkeypatch.setattr("pymap.config.BuiltinHash", partial(BuiltinHash, rounds=1))
    clock = StandingClock(MONDAY, datetime.now(UTC))
    provider = Provider(frozenset(), clock.now)
    slack = StandIn(workspace(clock), lambda: datetime.now(UTC), ack_seconds=10)
    await provider.start()
    await slack.start()
    config = _config(home, provider, slack, mode)
    shutil.copy(migrated_file, config.parent / "afterword.db")
    service = Service(serving(config, clock))
    async with service.office.store.work() as work:
        await work.keys.add("shop", KEY, "test", MONDAY)
    running = asyncio.create_task(service.run())
    afresh = httpx.Limits(max_keepalive_connections=0)  # the service closes what nobody uses for some seconds
    async with httpx.AsyncClient(base_url=service.office.public_url, limits=afresh) as http:
        if mode == "http":
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
