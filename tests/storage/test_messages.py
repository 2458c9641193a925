"""The outbox: each message to one worker, at most two copies of any mail, and none lost silently."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from storage.work import LostClaim, Store
from surveys import message as states
from surveys.message import ATTEMPTS, DOUBT, LEASE, Kind, Message, State, Via
from tests.conftest import KEY, ZONE
from tests.storage import things
from tests.storage.things import BY, DAY, evidence_of, keep_messages

WAITS = st.sampled_from([0, 1, 720, 900, 14_400])
ENDED = {State.SENT, State.FAILED, State.HELD}


async def claim(store: Store, tick: datetime, most: int = 10) -> list[Message]:
    async with store.work() as work:
        return list(await work.messages.claim(tick, most))


async def record(store: Store, message: Message, now: datetime) -> Message:
    async with store.work() as work:
        await work.messages.record(message, BY, now)
    return message


async def recover(store: Store, tick: datetime, *, all_orphaned: bool = False) -> int:
    async with store.work() as work:
        return await work.messages.recover(tick, DOUBT, all_orphaned=all_orphaned)


async def found(store: Store, message: Message) -> Message:
    async with store.read() as work:
        return await work.messages.get(message.id)


async def test_a_message_is_queued_once_for_what_it_is_about(store: Store, now: datetime, tick: datetime) -> None:
    """A second one about the same is not kept, and leaves no evidence."""
    [first] = await keep_messages(store, now, tick)
    assert await keep_messages(store, now, tick) == []
    async with store.work() as work:
        reminder = await work.messages.queue(things.message(1, now, tick, kind=Kind.REMINDER), BY, now)
        assert [await work.messages.about(kind, 1) for kind in list(Kind)[:3]] == [first, reminder, None]
        assert await work.messages.by_message_id(first.message_id) == first
    assert await found(store, first) == first
    assert len(await evidence_of(store, "messages", first.id)) == 1


async def test_many_messages_queued_at_once_about_the_same_are_one(store: Store, now: datetime, tick: datetime) -> None:
    """Whoever comes second is told so by None, never by an error."""
    kept = await asyncio.gather(*(keep_messages(store, now, tick) for _ in range(6)))
    assert sorted(map(len, kept)) == [0, 0, 0, 0, 0, 1]


async def posted(store: Store, now: datetime, tick: datetime) -> Message:
    """The one post of the outbox, claimed and sent, or changed where it is there already."""
    [taken] = await claim(store, tick, 1)
    return await record(store, states.sent(states.data_started(taken), "posted", tick, taken.place or "1.5"), now)


async def revise(store: Store, message: Message, raw: bytes, tick: datetime) -> Message:
    async with store.work() as work:
        await work.messages.revise(message, raw, tick)
        return await work.messages.get(message.id)


async def test_a_post_is_revised_before_it_goes_out(store: Store, now: datetime, tick: datetime) -> None:
    """It says the newest from its first moment, and goes out once."""
    [first] = await keep_messages(store, now, tick)
    await revise(store, first, b"newer", tick)
    [taken] = await claim(store, tick, 9)
    assert taken.raw == b"newer"
    await record(store, states.sent(taken, "posted", tick, "1.5"), now)
    assert await claim(store, tick, 9) == []


async def test_a_post_that_is_there_is_changed(store: Store, now: datetime, tick: datetime) -> None:
    """It goes out again with its place, so that it is changed there and not posted anew."""
    [first] = await keep_messages(store, now, tick)
    await posted(store, now, tick)
    await revise(store, first, b"newer", tick)
    [again] = await claim(store, tick, 9)
    assert (again.raw, again.place, again.attempt) == (b"newer", "1.5", 1)


async def test_a_post_revised_on_its_way_goes_out_again(store: Store, now: datetime, tick: datetime) -> None:
    """Whoever sends it has the older words; the newer ones follow at once, and after them nothing."""
    [first] = await keep_messages(store, now, tick)
    [taken] = await claim(store, tick, 1)
    await record(store, states.data_started(taken), now)
    await revise(store, first, b"newer", tick)
    assert await claim(store, tick, 9) == []
    await record(store, states.sent(states.data_started(taken), "posted", tick, "1.5"), now)
    [again] = await claim(store, tick, 9)
    assert (again.raw, again.place) == (b"newer", "1.5")
    await record(store, states.sent(again, "changed", tick, "1.5"), now)
    assert await claim(store, tick, 9) == []


async def test_each_message_goes_to_one_of_many_claimers(store: Store, now: datetime, tick: datetime) -> None:
    """However many workers look at the same moment, no two get the same message, and none is left over."""
    queued = await keep_messages(store, now, tick, many=40)

    async def worker() -> list[int]:
        mine: list[int] = []
        while taken := await claim(store, tick, 3):
            mine += [one.id for one in taken]
            await asyncio.sleep(0)
        return mine

    shares = await asyncio.gather(*(worker() for _ in range(6)))
    assert sorted(id_ for share in shares for id_ in share) == [one.id for one in queued]


async def test_each_way_has_its_own_claims(store: Store, now: datetime, tick: datetime) -> None:
    """Who carries mail gets no post, and the other way round; posts do not count as mails of the day."""
    [mail] = await keep_messages(store, now, tick)
    async with store.work() as work:
        post = await work.messages.queue(things.message(2, now, tick, via=Via.SLACK), BY, now)
        assert post is not None
        [taken] = await work.messages.claim(tick, 10, Via.SLACK)
        assert taken.id == post.id
        assert [one.id for one in await work.messages.claim(tick, 10, Via.MAIL)] == [mail.id]
        await work.messages.record(states.sent(taken, "posted", tick, "17.5"), BY, now)
        assert (await work.messages.sent_since(tick), await work.messages.first_sent()) == (0, None)


async def test_a_claim_counts_the_attempt_and_ends_by_itself(store: Store, now: datetime, tick: datetime) -> None:
    """The attempt, the fence and the lease are committed before anything is sent."""
    [queued] = await keep_messages(store, now, tick)
    [taken] = await claim(store, tick)
    assert taken == replace(queued, state=State.CLAIMED, attempt=1, fence=1, lease=tick + LEASE)
    assert await found(store, queued) == taken
    assert await claim(store, tick + DAY) == []


async def test_due_messages_go_first_and_doubtful_ones_last(store: Store, now: datetime, tick: datetime) -> None:
    """A mail that kills its worker would else be the first again after each restart."""
    first, second, doubtful = await keep_messages(store, now, tick, many=3)
    taken = {one.id: one for one in await claim(store, tick)}
    await record(store, states.doubted(states.data_started(taken[doubtful.id]), "cut", tick, timedelta(0)), now)
    await record(store, states.deferred(taken[second.id], "busy", tick), now)
    await record(store, states.deferred(taken[first.id], "busy", tick + DAY), now)
    later = await keep_messages(store, now, tick + 3 * DAY, many=4)
    again = await claim(store, tick + 2 * DAY)
    assert [one.id for one in again] == [second.id, first.id, doubtful.id]
    async with store.read() as work:
        assert await work.messages.next_due() == later[0].due


async def test_a_stale_claim_may_record_nothing(store: Store, now: datetime, tick: datetime) -> None:
    """A worker that slept over its lease finds that somebody else holds the message."""
    await keep_messages(store, now, tick)
    [slow] = await claim(store, tick)
    assert await recover(store, tick + LEASE) == 1
    [quick] = await claim(store, tick + LEASE)
    for late in (states.data_started(slow), states.sent(slow, "250", tick), states.deferred(slow, "", tick)):
        with pytest.raises(LostClaim):
            await record(store, late, now)
    assert await found(store, slow) == quick


async def test_recovery_frees_what_had_not_begun(store: Store, now: datetime, tick: datetime) -> None:
    """Once the lease has run out, and not before."""
    [queued] = await keep_messages(store, now, tick)
    await claim(store, tick)
    assert await recover(store, tick + LEASE - timedelta(microseconds=1)) == 0
    assert await recover(store, tick + LEASE) == 1
    freed = replace(queued, attempt=1, fence=1, crashes=1, due=tick + LEASE)
    assert await found(store, queued) == freed


async def test_a_message_that_kills_its_holder_is_held_and_the_others_go_on(
    store: Store, now: datetime, tick: datetime
) -> None:
    """Whoever was claimed beside it is tried alone afterwards, one at a time, and is sent."""
    messages = await keep_messages(store, now, tick, many=4)
    poison, *others = [message.id for message in messages]
    sent: list[int] = []
    claims: list[list[int]] = []
    while taken := await claim(store, tick):
        claims.append([message.id for message in taken])
        for message in taken:
            if message.id == poison:
                await recover(store, tick, all_orphaned=True)
                break
            started = states.data_started(message)
            await record(store, started, now)
            await record(store, states.sent(started, "250", tick), now)
            sent.append(message.id)
    assert claims == [[poison, *others], [poison], *([one] for one in others), [poison]]
    assert sent == others
    assert (await found(store, messages[0])).state == State.HELD


async def test_the_only_worker_recovers_all_at_once(store: Store, now: datetime, tick: datetime) -> None:
    """At the start of a store's only service nobody else can hold anything."""
    await keep_messages(store, now, tick, many=2)
    one, _ = await claim(store, tick)
    await record(store, states.data_started(one), now)
    assert await recover(store, tick, all_orphaned=True) == 2
    async with store.read() as work:
        assert await work.messages.counts() == {"queued": 1, "in_doubt": 1}


