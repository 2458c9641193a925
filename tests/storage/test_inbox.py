"""The inbox: every mail kept once before anybody understands it, and none that stops the others."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.work import Arrival, Mail, Store
from tests.storage import things
from tests.storage.things import DAY, MAILBOX, keep_invitation

LEASE = timedelta(seconds=60)


async def arrive(store: Store, mails: list[Mail], uid: int, uidvalidity: int = 7) -> int:
    async with store.work() as work:
        return await work.inbox.store(mails, MAILBOX, uidvalidity, uid)


async def claim(store: Store, tick: datetime, most: int = 10) -> list[Mail]:
    async with store.work() as work:
        return list(await work.inbox.claim(tick, most))


async def mark(store: Store) -> tuple[int, int]:
    async with store.read() as work:
        return await work.inbox.read_up_to(MAILBOX)


async def test_a_batch_and_how_far_it_reads_are_kept_together(store: Store, now: datetime) -> None:
    """A mailbox never read stands at the beginning; afterwards at the last UID of the batch."""
    assert await mark(store) == (0, 0)
    assert await arrive(store, [things.mail(1, now), things.mail(4, now)], uid=4) == 2
    assert await mark(store) == (7, 4)


async def test_the_mark_does_not_move_where_the_mails_are_not_kept(store: Store, now: datetime) -> None:
    """A crash before the commit leaves both undone, so that the batch is fetched again."""
    with pytest.raises(ZeroDivisionError):
        async with store.work() as work:
            await work.inbox.store([things.mail(1, now)], MAILBOX, 7, 1)
            raise ZeroDivisionError
    async with store.read() as work:
        assert (await work.inbox.read_up_to(MAILBOX), await work.inbox.waiting()) == ((0, 0), 0)
    assert await arrive(store, [things.mail(1, now)], uid=1) == 1


async def test_the_mark_moves_over_a_batch_without_mails(store: Store) -> None:
    """UIDs may have been deleted on the server before they were fetched."""
    assert await arrive(store, [], uid=9) == 0
    assert await mark(store) == (7, 9)


async def test_the_same_uid_is_kept_once(store: Store, now: datetime) -> None:
    """A batch fetched twice, because the answer to its commit was lost, changes nothing."""
    assert await arrive(store, [things.mail(1, now), things.mail(2, now)], uid=2) == 2
    assert await arrive(store, [things.mail(1, now, raw=b"other"), things.mail(2, now)], uid=2) == 0
    async with store.read() as work:
        assert await work.inbox.waiting() == 2


async def test_the_same_content_is_kept_once(store: Store, now: datetime) -> None:
    """A mail delivered twice, or moved to another UID or folder, is one mail."""
    first = things.mail(1, now, raw=b"Subject: 5\r\n\r\n5\r\n")
    moved, elsewhere = replace(first, uid=2), replace(first, mailbox="Archive", uid=1)
    assert await arrive(store, [first, moved, elsewhere], uid=2) == 1


async def test_a_new_uidvalidity_starts_the_mailbox_anew(store: Store, now: datetime) -> None:
    """The server has numbered anew: the same UID is another mail, the same content still the same one."""
    await arrive(store, [things.mail(1, now), things.mail(2, now)], uid=2)
    again = [things.mail(1, now, uidvalidity=8, raw=b"new"), replace(things.mail(2, now), uidvalidity=8)]
    assert await arrive(store, again, uid=2, uidvalidity=8) == 1
    assert await mark(store) == (8, 2)


async def test_many_readers_of_one_mailbox_keep_each_mail_once(store: Store, now: datetime) -> None:
    """The advisory lock of a reader may be lost with its connection; the keys hold even then."""
    batch = [things.mail(uid, now) for uid in range(1, 11)]
    await asyncio.gather(*(arrive(store, batch, uid=10) for _ in range(5)))
    async with store.read() as work:
        assert await work.inbox.waiting() == 10


async def test_each_mail_goes_to_one_of_many_claimers(store: Store, now: datetime, tick: datetime) -> None:
    """The oldest first, each with its attempt counted and a lease."""
    await arrive(store, [things.mail(uid, now) for uid in range(1, 21)], uid=20)
    shares = await asyncio.gather(*(claim(store, tick, 4) for _ in range(5)))
    taken = sorted((one for share in shares for one in share), key=lambda one: one.id)
    assert [one.uid for one in taken] == list(range(1, 21))
    assert {(one.attempts, one.lease) for one in taken} == {(1, tick + LEASE)}
    assert await claim(store, tick) == []


async def test_a_mail_that_stops_the_service_three_times_is_set_aside(
    store: Store, now: datetime, tick: datetime
) -> None:
    """The attempt is committed before the work, so that a mail that kills its reader is found out."""
    await arrive(store, [things.mail(1, now)], uid=1)
    for attempt in (1, 2, 3):
        [taken] = await claim(store, tick)
        assert taken.attempts == attempt
        assert await claim(store, tick + LEASE - timedelta(microseconds=1)) == []
        tick += LEASE
    assert await claim(store, tick) == []
    async with store.read() as work:
        [aside] = await work.inbox.aside()
        assert (aside.state, aside.outcome, aside.lease) == (Arrival.SET_ASIDE, "error", None)
        assert aside.note == "the service stopped 3 times on it"
        assert (await work.inbox.waiting(), await work.inbox.outcomes()) == (0, {"error": 1})


async def test_the_next_mails_go_on_beside_one_that_fails(store: Store, now: datetime, tick: datetime) -> None:
    """One mail is leased; the others are free."""
    await arrive(store, [things.mail(1, now), things.mail(2, now)], uid=2)
    [first] = await claim(store, tick, 1)
    [second] = await claim(store, tick, 1)
    assert (first.uid, second.uid) == (1, 2)


async def test_every_mail_ends_in_one_outcome(store: Store, now: datetime, tick: datetime) -> None:
    """Done with what it was about, or set aside with a reason; both are counted in the week they came."""
    await arrive(store, [things.mail(uid, now) for uid in (1, 2)] + [things.mail(3, now - 7 * DAY)], uid=3)
    one, two, three = await claim(store, tick)
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        await work.inbox.done(one.id, "answer", invitation_id=asked.id)
        await work.inbox.set_aside(two.id, "unmatched", "from a stranger")
        await work.inbox.done(three.id, "answer")
    async with store.read() as work:
        found = await work.inbox.find(one.id)
        assert found == replace(one, state=Arrival.DONE, outcome="answer", invitation_id=asked.id, lease=None)
        assert [mail.note for mail in await work.inbox.aside()] == ["from a stranger"]
        assert await work.inbox.outcomes() == {"answer": 2, "unmatched": 1}
        assert await work.inbox.outcomes_between(now, now + DAY) == {"answer": 1, "unmatched": 1}
        assert await work.inbox.find(99) is None


async def test_mails_about_an_invitation_are_counted_a_little_way_back(
    store: Store, now: datetime, tick: datetime
) -> None:
    """Done or set aside; not the mail itself, none older than asked for, and none further back in the inbox."""
    await arrive(store, [things.mail(1, now - 2 * DAY), *(things.mail(uid, now) for uid in (2, 3, 4, 5))], uid=5)
    first, second, third, other, last = await claim(store, tick)
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        for one in (first, second, last):
            await work.inbox.done(one.id, "answer", invitation_id=asked.id)
        await work.inbox.set_aside(third.id, "unverified", "", asked.id)
        await work.inbox.done(other.id, "automatic")
        counts = [await work.inbox.lately_about(asked.id, last, among, DAY) for among in (1, 2, 3, 100)]
        assert counts == [0, 1, 2, 2]
        assert await work.inbox.lately_about(asked.id, last, 100, 3 * DAY) == 3


async def test_a_mail_that_somebody_dealt_with_is_listed_no_more(store: Store, now: datetime, tick: datetime) -> None:
    """Only one that was unclear; what became of it is still counted."""
    await arrive(store, [things.mail(1, now), things.mail(2, now)], uid=2)
    one, two = await claim(store, tick)
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        await work.inbox.set_aside(one.id, "unclear", "", asked.id)
        await work.inbox.set_aside(two.id, "unverified", "")
        for mail in (one, two):
            await work.inbox.settle(mail.fingerprint, "set right by staff:1")
    async with store.read() as work:
        assert [mail.id for mail in await work.inbox.aside()] == [two.id]
        found = await work.inbox.find(one.id)
        assert await work.inbox.outcomes() == {"unclear": 1, "unverified": 1}
    assert found == replace(
        one, state=Arrival.DONE, outcome="unclear", note="set right by staff:1", invitation_id=asked.id, lease=None
    )


async def test_mails_that_were_dealt_with_are_read_in_batches(store: Store, now: datetime, tick: datetime) -> None:
    """In their order, from a day on; not what is new, nor what was kept without its bytes."""
    mails = [things.mail(uid, now + uid * DAY) for uid in (1, 2, 3, 4)]
    await arrive(store, [*mails, replace(things.mail(5, now + 5 * DAY), raw=None)], uid=5)
    taken = await claim(store, tick)
    async with store.work() as work:
        for mail in (*taken[:3], taken[4]):
            await work.inbox.done(mail.id, "answer")
    async with store.read() as work:
        assert [one.uid for one in await work.inbox.dealt_with(None, 0, 10)] == [1, 2, 3]
        assert [one.uid for one in await work.inbox.dealt_with(None, 0, 2)] == [1, 2]
        assert [one.uid for one in await work.inbox.dealt_with(None, taken[1].id, 2)] == [3]
        assert [one.uid for one in await work.inbox.dealt_with(now + 2 * DAY, 0, 10)] == [2, 3]


async def test_a_mail_too_large_to_fetch_is_kept_without_its_bytes(store: Store, now: datetime) -> None:
    """It is known, so that it is not tried for ever."""
    too_large = replace(things.mail(1, now), raw=None, note="too large: 300000000 bytes")
    assert await arrive(store, [too_large], uid=1) == 1
    assert await arrive(store, [too_large], uid=1) == 0


async def test_a_mail_tried_before_is_claimed_alone(store: Store, now: datetime, tick: datetime) -> None:
    """After a crash in a batch nobody knows which mail it was; one by one the guilty one takes no other with it."""
    await arrive(store, [things.mail(uid, now) for uid in (1, 2, 3)], uid=3)
    assert [one.uid for one in await claim(store, tick)] == [1, 2, 3]
    await arrive(store, [things.mail(4, now)], uid=4)
    assert [[one.uid for one in await claim(store, tick + LEASE)] for _ in range(4)] == [[1], [2], [3], [4]]
