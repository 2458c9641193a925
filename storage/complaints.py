"""Complaints and candidates for one, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.engines import folded
from storage.rows import alone
from storage.tables import complaints, customers, deliveries, entries
from surveys.complaint import OPEN, Complaint, Problem, State

NUMBERING = 0x434F4D50
"""Whoever gives out a number."""


class Complaints(Collection[Complaint]):
    table = complaints
    kind = Complaint
    evident = ("number", "delivery_id", "invitation_id", "door", "problem", "received_at", "confirm_by", "state",
               "version", "owner_id", "reporter_id", "acknowledged_at", "closed_at", "severity", "safety",
               "cause", "decision", "remedy_open", "responded_at", "reopened", "former_owner_id", "silent",
               "alarms")  # fmt: skip

    def _begin(self, id_: int) -> None:
        self.ledger.begin_case(id_)

    async def _touch(self, thing: Complaint) -> None:
        if thing.delivery_id is not None:
            await self.ledger.touch(thing.delivery_id)
        if thing.id:
            await self.ledger.touch_case(thing.id)

    async def hold(self, id_: int) -> Complaint:
        """This case as it stands now; nobody else changes it until this transaction ends.

        Its delivery is held first, as whoever answers about that does. Raises: LookupError.
        """
        await self._touch(await self.get(id_))
        return await self.get(id_)

    async def next_number(self, delivery_id: int | None = None) -> int:
        """Nobody else gets one until this transaction ends.

        The delivery that it is for is held before, as whoever answers about that does: nobody waits crosswise.
        """
        if delivery_id is not None:
            await self.ledger.touch(delivery_id)
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(complaints.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Complaint | None:
        return await self._one(complaints.c.number == number)

    async def told_as(self, fingerprint: str) -> Complaint | None:
        """The oldest open case that was told in the same way; ask after `next_number`, so that two see each other."""
        same = complaints.c.state.in_(OPEN) & (complaints.c.fingerprint == fingerprint)
        found = await self._all(complaints.select().where(same).order_by(complaints.c.number).limit(1))
        return found[0] if found else None

    async def lodged_as(self, fingerprint: str) -> Complaint | None:
        """The case that came in this way, open or over; ask after `next_number`."""
        return await self._one(complaints.c.fingerprint == fingerprint)

    async def of_invitation(self, invitation_id: int) -> Complaint | None:
        return await self._one(complaints.c.invitation_id == invitation_id)

    async def of_delivery(self, delivery_id: int) -> Sequence[Complaint]:
        mine = complaints.select().where(complaints.c.delivery_id == delivery_id)
        return await self._all(mine.order_by(complaints.c.number))

    async def open_at(self, when: datetime) -> Sequence[Complaint]:
        """Those received before this instant and still open, oldest first."""
        select = complaints.select().where(complaints.c.state.in_(OPEN) & (complaints.c.received_at < when))
        return await self._all(select.order_by(complaints.c.received_at, complaints.c.number))

    async def next_to_attend(self) -> datetime | None:
        """When the clock has to look at a case next."""
        return await self._time(sa.select(sa.func.min(complaints.c.attend_at)))

    async def to_attend(self, now: datetime, most: int) -> Sequence[Complaint]:
        """Cases that the clock has to look at by now, the earliest first."""
        due = complaints.c.attend_at <= now
        return await self._all(complaints.select().where(due).order_by(complaints.c.attend_at).limit(most))

    async def open_of_customer(self, customer_id: int) -> Sequence[Complaint]:
        mine = (complaints.c.customer_id == customer_id) & complaints.c.state.in_(OPEN)
        return await self._all(complaints.select().where(mine).order_by(complaints.c.number))

    async def closed_since(self, customer_id: int, problem: Problem, when: datetime) -> Sequence[Complaint]:
        """Cases of a customer about one problem that were closed from then on."""
        mine = (complaints.c.customer_id == customer_id) & (complaints.c.problem == problem)
        closed = mine & (complaints.c.state == State.CLOSED) & (complaints.c.closed_at >= when)
        return await self._all(complaints.select().where(closed).order_by(complaints.c.number))

    async def owned_by(self, owner_id: int) -> Sequence[Complaint]:
        """The open cases that somebody looks after."""
        mine = (complaints.c.owner_id == owner_id) & complaints.c.state.in_(OPEN)
        return await self._all(complaints.select().where(mine).order_by(complaints.c.number))

    async def search(self, words: str, most: int) -> Sequence[Complaint]:
        """Cases in whose words, file, outcome, order or customer all of these words stand, the newest first."""
        name = self.connection.dialect.name
        filed = sa.select(entries.c.id).where(entries.c.complaint_id == complaints.c.id)
        about = complaints.outerjoin(customers, complaints.c.customer_id == customers.c.id)
        about = about.outerjoin(deliveries, complaints.c.delivery_id == deliveries.c.id)
        texts = (complaints.c.words, complaints.c.outcome, complaints.c.remedy, customers.c.name, customers.c.email,
                 customers.c.account, deliveries.c.order)  # fmt: skip
        select = complaints.select().select_from(about)
        for word in words.lower().split():
            here = [folded(name, text).contains(word, autoescape=True) for text in texts]
            there = filed.where(folded(name, entries.c.words).contains(word, autoescape=True)).exists()
            select = select.where(sa.or_(*here, there))
        return await self._all(select.order_by(complaints.c.number.desc()).limit(most))

    async def cared_between(self, start: datetime, end: datetime) -> Sequence[Complaint]:
        """Those that were acknowledged, answered or closed from `start` on and before `end`."""
        told = (complaints.c.acknowledged_at, complaints.c.responded_at, complaints.c.closed_at)
        within = sa.or_(*(column.between(start, end) for column in told))
        return await self._all(complaints.select().where(within).order_by(complaints.c.number))

    async def between(self, start: datetime, end: datetime) -> Sequence[Complaint]:
        within = (complaints.c.received_at >= start) & (complaints.c.received_at < end)
        return await self._all(complaints.select().where(within).order_by(complaints.c.number))

    async def of_problem(self, problem: Problem, since: datetime) -> Sequence[Complaint]:
        """Those of this problem that were received since then."""
        alike = (complaints.c.problem == problem) & (complaints.c.received_at >= since)
        return await self._all(complaints.select().where(alike).order_by(complaints.c.number))

    async def doors(self) -> dict[str, int]:
        """How many came through each door."""
        select = sa.select(complaints.c.door, sa.func.count().label("n")).group_by(complaints.c.door)
        return {str(row.door): row.n for row in await self.connection.execute(select)}

    async def total(self) -> int:
        return await self._count()
