"""The register of risks: numbered without gaps, the heaviest first, with files of their own."""

from dataclasses import replace
from datetime import datetime

import pytest

from storage.work import Conflict, Store
from surveys.entry import Entry
from surveys.entry import Kind as EntryKind
from surveys.risk import Risk, State
from tests.storage.things import BY


async def test_a_risk_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    """Whoever has an older version changes nothing."""
    async with store.work() as work:
        assert await work.risks.next_number() == 1
        kept = await work.risks.keep(Risk(0, 1, "Late", now, "late", "C-1"), BY, now)
        newer = await work.risks.keep(replace(kept, state=State.ACCEPTED, likelihood=4), BY, now)
        assert await work.risks.hold(kept.id) == newer == await work.risks.by_number(1)
        with pytest.raises(Conflict):
            await work.risks.keep(kept, BY, now)


async def test_the_heaviest_stand_first(store: Store, now: datetime) -> None:
    """By likelihood times severity; what is over is left out."""
    async with store.work() as work:
        light = await work.risks.keep(Risk(0, 1, "Late", now, "late", likelihood=1, severity=5), BY, now)
        heavy = await work.risks.keep(Risk(0, 2, "Defect", now, "defect", likelihood=3, severity=3), BY, now)
        gone = await work.risks.keep(Risk(0, 3, "Late", now, "late", state=State.CLOSED), BY, now)
        assert await work.risks.open() == [heavy, light]
        assert await work.risks.of_theme("late") == [light, gone]
        assert len(await work.risks.every()) == await work.risks.total() == 3


async def test_its_file_is_its_own(store: Store, now: datetime) -> None:
    """In order, and what was entered once is not entered again."""
    async with store.work() as work:
        kept = await work.risks.keep(Risk(0, 1, "Late", now), BY, now)
        first = Entry(0, None, EntryKind.MOVE, "move.1", now, BY, "proposed", risk_id=kept.id)
        entered = await work.entries.keep_once(first, BY, now)
        assert await work.entries.keep_once(first, BY, now) is None
        assert await work.entries.of_risk(kept.id) == [entered]
