"""The only way into the store: one short transaction, handing out the collections.

A step opens a `Work`, keeps and queues, and leaves it: the transaction commits at that edge, all or nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import figures, migrations
from storage.actions import Actions
from storage.answers import Answers
from storage.attachments import Attachments
from storage.closures import Closures
from storage.collection import Conflict
from storage.complaints import Complaints
from storage.concerned import Concerned
from storage.customers import Customers
from storage.deliveries import Deliveries
from storage.digests import WEEKLY, Digests
from storage.editions import Editions
from storage.engines import PATIENCE, PRAGMAS, database_file, engines
from storage.enquiries import Enquiries
from storage.entries import Entries
from storage.evidence import Evidence, Trail
from storage.figures import Ledger
from storage.inbox import Inbox
from storage.invitations import Invitations
from storage.judgements import Judgements
from storage.keys import Keys, WeakKey
from storage.meetings import Attendances, Meetings
from storage.messages import LostClaim, Messages
from storage.moves import Moves
from storage.observations import OPENED, PRESELECTED, Observations
from storage.opportunities import Opportunities
from storage.promises import Promises
from storage.questions import Questions
from storage.reviews import Reviews
from storage.risks import Risks
from storage.staff import Staff
from storage.suppressions import Suppressions
from storage.switches import PAUSED, Switch, Switches
from storage.tokens import Tokens
from storage.values import ApiKey, Arrival, ClaimedDigest, Mail, Person
from surveys.figure import Counts, Fact
from surveys.workdays import Week

__all__ = [
    "OPENED", "PAUSED", "PRAGMAS", "PRESELECTED", "WEEKLY", "ApiKey", "Arrival", "Busy", "ClaimedDigest", "Conflict",
    "LostClaim", "Mail", "Person", "Store", "StoreError", "Switch", "Unready", "WeakKey", "Work",
    "database_file", "patience",
]  # fmt: skip


StoreError = sa.exc.SQLAlchemyError
"""What the database itself refuses or cannot do."""


GRACE = 0.2
"""Seconds beyond somebody's patience in which the database says by itself that it is busy."""


