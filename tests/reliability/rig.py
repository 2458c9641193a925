"""The service as a child over a mail provider, killed again and again at random while it works."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import httpx

from bot.demo.child import Child
from bot.demo.provider import Provider
from bot.demo.staff import workspace
from bot.demo.workspace.standin import StandIn
from bot.demo.world import ZONE
from storage.work import Work

DELIVERED = date(2026, 9, 28)
TOLD = datetime(2026, 9, 28, 16, tzinfo=UTC)
ASKED = TOLD + timedelta(days=2)
LOOK_SECONDS = 0.1
SOONEST, LATEST = 0.02, 0.6


@dataclass
class Rig:
    """A provider, a service, and how often it was killed. `now` is the business time at which it is started anew."""

    child: Child
    provider: Provider
    slack: StandIn
    kills: int = 0
    now: datetime = field(default=TOLD)

    async def tell(self, order: int) -> None:
        """Tell of a delivery until it is acknowledged, as a shop would."""
        body = {
            "event_id": f"dlv-{order}",
            "order": f"HP-{order}",
            "email": f"buyer{order}@buyer.example",
            "delivered_at": DELIVERED.isoformat(),
        }
        headers = {"Authorization": f"Bearer {self.child.key}"}
        while True:
            with suppress(httpx.HTTPError):
                reply = await self.child.http.post("/api/deliveries", json=body, headers=headers)
                if reply.is_success:
                    return
            await asyncio.sleep(LOOK_SECONDS)

    async def turn(self) -> None:
        """Set business time to `now`, whatever dies meanwhile."""
        with suppress(httpx.HTTPError):
            await self.child.http.post("/story/turn", json={"now": self.now.isoformat(), "uid": 0})

    async def ask(self, question: Callable[[Work], Awaitable[int]]) -> int:
        """A number out of the store, read beside the service."""
        store = self.child.open_store()
        try:
            async with store.read() as work:
                return await question(work)
        finally:
            await store.close()

    async def kill_often(self, most: int, seed: int) -> None:
        """Kill the service `most` times, each a little after it has come up."""
        dice = Random(seed)
        for _ in range(most):
            await asyncio.sleep(dice.uniform(SOONEST, LATEST))
            self.child.kill()
            self.kills += 1
            await self.child.ended()
            await self.child.start(self.now)


@asynccontextmanager
async def rig(folder: Path) -> AsyncIterator[Rig]:
    """A service that has begun its work, and is ended with its servers."""
    provider = Provider(frozenset(), lambda: built.now)
    built = Rig(Child(folder / "service", ZONE), provider, workspace(lambda: built.now))
    await provider.start()
    await built.slack.start()
    await built.child.prepare(provider, built.slack.base_url, built.now)
    await built.child.start(built.now)
    try:
        yield built
    finally:
        await built.child.stop()
        await built.slack.stop()
        await provider.stop()
