"""A complaint is acknowledged once the customer was really told: by letter, or by a person."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from handlers.office import Office
from handlers.steps.acknowledging import acknowledge_by_mail, acknowledge_in_person
from handlers.steps.addressing import NobodyToWrite
from handlers.steps.complaining import Told, close, log
from handlers.steps.sending import begin, claim, finish
from handlers.steps.stopping import unsubscribe
from surveys import message as states
from surveys.complaint import Complaint, State
from surveys.course import Ending
from surveys.entry import Kind as Entered
from surveys.grounds import CannotMove, ThereAlready
from surveys.invitation import State as Asked
from surveys.message import DOUBT, Kind, Message
from surveys.message import State as Sending
from tests.handlers.stage import (
    DAY,
    ZOE,
    acknowledgement,
    again,
    asked,
    bounces,
    card,
    comes,
    file_of,
    letter,
    mail,
    moves,
    sound,
    stopped,
    told,
)

HOUR = timedelta(hours=1)
MARA = "UMARA"


async def complained(office: Office, now: datetime, tick: datetime, order: str = "R-1") -> Complaint:
    case, _ = await log(office, Told("The box was wet", order), MARA, now, tick)
    return case


async def written(office: Office, case: Complaint, now: datetime, tick: datetime, signed: str = "") -> EmailMessage:
    """The letter as it leaves."""
    await acknowledge_by_mail(office, case.id, signed=signed, by=MARA, now=now, tick=tick)
    found = await acknowledgement(office, case)
    assert found is not None
    return message_from_bytes(found.raw, policy=default)  # type: ignore[return-value]


async def now_is(office: Office, case: Complaint) -> Complaint:
    async with office.store.read() as work:
        return await work.complaints.get(case.id)


async def begun(office: Office, now: datetime, tick: datetime) -> Message:
    """The acknowledgement at the moment of DATA, everything before it sent."""
    for one in await claim(office, tick, 10):
        started = await begin(office, one, now)
        assert started is not None
        if one.kind is Kind.ACKNOWLEDGEMENT:
            return started
        await finish(office, states.sent(started, "250", tick), now)
    raise AssertionError("no acknowledgement was due")


async def says(office: Office, case: Complaint) -> str:
    """All words of a card."""
    found = await card(office, case)
    assert found is not None
    return json.dumps(json.loads(found.raw))


async def test_the_letter_answers_the_invitation(office: Office, now: datetime, tick: datetime) -> None:
    """In its thread, to the customer, with the address that answers about this case come back to."""
    of = await asked(office, now, tick)
    case = await complained(office, now, tick)
    sent = await written(office, case, now, tick, "Mara Lind")
    invitation = await letter(office, of)
    assert sent["To"] == ZOE
    assert sent["Subject"] == "Your complaint about delivery R-1 (C-1)"
    assert sent["In-Reply-To"] == sent["References"] == invitation.message_id
    assert sent["Reply-To"] == office.case_address(case.id)
    assert sent["List-Unsubscribe"] is None
    text = sent.get_body(("plain",))
    assert text is not None
    assert "Mara Lind at Harbor Parts looks after it." in " ".join(text.get_content().split())
    assert "by 23 November 2026 at the latest" in " ".join(text.get_content().split())


async def test_a_letter_without_an_invitation_stands_alone(office: Office, now: datetime, tick: datetime) -> None:
    """It answers nothing, and bounces come to the sender."""
    await told(office, now)
    case = await complained(office, now, tick)
    sent = await written(office, case, now, tick)
    assert [sent[name] for name in ("In-Reply-To", "References")] == [None] * 2
    assert sent["Reply-To"] == office.case_address(case.id)
    found = await acknowledgement(office, case)
    assert found is not None
    assert found.envelope_from == office.addresses.sender


async def test_a_case_is_acknowledged_when_its_letter_was_sent(carded: Office, now: datetime, tick: datetime) -> None:
    """Not before: in the transaction that records the server's reply, with the Message-ID in the move."""
    await asked(carded, now, tick)
    case = await complained(carded, now, tick)
    await acknowledge_by_mail(carded, case.id, by=MARA, now=now, tick=tick)
    sending = await begun(carded, now + HOUR, tick)
    assert (await now_is(carded, case)).state is State.RECEIVED
    assert "on its way" in await says(carded, case)
    await finish(carded, states.sent(sending, "250 ok", tick), now + HOUR)
    told_now = await now_is(carded, case)
    assert (told_now.state, told_now.acknowledged_at) == (State.ACKNOWLEDGED, now + HOUR)
    assert await moves(carded, case) == [
        (State.RECEIVED, State.RECEIVED, "staff:1", "acknowledgement written"),
        (State.RECEIVED, State.ACKNOWLEDGED, "postman", f"by mail {sending.message_id}"),
    ]
    shown = await says(carded, case)
    assert "C-1, acknowledged: order R-1" in shown
    assert "on its way" not in shown
    assert await sound(carded)


