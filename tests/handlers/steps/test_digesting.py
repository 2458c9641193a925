"""Every week, once for each leader's mailbox: what customers experienced, in numbers that never change."""

import asyncio
import json
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from handlers.office import Office
from handlers.steps.digesting import current, digest_due, due_at, next_digest, posted, seal
from handlers.steps.sending import claim, finish
from storage.tables import evidence
from storage.work import ClaimedDigest
from surveys.digest import to_json
from surveys.message import Kind, Via, refused
from surveys.workdays import Week
from tests.handlers import stage
from tests.handlers.stage import BY, DAY, ZOE, asked, given, gives, told

WEEK = Week(2026, 46)
DUE = datetime(2026, 11, 16, 7, tzinfo=UTC)
LEADERS = ("ann@harbor.example", "ben@harbor.example")


async def appoint(office: Office, *leaders: str) -> None:
    async with office.store.work() as work:
        await work.staff.appoint(leaders, BY, DUE)


async def digests(office: Office) -> list[ClaimedDigest]:
    async with office.store.read() as work:
        return list(await work.digests.every())


@pytest.fixture
async def week(office: Office, tick: datetime) -> Office:
    """Two leaders, and a week with one delivery that was asked about and answered."""
    await appoint(office, *LEADERS)
    of = await asked(office, DUE - 5 * DAY, tick)
    await gives(office, of, given({"overall": 4}, comment="quick"), DUE - 4 * DAY)
    return office


async def test_each_leader_gets_the_digest_once(week: Office, tick: datetime) -> None:
    """The same numbers for all, each in a mail of their own, however often the clock looks."""
    assert [await digest_due(week, DUE, tick) for _ in range(3)] == [2, 0, 0]
    first, second = await digests(week)
    assert (first.content, first.hash, first.week) == (second.content, second.hash, "2026-W46")
    assert first.channel != second.channel
    async with week.store.read() as work:
        mails = [await work.messages.about(Kind.DIGEST, one.id) for one in (first, second)]
    assert sorted(mail.recipient for mail in mails if mail) == list(LEADERS)
    assert len({mail.message_id for mail in mails if mail}) == 2


async def test_a_week_without_a_digest_is_named_in_the_next(week: Office, tick: datetime) -> None:
    """A digest older than six days is not posted any more; that there was none is said."""
    await digest_due(week, DUE, tick)
    assert await digest_due(week, DUE + 21 * DAY, tick) == 2
    newest = (await digests(week))[-1]
    assert newest.week == "2026-W49"
    assert "no digest of W47 and W48 was posted" in newest.content["verdict"]


async def test_what_is_read_late_is_told_next_week(week: Office, tick: datetime) -> None:
    """The posted numbers stay; the next digest says what became known, and the old post where that stands."""
    office = replace(week, digest_channels=("C0LEADERS",))
    of = [await asked(office, DUE - 5 * DAY, tick, number=n) for n in range(2, 7)]
    for one in of[:4]:
        await gives(office, one, given({"overall": 5}), DUE - 4 * DAY)
    await digest_due(office, DUE, tick)
    before = [one for one in await digests(office) if one.week == "2026-W46"]
    await gives(office, of[4], given({"overall": 1}), DUE - 2 * DAY)
    await digest_due(office, DUE + 7 * DAY, tick)
    after = await digests(office)
    assert [one for one in after if one.week == "2026-W46"] == before
    newest = next(one for one in after if one.week == "2026-W47")
    assert newest.content["numbers"]["standing"]["addendum"] == "last week 100 % -> 83 % (+1 read late)"
    [old] = [one for one in before if one.channel == "slack:C0LEADERS"]
    async with office.store.read() as work:
        post = await work.messages.about(Kind.DIGEST, old.id)
    assert post is not None
    assert "addendum in W47" in str(json.loads(post.raw)["blocks"])


