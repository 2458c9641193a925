"""What the tests of the bot share: a clock that stands, and customers who have been asked."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pysasl.hashing import BuiltinHash

from bot.demo.provider import PASSWORD, USER, Provider
from handlers.office import Office
from handlers.steps.inviting import invite_due
from handlers.steps.receiving import receive
from surveys.invitation import Invitation
from surveys.message import Kind, Message
from surveys.notice import notice
from tests import servers
from tests.edges import StandingClock

Ask = Callable[..., Awaitable[Invitation]]
Look = Callable[[Invitation], Awaitable[Message]]


@pytest.fixture
def clock(now: datetime, tick: datetime) -> StandingClock:
    return StandingClock(now, tick)


@pytest.fixture
def ask(office: Office, clock: StandingClock) -> Ask:
    """Deliver something to a customer and queue the letter that asks about it."""
    count = 0

    async def asked(email: str = "") -> Invitation:
        nonlocal count
        count += 1
        told = {
            "order": f"HP-{count}",
            "email": email or f"customer{count}@buyer.example",
            "delivered_at": (clock.business - timedelta(days=5)).isoformat(),
        }
        delivery, _ = await receive(office, notice(told, "shop", office.zone), "test", clock.business)
        await invite_due(office, clock.business, clock.machine)
        async with office.store.read() as work:
            found = await work.invitations.of_delivery(delivery.id)
        assert found is not None
        return found

    return asked


@pytest.fixture
def letter(office: Office) -> Look:
    """The letter of an invitation as the outbox has it now."""

    async def look(asked: Invitation) -> Message:
        async with office.store.read() as work:
            found = await work.messages.about(Kind.INVITATION, asked.id)
        assert found is not None
        return found

    return look


@pytest.fixture
async def provider(clock: StandingClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    """A real SMTP server and a real IMAP server on loopback, which hash their password quickly."""
    monkeypatch.setattr("pymap.config.BuiltinHash", partial(BuiltinHash, rounds=1))
    started = Provider(frozenset({"gone@buyer.example"}), clock.now)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path, provider: Provider) -> Path:
    """The settings of an installation with an empty store and the servers of `provider`."""
    home = tmp_path / "home"
    made = servers.installation(
        home, smtp=provider.smtp_port, imap=provider.imap_port, user=USER, password=PASSWORD
    )  # fmt: skip
    shutil.copy(migrated_file, home / "afterword.db")
    return made
