"""Deliveries, each known once by its source and event."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import deliveries
from surveys.delivery import Delivery, State


class Deliveries(Collection[Delivery]):
    table = deliveries
    kind = Delivery
    evident = ("source", "delivered_at", "promised_at", "ask_at", "state", "reason")

    def _begin(self, id_: int) -> None:
        self.ledger.begin(id_)

    async def _touch(self, thing: Delivery) -> None:
        if thing.id:
            await self.ledger.touch(thing.id)

    async def event(self, source: str, event_id: str) -> Delivery | None:
        return await self._one(deliveries.c.source == source, deliveries.c.event_id == event_id)

    async def of_order(self, order: str) -> Sequence[Delivery]:
        return await self._all(deliveries.select().where(deliveries.c.order == order).order_by(deliveries.c.id))

    async def due(self, now: datetime, most: int) -> Sequence[Delivery]:
        """Those whose customer is to be asked by now, longest due first."""
        waiting = (deliveries.c.state == State.WAITING) & (deliveries.c.ask_at <= now)
        order = (deliveries.c.ask_at, deliveries.c.order, deliveries.c.id)
        return await self._all(deliveries.select().where(waiting).order_by(*order).limit(most))

    async def next_due(self) -> datetime | None:
        earliest = sa.select(sa.func.min(deliveries.c.ask_at)).where(deliveries.c.state == State.WAITING)
        return await self._time(earliest)

    async def first_known(self) -> datetime | None:
        """When the first delivery was told of; None in a new store."""
        return await self._time(sa.select(sa.func.min(deliveries.c.known_at)))

    async def counts(self) -> dict[str, int]:
        """How many deliveries stand in each state, with the reason where not asked: `not_asked.quarantine`."""
        columns = (deliveries.c.state, deliveries.c.reason)
        select = sa.select(*columns, sa.func.count().label("n")).group_by(*columns).order_by(*columns)
        rows = await self.connection.execute(select)
        return {f"{row.state}.{row.reason}" if row.reason else str(row.state): row.n for row in rows}

    async def between(self, start: datetime, end: datetime) -> Sequence[Delivery]:
        """Those delivered in this period (half open), oldest first."""
        within = (deliveries.c.delivered_at >= start) & (deliveries.c.delivered_at < end)
        return await self._all(deliveries.select().where(within).order_by(deliveries.c.delivered_at, deliveries.c.id))

    async def of_ids(self, ids: Collected[int]) -> Sequence[Delivery]:
        return await self._whose(deliveries.c.id, ids)