async def test_what_was_cut_is_sent_once_more_and_then_held(store: Store, now: datetime, tick: datetime) -> None:
    """After a wait, in case a sign of its arrival comes; a second cut leaves it to a person."""
    [queued] = await keep_messages(store, now, tick)
    for doubts, expected in ((1, State.IN_DOUBT), (2, State.HELD)):
        [taken] = await claim(store, tick)
        await record(store, states.data_started(taken), now)
        tick += LEASE
        assert await recover(store, tick) == 1
        left = await found(store, queued)
        assert (left.state, left.doubts) == (expected, doubts)
        assert await claim(store, tick + DOUBT - timedelta(microseconds=1)) == []
        tick += DOUBT
    assert await claim(store, tick + 365 * DAY) == []
    async with store.read() as work:
        assert [one.id for one in await work.messages.held()] == [queued.id]
        assert await work.messages.doubted() == 1
        assert await work.messages.unsent() == 0


async def test_what_ended_is_evident(store: Store, now: datetime, tick: datetime) -> None:
    """Queued and sent; the steps between are machine time and no evidence."""
    [queued] = await keep_messages(store, now, tick)
    [taken] = await claim(store, tick)
    started = await record(store, states.data_started(taken), now)
    await record(store, states.sent(started, "250 ok", tick), now)
    assert [facts["state"] for facts in await evidence_of(store, "messages", queued.id)] == ["queued", "sent"]
    async with store.read() as work:
        assert await work.messages.every_sent() == [queued.message_id]
        assert (await work.messages.sent_since(tick), await work.messages.sent_since(tick + DAY)) == (1, 0)
        assert await work.messages.first_sent() == tick


