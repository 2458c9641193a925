"""The register of opportunities: numbered without gaps, found by what is asked for."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.work import Conflict, Store
from surveys.opportunity import Opportunity, State
from tests.storage.things import BY

WEEK = timedelta(weeks=1)


async def test_an_opportunity_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    """Candidates, those of a theme and those that were pursued in a time."""
    async with store.work() as work:
        assert await work.opportunities.next_number() == 1
        kept = await work.opportunities.keep(Opportunity(0, 1, "Photo", now, "on_time"), BY, now)
        assert await work.opportunities.candidates() == [kept] == await work.opportunities.of_theme("on_time")
        over = replace(kept, state=State.PURSUED, benefit=4, effort=2, decided_at=now)
        pursued = await work.opportunities.keep(over, BY, now)
        assert await work.opportunities.hold(kept.id) == pursued == await work.opportunities.by_number(1)
        assert await work.opportunities.candidates() == []
        assert await work.opportunities.pursued_between(now, now + WEEK) == [pursued]
        assert await work.opportunities.pursued_between(now - WEEK, now) == []
        assert await work.opportunities.every() == [pursued]
        with pytest.raises(Conflict):
            await work.opportunities.keep(kept, BY, now)
