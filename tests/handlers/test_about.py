"""Who wrote a mail, and about which invitation: whatever strangers put into it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.mail import MOST_ABOUT_ONE, End
from handlers.office import Office
from storage.work import Arrival
from surveys.answer import Door
from surveys.invitation import Invitation
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import (
    DAY,
    ZOE,
    again,
    asked,
    comes,
    complaints,
    delivery_report,
    letter,
    mail,
    stopped,
    versions,
)  # fmt: skip

ANSWER = End("answer")
MX = "mx.harbor.example"
JOE = "joe@elsewhere.example"
BUYER_2 = "buyer-2@buyer.example"


@pytest.fixture
async def of(office: Office, now: datetime, tick: datetime) -> Invitation:
    """An invitation to Zoë about R-1."""
    return await asked(office, now, tick)


@pytest.fixture
def strict(office: Office) -> Office:
    """The office that believes its own mail server only."""
    return replace(office, authserv_id=MX)


def quoted(office: Office, of: Invitation) -> str:
    """A survey as a mail program quotes it."""
    page, leave = office.page_url(of.delivery_id), office.unsubscribe_url(of.delivery_id)
    return f"\n\n> How was it? 1 2 3 4 5\n> {page}\n> {leave}\n"


@pytest.mark.parametrize("result", ["dmarc=pass header.from=buyer.example", "spf=pass smtp.mailfrom=buyer.example"])
async def test_a_sender_whom_our_server_confirms_is_verified(
    strict: Office, of: Invitation, now: datetime, tick: datetime, result: str
) -> None:
    """The topmost header of our server says that the mail comes from where it says (checklist 28)."""
    raw = f"Authentication-Results: {MX}; {result}\r\n".encode() + mail(strict, of, "4")
    assert await comes(strict, raw, now, tick) == ANSWER
    assert [one.verified for one in await versions(strict, of)] == [True]


@pytest.mark.parametrize(
    "headers",
    [
        "",
        f"Authentication-Results: {MX}; dmarc=fail\r\n",
        f"Authentication-Results: {MX}; dmarc=fail\r\nAuthentication-Results: {MX}; dmarc=pass\r\n",
        "Authentication-Results: mx.elsewhere.example; dmarc=pass\r\n",
        "X-Authentication-Results: mx.harbor.example; dmarc=pass\r\n",
    ],
    ids=["nothing", "failed", "a pass below it", "another server", "another header"],
)
async def test_a_sender_whom_our_server_does_not_confirm_is_unverified(
    strict: Office, of: Invitation, now: datetime, tick: datetime, headers: str
) -> None:
    """Anybody can write an address into From, and a header of results below the true one (checklist 28)."""
    end = await comes(strict, headers.encode() + mail(strict, of, "1"), now, tick)
    assert end == End("unverified", f"{MX} does not confirm that it is from {ZOE}", aside=True)
    assert [one.counts for one in await versions(strict, of)] == [False]
    assert await complaints(strict, of) == []


async def test_without_the_setting_results_are_not_looked_at(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Not every mail server writes them."""
    raw = f"Authentication-Results: {MX}; dmarc=fail\r\n".encode() + mail(office, of, "4")
    assert await comes(office, raw, now, tick) == ANSWER


