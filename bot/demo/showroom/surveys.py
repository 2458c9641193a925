"""Whether the visitor answered on a survey page: the service alone knows, so its store is asked."""

import asyncio
from collections import Counter
from datetime import timedelta

from bot.demo.acts import Page
from bot.demo.world import World
from storage.work import Store
from surveys.answer import Door

RETURN_SECONDS = 0.5
"""Within this a customer of the story whose answer is kept has also come back from the page, and is counted."""


class Surveys:
    """Compares the answers that came by page with those that the story's people gave there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.found = False
        self._store: Store | None = None
        self._orders: dict[int, str] = {}

    async def answered(self) -> bool:
        """Once it is so it stays so: no answer is ever taken away."""
        if not self.found and self.world.child.settings.exists():
            kept = await self._kept()
            if kept - self._told():
                await asyncio.sleep(RETURN_SECONDS)
            self.found = bool(kept - self._told())
        return self.found

    async def close(self) -> None:
        if self._store:
            await self._store.close()

    async def _kept(self) -> Counter[str]:
        """How many answers came by page about each order."""
        store = self._store = self._store or self.world.child.open_store()
        async with store.read() as work:
            until = self.world.end + timedelta(days=1)
            answers = await work.answers.between(self.world.start_of_story, until)
            by_page = [one.invitation_id for one in answers if one.door is Door.PAGE and not one.by]
            for invitation in set(by_page) - self._orders.keys():
                self._orders[invitation] = await work.answers.order_of(invitation)
        return Counter(self._orders[invitation] for invitation in by_page)

    def _told(self) -> Counter[str]:
        return Counter(done.order.order for done in self.world.done if isinstance(done.act.what, Page))
