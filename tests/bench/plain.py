"""The same rows written without Afterword: by the database's driver alone, and by SQLAlchemy Core alone."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import asyncpg
import sqlalchemy as sa

from storage.work import PRAGMAS, Store, database_file

Row = Mapping[str, Any]


async def by_driver(store: Store, table: sa.Table, rows: Sequence[Row]) -> None:
    """One prepared INSERT and one commit a row, over one connection, with the store's own pragmas."""
    if store.embedded:
        _by_sqlite3(store, table, rows)
    else:
        await _by_asyncpg(store, table, rows)


async def by_core(store: Store, table: sa.Table, rows: Sequence[Row], batch: int) -> None:
    """One INSERT and one commit for so many rows, over one connection."""
    async with store.writer.connect() as connection:
        for first in range(0, len(rows), batch):
            await connection.execute(table.insert(), rows[first : first + batch])
            await connection.commit()


def _by_sqlite3(store: Store, table: sa.Table, rows: Sequence[Row]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {table.name} ({', '.join(rows[0])}) VALUES ({marks})"
    with closing(sqlite3.connect(database_file(store.url) or "", isolation_level=None)) as connection:
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        for row in rows:
            connection.execute(statement, [_text(value) for value in row.values()])


async def _by_asyncpg(store: Store, table: sa.Table, rows: Sequence[Row]) -> None:
    marks = ", ".join(f"${place}" for place in range(1, len(rows[0]) + 1))
    connection = await asyncpg.connect(store.url)
    try:
        statement = await connection.prepare(f"INSERT INTO {table.name} ({', '.join(rows[0])}) VALUES ({marks})")
        for row in rows:
            await statement.fetch(*map(_json, row.values()))
    finally:
        await connection.close()


def _text(value: Any) -> Any:
    """As the SQLite store keeps it."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else _json(value)


def _json(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, Mapping | tuple) else value