class Busy(OSError):
    """Others held the store for longer than whoever wanted to write could wait; nothing was kept."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """From now on a transaction begins within so many seconds or not at all: somebody waits for an answer."""
    before = PATIENCE.set(asyncio.get_running_loop().time() + seconds)
    try:
        yield
    finally:
        PATIENCE.reset(before)


class Unready(Exception):
    """The tables of this store are not those of this release."""


class Work:
    """The collections of one transaction."""

    def __init__(self, connection: AsyncConnection, zone: ZoneInfo, key: bytes) -> None:
        self.connection = connection
        self.zone = zone
        self.trail = Trail(connection)
        self.ledger = Ledger(connection, zone)
        shared = (connection, self.trail, self.ledger)
        self.customers = Customers(*shared)
        self.staff = Staff(*shared)
        self.deliveries = Deliveries(*shared)
        self.invitations = Invitations(*shared)
        self.answers = Answers(*shared)
        self.complaints = Complaints(*shared)
        self.moves = Moves(*shared)
        self.entries = Entries(*shared)
        self.closures = Closures(*shared)
        self.attachments = Attachments(*shared)
        self.enquiries = Enquiries(*shared)
        self.editions = Editions(*shared)
        self.questions = Questions(*shared)
        self.concerned = Concerned(*shared)
        self.judgements = Judgements(*shared)
        self.promises = Promises(*shared)
        self.messages = Messages(*shared)
        self.digests = Digests(*shared)
        self.actions = Actions(*shared)
        self.risks = Risks(*shared)
        self.opportunities = Opportunities(*shared)
        self.meetings = Meetings(*shared)
        self.attendances = Attendances(*shared)
        self.reviews = Reviews(*shared)
        self.keys = Keys(*shared)
        self.observations = Observations(connection)
        self.inbox = Inbox(connection)
        self.tokens = Tokens(connection)
        self.suppressions = Suppressions(connection, self.trail, key)
        self.switches = Switches(connection, self.trail)
        self.evidence = Evidence(connection, key)

    async def facts(self, delivery_ids: Sequence[int]) -> list[Fact]:
        """These deliveries with all that came of them."""
        return await figures.load(self.connection, delivery_ids)

    async def weeks(self, wanted: Sequence[Week]) -> list[tuple[Week, Counts]]:
        """The kept figures of these weeks."""
        return await figures.weeks(self.connection, wanted)

    async def figure_differences(self) -> list[tuple[str, str, int, int]]:
        return await figures.differences(self.connection, self.zone)

    async def rebuild_figures(self) -> list[tuple[str, str, int, int]]:
        return await figures.rebuild(self.connection, self.zone)

    async def settle(self) -> None:
        """Evidence, then figures, as the last statements of the transaction."""
        await self.trail.write()
        await self.ledger.settle()


class Store:
    """One database. `key` is the evidence key; weeks are those of `zone`."""

    def __init__(self, url: str, zone: ZoneInfo, key: bytes = b"") -> None:
        self.url = url
        self.zone = zone
        self.key = key
        self.reader, self.writer = engines(url)

    @property
    def embedded(self) -> bool:
        """Whether the store is a file of this one service."""
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A transaction that commits when it is left, and leaves nothing behind when it fails.

        Raises: Busy, before anything was done, where it cannot begin within the `patience` of who asks.
        """
        async with AsyncExitStack() as stack:
            connection = await self._begun(stack, PATIENCE.get())
            work = Work(connection, self.zone, self.key)
            yield work
            await work.settle()

    async def _begun(self, stack: AsyncExitStack, until: float | None) -> AsyncConnection:
        """Only the beginning is cut short: what was committed is never called unkept."""
        try:
            async with asyncio.timeout_at(None if until is None else until + GRACE):
                connection = await stack.enter_async_context(self.writer.begin())
                if until is not None and not self.embedded:
                    left = max(until - asyncio.get_running_loop().time(), 0.001)
                    await connection.execute(sa.text(f"SET LOCAL lock_timeout = {int(left * 1000)}"))
        except TimeoutError as why:
            raise Busy("others held the store for too long") from why
        return connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Work]:
        """A snapshot to read from."""
        async with self.reader.connect() as connection, connection.begin():
            yield Work(connection, self.zone, self.key)

    @asynccontextmanager
    async def leading(self, what: str) -> AsyncIterator[bool]:
        """Whether this is the one of several services that may do `what` as long as it holds on to this.

        A session advisory lock on PostgreSQL; a SQLite store has one service anyhow.
        """
        if self.embedded:
            yield True
            return
        async with self.writer.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            lock = sa.select(sa.func.pg_try_advisory_lock(sa.func.hashtextextended(what, 0)))
            leads = bool((await connection.execute(lock)).scalar_one())
            try:
                yield leads
            finally:
                if leads:
                    await connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))

    async def migrate(self) -> tuple[str | None, str]:
        """Bring the tables up to date; returns the revision before and after.

        Raises: Unready, where a newer release made them.
        """
        found, _ = await self.revision()
        if found is not None:
            _known(found)
        async with self.writer.begin() as connection:
            return await connection.run_sync(migrations.upgrade)

    async def revision(self) -> tuple[str | None, str]:
        """The revision of the tables, and the one this release needs."""
        async with self.writer.begin() as connection:
            return await connection.run_sync(migrations.current), migrations.newest()

    async def ready(self) -> None:
        """Raises: Unready, saying what to do."""
        found, needed = await self.revision()
        if found == needed:
            return
        if found is not None:
            _known(found)
        raise Unready(f"the store's tables are at {found or 'nothing'}, {needed} is needed: run 'afterword migrate'")

    async def pragmas(self) -> dict[str, str]:
        """What SQLite says of its own settings; empty on PostgreSQL."""
        async with self.writer.begin() as connection:
            if connection.dialect.name != "sqlite":
                return {}
            return {name: str((await connection.execute(sa.text(f"PRAGMA {name}"))).scalar_one()) for name in PRAGMAS}

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


def _known(revision: str) -> None:
    if revision not in migrations.known():
        raise Unready(f"the store was made by a newer release (its tables are at {revision}): update Afterword")
