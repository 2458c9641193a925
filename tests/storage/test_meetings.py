"""Meetings and who took part: numbered without gaps, each person once."""

from dataclasses import replace
from datetime import datetime, timedelta

from storage.work import Store
from surveys.meeting import Attendance, Kind, Meeting, Presence, State
from tests.storage.things import BY

WEEK = timedelta(weeks=1)


async def test_a_meeting_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    """With agenda, decisions and what was looked at; one of a kind is found while it is open."""
    async with store.work() as work:
        ines = await work.staff.meet("UINES", BY, now)
        assert await work.meetings.next_number() == 1
        new = Meeting(0, 1, Kind.RISK, now, ines.id, ("R-1 proposed", "A-1 late"))
        kept = await work.meetings.keep(new, BY, now)
        assert await work.meetings.open_of(Kind.RISK) == kept
        assert await work.meetings.last_opened(Kind.RISK) is None
        over = replace(kept, state=State.CLOSED, decisions=("Call",), covered=("risks",), led=True, closed_at=now)
        closed = await work.meetings.keep(over, BY, now)
        assert await work.meetings.hold(kept.id) == closed == await work.meetings.by_number(1)
        assert await work.meetings.open_of(Kind.RISK) is None
        assert await work.meetings.last_opened(Kind.RISK) == now
        assert await work.meetings.opened_between(now, now + WEEK) == [closed]
        assert await work.meetings.opened_between(now - WEEK, now) == []


async def test_each_person_is_there_once(store: Store, now: datetime) -> None:
    """What they said last."""
    async with store.work() as work:
        ines = await work.staff.meet("UINES", BY, now)
        meeting = await work.meetings.keep(Meeting(0, 1, Kind.RISK, now, ines.id), BY, now)
        invited = Attendance(0, meeting.id, ines.id, True, Presence.INVITED, now)
        await work.attendances.put(invited, BY, now)
        said = await work.attendances.put(replace(invited, presence=Presence.ABSENT, why="ill"), BY, now)
        assert await work.attendances.of_meeting(meeting.id) == [said]
