"""Migrations: they make exactly the tables of this release, and a store of another release is refused."""

from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import migrations
from storage.tables import metadata
from storage.work import Store, Unready
from tests.conftest import KEY, ZONE
from tests.storage import things


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    """A SQLite store without any table."""
    opened = Store(f"sqlite:///{tmp_path / 'empty.db'}", ZONE, KEY)
    yield opened
    await opened.close()


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def stamp(store: Store, revision: str) -> None:
    async with store.work() as work:
        await work.connection.execute(sa.text("UPDATE alembic_version SET version_num = :new"), {"new": revision})


async def test_migrations_make_exactly_the_tables(store: Store) -> None:
    """Alembic finds no difference between what they make and what the code says, on either engine."""
    async with store.work() as work:
        assert await work.connection.run_sync(differences) == []


async def test_a_difference_would_be_found(store: Store) -> None:
    """The comparison sees columns, indexes, unique keys and whether a column may be empty."""
    async with store.work() as work:
        for change in (
            "ALTER TABLE customers ADD COLUMN shoe_size INTEGER",
            "DROP INDEX ix_answers_received_at",
            "CREATE TABLE shoes (size INTEGER)",
        ):
            await work.connection.execute(sa.text(change))
        found = await work.connection.run_sync(differences)
    kinds = sorted(str(one[0]) for one in found if isinstance(one, tuple))
    assert kinds == ["add_index", "remove_column", "remove_table"]


async def test_every_sqlite_table_is_strict(sqlite_store: Store) -> None:
    """A column of numbers holds numbers; only Alembic's own table is as Alembic makes it."""
    async with sqlite_store.read() as work:
        rows = await work.connection.execute(sa.text("PRAGMA table_list"))
        loose = {row.name for row in rows if not row.strict and not row.name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


async def test_constraints_are_the_same_on_both_engines(store: Store) -> None:
    """Every key that the code relies on is there under its name."""

    def names(connection: sa.Connection) -> set[str]:
        inspector = sa.inspect(connection)
        unique = [one for table in metadata.tables for one in inspector.get_unique_constraints(table)]
        return {str(one["name"]) for one in unique}

    expected = {
        str(one.name)
        for table in metadata.tables.values()
        for one in table.constraints
        if isinstance(one, sa.UniqueConstraint)
    }
    async with store.work() as work:
        assert await work.connection.run_sync(names) == expected


async def test_migrating_tells_from_where_to_where(empty: Store) -> None:
    """From nothing to the newest; a second time nothing is done."""
    newest = migrations.newest()
    assert await empty.revision() == (None, newest)
    assert await empty.migrate() == (None, newest)
    assert await empty.migrate() == (newest, newest)


async def test_answers_of_an_older_store_are_the_customers(empty: Store, now: datetime) -> None:
    """What was kept before corrections were known was corrected by nobody, and stays."""
    delivery = replace(things.delivery(things.ZOE, now), id=1, customer_id=1)
    asked = replace(things.invitation(delivery, now), id=1)
    older = {
        "customers": replace(things.ZOE, id=1),
        "deliveries": delivery,
        "invitations": asked,
        "answers": replace(things.answer(asked, now), id=1),
    }
    async with empty.writer.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(migrations._config(plain), "0004"))
        for table, one in older.items():
            row = {name: value for name, value in asdict(one).items() if name not in ("by", "corrected_at")}
            await connection.execute(metadata.tables[table].insert().values(row))
    assert await empty.migrate() == ("0004", migrations.newest())
    async with empty.read() as work:
        assert list(await work.answers.versions(1)) == [older["answers"]]


async def test_a_migrated_store_is_ready(store: Store) -> None:
    """The service may start on it."""
    await store.ready()


async def test_a_store_without_tables_is_not_ready(empty: Store) -> None:
    """Whoever runs the service is told which command makes them."""
    with pytest.raises(Unready, match=r"tables are at nothing, .* is needed: run 'afterword migrate'"):
        await empty.ready()


async def test_an_older_store_is_to_be_migrated(sqlite_store: Store) -> None:
    """A revision that this release knows, and that is not its newest."""
    await stamp(sqlite_store, "0001")
    with pytest.raises(Unready, match=rf"tables are at 0001, {migrations.newest()} is needed: run 'afterword migrate'"):
        await sqlite_store.ready()


async def test_a_newer_store_is_refused(store: Store) -> None:
    """An old release must not write into tables that it does not know."""
    await stamp(store, "9999")
    with pytest.raises(Unready, match=r"made by a newer release \(its tables are at 9999\): update Afterword"):
        await store.ready()


async def test_a_newer_store_is_not_migrated(store: Store) -> None:
    """Nor taken back to older tables."""
    await stamp(store, "9999")
    with pytest.raises(Unready, match="update Afterword"):
        await store.migrate()
    assert (await store.revision())[0] == "9999"
