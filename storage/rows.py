"""Rows and frozen values, field by field."""

from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


def to_row(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def from_row(kind: type[T], row: sa.Row[Any]) -> T:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in row._mapping.items()}
    return kind(**values)


def insert(connection: AsyncConnection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of this connection."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


async def alone(connection: AsyncConnection, what: int) -> None:
    """Wait until nobody else does this, until the end of the transaction; SQLite has one writer anyhow."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(what)))
