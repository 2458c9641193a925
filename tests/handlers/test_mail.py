"""Door: a mail has come. Whatever it is, it ends in exactly one outcome, with what it caused."""

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from handlers import mail as mails
from handlers.mail import End
from handlers.office import Office
from handlers.steps.digesting import digest_due
from storage.work import Arrival
from surveys.answer import Door
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import (
    BY,
    DAY,
    ZOE,
    again,
    arrived,
    asked,
    bounces,
    comes,
    complaints,
    delivery_report,
    given,
    gives,
    letter,
    mail,
    stopped,
    versions,
)  # fmt: skip

MAILS = Path(__file__).parent.parent / "mails"
ANSWER = End("answer")


@pytest.fixture
async def of(office: Office, now: datetime, tick: datetime) -> Invitation:
    """An invitation to Zoë about R-1."""
    return await asked(office, now, tick)


async def outcome_of(office: Office, id_: int = 1) -> tuple[Arrival, str, int | None]:
    async with office.store.read() as work:
        found = await work.inbox.find(id_)
    assert found is not None
    return found.state, found.outcome, found.invitation_id


async def test_marks_in_a_reply_become_an_answer(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Found by the token in the address it was sent to; the inbox says what it was about."""
    raw = mail(office, of, "5 4 5 N 4\n\nAll went well.")
    assert await comes(office, raw, now + DAY, tick) == ANSWER
    [kept] = await versions(office, of)
    assert (kept.door, kept.verified, kept.received_at) == (Door.MAIL, True, now + DAY)
    assert kept.marks == {"overall": 5, "accuracy": 4, "on_time": 5, "responsiveness": None, "complaint_handling": 4}
    assert kept.comment == "All went well."
    assert (await again(office, of)).state is State.ANSWERED
    assert await outcome_of(office) == (Arrival.DONE, "answer", of.id)
    assert await stage.sound(office)


async def test_a_reply_is_found_whatever_the_case_of_its_token(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Gateways change the case of addresses."""
    raw = mail(office, of, "4", To=office.reply_address(of.delivery_id).upper())
    assert await comes(office, raw, now, tick) == ANSWER


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
async def test_a_reply_is_found_by_the_mail_it_answers(
    office: Office, of: Invitation, now: datetime, tick: datetime, header: str
) -> None:
    """Where the token was lost on the way; the newest of several references that is ours."""
    message_id = (await letter(office, of)).message_id.upper()
    told = f"{message_id} <other@buyer.example>" if header == "References" else message_id
    assert await comes(office, mail(office, None, "4", **{header: told}), now, tick) == ANSWER
    assert len(await versions(office, of)) == 1


async def test_a_reply_is_found_by_its_sender_with_one_open_survey(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """A mail written anew by the person asked; one who was asked about two things may mean either."""
    assert await comes(office, mail(office, None, "4"), now, tick) == ANSWER
    assert len(await versions(office, of)) == 1
    for number in (2, 3):
        await asked(office, now + 100 * DAY * number, tick, number, email=ZOE, delivered_at=now + 100 * DAY * number)
    end = await comes(office, mail(office, None, "5", Message_ID="<2@x.example>"), now + 300 * DAY, tick, uid=2)
    assert end == End("unmatched", f"from {ZOE}", aside=True)


async def test_a_stranger_is_set_aside(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """A person reads it; no figure hears of it."""
    end = await comes(office, mail(office, None, "1", sender="eve@elsewhere.example"), now, tick)
    assert end == End("unmatched", "from eve@elsewhere.example", aside=True)
    assert await outcome_of(office) == (Arrival.SET_ASIDE, "unmatched", None)
    assert await versions(office, of) == []


@pytest.mark.parametrize("purpose", [Purpose.PAGE, Purpose.UNSUBSCRIBE])
async def test_a_token_of_another_purpose_finds_nothing(
    office: Office, of: Invitation, now: datetime, tick: datetime, purpose: Purpose
) -> None:
    """The link of the page is no address to answer to; nor is a token with one letter changed."""
    token = office.keyring.mint(purpose, of.delivery_id)
    raw = mail(office, None, "1", sender="eve@elsewhere.example", To=f"feedback+{token}@harbor.example")
    assert (await comes(office, raw, now, tick)).outcome == "unmatched"
    right = office.keyring.mint(Purpose.REPLY, of.delivery_id)
    wrong = right[:-1] + ("a" if right[-1] != "a" else "b")
    raw = mail(office, None, "1", sender="eve@elsewhere.example", To=f"feedback+{wrong}@harbor.example")
    assert (await comes(office, raw, now, tick, uid=2)).outcome == "unmatched"


async def test_somebody_else_with_a_token_does_not_count(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """A colleague to whom it was forwarded: kept as unverified, listed for a person, no complaint, no figure."""
    raw = mail(office, of, "1", sender="joe@buyer.example")
    assert await comes(office, raw, now, tick) == End("unverified", "from joe@buyer.example", aside=True)
    assert await outcome_of(office) == (Arrival.SET_ASIDE, "unverified", of.id)
    [kept] = await versions(office, of)
    assert (kept.verified, kept.counts) == (False, False)
    assert (await again(office, of)).state is State.OPEN
    assert await complaints(office, of) == []
    async with office.store.read() as work:
        assert await work.answers.counts() == {}


async def test_a_machine_that_answers_gives_no_mark(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """An out-of-office note with a five in it is kept and counted, and never answered."""
    raw = mail(office, of, "5 - I am away", Auto_Submitted="auto-replied", Subject="Automatic reply: R-1")
    assert await comes(office, raw, now, tick) == End("automatic")
    assert await versions(office, of) == []
    assert (await again(office, of)).state is State.OPEN
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 1}


async def test_a_vacation_note_as_it_comes_gives_no_mark(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """A mail as a real program writes it."""
    raw = (MAILS / "vacation.eml").read_bytes()
    assert (await comes(office, raw, now, tick)).outcome == "automatic"


async def test_a_report_to_our_bounce_address_bounces(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """The token in its address is proof: only the server that got the mail knows it."""
    raw = delivery_report(office.bounce_address(of.delivery_id))
    assert await comes(office, raw, now, tick) == End("bounce", "5.1.1")
    assert ((await again(office, of)).state, await stopped(office)) == (State.BOUNCED, Reason.BOUNCED)
    assert await outcome_of(office) == (Arrival.DONE, "bounce", of.id)
    assert await stage.sound(office)


async def test_a_report_that_returns_our_mail_bounces(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Large providers replace the envelope sender; our own Message-ID in what comes back is as good a proof."""
    raw = delivery_report("feedback@harbor.example", returned=(await letter(office, of)).message_id)
    assert await comes(office, raw, now, tick) == End("bounce", "5.1.1")
    assert await stopped(office) == Reason.BOUNCED


async def test_a_forged_report_changes_nothing(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Without token and without our Message-ID, with a token of another purpose, or with the id where anybody can
    write it."""
    message_id = (await letter(office, of)).message_id.encode()
    token = office.keyring.mint(Purpose.REPLY, of.delivery_id)
    forged = [
        delivery_report("feedback@harbor.example"),
        delivery_report("feedback@harbor.example", returned="<made-up@harbor.example>"),
        delivery_report(f"feedback+{token}@harbor.example"),
        delivery_report("feedback@harbor.example").replace(b"<other@mx.buyer.example>", message_id),
        delivery_report("feedback@harbor.example").replace(b"<report-1@mx.buyer.example>", message_id),
    ]
    for uid, raw in enumerate(forged, 1):
        assert await comes(office, raw, now, tick, uid) == End("bounce", "about no mail of ours")
    assert (await again(office, of), await stopped(office)) == (of, None)


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2")], ids=["delayed", "mailbox full"]
)
async def test_a_passing_failure_changes_nothing(
    office: Office, of: Invitation, now: datetime, tick: datetime, action: str, status: str
) -> None:
    """The server tries again, or somebody empties the mailbox."""
    raw = delivery_report(office.bounce_address(of.delivery_id), action=action, status=status)
    assert (await comes(office, raw, now, tick)).outcome == "bounce"
    assert (await again(office, of), await stopped(office)) == (of, None)


async def test_a_bounce_after_an_answer_stops_nobody(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """The answer shows that the mail arrived."""
    await gives(office, of, given({"overall": 5}), now)
    await comes(office, delivery_report(office.bounce_address(of.delivery_id)), now, tick)
    assert ((await again(office, of)).state, await stopped(office)) == (State.ANSWERED, None)


async def test_words_alone_unsubscribe(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """From the address asked; the survey stays open."""
    assert await comes(office, mail(office, of, "unsubscribe"), now, tick) == End("unsubscribe")
    assert await stopped(office) == Reason.UNSUBSCRIBED
    left = await again(office, of)
    assert (left.state, left.remind_at) == (State.OPEN, None)
    assert await versions(office, of) == []


async def test_an_answer_may_unsubscribe_too(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Both are done."""
    raw = mail(office, of, "2\n\nThe box was wet and nobody called. Please remove me from your mailing list.")
    assert await comes(office, raw, now, tick) == ANSWER
    assert await stopped(office) == Reason.UNSUBSCRIBED
    assert len(await versions(office, of)) == len(await complaints(office, of)) == 1


async def test_a_stranger_who_unsubscribes_is_looked_at(office: Office, now: datetime, tick: datetime) -> None:
    """There is nobody to stop; a person may know whom they mean."""
    end = await comes(office, mail(office, None, "unsubscribe", sender="eve@elsewhere.example"), now, tick)
    assert end == End("unsubscribe", "from eve@elsewhere.example, who was not asked", aside=True)
    async with office.store.read() as work:
        assert await work.suppressions.total() == 0


async def test_a_report_of_spam_stops_the_address(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Somebody pressed the button in their mail program; its report names our mail (RFC 5965)."""
    raw = (
        f"From: staff@provider.example\nTo: feedback@harbor.example\nSubject: FW: How was delivery R-1?\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nAn abuse report.\n\n--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: abuse\nVersion: 1\n\n--b\nContent-Type: message/rfc822\n\n"
        f"Message-ID: {(await letter(office, of)).message_id}\nSubject: How was it?\n\nBody\n\n--b--\n"
    )
    assert await comes(office, raw.encode(), now, tick) == End("report")
    assert await stopped(office) == Reason.UNSUBSCRIBED


async def test_a_mail_that_nobody_can_read_is_set_aside(office: Office, now: datetime, tick: datetime) -> None:
    """With the reason; the next mails go on."""
    raw = b"From: " + b"(" * 5000 + b" a@b.example\r\nSubject: 5\r\n\r\n5\r\n"
    end = await comes(office, raw, now, tick)
    assert (end.outcome, end.aside, bool(end.note)) == ("unreadable", True, True)
    assert (await outcome_of(office))[:2] == (Arrival.SET_ASIDE, "unreadable")


async def test_a_mail_too_large_to_fetch_is_set_aside(office: Office, now: datetime, tick: datetime) -> None:
    """It was never downloaded."""
    end = await comes(office, None, now, tick)
    assert end == End("error", "too large: 300000000 bytes", aside=True)


async def test_our_own_mail_is_a_loop(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """A mail from our own address is never an answer, whatever token it carries."""
    raw = mail(office, of, "5", sender="Feedback@Harbor.example")
    assert await comes(office, raw, now, tick) == End("loop", "sent from our own address", aside=True)
    assert await versions(office, of) == []


async def test_our_own_letter_that_comes_back_is_no_answer(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """As where a customer forwards everything to us: it says itself that a machine wrote it."""
    end = await comes(office, (await letter(office, of)).raw, now, tick)
    assert end.outcome in {"automatic", "loop"}
    assert await versions(office, of) == []


async def test_a_late_answer_is_read_by_a_person(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """It counts nowhere, and nobody is written to."""
    assert await comes(office, mail(office, of, "1"), of.expires_at, tick) == End("late", aside=True)
    assert await versions(office, of) == []


async def test_words_without_marks_are_an_answer(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """They count as a response and as a comment."""
    assert await comes(office, mail(office, of, "Thank you, the driver was friendly."), now, tick) == ANSWER
    [kept] = await versions(office, of)
    assert (kept.marks, kept.comment) == ({}, "Thank you, the driver was friendly.")
    assert await stage.sound(office)


async def test_words_of_complaint_open_a_candidate(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Also where no mark was given."""
    raw = mail(office, of, "The parts arrived broken and I want my money back. This is unacceptable.")
    assert await comes(office, raw, now, tick) == ANSWER
    assert len(await complaints(office, of)) == 1


@pytest.mark.parametrize("text", ["3-4", "10", "5/1"])
async def test_marks_that_cannot_be_told_are_asked_about(
    office: Office, of: Invitation, now: datetime, tick: datetime, text: str
) -> None:
    """They are never guessed or cut to the scale; a person reads the words."""
    assert await comes(office, mail(office, of, text), now, tick) == End("unclear", aside=True)
    [kept] = await versions(office, of)
    assert (kept.marks, kept.unclear) == ({}, True)


async def test_a_reply_that_says_nothing_is_empty(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Nothing but what it quotes, or nothing at all."""
    assert await comes(office, mail(office, of, "\n"), now, tick) == End("empty")
    quoted = mail(office, of, "> How was it? 1 2 3 4 5\n> Harbor Parts", Message_ID="<2@x.example>")
    assert await comes(office, quoted, now, tick, uid=2) == End("empty")
    assert await versions(office, of) == []


async def test_marks_of_our_own_letter_are_not_the_customers(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """A reply that quotes the whole survey below gives only what was written above it."""
    from email import message_from_bytes, policy

    body = message_from_bytes((await letter(office, of)).raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    quote = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    text = f"4\n\nOn Mon, 16 Nov 2026 at 12:00, Harbor Parts <feedback@harbor.example> wrote:\n{quote}\n"
    assert await comes(office, mail(office, of, text), now, tick) == ANSWER
    [kept] = await versions(office, of)
    assert (kept.marks, kept.comment) == ({"overall": 4}, "")


async def test_a_mail_handled_twice_has_one_effect(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """The service died after the commit and before it heard of it."""
    held = await arrived(office, mail(office, of, "1"), now, tick)
    assert await mails.handle(office, held) == ANSWER
    assert await mails.handle(office, held) == End("repeated")
    assert len(await versions(office, of)) == len(await complaints(office, of)) == 1


async def test_two_mails_are_two_versions(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """A customer may change their mind; the later one stands."""
    await comes(office, mail(office, of, "2"), now, tick)
    await comes(office, mail(office, of, "4", Message_ID="<2@buyer.example>"), now, tick, uid=2)
    assert [one.marks for one in await versions(office, of)] == [{"overall": 2}, {"overall": 4}]


async def test_a_reply_to_a_digest_is_no_answer(office: Office, now: datetime, tick: datetime) -> None:
    """A leader who answers it writes to people, and not to a survey."""
    async with office.store.work() as work:
        await work.staff.appoint(["ann@harbor.example"], BY, now)
    await asked(office, now - 7 * DAY, tick)
    await digest_due(office, now, tick)
    async with office.store.read() as work:
        digest = await work.digests.newest()
        assert digest is not None
        message = await work.messages.about(Kind.DIGEST, digest.id)
    assert message is not None
    raw = mail(office, None, "5", sender="ann@harbor.example", In_Reply_To=message.message_id)
    assert (await comes(office, raw, now, tick)).outcome == "unmatched"


async def test_in_test_mode_the_one_address_may_answer(office: Office, now: datetime, tick: datetime) -> None:
    """`redirect_all_to`: whoever tries it out answers in the customer's place."""
    trial = replace(office, addresses=replace(office.addresses, redirect_all_to="Ann@harbor.example"))
    of = await asked(trial, now, tick)
    assert await comes(trial, mail(trial, of, "4", sender="ann@harbor.example"), now, tick) == ANSWER


async def test_an_answer_after_a_bounce_shows_that_it_arrived(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Its invitation is answered, and its figures say so."""
    await bounces(office, of, now)
    assert await comes(office, mail(office, of, "5"), now, tick) == ANSWER
    assert (await again(office, of)).state is State.ANSWERED


async def test_hostile_words_stay_words(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Nothing in a mail is ever run, formatted or sent on."""
    hostile = (
        "5\n\n{{7*7}} {0.__class__} <script>alert(1)</script> '; DROP TABLE answers; -- \N{RIGHT-TO-LEFT OVERRIDE}"
    )
    assert await comes(office, mail(office, of, hostile), now, tick) == ANSWER
    [kept] = await versions(office, of)
    assert "{{7*7}} {0.__class__} <script>alert(1)</script> '; DROP TABLE answers; --" in kept.comment


async def test_what_a_step_cannot_do_is_set_aside(
    office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """After an error nobody expected; nothing of the attempt is left."""
    held = await arrived(office, mail(office, of, "5"), now, tick)
    await mails.give_up(office, held, "ValueError: see the log, mail 1")
    assert await outcome_of(office) == (Arrival.SET_ASIDE, "error", None)


async def test_every_mail_has_one_outcome(office: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Whatever comes, the numbers of mails and outcomes are the same, and all outcomes are of the known ones."""
    raws = [path.read_bytes() for path in sorted(MAILS.glob("*.eml"))]
    odd = [b"", b"\0" * 100, b"\xff\xfe5", b"Subject: 5\r\n\r\n", EmailMessage().as_bytes() + b"5", b"From: <>\n\n5"]
    for uid, raw in enumerate([*raws, *odd], 1):
        end = await comes(office, raw, now, tick, uid)
        assert end.outcome in {
            "answer", "automatic", "bounce", "empty", "report", "unmatched", "unreadable", "unsubscribe",
        }, raw  # fmt: skip
    async with office.store.read() as work:
        assert (sum((await work.inbox.outcomes()).values()), await work.inbox.waiting()) == (len(raws) + len(odd), 0)
    assert await stage.sound(office)
