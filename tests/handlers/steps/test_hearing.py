"""What a customer says about a case is kept, and moves it where it answers what they were asked."""

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.office import Office
from handlers.steps.hearing import Heard, hear, heard_by
from surveys.complaint import Complaint, State
from surveys.grounds import CannotMove
from surveys.message import Kind
from tests.handlers.stage import DAY, answered, asked, case_of, comes, delivery_report, file_of, leave, sound

YES, NO = Heard("Yes, thank you", "mail:1", solved=True), Heard("No", "mail:2", solved=False)


@pytest.fixture
async def case(office: Office, now: datetime, tick: datetime) -> Complaint:
    """A case whose customer was told what was found."""
    await asked(office, now, tick)
    return await answered(office, now, tick)


async def says(office: Office, case: Complaint, heard: Heard, now: datetime) -> Complaint:
    async with office.store.work() as work:
        held = await work.complaints.hold(case.id)
        return await hear(office, work, held, heard, now)


async def said(office: Office, case: Complaint) -> list[str]:
    return [entry.words for entry in await file_of(office, case) if entry.kind in ("customer", "note")]


async def test_the_same_mail_is_heard_once(office: Office, case: Complaint, now: datetime) -> None:
    """However often it is read."""
    for _ in range(2):
        await says(office, case, YES, now)
    assert await said(office, case) == ["Yes, thank you"]
    assert (await case_of(office, case.id)).state is State.CLOSED


async def test_words_without_a_yes_or_no_only_stand_in_the_file(office: Office, case: Complaint, now: datetime) -> None:
    """A person reads them; the case waits on."""
    await says(office, case, Heard("When does the driver come?", "mail:3"), now)
    assert (await case_of(office, case.id)).state is State.RESPONDED
    assert await said(office, case) == ["When does the driver come?"]


async def test_what_does_not_count_moves_nothing(office: Office, case: Complaint, now: datetime) -> None:
    """Perhaps somebody else wrote it."""
    await says(office, case, replace(YES, counts=False), now)
    assert (await case_of(office, case.id)).state is State.RESPONDED


async def test_a_no_after_90_days_is_kept_and_says_why_nothing_moved(
    office: Office, case: Complaint, now: datetime
) -> None:
    """It is never lost; whoever reads it logs a new complaint."""
    await says(office, case, YES, now)
    await says(office, case, NO, now + 91 * DAY)
    assert (await case_of(office, case.id)).state is State.CLOSED
    assert (await said(office, case))[1:] == [
        "No",
        "C-1 was closed more than 90 days ago: log a new complaint",
    ]


async def test_a_clerk_is_told_what_cannot_be_done(office: Office, case: Complaint, now: datetime) -> None:
    """And nothing is kept of it: they can say it in another way."""
    await says(office, case, YES, now)
    with pytest.raises(CannotMove, match="log a new complaint"):
        await heard_by(office, case.id, NO, by="UMARA", now=now + 91 * DAY)
    assert await said(office, case) == ["Yes, thank you"]
    assert await sound(office)


async def test_a_letter_that_comes_back_is_noted(
    office: Office, case: Complaint, now: datetime, tick: datetime
) -> None:
    """Whoever looks after the case has to reach the customer in another way."""
    [entry] = [one for one in await file_of(office, case) if one.kind == "response"]
    async with office.store.read() as work:
        letter = await work.messages.about(Kind.LETTER, entry.id)
    assert letter is not None
    report = delivery_report(office.addresses.sender, returned=letter.message_id)
    assert (await comes(office, report, now, tick)).outcome == "bounce"
    assert await said(office, case) == ["A letter came back (5.1.1): tell the customer by phone or in person"]
    assert await leave(office, now, tick) == []