async def test_the_bytes_of_a_message_never_change(store: Store, now: datetime, tick: datetime) -> None:
    """Whatever is recorded of it, a retry is the same mail under the same Message-ID."""
    [queued] = await keep_messages(store, now, tick)
    [taken] = await claim(store, tick)
    await record(store, replace(states.deferred(taken, "busy", tick), raw=b"other", message_id="<other@x>"), now)
    left = await found(store, queued)
    assert (left.raw, left.message_id, left.queued_at) == (queued.raw, queued.message_id, queued.queued_at)


async def test_a_message_nobody_has_begun_can_be_taken_back(store: Store, now: datetime, tick: datetime) -> None:
    """It ends as failed, with its reason and its evidence; one that is on its way cannot be called back."""
    free, busy = await keep_messages(store, now, tick, many=2)
    async with store.work() as work:
        await work.messages.claim(tick, 2)
        await work.messages.recover(tick + LEASE, DOUBT)
    [taken] = await claim(store, tick + LEASE, 1)
    async with store.work() as work:
        assert not await work.messages.cancel(Kind.INVITATION, taken.about, "answered meanwhile", BY, now)
        assert await work.messages.cancel(Kind.INVITATION, busy.about, "answered meanwhile", BY, now)
        assert not await work.messages.cancel(Kind.INVITATION, 99, "answered meanwhile", BY, now)
    assert (taken.id, (await found(store, free)).state) == (free.id, State.CLAIMED)
    left = await found(store, busy)
    assert (left.state, left.note) == (State.FAILED, "answered meanwhile")
    assert [facts["state"] for facts in await evidence_of(store, "messages", busy.id)] == ["queued", "failed"]


