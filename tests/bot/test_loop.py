"""The event loop of the service and its commands."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.loop import run
from storage.work import Store, StoreError


@pytest.fixture(autouse=True)
def usual_interval() -> Iterator[None]:
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)


def test_it_gives_what_its_work_gives() -> None:
    """The value, or what was raised."""

    async def work(value: int) -> int:
        await asyncio.sleep(0)
        return 12 // value

    assert run(work(3)) == 4
    with pytest.raises(ZeroDivisionError):
        run(work(0))


def test_a_store_that_cannot_be_opened_leaves_no_words_behind(tmp_path: Path) -> None:
    """The thread of its connection has ended before the loop closes; pytest sees every exception of a thread."""

    async def work() -> None:
        store = Store(f"sqlite:///{tmp_path}/none/afterword.db", ZoneInfo("UTC"))
        try:
            await store.ready()
        finally:
            await store.close()

    for _ in range(20):
        with pytest.raises(StoreError, match="unable to open database file"):
            run(work())
