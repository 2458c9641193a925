"""Raw mails, kept before anybody understands them, and how far each mailbox has been read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import from_row, insert, to_row
from storage.tables import inbox, mailboxes
from storage.values import Arrival, Mail

LEASE = timedelta(seconds=60)
CRASHES = 3
"""A mail that took the service down this often is set aside; the attempt is committed before the work."""


class Inbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def read_up_to(self, mailbox: str) -> tuple[int, int]:
        """The UIDVALIDITY and highest UID stored so far; (0, 0) for a mailbox never read."""
        row = (await self.connection.execute(mailboxes.select().where(mailboxes.c.name == mailbox))).one_or_none()
        return (row.uidvalidity, row.uid) if row else (0, 0)

    async def store(self, mails: Sequence[Mail], mailbox: str, uidvalidity: int, uid: int) -> int:
        """Keep a fetched batch and move the mailbox's high-water mark, in one transaction; returns how many are new.

        A mail known by (mailbox, UIDVALIDITY, UID) or by its content is not kept twice.
        """
        new = await self._insert(mails) if mails else 0
        mark = insert(self.connection, mailboxes).values(name=mailbox, uidvalidity=uidvalidity, uid=uid)
        moved = {"uidvalidity": uidvalidity, "uid": uid}
        await self.connection.execute(mark.on_conflict_do_update(index_elements=[mailboxes.c.name], set_=moved))
        return new

    async def claim(self, tick: datetime, most: int) -> Sequence[Mail]:
        """Lease the oldest new mails, counting the attempt; one that crashed too often is set aside instead.

        A mail tried before is leased alone, so that one that crashes takes no other with it.
        """
        free = (inbox.c.state == Arrival.NEW) & (inbox.c.lease.is_(None) | (inbox.c.lease <= tick))
        worn = free & (inbox.c.attempts >= CRASHES)
        note = f"the service stopped {CRASHES} times on it"
        aside = {"state": Arrival.SET_ASIDE, "lease": None, "outcome": "error", "note": note}
        await self.connection.execute(inbox.update().where(worn).values(aside))
        oldest = sa.select(inbox.c.id, inbox.c.attempts).where(free).order_by(inbox.c.id).limit(most)
        found = (await self.connection.execute(oldest.with_for_update(skip_locked=True))).all()
        if not found:
            return []
        untried = [row.id for row in takewhile(lambda row: not row.attempts, found)]
        ids = untried or [found[0].id]
        leased = {"lease": tick + LEASE, "attempts": inbox.c.attempts + 1}
        await self.connection.execute(inbox.update().where(inbox.c.id.in_(ids)).values(leased))
        rows = await self.connection.execute(inbox.select().where(inbox.c.id.in_(ids)).order_by(inbox.c.id))
        return [from_row(Mail, row) for row in rows]

    async def done(
        self,
        id_: int,
        outcome: str,
        note: str = "",
        invitation_id: int | None = None,
        complaint_id: int | None = None,
        *,
        enquiry_id: int | None = None,
    ) -> None:
        await self._end(id_, Arrival.DONE, outcome, note, (invitation_id, complaint_id, enquiry_id))

    async def set_aside(
        self,
        id_: int,
        outcome: str,
        note: str,
        invitation_id: int | None = None,
        complaint_id: int | None = None,
        *,
        enquiry_id: int | None = None,
    ) -> None:
        """Keep it for a person: listed by `status`, counted in the digest."""
        await self._end(id_, Arrival.SET_ASIDE, outcome, note, (invitation_id, complaint_id, enquiry_id))

    async def lately_about(self, invitation_id: int, mail: Mail, among: int, within: timedelta) -> int:
        """How many of the `among` mails before this one, not older than `within`, were about an invitation."""
        return await self._lately(inbox.c.invitation_id == invitation_id, mail, among, within)

    async def lately_about_case(self, complaint_id: int, mail: Mail, among: int, within: timedelta) -> int:
        """The same about a case."""
        return await self._lately(inbox.c.complaint_id == complaint_id, mail, among, within)

    async def lately_about_enquiry(self, enquiry_id: int, mail: Mail, among: int, within: timedelta) -> int:
        """The same about an enquiry."""
        return await self._lately(inbox.c.enquiry_id == enquiry_id, mail, among, within)

    async def settle(self, fingerprint: bytes, note: str) -> None:
        """List a mail no more that was set aside as unclear; its outcome stays what it was."""
        mine = (inbox.c.fingerprint == fingerprint) & (inbox.c.state == Arrival.SET_ASIDE)
        values = {"state": Arrival.DONE, "note": note}
        await self.connection.execute(inbox.update().where(mine & (inbox.c.outcome == "unclear")).values(values))

    async def dealt_with(self, since: datetime | None, after: int, most: int) -> Sequence[Mail]:
        """Mails whose bytes are still kept and that a step has dealt with, received from then on; after this id."""
        mine = inbox.c.raw.is_not(None) & (inbox.c.state != Arrival.NEW) & (inbox.c.id > after)
        if since is not None:
            mine &= inbox.c.received_at >= since
        select = inbox.select().where(mine).order_by(inbox.c.id).limit(most)
        return [from_row(Mail, row) for row in await self.connection.execute(select)]

    async def find(self, id_: int) -> Mail | None:
        row = (await self.connection.execute(inbox.select().where(inbox.c.id == id_))).one_or_none()
        return None if row is None else from_row(Mail, row)

    async def aside(self) -> Sequence[Mail]:
        select = inbox.select().where(inbox.c.state == Arrival.SET_ASIDE).order_by(inbox.c.id)
        return [from_row(Mail, row) for row in await self.connection.execute(select)]

    async def aside_between(self, start: datetime, end: datetime) -> Sequence[Mail]:
        """Those received in this period (half open) that wait for a person, without their bytes."""
        within = (inbox.c.received_at >= start) & (inbox.c.received_at < end)
        columns = [sa.null().label("raw") if one.name == "raw" else one for one in inbox.c]
        select = sa.select(*columns).where(within & (inbox.c.state == Arrival.SET_ASIDE)).order_by(inbox.c.id)
        return [from_row(Mail, row) for row in await self.connection.execute(select)]

    async def waiting(self) -> int:
        select = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == Arrival.NEW)
        return int((await self.connection.execute(select)).scalar_one())

    async def outcomes(self) -> dict[str, int]:
        """How many mails ended in each way."""
        select = sa.select(inbox.c.outcome, sa.func.count().label("n")).where(inbox.c.state != Arrival.NEW)
        return {row.outcome: row.n for row in await self.connection.execute(select.group_by(inbox.c.outcome))}

    async def outcomes_between(self, start: datetime, end: datetime) -> dict[str, int]:
        within = (inbox.c.received_at >= start) & (inbox.c.received_at < end) & (inbox.c.state != Arrival.NEW)
        select = sa.select(inbox.c.outcome, sa.func.count().label("n")).where(within)
        return {row.outcome: row.n for row in await self.connection.execute(select.group_by(inbox.c.outcome))}

    async def _lately(self, mine: sa.ColumnElement[bool], mail: Mail, among: int, within: timedelta) -> int:
        before = inbox.c.id.between(mail.id - among, mail.id - 1) & (inbox.c.received_at > mail.received_at - within)
        return int((await self.connection.execute(sa.select(sa.func.count()).where(before & mine))).scalar_one())

    async def _end(
        self, id_: int, state: Arrival, outcome: str, note: str, about: tuple[int | None, int | None, int | None]
    ) -> None:
        ended = {"state": state, "lease": None, "outcome": outcome, "note": note}
        values = {**ended, **dict(zip(("invitation_id", "complaint_id", "enquiry_id"), about, strict=True))}
        await self.connection.execute(inbox.update().where(inbox.c.id == id_).values(values))

    async def _insert(self, mails: Sequence[Mail]) -> int:
        rows = [to_row(mail) for mail in mails]
        for row in rows:
            del row["id"]
        statement = insert(self.connection, inbox).on_conflict_do_nothing().returning(inbox.c.id)
        return len((await self.connection.execute(statement, rows)).all())
