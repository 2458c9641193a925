"""A meeting is opened, held and closed into a record; what comes after that is an amendment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.office import Office
from handlers.steps.filing import enter
from handlers.steps.meeting.carding import show
from handlers.steps.meeting.gathering import agenda
from handlers.steps.moving import DOOR
from storage.work import Person, Work
from surveys.entry import Kind as EntryKind
from surveys.grounds import NeedsReason, ThereAlready
from surveys.meeting import Attendance, Kind, Meeting, Presence, check_closed, check_open, closed, decided


async def open_meeting(
    office: Office, kind: Kind, leaders: Iterable[str], *, by: str, now: datetime, tick: datetime
) -> Meeting:
    """Gather what waits, and invite the Slack users `leaders`. Raises: ThereAlready, where one of its kind is open."""
    invited = sorted(set(leaders))
    async with office.store.work() as work:
        people = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, *invited})}
        number = await work.meetings.next_number()
        if there := await work.meetings.open_of(kind):
            raise ThereAlready(f"{there.name} is open: close it first")
        new = Meeting(0, number, kind, now, people[by].id, await agenda(office, work, kind, now))
        meeting = await work.meetings.keep(new, people[by].name, now)
        for user in invited:
            guest = Attendance(0, meeting.id, people[user].id, True, Presence.INVITED, now)
            await work.attendances.put(guest, people[by].name, now)
        await show(office, work, meeting, now, tick)
    return meeting


async def attend(
    office: Office,
    meeting_id: int,
    presence: Presence,
    *,
    leader: bool,
    why: str = "",
    by: str,
    now: datetime,
    tick: datetime,
) -> Meeting:
    """The Slack user `by` takes part, or says why not; `leader` is their role. Raises: CannotMove."""
    if presence is Presence.ABSENT and not why.strip():
        raise NeedsReason("say in a few words why you cannot take part")
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        meeting = await work.meetings.hold(meeting_id)
        check_open(meeting)
        said = Attendance(0, meeting.id, person.id, leader, presence, now, " ".join(why.split()))
        await work.attendances.put(said, person.name, now)
        await show(office, work, meeting, now, tick)
    return meeting


async def decide(office: Office, meeting_id: int, words: str, *, by: str, now: datetime, tick: datetime) -> Meeting:
    """Write down what the meeting decided. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        meeting = await work.meetings.hold(meeting_id)
        kept = await work.meetings.keep(decided(meeting, words), person.name, now)
        await _note(office, work, kept, f"decided: {kept.decisions[-1]}", by=person, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def close_meeting(
    office: Office, meeting_id: int, covered: Sequence[str], notes: str, *, by: str, now: datetime, tick: datetime
) -> Meeting:
    """Close it into a record; whoever was invited and said nothing was absent. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        meeting = await work.meetings.hold(meeting_id)
        people = [await _settled(work, one, person, now) for one in await work.attendances.of_meeting(meeting.id)]
        record = closed(meeting, people, covered, notes, by=person.id, now=now)
        kept = await work.meetings.keep(record, person.name, now)
        await _note(office, work, kept, "closed" if kept.led else "closed, without top management", by=person, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def amend(office: Office, meeting_id: int, words: str, *, by: str, now: datetime, tick: datetime) -> Meeting:
    """Write beside a closed record what was left out or is wrong in it. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        meeting = await work.meetings.hold(meeting_id)
        check_closed(meeting)
        if not words.strip():
            raise NeedsReason(f"say what is to be added to {meeting.name}")
        key = f"amendment.{now.isoformat()}"
        said = " ".join(words.split())
        await enter(office, work, meeting, EntryKind.AMENDMENT, said, key=key, by=person.name, now=now)
        await show(office, work, meeting, now, tick)
    return meeting


async def _settled(work: Work, one: Attendance, by: Person, now: datetime) -> Attendance:
    if one.presence is not Presence.INVITED:
        return one
    absent = Attendance(one.id, one.meeting_id, one.person_id, one.leader, Presence.ABSENT, now, "said nothing")
    return await work.attendances.keep(absent, by.name, now)


async def _note(office: Office, work: Work, meeting: Meeting, words: str, *, by: Person, now: datetime) -> None:
    await enter(office, work, meeting, EntryKind.MOVE, words, key=f"move.{meeting.version}", by=by.name, now=now)