async def test_channels_get_what_leaders_get(week: Office, tick: datetime) -> None:
    """The same frozen numbers in Slack, once for each channel, as a post that says what it is about."""
    office = replace(week, digest_channels=("C0LEADERS", "C0BOARD"))
    assert [await digest_due(office, DUE, tick) for _ in range(2)] == [4, 0]
    found = await digests(office)
    assert sorted(one.channel for one in found) == ["mail:1", "mail:2", "slack:C0BOARD", "slack:C0LEADERS"]
    assert len({one.hash for one in found}) == 1
    async with office.store.read() as work:
        all_of_them = [await work.messages.about(Kind.DIGEST, one.id) for one in found]
    posts = [one for one in all_of_them if one and one.via is Via.SLACK]
    assert sorted(one.recipient for one in posts) == ["C0BOARD", "C0LEADERS"]
    assert len({one.message_id for one in posts}) == 2
    post = json.loads(posts[0].raw)
    assert b64decode(post["picture"]["content"]).startswith(b"\x89PNG")
    assert post["picture"]["alt"] == post["blocks"][1]["alt_text"]


async def test_a_channel_alone_is_told(office: Office, tick: datetime) -> None:
    """An organisation may have no leader with a mailbox."""
    office = replace(office, digest_channels=("C0LEADERS",))
    await told(office, DUE - 5 * DAY)
    async with office.store.read() as work:
        assert await next_digest(office, work, DUE - DAY) == DUE
    assert await digest_due(office, DUE, tick) == 1


async def test_a_leader_appointed_later_gets_the_same_numbers(week: Office, tick: datetime) -> None:
    """For the week at hand; those who have it get no second one."""
    await digest_due(week, DUE, tick)
    await appoint(week, *LEADERS, "cara@harbor.example")
    async with week.store.read() as work:
        [asked_] = await work.facts([1])
    assert asked_.invitation is not None
    await gives(week, asked_.invitation, given({"overall": 1}, "page:2"), DUE + timedelta(minutes=1))
    assert await digest_due(week, DUE + timedelta(hours=1), tick) == 1
    assert len({one.hash for one in await digests(week)}) == 1


async def test_several_services_send_it_once(replica_office: Office, tick: datetime) -> None:
    """Replicas that find it due in the same moment: one digest for each leader, and no error."""
    office = replica_office
    await appoint(office, *LEADERS)
    await told(office, DUE - 5 * DAY)
    counts = await asyncio.gather(*(digest_due(office, DUE, tick) for _ in range(4)))
    assert sum(counts) == 2
    assert len(await digests(office)) == 2
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 2}


async def test_its_numbers_never_change(week: Office, tick: datetime) -> None:
    """What comes afterwards changes the figures of its week, and not what was told of it."""
    await digest_due(week, DUE, tick)
    before = await posted(week, WEEK)
    async with week.store.read() as work:
        [fact] = await work.facts([1])
    assert before is not None
    assert fact.invitation is not None
    await gives(week, fact.invitation, given({"overall": 1}, "page:2", comment="it broke"), DUE + DAY)
    assert await posted(week, WEEK) == before
    now = await current(week, WEEK, DUE + DAY)
    assert to_json(now)["numbers"]["counts"] != to_json(before)["numbers"]["counts"]


async def test_it_prints_the_newest_block_of_evidence(week: Office, tick: datetime) -> None:
    """Sealed just before, so that mailboxes outside hold the anchor of all that it speaks of."""
    await digest_due(week, DUE, tick)
    async with week.store.read() as work:
        block = await work.evidence.last_block()
        [first, _] = await work.digests.of_week(WEEK)
        mail = await work.messages.about(Kind.DIGEST, first.id)
    assert block is not None
    assert mail is not None
    text = message_from_bytes(mail.raw, policy=default).get_body(("plain",))
    assert text is not None
    assert block.hash[:16] in text.get_content()


