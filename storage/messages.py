"""The outbox: messages queued in the transaction of the fact they tell of, sent afterwards by the postman."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import from_row, to_row
from storage.tables import messages
from surveys.message import PENDING, Kind, Message, State, Via, claimed, recovered

FREE = (State.QUEUED, State.DEFERRED, State.IN_DOUBT)
BUSY = (State.CLAIMED, State.DATA_STARTED)
ENDED = (State.SENT, State.FAILED, State.HELD)


CLAIMED = ("state", "attempt", "fence", "lease", "thread")
CLAIM = (
    messages.update()
    .where(messages.c.id == sa.bindparam("claimed_id"))
    .values({name: sa.bindparam(name) for name in CLAIMED})
)
"""For the whole batch at once; its rows are locked, so none can have moved on."""

card = messages.alias("card")
FOUND_UNDER = sa.exists().where((card.c.id == messages.c.under) & (card.c.place != ""))
READY = messages.c.state.in_(FREE) & (messages.c.under.is_(None) | FOUND_UNDER)
"""What belongs under another post waits until that has its place."""


class LostClaim(Exception):
    """Somebody else has claimed this message since; what became of it here may not be recorded."""


class Messages(Collection[Message]):
    table = messages
    kind = Message
    evident = ("kind", "about", "state", "attempt", "doubts")

    async def queue(self, message: Message, by: str, now: datetime) -> Message | None:
        """Queue it once for its (kind, about); None where it had been queued before."""
        return await self.keep_once(message, by, now)

    async def claim(self, tick: datetime, most: int, via: Via = Via.MAIL) -> Sequence[Message]:
        """Lease the messages of one way that are due: doubtful ones last, and no two workers get the same.

        One whose holder has died is leased alone after all others, so that one that kills takes no other with it.
        """
        due = (messages.c.via == via) & READY & (messages.c.due <= tick)
        order = (messages.c.crashes, messages.c.state == State.IN_DOUBT, messages.c.due, messages.c.id)
        select = messages.select().where(due).order_by(*order).limit(most).with_for_update(skip_locked=True)
        found = [from_row(Message, row) for row in await self.connection.execute(select)]
        whole = list(takewhile(lambda message: not message.crashes, found))
        places = await self._places([one.under for one in found if one.under is not None and not one.thread])
        taken = [claimed(message, tick, places.get(message.under or 0, "")) for message in whole or found[:1]]
        if taken:
            await self.connection.execute(CLAIM, [_claim(message) for message in taken])
        return taken

    async def record(self, message: Message, by: str, now: datetime) -> None:
        """Write what became of a claimed message, with evidence once it has ended.

        Raises: LostClaim, where the claim of this fence is not the newest any more.
        """
        await self._write(message)
        if message.state is State.SENT:
            await self._show_newest(message)
        if message.state in ENDED:
            await self._noted(message, by, now)

    async def revise(self, message: Message, raw: bytes, tick: datetime) -> None:
        """Let a post say this from now on: in its first post where it is still to come, else by a change of it.

        One that is on its way, or of which nobody knows whether it came, is changed after its end.
        """
        newest = {"raw": raw, "revision": messages.c.revision + 1}
        mine = messages.c.id == message.id
        await self.connection.execute(messages.update().where(mine).values(newest))
        await self._again(mine & messages.c.state.in_((State.SENT, State.FAILED)), tick)

    async def recover(self, tick: datetime, wait: timedelta, *, all_orphaned: bool = False) -> int:
        """Free the messages whose holder died: those whose lease ran out, or all, where nobody else can hold one.

        One in doubt waits for `wait` before it may be sent again.
        """
        rows = await self.connection.execute(messages.select().where(messages.c.state.in_(BUSY)).with_for_update())
        held = [from_row(Message, row) for row in rows]
        dead = [one for one in held if all_orphaned or (one.lease is not None and one.lease <= tick)]
        for message in dead:
            await self._write(recovered(message, tick, wait))
        return len(dead)

    async def about(self, kind: Kind, about: int) -> Message | None:
        return await self._one(messages.c.kind == kind, messages.c.about == about)

    async def by_message_id(self, message_id: str) -> Message | None:
        return await self._one(messages.c.message_id == message_id)

    async def at(self, channel: str, place: str) -> Message | None:
        """The card that stands there, of a case or of an enquiry."""
        card = messages.c.kind.in_((Kind.CARD, Kind.ENQUIRY))
        return await self._one(card, messages.c.recipient == channel, messages.c.place == place)

    async def next_due(self) -> datetime | None:
        earliest = sa.select(sa.func.min(messages.c.due)).where(READY)
        return await self._time(earliest)

    async def pending(self, tick: datetime) -> int:
        """How many want sending by now, or are on their way."""
        due = messages.c.state.in_(BUSY) | (READY & (messages.c.due <= tick))
        return await self._count(due)

    async def sent_since(self, when: datetime) -> int:
        """How many mails; posts are no mails."""
        return await self._count(messages.c.via == Via.MAIL, messages.c.sent_at >= when)

    async def first_sent(self) -> datetime | None:
        return await self._time(sa.select(sa.func.min(messages.c.sent_at)).where(messages.c.via == Via.MAIL))

    async def held(self) -> Sequence[Message]:
        return await self._all(messages.select().where(messages.c.state == State.HELD).order_by(messages.c.id))

    async def cancel(self, kind: Kind, about: int, why: str, by: str, now: datetime) -> bool:
        """Take a message back that nobody has begun to send."""
        waiting = (messages.c.kind == kind) & (messages.c.about == about) & messages.c.state.in_(FREE)
        values = {"state": State.FAILED, "note": why, "fence": messages.c.fence + 1}
        taken_back = messages.update().where(waiting).values(values).returning(messages.c.id)
        id_ = (await self.connection.execute(taken_back)).scalar_one_or_none()
        if id_ is not None:
            await self._noted(await self.get(id_), by, now)
        return id_ is not None

    async def counts(self) -> dict[str, int]:
        select = sa.select(messages.c.state, sa.func.count().label("n")).group_by(messages.c.state)
        return {str(row.state): row.n for row in await self.connection.execute(select)}

    async def every_sent(self) -> Sequence[str]:
        """The Message-IDs of all that a server took."""
        select = sa.select(messages.c.message_id).where(messages.c.state == State.SENT).order_by(messages.c.id)
        return list((await self.connection.execute(select)).scalars())

    async def doubted(self) -> int:
        """How many messages were ever in doubt."""
        return await self._count(messages.c.doubts > 0)

    async def unsent(self) -> int:
        return await self._count(messages.c.state.in_(PENDING))

    async def _places(self, ids: Sequence[int]) -> dict[int, str]:
        """Where these posts stand in their channels."""
        if not ids:
            return {}
        select = sa.select(messages.c.id, messages.c.place).where(messages.c.id.in_(ids))
        return {row.id: row.place for row in await self.connection.execute(select)}

    async def held_between(self, start: datetime, end: datetime) -> Sequence[tuple[int, str]]:
        """Id and kind of those queued in this period (half open) of which nobody knows whether they came."""
        within = (messages.c.queued_at >= start) & (messages.c.queued_at < end) & (messages.c.state == State.HELD)
        select = sa.select(messages.c.id, messages.c.kind).where(within).order_by(messages.c.id)
        return [(row.id, str(row.kind)) for row in await self.connection.execute(select)]

    async def ends(self, kind: Kind, start: datetime, end: datetime) -> dict[int, str]:
        """How each message of a kind that was queued in this period ended, by what it is about: `mail sent`."""
        within = (messages.c.queued_at >= start) & (messages.c.queued_at < end) & (messages.c.kind == kind)
        select = sa.select(messages.c.about, messages.c.via, messages.c.state).where(within)
        return {row.about: f"{row.via} {row.state}" for row in await self.connection.execute(select)}

    async def _show_newest(self, sent: Message) -> None:
        """Send what was revised while it was on its way."""
        revised = (messages.c.id == sent.id) & (messages.c.revision > sent.shown)
        await self._again(revised, sent.sent_at or sent.due)

    async def _again(self, which: sa.ColumnElement[bool], due: datetime) -> None:
        values = {"state": State.QUEUED, "due": due, "attempt": 0, "doubts": 0, "crashes": 0}
        await self.connection.execute(messages.update().where(which).values(values))

    async def _write(self, message: Message) -> None:
        row = to_row(message)
        for fixed in ("id", "raw", "kind", "about", "message_id", "queued_at", "revision", "under"):
            del row[fixed]
        mine = (messages.c.id == message.id) & (messages.c.fence == message.fence)
        result = await self.connection.execute(messages.update().where(mine).values(row))
        if result.rowcount != 1:
            raise LostClaim(f"message {message.id}")


def _claim(message: Message) -> dict[str, Any]:
    row = to_row(message)
    return {"claimed_id": message.id} | {name: row[name] for name in CLAIMED}
