"""A message's way out, with every cut that the way can have; and what may stand in its headers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from surveys.message import (
    ATTEMPTS,
    CRASHES,
    DOUBT,
    LEASE,
    LONGEST_WAIT,
    PENDING,
    Kind,
    Message,
    State,
    UnsafeHeader,
    allowance,
    claimed,
    data_started,
    deferred,
    doubted,
    header,
    recovered,
    refused,
    sent,
    told_to_wait,
)

TICK = datetime(2026, 11, 24, 10, tzinfo=UTC)
MESSAGE = Message(
    id=1,
    kind=Kind.INVITATION,
    about=1,
    recipient="anna@example.com",
    envelope_from="bounce+x@example.org",
    message_id="<x@example.org>",
    raw=b"Subject: x\r\n\r\n",
    queued_at=TICK,
    due=TICK,
)
CLAIMABLE = (State.QUEUED, State.DEFERRED, State.IN_DOUBT)
LEASED = (State.CLAIMED, State.DATA_STARTED)


def under_way() -> Message:
    return data_started(claimed(MESSAGE, TICK))


def test_a_claim() -> None:
    """A claim is an attempt with a lease and a fence of its own."""
    assert claimed(MESSAGE, TICK) == replace(
        MESSAGE, state=State.CLAIMED, attempt=1, fence=1, lease=TICK + timedelta(minutes=12)
    )


def test_sent() -> None:
    """What the server answered is noted with the time, and the lease is free."""
    expected = replace(under_way(), state=State.SENT, lease=None, sent_at=TICK, note="250 OK")
    assert sent(under_way(), "250 OK", TICK) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (421, State.DEFERRED),
        (450, State.DEFERRED),
        (499, State.DEFERRED),
        (500, State.FAILED),
        (550, State.FAILED),
        (599, State.FAILED),
        (600, State.DEFERRED),
        (354, State.DEFERRED),
        (0, State.DEFERRED),
    ],
)
def test_definite_replies(code: int, expected: State) -> None:
    """5xx is for good; anything else, even a code that no server should send, is tried again."""
    after = refused(under_way(), code, "no", TICK)
    assert (after.state, after.lease, after.note, after.doubts) == (expected, None, "no", 0)


def test_waits_double() -> None:
    """Each time it is tried again after twice the wait, four hours at the most, and fails after the last attempt."""
    message, waits = MESSAGE, []
    while message.state is not State.FAILED:
        message = deferred(claimed(message, TICK), "451 later", TICK)
        waits.append((message.due - TICK) / timedelta(minutes=1))
    expected = [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240]
    assert (waits, message.attempt, message.note) == (expected, ATTEMPTS, "451 later (after 12 attempts)")


@given(attempt=st.integers(1, 1000))
def test_a_wait_is_bounded(attempt) -> None:
    """However often it was tried, a wait lies between a minute and four hours."""
    after = deferred(replace(MESSAGE, attempt=attempt), "451", TICK)
    wait = after.due - TICK if after.state is State.DEFERRED else LONGEST_WAIT
    assert timedelta(minutes=1) <= wait <= LONGEST_WAIT


def test_the_first_cut_leaves_a_doubt() -> None:
    """A message cut after DATA waits a quarter of an hour for a sign of arrival."""
    expected = replace(under_way(), state=State.IN_DOUBT, doubts=1, lease=None, due=TICK + DOUBT, note="cut")
    assert doubted(under_way(), "cut", TICK) == expected


def test_the_second_cut_holds() -> None:
    """Cut a second time it is held for a person."""
    again = data_started(claimed(doubted(under_way(), "cut", TICK), TICK + DOUBT))
    after = doubted(again, "cut again", TICK)
    assert (after.state, after.doubts, after.lease, after.note) == (State.HELD, 2, None, "cut again")


@given(waits=st.lists(st.integers(1, 10**5), min_size=ATTEMPTS + 1, max_size=3 * ATTEMPTS))
def test_a_wait_that_the_other_side_asked_for(waits: list[int]) -> None:
    """It is kept to the second, and however often it is asked for, the message does not fail by it."""
    message = MESSAGE
    for seconds in waits:
        message = told_to_wait(claimed(message, TICK), "429", TICK, timedelta(seconds=seconds))
        assert (message.state, message.attempt, message.due) == (State.DEFERRED, 0, TICK + timedelta(seconds=seconds))


def test_a_change_of_a_post_is_never_in_doubt() -> None:
    """The same change twice is one: cut or orphaned it is simply tried again."""
    begun = data_started(replace(claimed(MESSAGE, TICK), place="17.5"))
    assert doubted(begun, "cut", TICK).state is State.DEFERRED
    assert (recovered(begun, TICK).state, recovered(begun, TICK).doubts) == (State.QUEUED, 0)


def test_a_post_has_two_phases() -> None:
    """Its picture is noted as it begins, and stays where a later attempt has none; its place once it is there."""
    begun = data_started(claimed(MESSAGE, TICK), "F1")
    again = data_started(claimed(doubted(begun, "cut", TICK), TICK))
    assert (begun.file, again.file, sent(again, "posted", TICK, "17.5").place) == ("F1", "F1", "17.5")


def test_a_holder_that_died_before_data() -> None:
    """Nothing was sent, so it is free again at once, and attempt and crash stay counted."""
    expected = replace(MESSAGE, state=State.QUEUED, attempt=1, fence=1, crashes=1, due=TICK + LEASE)
    assert recovered(claimed(MESSAGE, TICK), TICK + LEASE) == expected


def test_a_message_over_which_three_holders_died() -> None:
    """It may be what kills them: a person is asked."""
    message = MESSAGE
    for _ in range(CRASHES):
        message = recovered(claimed(message, TICK), TICK)
    assert (message.state, message.crashes, message.lease) == (State.HELD, 3, None)
    assert message.note == "the service stopped 3 times while it had this message"


def test_a_holder_that_died_after_data() -> None:
    """Whether it was sent nobody knows."""
    after = recovered(under_way(), TICK + LEASE)
    assert (after.state, after.doubts, after.due) == (State.IN_DOUBT, 1, TICK + LEASE + DOUBT)


class Outbox(RuleBasedStateMachine):
    """A store that minds the fence, workers that die or stall, and a server that may have taken what was cut.

    When a message has come to its end, the next one begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tick = TICK
        self.another_message()

    def able(self, *states: State) -> list[Message]:
        return [worker for worker in self.workers if worker.state in states]

    def worker(self, data: st.DataObject, *states: State) -> Message:
        chosen = data.draw(st.sampled_from(self.able(*states)))
        self.workers.remove(chosen)
        return chosen

    def record(self, message: Message) -> bool:
        """A worker's word counts only while its fence is the newest."""
        newest = message.fence == self.stored.fence
        self.stored = message if newest else self.stored
        return newest

    @precondition(lambda self: self.stored.state not in PENDING and not self.workers)
    @rule()
    def another_message(self) -> None:
        self.stored = MESSAGE
        self.workers: list[Message] = []
        self.copies = 0
        self.claims = 0
        self.refused_for_good = False

    @rule(minutes=st.sampled_from([1, 12, 240]))
    def time_passes(self, minutes: int) -> None:
        self.tick += timedelta(minutes=minutes)

    @precondition(lambda self: self.stored.state in CLAIMABLE)
    @rule()
    def claim(self) -> None:
        self.tick = max(self.tick, self.stored.due)
        self.stored = claimed(self.stored, self.tick)
        self.workers.append(self.stored)
        self.claims += 1

    @precondition(lambda self: self.able(State.CLAIMED))
    @rule(data=st.data())
    def start_data(self, data: st.DataObject) -> None:
        started = data_started(self.worker(data, State.CLAIMED))
        if self.record(started):
            self.workers.append(started)

    @precondition(lambda self: self.stored.state in CLAIMABLE)
    @rule(data=st.data())
    def claim_and_start_data(self, data: st.DataObject) -> None:
        self.claim()
        self.start_data(data)

    @precondition(lambda self: self.able(State.DATA_STARTED))
    @rule(data=st.data())
    def server_takes_it(self, data: st.DataObject) -> None:
        self.copies += 1
        self.record(sent(self.worker(data, State.DATA_STARTED), "250 OK", self.tick))

    @precondition(lambda self: self.able(*LEASED))
    @rule(data=st.data(), code=st.sampled_from([421, 450, 550]))
    def server_refuses(self, data: st.DataObject, code: int) -> None:
        self.refused_for_good |= code == 550
        self.record(refused(self.worker(data, *LEASED), code, "no", self.tick))

    @precondition(lambda self: self.able(State.CLAIMED))
    @rule(data=st.data())
    def connection_fails(self, data: st.DataObject) -> None:
        self.record(deferred(self.worker(data, State.CLAIMED), "refused to connect", self.tick))

    @precondition(lambda self: self.able(State.DATA_STARTED))
    @rule(data=st.data(), taken=st.booleans())
    def connection_is_cut(self, data: st.DataObject, taken: bool) -> None:
        self.copies += taken
        self.record(doubted(self.worker(data, State.DATA_STARTED), "cut", self.tick))

    @precondition(lambda self: self.able(*LEASED))
    @rule(data=st.data(), taken=st.booleans())
    def worker_dies(self, data: st.DataObject, taken: bool) -> None:
        dead = self.worker(data, *LEASED)
        self.copies += taken and dead.state is State.DATA_STARTED

    @precondition(lambda self: self.stored.lease)
    @rule()
    def lease_ends(self) -> None:
        self.tick = max(self.tick, self.stored.lease)
        self.stored = recovered(self.stored, self.tick)

    @invariant()
    def at_most_two_copies(self) -> None:
        assert self.copies <= 2

    @invariant()
    def two_copies_were_in_doubt(self) -> None:
        assert self.copies < 2 or self.stored.doubts >= 1

    @invariant()
    def each_claim_has_its_fence(self) -> None:
        assert (self.stored.fence, self.stored.attempt) == (self.claims, self.claims)

    @invariant()
    def only_who_sends_has_a_lease(self) -> None:
        """So what is sent, failed or held is never picked up again."""
        assert (self.stored.lease is not None) == (self.stored.state in LEASED)

    @invariant()
    def held_after_two_doubts_or_three_crashes(self) -> None:
        ended_so = self.stored.doubts == 2 or self.stored.crashes == CRASHES
        assert ended_so == (self.stored.state is State.HELD)

    @invariant()
    def nothing_is_lost(self) -> None:
        """Sent means taken by a server; failed means refused for good, or tried to the end."""
        assert self.stored.state is not State.SENT or self.copies >= 1
        assert self.stored.state is not State.FAILED or self.refused_for_good or self.claims >= ATTEMPTS

    @invariant()
    def it_is_the_same_mail(self) -> None:
        changing = {"state", "attempt", "fence", "doubts", "crashes", "lease", "due", "sent_at", "note"}
        kept = {key: value for key, value in vars(self.stored).items() if key not in changing}
        assert kept == {key: value for key, value in vars(MESSAGE).items() if key not in changing}


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(stateful_step_count=100)


