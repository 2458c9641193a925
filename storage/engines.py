"""The engines under the store: SQLite embedded, PostgreSQL for replicas."""

import asyncio
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"}
"""What a SQLite store is opened with and asked for again by `afterword check`; synchronous 2 is FULL."""

PATIENCE: ContextVar[float | None] = ContextVar("patience", default=None)
"""The time of the event loop by which a transaction has to begin, where somebody waits for an answer."""

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """A reading and a writing engine; on PostgreSQL they share their connections."""
    address = sa.make_url(url)
    address = address.set(drivername=DRIVERS.get(address.drivername, address.drivername))
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, writing=False), _sqlite(address, writing=True)
    engine = create_async_engine(address, pool_size=10, pool_pre_ping=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True), engine


def database_file(url: str) -> str | None:
    """The file of a SQLite store; None for PostgreSQL.

    Raises: ValueError, where the URL is of neither.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ValueError("write sqlite:///afterword.db or postgresql://user@host/name") from None
    if address.get_backend_name() not in DRIVERS or not address.database:
        raise ValueError("write sqlite:///afterword.db or postgresql://user@host/name")
    return address.database if address.get_backend_name() == "sqlite" else None


def folded(engine_name: str, column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """A text without case, in any language: SQLite's own lower() knows ASCII alone."""
    return sa.func.lower(column) if engine_name == "postgresql" else sa.func.folded(column)


def _folded(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _sqlite(address: sa.URL, *, writing: bool) -> AsyncEngine:
    """One writer at a time, and BEGIN IMMEDIATE: a deferred transaction that turns to writing fails as busy."""
    engine = create_async_engine(address, pool_size=1 if writing else 4, max_overflow=0, pool_timeout=60)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.create_function("folded", 1, _folded, deterministic=True)
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        if not writing:
            cursor.execute("PRAGMA query_only = 1")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if writing:
            _wait(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    @sa.event.listens_for(engine.sync_engine, "invalidate")
    def invalidate(connection: Any, _record: object, _why: object) -> None:
        """End the transaction of a cancelled task: closing alone leaves it open while a cursor of it is alive."""
        connection.rollback()

    return engine


def _wait(connection: sa.Connection) -> None:
    """Let SQLite itself give up in time: a thread that waits for its lock cannot be called back."""
    until = PATIENCE.get()
    left = None if until is None else max(until - asyncio.get_running_loop().time(), 0)
    wanted = PRAGMAS["busy_timeout"] if left is None else str(int(left * 1000))
    if connection.info.get("busy_timeout", PRAGMAS["busy_timeout"]) != wanted:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wanted}")
        connection.info["busy_timeout"] = wanted
