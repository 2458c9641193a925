"""Answers: every version stays as it was given."""

from dataclasses import replace
from datetime import datetime

import pytest

from storage.work import Store
from surveys.answer import corrected
from tests.storage import things
from tests.storage.things import BY, DAY, keep_invitation


async def test_answers_stay_as_they_were_given(store: Store, now: datetime) -> None:
    """A change of mind is a new version; no version is ever written over."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        first = await work.answers.keep(things.answer(asked, now), BY, now)
        second = await work.answers.keep(things.answer(asked, now + DAY, 2, marks={"overall": 1.5}), BY, now)
        assert list(await work.answers.versions(asked.id)) == [first, second]
        assert list(await work.answers.between(now, now + DAY)) == [first]
        assert await work.answers.order_of(asked.id) == "R-1"
        with pytest.raises(TypeError, match="keep a new version"):
            await work.answers.keep(replace(first, comment="no"), BY, now)


async def test_a_correction_is_kept_beside_what_was_given(store: Store, now: datetime) -> None:
    """With who and when, which evidence has too."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        first = await work.answers.keep(things.answer(asked, now), BY, now)
        right = corrected(first, {"overall": 2}, version=2, source="correct:1", by="staff:3", at=now + DAY)
        second = await work.answers.keep(right, "staff:3", now + DAY)
    async with store.read() as work:
        assert list(await work.answers.versions(asked.id)) == [first, second]
        [row] = await work.evidence.about("answers", second.id)
    assert (row.by, row.facts["by"], row.facts["corrected_at"]) == ("staff:3", "staff:3", (now + DAY).isoformat())


async def test_answered_is_counted_by_the_door_of_the_newest_answer(store: Store, now: datetime) -> None:
    """Of invitations, not of versions; what somebody else wrote, or what says nothing, does not count."""
    async with store.work() as work:
        one, two = await keep_invitation(work, now, 1), await keep_invitation(work, now, 2)
        three = await keep_invitation(work, now, 3)
        await work.answers.keep(things.answer(one, now, 1, door="mail"), BY, now)
        await work.answers.keep(things.answer(one, now, 2), BY, now)
        await work.answers.keep(things.answer(one, now, 3, door="mail", marks={}, given=(), unclear=True), BY, now)
        await work.answers.keep(things.answer(two, now, 1, door="mail"), BY, now)
        await work.answers.keep(things.answer(two, now, 2, verified=False), BY, now)
        await work.answers.keep(things.answer(three, now, 1, door="mail", marks={}, given=(), unclear=True), BY, now)
    async with store.read() as work:
        assert await work.answers.counts() == {"page": 1, "mail": 1}