async def test_a_letter_that_was_not_sent_acknowledges_nothing(carded: Office, now: datetime, tick: datetime) -> None:
    """The card says what the server said, no invitation bounces for it, and a person tells the customer."""
    of = await asked(carded, now, tick)
    case = await complained(carded, now, tick)
    await acknowledge_by_mail(carded, case.id, by=MARA, now=now, tick=tick)
    refused = states.refused(await begun(carded, now, tick), 550, "550 no such user", tick)
    await finish(carded, refused, now, no_such_address=True)
    assert (await now_is(carded, case)).state is State.RECEIVED
    assert (await again(carded, of)).state is Asked.OPEN
    assert "not sent: 550 no such user" in await says(carded, case)
    with pytest.raises(CannotMove, match=r"could not be sent \(550 no such user\): tell the customer by phone"):
        await acknowledge_by_mail(carded, case.id, by=MARA, now=now, tick=tick)
    acknowledged = await acknowledge_in_person(carded, case.id, by=MARA, now=now, tick=tick)
    assert acknowledged.state is State.ACKNOWLEDGED


async def test_a_letter_in_doubt_acknowledges_when_it_was_sent(office: Office, now: datetime, tick: datetime) -> None:
    """A line that was lost proves nothing."""
    await told(office, now)
    case = await complained(office, now, tick)
    await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    await finish(office, states.doubted(await begun(office, now, tick), "lost", tick), now)
    assert (await now_is(office, case)).state is State.RECEIVED
    await finish(office, states.sent(await begun(office, now, tick + DOUBT), "250", tick + DOUBT), now)
    assert (await now_is(office, case)).state is State.ACKNOWLEDGED


async def test_telling_in_person_acknowledges_at_once(office: Office, now: datetime, tick: datetime) -> None:
    """By whom is in the move; doing it again changes nothing."""
    case = await complained(office, now, tick, "")
    acknowledged = await acknowledge_in_person(office, case.id, by=MARA, now=now, tick=tick)
    assert (acknowledged.state, acknowledged.acknowledged_at) == (State.ACKNOWLEDGED, now)
    with pytest.raises(ThereAlready):
        await acknowledge_in_person(office, case.id, by=MARA, now=now, tick=tick)
    assert await moves(office, case) == [
        (State.RECEIVED, State.ACKNOWLEDGED, "staff:1", "told by phone or in person")
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["in person", "closed"])
async def test_a_waiting_letter_is_taken_back(office: Office, now: datetime, tick: datetime, ending: str) -> None:
    """Who has been told, or whose case is over, gets no letter any more."""
    await told(office, now)
    case = await complained(office, now, tick)
    await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    if ending == "closed":
        await close(office, case.id, Ending.WITHDRAWN, "found it", by=MARA, now=now, tick=tick)
    else:
        await acknowledge_in_person(office, case.id, by=MARA, now=now, tick=tick)
    found = await acknowledgement(office, case)
    assert found is not None
    assert (found.state, "meanwhile" in found.note) == (Sending.FAILED, True)


