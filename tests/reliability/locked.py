"""Commands in Slack while somebody else holds the store's lock: kept in time, or said not to be and not kept."""

import asyncio
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

from handlers.slack.door import NOT_KEPT
from storage.work import Store
from tests.conftest import KEY, ZONE
from tests.edges import StandingClock
from tests.handlers.slack.stage import COMPLAINTS, MARA, Site, site
from tests.harbor import harbor_parts
from tests.reliability.verdict import Verdict, verdict

SHORT, LONG = 2.0, 4.0
SLACK_SECONDS = 3.0
SOME, MANY = 20, 200
PATIENCE = 20
"""How often somebody types the same again."""


async def store_locked(folder: Path) -> Verdict:
    """Locked for two seconds, for four, and two hundred commands at once without a lock."""
    file = folder / "locked.db"
    store = Store(f"sqlite:///{file}", ZONE, KEY)
    await store.migrate()
    clock = StandingClock(datetime(2026, 11, 16, 12, tzinfo=UTC), datetime.now(UTC))
    try:
        async with site(harbor_parts(store), clock) as harbor:
            short, slowest_short = await _while_locked(harbor, file, SHORT, "short")
            long, slowest_long = await _while_locked(harbor, file, LONG, "long")
            many = await asyncio.gather(*(_insists(harbor, f"at once {number}") for number in range(MANY)))
            kept = [await _kept(harbor, words) for words in ("short", "long", "at once")]
    finally:
        await store.close()
    return verdict(
        f"{SOME} commands while the store is locked for {SHORT:g} s, {SOME} for {LONG:g} s, {MANY} at once",
        {
            "kept of the first": kept[0],
            "kept of the second": kept[1],
            "kept of those at once": kept[2],
            "of those told to try again": sum(times > 1 for times in many),
            "slowest, s": round(max(slowest_short, slowest_long), 2),
        },
        {
            "all were kept within the lock's two seconds": kept[0] == SOME == sum("is kept" in one for one in short),
            "none was kept where four passed": kept[1] == 0 and set(long) == {NOT_KEPT},
            "all at once were kept, each once": kept[2] == MANY,
            "every answer came in time for Slack": max(slowest_short, slowest_long) < SLACK_SECONDS,
        },
    )


async def _while_locked(harbor: Site, file: Path, seconds: float, words: str) -> tuple[list[str], float]:
    """What so many commands are answered that are sent just after the lock is taken, and how long the slowest took."""
    outside = sqlite3.connect(file, isolation_level=None)
    outside.execute("BEGIN IMMEDIATE")
    asking = [asyncio.create_task(_says(harbor, f"{words} {number}")) for number in range(SOME)]
    await asyncio.sleep(seconds)
    outside.execute("ROLLBACK")
    outside.close()
    answers = await asyncio.gather(*asking)
    await harbor.settled()
    return [one for one, _ in answers], max(took for _, took in answers)


async def _insists(harbor: Site, words: str) -> int:
    """Somebody who is told that nothing was kept types it again; how often they did."""
    for times in range(1, PATIENCE):
        answer, _ = await _says(harbor, words)
        if answer != NOT_KEPT:
            return times
    return PATIENCE


async def _says(harbor: Site, words: str) -> tuple[str, float]:
    started = time.monotonic()
    reply = await harbor.acts.command(MARA, COMPLAINTS, "/complaint", words)
    return str((reply or {}).get("text", "")), time.monotonic() - started


async def _kept(harbor: Site, words: str) -> int:
    async with harbor.office.store.read() as work:
        return len(await work.complaints.search(words, 2 * MANY))
