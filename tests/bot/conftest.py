"""What the tests of the bot share: a clock that stands, and customers who have been asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from handlers.office import Office
from handlers.steps.inviting import invite_due
from handlers.steps.receiving import receive
from surveys.invitation import Invitation
from surveys.message import Kind, Message
from surveys.notice import notice

Ask = Callable[..., Awaitable[Invitation]]
Look = Callable[[Invitation], Awaitable[Message]]


@dataclass
class StandingClock:
    """Both times stand where the test puts them."""

    business: datetime
    machine: datetime

    def now(self) -> datetime:
        return self.business

    def tick(self) -> datetime:
        return self.machine


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
