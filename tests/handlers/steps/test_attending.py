"""The clock looks at cases: what is late reaches its people once, and a customer's silence ends a wait."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.clock import tend
from handlers.office import Office
from handlers.steps.acknowledging import acknowledge_in_person
from handlers.steps.assessing import assess
from handlers.steps.attending import attend_due
from handlers.steps.complaining import Told, log
from surveys.complaint import Complaint, Problem, State
from surveys.message import Kind
from surveys.severity import Severity
from tests.handlers.stage import DAY, answered, asked, case_of, file_of, sound, told

MARA, LEAD, LEADERS = "UMARA", "ULEAD", "C0LEADERS"


def staffed(office: Office) -> Office:
    """An office whose late cases reach somebody."""
    return replace(office, complaints_channel="C0COMPLAINTS", complaints_lead=LEAD, digest_channels=(LEADERS,))


async def logged(office: Office, now: datetime, tick: datetime) -> Complaint:
    await told(office, now)
    return (await log(office, Told("The box was wet", "R-1"), MARA, now, tick))[0]


async def alarms(office: Office, case: Complaint) -> list[tuple[str, list[str]]]:
    """Each escalation with whom it went to."""
    found = []
    async with office.store.read() as work:
        for entry in await work.entries.of_complaint(case.id):
            if entry.kind == "alarm":
                kinds = (Kind.ALARM_OWNER, Kind.ALARM_LEAD, Kind.ALARM_LEADERS)
                posts = [await work.messages.about(kind, entry.id) for kind in kinds]
                found.append((entry.words, [post.recipient for post in posts if post]))
    return found


async def test_a_case_without_an_owner_goes_to_the_lead(office: Office, now: datetime, tick: datetime) -> None:
    """From the first step on; the leaders hear of it at the last."""
    mine = staffed(office)
    case = await logged(mine, now, tick)
    for hours in (27, 30, 52):
        await tend(mine, now + timedelta(hours=hours), tick)
    assert await alarms(mine, case) == [
        ("C-1 is soon due: acknowledge", [LEAD]),
        ("C-1 is due: acknowledge", [LEAD]),
        ("C-1 is overdue: acknowledge", [LEAD, LEADERS]),
    ]


async def test_who_was_away_hears_of_the_furthest_step_alone(office: Office, now: datetime, tick: datetime) -> None:
    """After a week in which the service stood still."""
    mine = staffed(office)
    case = await logged(mine, now, tick)
    await tend(mine, now + 7 * DAY, tick)
    assert await alarms(mine, case) == [("C-1 is overdue: acknowledge", [LEAD, LEADERS])]
    assert await attend_due(mine, now + 7 * DAY, tick) == 0


async def test_what_was_done_in_time_is_no_alarm(office: Office, now: datetime, tick: datetime) -> None:
    """The next deadline counts from then on."""
    mine = staffed(office)
    case = await logged(mine, now, tick)
    await acknowledge_in_person(mine, case.id, by=MARA, now=now, tick=tick)
    await tend(mine, now + 2 * DAY, tick)
    assert await alarms(mine, case) == []


async def test_the_gravest_reach_the_leaders_at_once(office: Office, now: datetime, tick: datetime) -> None:
    """With their owner."""
    mine = staffed(office)
    case = await logged(mine, now, tick)
    grave = {"severity": Severity.S1, "problem": Problem.SAFETY, "safety": True}
    await assess(mine, case.id, owner=MARA, by=MARA, now=now, tick=tick, **grave)  # type: ignore[arg-type]
    await tend(mine, now, tick)
    assert await alarms(mine, case) == [("C-1 is S1", [MARA, LEAD, LEADERS])]


async def test_without_slack_nothing_is_posted_and_the_clock_goes_on(
    office: Office, now: datetime, tick: datetime
) -> None:
    """The file has it all the same."""
    case = await logged(office, now, tick)
    await tend(office, now + 7 * DAY, tick)
    assert await alarms(office, case) == [("C-1 is overdue: acknowledge", [])]


async def test_ten_business_days_of_silence_close_an_answered_case(
    office: Office, now: datetime, tick: datetime
) -> None:
    """Not a day before, and marked as closed without a word."""
    await asked(office, now, tick)
    case = await answered(office, now, tick)
    await tend(office, now + 14 * DAY, tick)
    assert (await case_of(office, case.id)).state is State.RESPONDED
    await tend(office, now + 15 * DAY, tick)
    closed = await case_of(office, case.id)
    assert (closed.state, closed.silent) == (State.CLOSED, True)
    assert [entry.words for entry in await file_of(office, case)][-1] == "closed: the customer said nothing more"
    assert await sound(office)


async def test_replicas_that_look_at_once_tell_once(replica_office: Office, now: datetime, tick: datetime) -> None:
    """Whoever comes second finds that it was done."""
    mine = staffed(replica_office)
    case = await logged(mine, now, tick)
    late = now + 7 * DAY
    await asyncio.gather(*(attend_due(mine, late, tick) for _ in range(4)))
    assert await alarms(mine, case) == [("C-1 is overdue: acknowledge", [LEAD, LEADERS])]
    assert await sound(mine)