@pytest.mark.parametrize(
    "value", ["", "Anna", "Zoë Müller", "李雷", "a = b?", "=", "?=", "O'Hara & Sons (Ltd.)", "😀", "a" * 2000]
)
def test_a_safe_header(value: str) -> None:
    """Any writing may stand in a header, unchanged."""
    assert header(value, "name") == value


UNSAFE = [*map(chr, range(32)), "\x7f", "\x80", "\x85", "\x9f", "\u2028", "\u2029", "\ud800", "\udcff"]


@pytest.mark.parametrize("character", UNSAFE, ids=ascii)
def test_control_characters_are_refused(character: str) -> None:
    """No control character, line break or half a surrogate gets into a header, wherever it stands."""
    for value in (character, f"A{character}", f"A{character}Bcc: ben@example.com"):
        with pytest.raises(UnsafeHeader, match=r"^the name has a line break or a control character$"):
            header(value, "name")


@pytest.mark.parametrize("value", ["=?utf-8?q?a?=", "A =?UTF-8?Q?=0A?=Bcc: ben@example.com", "=?"])
def test_encoded_words_are_refused(value: str) -> None:
    """What a mail program would decode could hold anything."""
    with pytest.raises(UnsafeHeader, match=r"^the subject has '=\?' in it"):
        header(value, "subject")


