"""One delivery, walked from the shop's notice to the leader's mailbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import httpx
import pytest

from handlers import clock, mail
from handlers.office import Office
from handlers.steps.arriving import Fetched, arrive, claim
from handlers.steps.receiving import receive
from handlers.steps.sending import claim as claim_messages
from handlers.web.app import web
from surveys.notice import Notice
from surveys.token import Purpose
from surveys.workdays import Week

MONDAY = datetime(2026, 11, 9, 12, tzinfo=UTC)
TICK = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
async def asked(office: Office) -> Office:
    """An office that has asked about its first delivery, with one leader."""
    async with office.store.work() as work:
        await work.staff.appoint(["director@harbor.example"], "test", MONDAY)
    notice = Notice("shop", "e1", "HP-1", "zoe@buyer.example", MONDAY, MONDAY - timedelta(days=1), "Zoë Brandt")
    await receive(office, notice, "shop", MONDAY)
    await clock.tend(office, MONDAY + timedelta(days=1), TICK)
    return office


async def test_it_is_asked_about_once(asked: Office) -> None:
    """One invitation goes out, however often the clock looks."""
    await clock.tend(asked, MONDAY + timedelta(days=1, hours=1), TICK)
    sent = await claim_messages(asked, TICK, 10)
    assert [message.recipient for message in sent] == ["zoe@buyer.example"]
    letter = message_from_bytes(sent[0].raw)
    assert letter["Reply-To"] == asked.reply_address(1)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


async def test_looking_at_the_page_answers_nothing_and_posting_does(asked: Office) -> None:
    """GET and HEAD leave no answer; the form is kept once, however often it is sent."""
    now = MONDAY + timedelta(days=1, hours=2)
    async with _browser(asked, now) as browser:
        path = f"/s/{asked.keyring.mint(Purpose.PAGE, 1)}"
        for _ in range(3):
            page = await browser.get(path, params={"overall": "1"})
            await browser.head(path)
        assert await _answers(asked) == []
        nonce = page.text.partition('name="nonce" value="')[2].partition('"')[0]
        form = {"overall": "1", "on_time": "1", "comment": "<b>Late</b> & wet", "nonce": nonce}
        replies = [await browser.post(path, data=form) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert "&lt;b&gt;Late&lt;/b&gt; &amp; wet" in replies[0].text
    assert await _answers(asked) == [({"overall": 1, "on_time": 1}, "<b>Late</b> & wet")]


async def test_a_reply_by_mail_opens_a_candidate_and_reaches_the_digest(asked: Office) -> None:
    """Marks and words are read from the reply; the low one is a candidate complaint, counted on Monday."""
    now = MONDAY + timedelta(days=2)
    await _reply(asked, now, "1 5 1 N N\nThird late pallet this month.", sender="zoe@buyer.example")
    async with asked.store.read() as work:
        cases = await work.complaints.open_at(now + timedelta(days=1))
    assert [(case.name, case.problem, case.words) for case in cases] == [
        ("C-1", "late", "Third late pallet this month.")
    ]
    await clock.tend(asked, MONDAY + timedelta(days=7), TICK)
    async with asked.store.read() as work:
        (digest,) = await work.digests.of_week(Week(2026, 46))
        assert await work.figure_differences() == []
    assert digest.content["numbers"]["counts"]["complaints"] == 1
    assert digest.content["numbers"]["counts"]["answered"] == 1


async def test_a_posted_digest_never_changes(asked: Office) -> None:
    """An answer that comes after the digest leaves its numbers alone."""
    await clock.tend(asked, MONDAY + timedelta(days=7), TICK)
    async with asked.store.read() as work:
        before = await work.digests.of_week(Week(2026, 46))
    await _reply(asked, MONDAY + timedelta(days=8), "5", sender="zoe@buyer.example")
    await clock.tend(asked, MONDAY + timedelta(days=9), TICK)
    async with asked.store.read() as work:
        assert await work.digests.of_week(Week(2026, 46)) == before


async def test_somebody_elses_reply_is_kept_and_does_not_count(asked: Office) -> None:
    """A valid token from another address is unverified: listed for a person, outside the figures."""
    await _reply(asked, MONDAY + timedelta(days=2), "1", sender="somebody@else.example")
    async with asked.store.read() as work:
        versions = await work.answers.versions(1)
        aside = await work.inbox.aside()
        complaints = await work.complaints.total()
    assert ([one.verified for one in versions], [one.outcome for one in aside], complaints) == (
        [False], ["unverified"], 0,
    )  # fmt: skip


async def test_a_stranger_is_set_aside(asked: Office) -> None:
    """A mail about nothing we asked is listed, and never lost."""
    await _reply(asked, MONDAY + timedelta(days=2), "Hello?", sender="who@else.example", to="feedback@harbor.example")
    async with asked.store.read() as work:
        assert [one.outcome for one in await work.inbox.aside()] == ["unmatched"]


async def test_a_forged_bounce_changes_nothing(asked: Office) -> None:
    """A delivery report without our token and our Message-ID stops nobody."""
    report = (
        b"From: mailer-daemon@evil.example\r\nTo: feedback@harbor.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        b"Final-Recipient: rfc822; zoe@buyer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    await _arrive(asked, MONDAY + timedelta(days=2), report)
    async with asked.store.read() as work:
        assert (await work.suppressions.why("zoe@buyer.example"), await work.inbox.outcomes()) == (None, {"bounce": 1})
    real = report.replace(b"To: feedback@harbor.example", b"To: " + asked.bounce_address(1).encode())
    await _arrive(asked, MONDAY + timedelta(days=2), real, uid=2)
    async with asked.store.read() as work:
        assert await work.suppressions.why("zoe@buyer.example") == "bounced"


async def _reply(office: Office, now: datetime, words: str, *, sender: str, to: str = "") -> None:
    recipient = to or office.reply_address(1)
    head = f"From: {sender}\r\nTo: {recipient}\r\nSubject: Re: delivery\r\nMessage-ID: <{now.timestamp()}@x>\r\n"
    raw = f"{head}\r\n{words}"
    await _arrive(office, now, raw.encode())


async def _arrive(office: Office, now: datetime, raw: bytes, uid: int = 1) -> None:
    await arrive(office, "inbox", 1, [Fetched(uid, raw, len(raw))], read_up_to=uid, now=now)
    for one in await claim(office, TICK, 10):
        await mail.handle(office, replace(one))


async def _answers(office: Office) -> list[tuple[dict[str, object], str]]:
    async with office.store.read() as work:
        return [(dict(one.marks), one.comment) for one in await work.answers.versions(1)]


def _browser(office: Office, now: datetime) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(web(office, lambda: now))
    return httpx.AsyncClient(transport=transport, base_url="https://feedback.harbor.example")
