"""The column types that work alike on both engines: what goes in comes out, or is refused."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from storage.columns import Blob, Code, Flag, Id, Json, Number, Time, Words, keepable
from storage.work import Store, StoreError


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


SHELF = sa.Table(
    "shelf",
    sa.MetaData(),
    sa.Column("id", Id, primary_key=True),
    sa.Column("time", Time),
    sa.Column("flag", Flag),
    sa.Column("words", Words),
    sa.Column("json", Json),
    sa.Column("code", Code(Colour)),
    sa.Column("number", Number),
    sa.Column("blob", Blob),
    sqlite_strict=True,
)


@pytest.fixture
async def shelf(store: Store) -> AsyncIterator[Store]:
    """A table with one column of each type."""
    async with store.work() as work:
        await work.connection.run_sync(SHELF.metadata.create_all)
    yield store
    async with store.work() as work:
        await work.connection.run_sync(SHELF.metadata.drop_all)


async def kept(store: Store, column: str, value: Any) -> Any:
    """What a column gives back of a value put in."""
    async with store.work() as work:
        id_ = (await work.connection.execute(SHELF.insert().returning(SHELF.c.id), {column: value})).scalar_one()
    async with store.read() as work:
        return (await work.connection.execute(sa.select(SHELF.c[column]).where(SHELF.c.id == id_))).scalar_one()


TIMES = [
    datetime(2026, 11, 16, 12, tzinfo=UTC),
    datetime(2026, 11, 16, 12, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, fold=0, tzinfo=ZoneInfo("Europe/London")),
    datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
    datetime(2000, 2, 29, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
]


@pytest.mark.parametrize("when", TIMES, ids=str)
async def test_a_time_comes_back_as_the_same_instant_in_utc(shelf: Store, when: datetime) -> None:
    """Whatever zone a time is told in, the hour that comes twice in autumn included."""
    found = await kept(shelf, "time", when)
    assert (found.astimezone(UTC), found.tzinfo) == (when.astimezone(UTC), UTC)


async def test_a_time_without_a_zone_is_refused(shelf: Store) -> None:
    """Nobody could tell later which instant was meant."""
    with pytest.raises(StoreError, match="without a zone"):
        await kept(shelf, "time", datetime(2026, 11, 16, 12))  # noqa: DTZ001


async def test_times_sort_as_time_does(shelf: Store) -> None:
    """On SQLite a time is text of fixed width, so that its order is the order of the instants."""
    for when in TIMES:
        await kept(shelf, "time", when)
    async with shelf.read() as work:
        found = list((await work.connection.execute(sa.select(SHELF.c.time).order_by(SHELF.c.time))).scalars())
    assert found == sorted(when.astimezone(UTC) for when in TIMES)


@pytest.mark.parametrize("flag", [True, False, None])
async def test_a_flag_comes_back_as_a_truth_value(shelf: Store, flag: bool | None) -> None:
    """Not as SQLite's 1 and 0."""
    assert await kept(shelf, "flag", flag) is flag


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Zoë Ødegård 😀 مرحبا", "Zoë Ødegård 😀 مرحبا"),
        ("a\0b", "ab"),
        ("a\ud800b", "a?b"),
        ("", ""),
        ("line\r\nline", "line\r\nline"),
        ("1'; DROP TABLE shelf; --", "1'; DROP TABLE shelf; --"),
    ],
)
async def test_words_lose_only_what_no_engine_keeps(shelf: Store, told: str, found: str) -> None:
    """NUL is taken out and a lone surrogate becomes a question mark, on both engines alike."""
    assert await kept(shelf, "words", told) == found


@pytest.mark.parametrize(
    "value",
    [None, True, 4, 4.5, "ü", [], {}, {"b": [1, None, {"c": "😀"}], "a": False}, "\\u0000 is written so", 2**60],
    ids=repr,
)
async def test_json_comes_back_as_it_was(shelf: Store, value: Any) -> None:
    """Text that only looks like an escape is left alone."""
    found = await kept(shelf, "json", value)
    assert (found, type(found)) == (value, type(value))


async def test_json_loses_what_no_engine_keeps(shelf: Store) -> None:
    """NUL and lone surrogates, as in words, in keys and at any depth."""
    assert await kept(shelf, "json", {"a\0": ["b\0", {"c\ud800": "\0d"}]}) == {"a": ["b", {"c?": "d"}]}


async def test_a_code_comes_back_as_itself(shelf: Store) -> None:
    """As a member of its closed set, and never as bare text."""
    found = await kept(shelf, "code", Colour.GREEN)
    assert found is Colour.GREEN


async def test_a_code_of_another_set_is_refused(shelf: Store) -> None:
    """What is not in the set cannot be kept."""
    with pytest.raises(StoreError, match="blue"):
        await kept(shelf, "code", "blue")


async def test_a_number_is_no_text(shelf: Store) -> None:
    """SQLite would keep "abc" in a column of numbers, were its tables not STRICT."""
    with pytest.raises(StoreError):
        await kept(shelf, "number", "abc")


async def test_bytes_come_back_as_they_were(shelf: Store) -> None:
    """Every byte, NUL included."""
    assert await kept(shelf, "blob", bytes(range(256))) == bytes(range(256))


@given(st.text(st.characters(codec=None), max_size=50))
def test_what_is_keepable_is_left_alone_the_second_time(text: str) -> None:
    """Cleaned text is text that every engine keeps, and cleaning it again changes nothing."""
    once = keepable(text)
    assert "\0" not in once
    assert once.encode("utf-8").decode("utf-8") == once == keepable(once)