async def test_a_late_digest_says_so(week: Office, tick: datetime) -> None:
    """More than six hours after its hour; it is still sent."""
    assert await digest_due(week, DUE + timedelta(hours=6, seconds=1), tick) == 2
    assert [one.late for one in await digests(week)] == [True, True]


async def test_a_digest_in_time_is_not_late(week: Office, tick: datetime) -> None:
    """Six hours after a restart are no news."""
    await digest_due(week, DUE + timedelta(hours=6), tick)
    assert [one.late for one in await digests(week)] == [False, False]


async def test_nothing_is_sent_before_its_hour(week: Office, tick: datetime) -> None:
    """Monday at seven in the organisation's zone."""
    assert await digest_due(week, DUE - timedelta(microseconds=1), tick) == 0
    assert await digest_due(week, DUE, tick) == 2


async def test_no_digest_is_older_than_six_days(week: Office, tick: datetime) -> None:
    """After a longer stop the next Monday tells more than two old weeks at once."""
    assert await digest_due(week, DUE + 6 * DAY + timedelta(microseconds=1), tick) == 0
    assert await digest_due(week, DUE + 6 * DAY, tick) == 2


async def test_there_is_none_before_the_first_delivery(office: Office, tick: datetime) -> None:
    """A week in which nothing was known yet has nothing to tell; the week of the first delivery has."""
    await appoint(office, *LEADERS)
    assert await digest_due(office, DUE, tick) == 0
    await told(office, DUE - timedelta(hours=1))
    assert await digest_due(office, DUE, tick) == 0
    assert await digest_due(office, DUE + 7 * DAY, tick) == 2


async def test_without_leaders_there_is_nobody_to_tell(office: Office, tick: datetime) -> None:
    """And nothing is due."""
    await told(office, DUE - 5 * DAY)
    assert await digest_due(office, DUE, tick) == 0
    async with office.store.read() as work:
        assert await next_digest(office, work, DUE) is None


async def test_the_next_digest_is_known(week: Office, tick: datetime) -> None:
    """The one that is due and not sent, else that of the next Monday."""

    async def next_one(now: datetime) -> datetime | None:
        async with week.store.read() as work:
            return await next_digest(week, work, now)

    assert await next_one(DUE - DAY) == DUE
    assert await next_one(DUE + DAY) == DUE
    assert await next_one(DUE + 6 * DAY + timedelta(seconds=1)) == DUE + 7 * DAY
    await digest_due(week, DUE, tick)
    assert await next_one(DUE) == DUE + 7 * DAY


async def test_its_hour_stays_the_same_when_clocks_change(office: Office) -> None:
    """Seven in the morning in London, in summer and in winter."""
    assert [due_at(office, Week(2026, week)) for week in (12, 13, 42, 43)] == [
        datetime(2026, 3, 23, 7, tzinfo=UTC),
        datetime(2026, 3, 30, 6, tzinfo=UTC),
        datetime(2026, 10, 19, 6, tzinfo=UTC),
        datetime(2026, 10, 26, 7, tzinfo=UTC),
    ]


async def spoken(office: Office, tick: datetime, answers: int) -> str:
    """The voice line of a week with so many answers, the lowest of them in Zoë's words."""
    for number in range(1, answers + 1):
        of = await asked(office, DUE - 5 * DAY, tick, number)
        words = "Zoë Ødegård here: the box was wet. Regards, ZOË" if number == 1 else "fine"
        await gives(office, of, given({"overall": 2 if number == 1 else 5}, comment=words), DUE - 4 * DAY)
    return str(to_json(await current(office, WEEK, DUE)))


async def test_the_voice_of_the_week_has_no_name(office: Office, tick: datetime) -> None:
    """The words of the lowest overall mark, with the customer's name taken out of them."""
    told_ = await spoken(office, tick, 30)
    assert "the box was wet" in told_
    assert [one for one in ("Zoë", "ZOË", "Ødegård", ZOE) if one in told_] == []