async def test_messages_are_counted_by_state(store: Store, now: datetime, tick: datetime) -> None:
    """Those that want sending by now, and those that will."""
    await keep_messages(store, now, tick, many=2)
    await keep_messages(store, now, tick + DAY, many=3)
    await claim(store, tick, 1)
    async with store.read() as work:
        assert await work.messages.counts() == {"queued": 2, "claimed": 1}
        assert (await work.messages.pending(tick), await work.messages.unsent()) == (2, 3)


class Outbox(RuleBasedStateMachine):
    """Workers that send, are refused, are cut, crash or sleep over their leases, over one real store."""

    held = Bundle("held")
    sending = Bundle("sending")

    def __init__(self, migrated_file: Path, now: datetime, tick: datetime) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "outbox.db"
        shutil.copy(migrated_file, file)
        self.runner = asyncio.Runner()
        self.store = Store(f"sqlite:///{file}", ZONE, KEY)
        self.now, self.tick = now, tick
        self.queued = 0
        self.mailed: Counter[int] = Counter()
        self.accepted: set[int] = set()
        self.refused: set[int] = set()

    def teardown(self) -> None:
        try:
            self.empty_the_outbox()
        finally:
            self.runner.run(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    def do(self, step: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        return self.runner.run(step(self.store, *args))  # type: ignore[arg-type]

    def try_to_record(self, message: Message) -> bool:
        try:
            self.do(record, message, self.now)
        except LostClaim:
            return False
        return True

    @initialize(messages=st.integers(1, 3))
    def queue(self, messages: int) -> None:
        self.queued = messages
        self.runner.run(keep_messages(self.store, self.now, self.tick, messages))

    @rule(target=held, seconds=WAITS)
    def claim_one(self, seconds: int) -> Message | None:
        """A worker comes: it frees what dead ones left, and takes one."""
        self.tick += timedelta(seconds=seconds)
        self.do(recover, self.tick)
        return next(iter(self.do(claim, self.tick, 1)), None)

    @rule(target=sending, message=consumes(held))
    def begin(self, message: Message | None) -> Message | None:
        if message is None:
            return None
        started = states.data_started(message)
        return started if self.try_to_record(started) else None

    @rule(target=sending, seconds=WAITS)
    def claim_and_begin(self, seconds: int) -> Message | None:
        return self.begin(self.claim_one(seconds))

    @rule(message=consumes(held))
    def unreachable(self, message: Message | None) -> None:
        if message:
            self.try_to_record(states.deferred(message, "no route", self.tick))

    @rule(message=consumes(sending))
    def accept(self, message: Message | None) -> None:
        if message:
            self.mailed[message.id] += 1
            self.accepted.add(message.id)
            self.try_to_record(states.sent(message, "250", self.tick))

    @rule(message=consumes(sending), code=st.sampled_from([421, 451, 550]))
    def refuse(self, message: Message | None, code: int) -> None:
        if message:
            self.refused.add(message.id)
            self.try_to_record(states.refused(message, code, "no", self.tick))

    @rule(message=consumes(sending), arrived=st.booleans())
    def cut(self, message: Message | None, arrived: bool) -> None:
        if message:
            self.mailed[message.id] += 1
            if arrived:
                self.accepted.add(message.id)
            self.try_to_record(states.doubted(message, "cut", self.tick))

    @rule(message=consumes(sending))
    def crash_after_data(self, message: Message | None) -> None:
        if message:
            self.mailed[message.id] += 1

    @rule(message=consumes(held))
    def crash_before_data(self, message: Message | None) -> None:
        """The worker is gone; only its lease is left."""

    @invariant()
    def no_mail_has_three_copies(self) -> None:
        assert max(self.mailed.values(), default=0) <= 2

    @invariant()
    def no_message_disappears(self) -> None:
        assert sum(self.counts().values()) == self.queued

    def counts(self) -> dict[str, int]:
        return dict(self.do(counts))

    def empty_the_outbox(self) -> None:
        """A sound worker comes at the end: everything ends, and what is said to be sent was taken by a server."""
        for _ in range(ATTEMPTS + 2):
            self.tick += DAY
            self.do(recover, self.tick)
            for message in self.do(claim, self.tick, 1000):
                started = states.data_started(message)
                self.do(record, started, self.now)
                self.accept(started)
        self.no_mail_has_three_copies()
        left = {one.id: one.state for one in self.do(everything)}
        assert set(left.values()) <= ENDED
        assert {id_ for id_, state in left.items() if state is State.SENT} <= self.accepted
        assert {id_ for id_, state in left.items() if state is State.FAILED} <= self.refused | set(self.worn())

    def worn(self) -> list[int]:
        return [one.id for one in self.do(everything) if one.attempt >= ATTEMPTS]


async def counts(store: Store) -> dict[str, int]:
    async with store.read() as work:
        return await work.messages.counts()


async def everything(store: Store) -> list[Message]:
    async with store.read() as work:
        most = sum((await work.messages.counts()).values())
        return [await work.messages.get(id_) for id_ in range(1, most + 1)]


def test_whatever_happens_no_mail_has_three_copies(migrated_file: Path, now: datetime, tick: datetime) -> None:
    """Any order of claims, cuts, refusals, crashes and sleep: two copies at most, and every message ends."""
    examples = settings(max_examples=settings.default.max_examples // 2, stateful_step_count=40)
    run_state_machine_as_test(partial(Outbox, migrated_file, now, tick), settings=examples)


async def test_a_post_in_a_thread_waits_for_the_post_above_it(store: Store, now: datetime, tick: datetime) -> None:
    """Until that has its place; then it is claimed with it. One whose post above has failed wants nothing any more."""
    async with store.work() as work:
        card = await work.messages.queue(things.message(1, now, tick, kind=Kind.CARD, via=Via.SLACK), BY, now)
        assert card is not None
        reply = things.message(2, now, tick, kind=Kind.ENTRY, via=Via.SLACK, under=card.id)
        await work.messages.queue(reply, BY, now)
        assert [one.kind for one in await work.messages.claim(tick, 9, Via.SLACK)] == [Kind.CARD]
        claimed = await work.messages.get(card.id)
        await work.messages.record(states.data_started(claimed), BY, now)
        assert await work.messages.claim(tick, 9, Via.SLACK) == []
        await work.messages.record(states.sent(states.data_started(claimed), "posted", tick, "17.5"), BY, now)
        assert await work.messages.pending(tick) == 1
        [found] = await work.messages.claim(tick, 9, Via.SLACK)
        assert (found.kind, found.thread) == (Kind.ENTRY, "17.5")
        assert (await work.messages.get(found.id)).thread == "17.5"
        assert (await work.messages.at(card.recipient, "17.5")) == await work.messages.get(card.id)
