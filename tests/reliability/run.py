"""`make reliability`: each fault in large numbers, one row a script; a broken promise ends with exit code 1.

Words on the command line choose among the scripts by name. The store is SQLite: a killed replica on PostgreSQL keeps
its messages leased for twelve minutes, which no run of two hundred kills can wait for.
"""

import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.loop import run
from tests.reliability.fuzz import mails_damaged
from tests.reliability.locked import store_locked
from tests.reliability.orders import orders_killed
from tests.reliability.outbox import outbox_killed
from tests.reliability.slack import slack_faulty
from tests.reliability.story import story_killed
from tests.reliability.verdict import Verdict

RESULTS = Path("build/reliability.json")

SCRIPTS: dict[str, Callable[[Path], Awaitable[Verdict]]] = {
    "story": story_killed,
    "slack": slack_faulty,
    "locked": store_locked,
    "outbox": outbox_killed,
    "orders": orders_killed,
    "mails": mails_damaged,
}

console = Console(highlight=False, width=150)


def main() -> int:
    found = {name: _row(name) for name in SCRIPTS if name in (sys.argv[1:] or SCRIPTS)}
    console.print(_table(found))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    return int(any(row["broken"] for row in found.values()))


def _row(name: str) -> dict[str, Any]:
    console.print(f"{name} ...")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
        verdict = run(SCRIPTS[name](Path(folder)))
    seconds = round(time.monotonic() - started)
    return {"fault": verdict.fault, "counted": verdict.counted, "broken": verdict.broken, "seconds": seconds}


def _table(found: dict[str, Any]) -> Table:
    table = Table("script", "fault", "counted", "promises", "s")
    for name, row in found.items():
        counted = ", ".join(f"{what} {n}" for what, n in row["counted"].items())
        table.add_row(name, row["fault"], counted, "; ".join(row["broken"]) or "kept", str(row["seconds"]))
    return table


if __name__ == "__main__":
    sys.exit(main())