async def test_a_letter_under_way_to_a_case_that_ended_changes_nothing(
    office: Office, now: datetime, tick: datetime
) -> None:
    """It cannot be called back; the case stays as it was closed."""
    await told(office, now)
    case = await complained(office, now, tick)
    await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    sending = await begun(office, now, tick)
    closed = await close(office, case.id, Ending.WITHDRAWN, "found it", by=MARA, now=now, tick=tick)
    await finish(office, states.sent(sending, "250", tick), now)
    assert await now_is(office, case) == closed
    with pytest.raises(CannotMove, match="C-1 is withdrawn: there is nothing to acknowledge"):
        await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)


async def test_one_case_has_one_letter(office: Office, now: datetime, tick: datetime) -> None:
    """A second press is told that it is on its way."""
    await told(office, now)
    case = await complained(office, now, tick)
    await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    with pytest.raises(ThereAlready, match="the letter about C-1 is on its way already"):
        await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    assert len(await moves(office, case)) == 1


async def test_who_wants_no_surveys_gets_letters(office: Office, now: datetime, tick: datetime) -> None:
    """An acknowledgement is none, and its customer is waiting for it."""
    of = await asked(office, now, tick)
    async with office.store.work() as work:
        await unsubscribe(work, of, "customer", now)
    assert await stopped(office) == "unsubscribed"
    case = await complained(office, now, tick)
    await acknowledge_by_mail(office, case.id, by=MARA, now=now, tick=tick)
    sending = [await begin(office, one, now) for one in await claim(office, tick, 10)]
    assert [one.kind for one in sending if one] == [Kind.ACKNOWLEDGEMENT]


async def test_where_nobody_can_be_written_to_a_person_tells(office: Office, now: datetime, tick: datetime) -> None:
    """The customer is not known, or their mail comes back."""
    unknown = await complained(office, now, tick, "")
    with pytest.raises(NobodyToWrite, match="it is not known who the customer of C-1 is"):
        await acknowledge_by_mail(office, unknown.id, by=MARA, now=now, tick=tick)
    await bounces(office, await asked(office, now, tick), now)
    returned = await complained(office, now, tick)
    with pytest.raises(NobodyToWrite, match="mail to the customer of C-2 comes back: tell the customer by phone"):
        await acknowledge_by_mail(office, returned.id, by=MARA, now=now, tick=tick)


async def test_a_test_office_writes_to_itself(office: Office, now: datetime, tick: datetime) -> None:
    """Where every mail is redirected, this one is too."""
    mine = replace(office, addresses=replace(office.addresses, redirect_all_to="me@harbor.example"))
    await told(mine, now)
    assert (await written(mine, await complained(mine, now, tick), now, tick))["To"] == "me@harbor.example"


async def test_a_reply_to_the_letter_finds_its_case(office: Office, now: datetime, tick: datetime) -> None:
    """Where the address lost its token, the ids of the thread lead there; a stranger's words are shown as such."""
    of = await asked(office, now, tick)
    case = await complained(office, now, tick)
    sent = await written(office, case, now, tick)
    plain = office.addresses.sender
    stray = mail(office, of, "It is mine", sender="x@elsewhere.example", To=plain, In_Reply_To=sent["Message-ID"])
    assert (await comes(office, stray, now + DAY, tick, 1)).outcome == "unverified"
    answered = mail(office, of, "It is still wet", To=plain, In_Reply_To=sent["Message-ID"])
    assert (await comes(office, answered, now + DAY, tick, 2)).outcome == "case"
    said = [entry.words for entry in await file_of(office, case) if entry.kind is Entered.CUSTOMER]
    assert said == ["It is mine (not confirmed: from x@elsewhere.example)", "It is still wet"]
