"""The few column types that work alike on SQLite (STRICT) and PostgreSQL."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Number = sa.Integer()
Blob = sa.LargeBinary()


class Time(TypeDecorator[datetime]):
    """A UTC instant: TIMESTAMPTZ, or on SQLite text of fixed width, which sorts as time does."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return sa.Text()
        return sa.DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone may not be kept")
        utc = value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        found: datetime = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return found.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day of the calendar, as ISO 8601 writes it."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value.isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return date.fromisoformat(value) if value else None


class Flag(TypeDecorator[bool]):
    """A boolean, an INTEGER on SQLite."""

    impl = sa.Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return sa.Integer() if dialect.name == "sqlite" else sa.Boolean()

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


class Words(TypeDecorator[str]):
    """Text from people: NUL and lone surrogates, which no engine keeps alike, are taken out on the way in."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else keepable(value)


class Json(TypeDecorator[Any]):
    """A JSON value: JSONB, or on SQLite text with sorted keys."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return sa.Text() if dialect.name == "sqlite" else postgresql.JSONB()

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        kept = cleaned(value)
        return json.dumps(kept, sort_keys=True, ensure_ascii=False) if dialect.name == "sqlite" else kept

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(value) if dialect.name == "sqlite" else value


class Code(TypeDecorator[StrEnum]):
    """One of a closed set of codes, kept as its text."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.codes(value)


def cleaned(value: Any) -> Any:
    """A JSON value in which every text is keepable."""
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, Mapping):
        return {keepable(key): cleaned(one) for key, one in value.items()}
    return [cleaned(one) for one in value] if isinstance(value, list | tuple) else value


def keepable(text: str) -> str:
    """Text without what no engine keeps: NUL is left out, a lone surrogate becomes a question mark."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
