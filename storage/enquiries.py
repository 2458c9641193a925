"""Enquiries, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.engines import folded
from storage.rows import alone
from storage.tables import customers, editions, enquiries, entries
from surveys.enquiry import OPEN, Enquiry, State

NUMBERING = 0x454E5155
"""Whoever gives out a number."""


class Enquiries(Collection[Enquiry]):
    table = enquiries
    kind = Enquiry
    evident = ("number", "door", "received_at", "answer_by", "state", "version", "owner_id", "reporter_id",
               "answered_at", "reviewed_at", "committed_at", "unreviewed", "edition", "agreed", "delivery_id", "met",
               "closed_at", "alarms")  # fmt: skip

    def _begin(self, id_: int) -> None:
        self.ledger.begin_enquiry(id_)

    async def _touch(self, thing: Enquiry) -> None:
        if thing.id:
            await self.ledger.touch_enquiry(thing.id)

    async def hold(self, id_: int) -> Enquiry:
        """This enquiry as it stands now; nobody else changes it until this transaction ends. Raises: LookupError."""
        await self.connection.execute(sa.select(enquiries.c.id).where(enquiries.c.id == id_).with_for_update())
        return await self.get(id_)

    async def next_number(self) -> int:
        """Nobody else gets one until this transaction ends."""
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(enquiries.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Enquiry | None:
        return await self._one(enquiries.c.number == number)

    async def told_as(self, fingerprint: str) -> Enquiry | None:
        """The oldest open one that came in this way; ask after `next_number`, so that two see each other."""
        same = enquiries.c.state.in_(OPEN) & (enquiries.c.fingerprint == fingerprint)
        found = await self._all(enquiries.select().where(same).order_by(enquiries.c.number).limit(1))
        return found[0] if found else None

    async def awaiting(self, order: str) -> Sequence[Enquiry]:
        """Those that were agreed and became this order."""
        agreed = enquiries.c.state.in_((State.AGREED, State.CHANGED)) & (enquiries.c.order == order)
        return await self._all(enquiries.select().where(agreed).order_by(enquiries.c.number))

    async def open(self) -> Sequence[Enquiry]:
        """Oldest first."""
        return await self._all(enquiries.select().where(enquiries.c.state.in_(OPEN)).order_by(enquiries.c.number))

    async def next_to_attend(self) -> datetime | None:
        """When the clock has to look at one next."""
        return await self._time(sa.select(sa.func.min(enquiries.c.attend_at)))

    async def to_attend(self, now: datetime, most: int) -> Sequence[Enquiry]:
        """Those that the clock has to look at by now, the earliest first."""
        due = enquiries.c.attend_at <= now
        return await self._all(enquiries.select().where(due).order_by(enquiries.c.attend_at).limit(most))

    async def search(self, words: str, most: int) -> Sequence[Enquiry]:
        """Those in whose words, file, requirements, order or customer all of these words stand, the newest first."""
        name = self.connection.dialect.name
        filed = sa.select(entries.c.id).where(entries.c.enquiry_id == enquiries.c.id)
        wanted = sa.select(editions.c.id).where(editions.c.enquiry_id == enquiries.c.id)
        about = enquiries.outerjoin(customers, enquiries.c.customer_id == customers.c.id)
        texts = (enquiries.c.words, enquiries.c.outcome, enquiries.c.order, customers.c.name, customers.c.email,
                 customers.c.account)  # fmt: skip
        lines = sa.cast(editions.c.lines, sa.Text)
        select = enquiries.select().select_from(about)
        for word in words.lower().split():
            here = [folded(name, text).contains(word, autoescape=True) for text in texts]
            there = filed.where(folded(name, entries.c.words).contains(word, autoescape=True)).exists()
            agreed = wanted.where(folded(name, lines).contains(word, autoescape=True)).exists()
            select = select.where(sa.or_(*here, there, agreed))
        return await self._all(select.order_by(enquiries.c.number.desc()).limit(most))

    async def received_between(self, start: datetime, end: datetime) -> Sequence[Enquiry]:
        within = (enquiries.c.received_at >= start) & (enquiries.c.received_at < end)
        return await self._all(enquiries.select().where(within).order_by(enquiries.c.number))

    async def committed_between(self, start: datetime, end: datetime) -> Sequence[Enquiry]:
        within = (enquiries.c.committed_at >= start) & (enquiries.c.committed_at < end)
        return await self._all(enquiries.select().where(within).order_by(enquiries.c.number))

    async def fulfilled_between(self, start: datetime, end: datetime) -> Sequence[Enquiry]:
        ended = (enquiries.c.closed_at >= start) & (enquiries.c.closed_at < end)
        mine = ended & (enquiries.c.state == State.FULFILLED)
        return await self._all(enquiries.select().where(mine).order_by(enquiries.c.number))

    async def total(self) -> int:
        return await self._count()
