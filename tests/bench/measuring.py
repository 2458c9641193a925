"""Several ways to do one thing, timed in turns: other work on the machine slows them all, so their ratios hold.

Every way tells how many things it did, and that must be what it set out to do: doing nothing is not fast.
"""

import gc
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parents[2] / "build" / "bench.json"
MACHINE = {"python": platform.python_version(), "cpus": os.cpu_count()}

Do = Callable[[], Any]
"""A function or a coroutine function."""

Row = Mapping[str, float]

console = Console(highlight=False, width=120)


@dataclass(frozen=True)
class Way:
    """One way to do `items` things, of which `run` alone is timed.

    `before` makes ready for a run, `done` counts afterwards what it did; without it `run` returns that number.
    """

    name: str
    items: int
    run: Do
    before: Do | None = None
    done: Do | None = None


class Bench:
    """What one script measures, table by table."""

    def __init__(self, name: str, rounds: int = 5) -> None:
        self.name = name
        self.rounds = rounds
        self.tables: dict[str, Mapping[str, Row]] = {}

    async def compare(self, title: str, unit: str, ways: Sequence[Way]) -> None:
        """Time the ways in turns, after a round that only warms up; print the table and keep it."""
        rates: dict[str, list[float]] = {way.name: [] for way in ways}
        for number in range(self.rounds + 1):
            for way in ways:
                rate = await _rate(way)
                if number:
                    rates[way.name].append(rate)
        self.tables[title] = _rows(rates)
        _print(title, unit, self.tables[title])
        self._keep()

    def _keep(self) -> None:
        """Write these tables in place of those of an earlier run; other scripts' stay."""
        kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        kept[self.name] = {**MACHINE, "tables": self.tables}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


async def _rate(way: Way) -> float:
    """Things a second in one run."""
    if way.before:
        await _ended(way.before())
    gc.collect()
    started = perf_counter()
    result = await _ended(way.run())
    seconds = perf_counter() - started
    done = await _ended(way.done()) if way.done else result
    if done != way.items:
        raise AssertionError(f"{way.name}: {done} done of {way.items}")
    return way.items / seconds


async def _ended(begun: Any) -> Any:
    return await begun if isawaitable(begun) else begun


def _rows(rates: Mapping[str, Sequence[float]]) -> dict[str, Row]:
    """The ratio is the median of the rounds' own ratios to the first way."""
    first = next(iter(rates.values()))
    return {
        name: {
            "per_second": round(median(found), 1),
            "least": round(min(found), 1),
            "most": round(max(found), 1),
            "ratio": round(median(mine / base for mine, base in zip(found, first, strict=True)), 3),
        }
        for name, found in rates.items()
    }


def _print(title: str, unit: str, rows: Mapping[str, Row]) -> None:
    table = Table("way", title=title, title_justify="left")
    for column in (f"{unit}/s", "least to most", "ratio"):
        table.add_column(column, justify="right")
    for name, row in rows.items():
        spread = f"{_short(row['least'])} to {_short(row['most'])}"
        table.add_row(name, _short(row["per_second"]), spread, f"{row['ratio']:.2f}")
    console.print(table)


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"