async def test_a_forwarded_survey_is_known_by_what_it_quotes(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Somebody to whom it was handed on writes to us: kept as unverified, noted, and nobody else is answered for."""
    raw = mail(office, None, "1 - the box was wet" + quoted(office, of), sender=JOE)
    assert await comes(office, raw, now, tick) == End("unverified", f"forwarded, from {JOE}", aside=True)
    assert [(one.marks, one.counts) for one in await versions(office, of)] == [({"overall": 1}, False)]
    assert await complaints(office, of) == []


@pytest.mark.parametrize("subject", ["Fwd: How was delivery R-1?", "WG: Lieferung", "=?utf-8?b?6L2s5Y+R77yaUi0x?="])
async def test_a_subject_may_say_that_it_was_forwarded(
    office: Office, of: Invitation, now: datetime, tick: datetime, subject: str
) -> None:
    """In the words of the mail program, in several languages."""
    raw = mail(office, of, "1", sender=JOE).replace(b"Re: How was delivery R-1?", subject.encode())
    assert await comes(office, raw, now, tick) == End("unverified", f"forwarded, from {JOE}", aside=True)


async def test_a_forward_never_answers_for_another_survey(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Who was asked too and writes about a colleague's survey has not answered their own (checklist 26)."""
    own = await asked(office, now, tick, number=2)
    raw = mail(office, None, "1" + quoted(office, of), sender=BUYER_2)
    assert await comes(office, raw, now, tick) == End("unverified", f"forwarded, from {BUYER_2}", aside=True)
    assert (len(await versions(office, of)), await versions(office, own)) == (1, [])


async def test_a_token_in_the_quote_gives_way_to_the_one_in_the_address(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """An answer to the own survey, with a colleague's below it, is about the own one (checklist 26)."""
    own = await asked(office, now, tick, number=2)
    raw = mail(office, own, "5" + quoted(office, of), sender=BUYER_2)
    assert await comes(office, raw, now, tick) == ANSWER
    assert (await versions(office, of), len(await versions(office, own))) == ([], 1)


async def test_a_quote_tells_which_of_two_surveys_is_meant(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Its token finds it where address and references were lost, and the person asked is believed."""
    later = now + 100 * DAY
    other = await asked(office, later, tick, number=2, email=ZOE, delivered_at=later)
    assert await comes(office, mail(office, None, "4" + quoted(office, other)), later, tick) == ANSWER
    assert (await versions(office, of), len(await versions(office, other))) == ([], 1)


async def test_who_was_handed_a_survey_stops_nobody(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Their wish to hear no more is not that of the customer."""
    raw = mail(office, None, "2, and please no more surveys." + quoted(office, of), sender=JOE)
    assert (await comes(office, raw, now, tick)).outcome == "unverified"
    raw = mail(office, None, "unsubscribe" + quoted(office, of), sender=JOE, Message_ID="<2@elsewhere.example>")
    assert (await comes(office, raw, now, tick, uid=2)).aside
    assert await stopped(office) is None


@pytest.mark.parametrize("change", ["one bit", "cut", "doubled", "another key"])
async def test_a_damaged_token_finds_nothing(
    office: Office, of: Invitation, now: datetime, tick: datetime, change: str
) -> None:
    """Only case may change on the way (checklist 27)."""
    right = office.keyring.mint(Purpose.REPLY, of.delivery_id)
    wrong = {
        "one bit": right[:9] + ("a" if right[9] != "a" else "b") + right[10:],
        "cut": right[:-1],
        "doubled": right + right[-1],
        "another key": "z" + right[1:],
    }[change]
    raw = mail(office, None, "1", sender=JOE, To=f"feedback+{wrong}@harbor.example")
    assert await comes(office, raw, now, tick) == End("unmatched", f"from {JOE}", aside=True)


@pytest.mark.parametrize(
    "header",
    ["X-Afterword-Invitation: 1", "X-Afterword-Verified: yes", "X-Survey-Score: 5", "X-Loop: feedback@harbor.example"],
)
async def test_headers_of_control_control_nothing(
    office: Office, of: Invitation, now: datetime, tick: datetime, header: str
) -> None:
    """A mail says nothing about itself that is believed (checklist 29)."""
    raw = f"{header}\r\n".encode() + mail(office, None, "1", sender=JOE)
    assert await comes(office, raw, now, tick) == End("unmatched", f"from {JOE}", aside=True)
    assert await versions(office, of) == []


@pytest.mark.parametrize("result", ["5.1.1", "4.2.2"])
async def test_a_null_sender_without_a_report_is_no_answer(
    office: Office, of: Invitation, now: datetime, tick: datetime, result: str
) -> None:
    """Nobody to answer, no mark, and too little to stop anybody (checklist 31)."""
    raw = b"Return-Path: <>\r\n" + mail(office, of, f"5 {result}")
    assert (await comes(office, raw, now, tick)).outcome == "bounce"
    assert (await versions(office, of), await stopped(office), await again(office, of)) == ([], None, of)


async def test_the_worst_of_several_statuses_counts(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """One report, one recipient that waits and one that failed for good (checklist 33)."""
    raw = delivery_report(office.bounce_address(of.delivery_id), action="delayed", status="4.4.1")
    more = (
        b"Final-Recipient: rfc822; other@buyer.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822"
    )
    raw = raw.replace(b"--b\nContent-Type: text/rfc822", more)
    assert await comes(office, raw, now, tick) == End("bounce", "5.1.1")
    assert await stopped(office) is not None


@pytest.mark.parametrize("years", [0, 3])
async def test_an_answer_to_an_old_survey_is_told_of_and_not_answered(
    office: Office, of: Invitation, now: datetime, tick: datetime, years: int
) -> None:
    """Expired yesterday or three years ago: one outcome, no version, and no new mail (checklist 35)."""
    end = await comes(office, mail(office, of, "1"), of.expires_at + DAY + years * 365 * DAY, tick)
    assert end == End("late", aside=True)
    async with office.store.read() as work:
        assert (await work.messages.counts(), await versions(office, of)) == ({"queued": 1}, [])


async def test_a_flood_from_one_sender_is_set_aside(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """So many answers count, later ones wait for a person, and other customers are read as ever (checklist 36)."""
    other, ends = await asked(office, now, tick, number=2), []
    for uid in range(1, MOST_ABOUT_ONE + 6):
        raw = mail(office, of, f"{uid % 5 + 1}\n\nNumber {uid}", Message_ID=f"<{uid}@buyer.example>")
        ends.append(await comes(office, raw, now, tick, uid))
    assert ends == [ANSWER] * MOST_ABOUT_ONE + [End("flood", f"one of many from {ZOE}", aside=True)] * 5
    assert len(await versions(office, of)) == MOST_ABOUT_ONE
    assert await comes(office, mail(office, other, "5", sender=BUYER_2), now, tick, 1000) == ANSWER
    later = mail(office, of, "1\n\nLater", Message_ID="<later@buyer.example>")
    assert await comes(office, later, now + timedelta(hours=2), tick, 1001) == ANSWER
    assert await stage.sound(office)


async def test_somebody_else_floods_in_vain(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Mails that are set aside count as well, so a stolen token makes no thousand versions (checklist 36)."""
    ends = [
        await comes(office, mail(office, of, f"1 {uid}", sender=JOE, Message_ID=f"<{uid}@x.example>"), now, tick, uid)
        for uid in range(1, MOST_ABOUT_ONE + 3)
    ]
    assert [end.outcome for end in ends] == ["unverified"] * MOST_ABOUT_ONE + ["flood"] * 2
    assert len(await versions(office, of)) == MOST_ABOUT_ONE


async def test_a_flood_does_not_keep_anybody_from_leaving(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Words that unsubscribe are heard also among too many mails."""
    for uid in range(1, MOST_ABOUT_ONE + 1):
        await comes(office, mail(office, of, f"4 {uid}", Message_ID=f"<{uid}@buyer.example>"), now, tick, uid)
    raw = mail(office, of, "3, and please no more surveys.", Message_ID="<last@buyer.example>")
    assert (await comes(office, raw, now, tick, 500)).outcome == "flood"
    assert await stopped(office) is not None


async def test_a_mail_may_name_many_tokens_and_ids(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Only so many are looked up, from the end that matters."""
    made_up = ", ".join(f"feedback+{'b' * 25}{a}{b}@harbor.example" for a in "abcdefgh" for b in "abcdefgh")
    ids = "\r\n ".join([*(f"<{number}@x.example>" for number in range(2000)), (await letter(office, of)).message_id])
    raw = mail(office, None, "4", sender=JOE).replace(b"To: feedback@harbor.example", b"To: " + made_up.encode())
    raw = f"References: {ids}\r\n".encode() + raw
    assert await comes(office, raw, now, tick) == End("unverified", f"from {JOE}", aside=True)
    assert [one.door for one in await versions(office, of)] == [Door.MAIL]


async def test_what_is_set_aside_says_what_it_is_about(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """So that a person finds the customer, and a flood is seen."""
    await comes(office, mail(office, of, "3-4"), now, tick)
    async with office.store.read() as work:
        [one] = await work.inbox.aside()
    assert (one.state, one.outcome, one.invitation_id) == (Arrival.SET_ASIDE, "unclear", of.id)
