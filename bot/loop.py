"""The event loop that the service runs on."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

try:
    from uvloop import new_event_loop
except ImportError:  # where there is no wheel for it
    new_event_loop = asyncio.new_event_loop  # type: ignore[assignment]

SWITCH_SECONDS = 0.0005
"""SQLite answers from a thread; at Python's 5 ms a busy loop would keep each of its answers waiting that long."""


def run(main: Coroutine[Any, Any, None]) -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(main)
