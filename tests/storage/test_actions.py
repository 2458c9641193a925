"""Actions: numbered without gaps, found again, with a file of their own."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from storage.work import Conflict, Store
from surveys.action import Action, Aim, Kind, State
from surveys.entry import Entry
from surveys.entry import Kind as EntryKind
from tests.storage.things import BY

WEEK = timedelta(weeks=1)


def action(number: int, now: datetime) -> Action:
    return Action(0, number, "Warn of late pallets", Kind.CORRECTIVE, now, due_on=date(2026, 9, 30), measure="on_time")


async def test_an_action_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    """With its criterion and what came of it; whoever has an older version changes nothing."""
    async with store.work() as work:
        assert await work.actions.next_number() == 1
        kept = await work.actions.keep(action(1, now), BY, now)
        newer = await work.actions.keep(replace(kept, aim=Aim.TARGET, target=95, extended=True), BY, now)
        assert await work.actions.hold(kept.id) == newer == await work.actions.by_number(1)
        assert await work.actions.next_number() == 2
        with pytest.raises(Conflict):
            await work.actions.keep(kept, BY, now)


async def test_open_ones_due_ones_and_closed_ones_are_found(store: Store, now: datetime) -> None:
    """By what a list, the clock and a digest ask for."""
    async with store.work() as work:
        waiting = await work.actions.keep(replace(action(1, now), attend_at=now + WEEK), BY, now)
        judged = replace(action(2, now), state=State.EFFECTIVE, closed_at=now)
        closed = await work.actions.keep(judged, BY, now)
        assert await work.actions.open() == [waiting]
        assert await work.actions.closed_between(now, now + WEEK) == [closed]
        assert await work.actions.closed_between(now - WEEK, now) == []
        assert await work.actions.next_to_attend() == now + WEEK
        assert await work.actions.to_attend(now, 10) == []
        assert await work.actions.to_attend(now + WEEK, 10) == [waiting]
        assert await work.actions.total() == 2


async def test_its_file_is_its_own(store: Store, now: datetime) -> None:
    """In order, and what was entered once is not entered again."""
    async with store.work() as work:
        kept = await work.actions.keep(action(1, now), BY, now)
        first = Entry(0, None, EntryKind.MOVE, "move.1", now, BY, "proposed", action_id=kept.id)
        entered = await work.entries.keep_once(first, BY, now)
        assert await work.entries.keep_once(first, BY, now) is None
        assert await work.entries.of_action(kept.id) == [entered]