@given(value=st.text(st.characters() | st.sampled_from("=?\r\n\0\u2028")))
def test_a_header_is_one_line(value) -> None:
    """Whatever is accepted is one line and no encoded word."""
    try:
        accepted = header(value, "name")
    except UnsafeHeader:
        return
    assert (accepted.splitlines(), "=?" in accepted) == ([accepted] if accepted else [], False)


@pytest.mark.parametrize(
    ("cap", "start", "days", "expected"),
    [
        (500, 50, 0, 50),
        (500, 50, 1, 100),
        (500, 50, 3, 400),
        (500, 50, 4, 500),
        (500, 50, 400, 500),
        (20, 50, 0, 20),
        (100_000, 1, 29, 100_000),
        (10**12, 1, 29, 2**29),
        (10**12, 1, 30, 10**12),
        (500, 50, -3, 50),
    ],
)
def test_ramping_up(cap: int, start: int, days: int, expected: int) -> None:
    """A new account doubles daily up to its cap; a clock that was put back changes nothing."""
    assert allowance(cap, start, days) == expected


@given(cap=st.integers(1, 10**6), start=st.integers(1, 1000), days=st.integers(0, 10_000))
def test_an_allowance_only_grows(cap, start, days) -> None:
    """From day to day an account may send as many or more, never above its cap."""
    assert allowance(cap, start, days) <= allowance(cap, start, days + 1) <= cap