async def test_a_week_with_few_answers_has_no_voice(office: Office, tick: datetime) -> None:
    """Too few to show a percentage are too few to hide among."""
    assert "the box was wet" not in await spoken(office, tick, 3)


async def test_one_who_answers_often_is_still_one(office: Office, tick: datetime) -> None:
    """What counts is how many people answered, and each with their latest word."""
    of = await asked(office, DUE - 5 * DAY, tick)
    for number in range(30):
        words = given({"overall": 2}, f"page:{number}", comment="the box was wet")
        await gives(office, of, words, DUE - 4 * DAY)
    assert "the box was wet" not in str(to_json(await current(office, WEEK, DUE)))


async def test_words_that_were_taken_back_are_not_quoted(office: Office, tick: datetime) -> None:
    """A customer who corrected themselves is heard as they last spoke."""
    before = await spoken(office, tick, 30)
    async with office.store.read() as work:
        [fact] = await work.facts([1])
    assert fact.invitation is not None
    await gives(office, fact.invitation, given({"overall": 5}, "page:2", comment="it dried"), DUE - 3 * DAY)
    after = str(to_json(await current(office, WEEK, DUE)))
    assert ("the box was wet" in before, "the box was wet" in after) == (True, False)


async def test_in_test_mode_digests_go_to_one_address(week: Office, tick: datetime) -> None:
    """`redirect_all_to`, as all other mail."""
    trial = replace(week, addresses=replace(week.addresses, redirect_all_to="ann@harbor.example"))
    await digest_due(trial, DUE, tick)
    async with trial.store.read() as work:
        mails = [await work.messages.about(Kind.DIGEST, one.id) for one in await work.digests.every()]
    assert [mail.recipient for mail in mails if mail] == ["ann@harbor.example"] * 2


async def test_all_evidence_is_sealed(office: Office, now: datetime) -> None:
    """Block after block, until nothing is unsealed; then none is made."""
    for number in range(3):
        await told(office, now, number)
    assert await seal(office, now) == 1
    assert await seal(office, now) == 0
    assert await stage.sound(office)


async def test_several_services_seal_one_after_the_other(replica_office: Office, now: datetime) -> None:
    """The blocks chain, whoever made them, and no service falls over another."""
    for number in range(3):
        await told(replica_office, now, number)
    assert sum(await asyncio.gather(*(seal(replica_office, now) for _ in range(4)))) == 1
    assert await stage.sound(replica_office)


async def test_after_a_whole_walk_evidence_holds_nothing_of_customers(office: Office, tick: datetime) -> None:
    """From notice to digest, by every door: no address, name, word or order of theirs, so that erasing one is easy."""
    await appoint(office, *LEADERS)
    one, two = await asked(office, DUE - 5 * DAY, tick, 1), await asked(office, DUE - 5 * DAY, tick, 2)
    await gives(office, one, given({"overall": 1}, comment="Zoë says the box was wet"), DUE - 4 * DAY)
    await stage.comes(office, stage.mail(office, one, "2\n\nStill wet. Zoë"), DUE - 3 * DAY, tick)
    await stage.comes(office, stage.mail(office, one, "unsubscribe"), DUE - 2 * DAY, tick, uid=2)
    [taken] = await claim(office, tick, 1)
    await finish(office, refused(taken, 550, f"{taken.recipient} is unknown", tick), DUE - DAY, no_such_address=True)
    await stage.bounces(office, two, DUE - DAY)
    await digest_due(office, DUE, tick)
    async with office.store.read() as work:
        rows = [tuple(row) for row in await work.connection.execute(evidence.select())]
    text = str(rows).lower()
    secrets = ("zoe", "zoë", "ødegård", "buyer", "wet", "r-1", "r-2", "event-1", *LEADERS)
    assert len({row[3] for row in rows}) >= 9
    assert [one for one in secrets if one in text] == []
    assert await stage.sound(office)
