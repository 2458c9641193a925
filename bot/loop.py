"""The event loop that the service and its commands run on."""

import asyncio
import sys
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

try:
    from uvloop import new_event_loop
except ImportError:  # where there is no wheel for it
    new_event_loop = asyncio.new_event_loop  # type: ignore[assignment]

SWITCH_SECONDS = 0.0005
"""SQLite answers from a thread; at Python's 5 ms a busy loop would keep each of its answers waiting that long."""

WORKER = "_connection_worker_thread"
"""aiosqlite's thread; where a file cannot be opened, it still answers after its connection has been given up."""

LAST_WORDS = 200
"""How often to look, a millisecond apart, whether these threads have ended."""

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        try:
            return runner.run(main)
        finally:
            runner.run(_last_words())


async def _last_words() -> None:
    """An answer that finds its loop closed would end as a traceback on the terminal."""
    for _ in range(LAST_WORDS):
        if not any(WORKER in thread.name for thread in threading.enumerate()):
            return
        await asyncio.sleep(0.001)
