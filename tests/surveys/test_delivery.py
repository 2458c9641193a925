"""Whether a delivery was on time, when its customer is asked, and why not."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.delivery import Delivery, Policy, Reason, State, ask_at, too_old, why_not
from surveys.workdays import Workdays

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DAY = timedelta(days=1)
WORKDAYS = Workdays(ZoneInfo("Europe/London"), holidays={date(2026, 12, 25)})
POLICY = Policy()
DELIVERY = Delivery(
    id=1,
    source="shop",
    event_id="e-1",
    order="A-1",
    customer_id=1,
    delivered_at=NOW - DAY,
    promised_at=None,
    known_at=NOW - DAY,
    ask_at=NOW,
)

moments = st.builds(lambda minutes: NOW + timedelta(minutes=minutes), st.integers(-200_000, 200_000))


@pytest.mark.parametrize(
    ("promised", "expected"),
    [(None, None), (NOW - DAY, True), (NOW, True), (NOW - DAY - timedelta(seconds=1), False)],
)
def test_on_time(promised: datetime | None, expected: bool | None) -> None:
    """On the promised minute is on time; nothing promised is neither on time nor late."""
    assert replace(DELIVERY, promised_at=promised).on_time is expected


def test_a_new_delivery_waits() -> None:
    """Nothing is decided about a delivery that was only told."""
    assert (DELIVERY.state, DELIVERY.reason, DELIVERY.detail) == (State.WAITING, None, "")


def test_asked_on_the_next_working_day() -> None:
    """Delivered on Christmas Eve, asked about on Monday at ten."""
    delivered = datetime(2026, 12, 24, 16, tzinfo=UTC)
    assert ask_at(delivered, delivered, POLICY, WORKDAYS) == datetime(2026, 12, 28, 10, tzinfo=UTC)


def test_asked_in_local_time() -> None:
    """Ten o'clock is ten o'clock in London, in summer too."""
    delivered = datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert ask_at(delivered, delivered, POLICY, WORKDAYS) == datetime(2026, 7, 2, 9, tzinfo=UTC)


def test_a_delivery_told_late_is_asked_about_at_once() -> None:
    """Nobody is asked about a delivery before it was known of."""
    assert ask_at(NOW - 5 * DAY, NOW, POLICY, WORKDAYS) == NOW


@given(delivered=moments, known=moments, after=st.integers(1, 10), hour=st.integers(0, 23))
def test_asking_is_neither_early_nor_on_a_holiday(delivered, known, after, hour) -> None:
    """Never before it was known of, and otherwise on a working day after the delivery."""
    asked = ask_at(delivered, known, Policy(ask_after=after, ask_at=time(hour)), WORKDAYS)
    workday = WORKDAYS.is_workday(asked.astimezone(WORKDAYS.zone).date())
    assert (asked >= known, asked == known or (workday and asked > delivered)) == (True, True)


@pytest.mark.parametrize(
    ("age", "expected"), [(30 * DAY, False), (30 * DAY + timedelta(seconds=1), True), (-DAY, False)]
)
def test_too_old(age: timedelta, expected: bool) -> None:
    """Thirty days are not too long ago, a second more is."""
    assert too_old(NOW - age, NOW, POLICY) is expected


QUARANTINED = (Reason.QUARANTINE, "asked on 2026-08-27, next allowed on 2026-11-25")
OLD = (Reason.TOO_OLD, "delivered more than 30 days before it could be asked about")
STOPPED = (Reason.UNSUBSCRIBED, "this address gets no surveys")


@pytest.mark.parametrize(
    ("age", "stopped", "last_asked", "expected"),
    [
        (DAY, None, None, None),
        (DAY, None, NOW - 90 * DAY, None),
        (DAY, None, NOW - 89 * DAY, QUARANTINED),
        (31 * DAY, None, None, OLD),
        (31 * DAY, None, NOW - 89 * DAY, OLD),
        (DAY, Reason.UNSUBSCRIBED, None, STOPPED),
        (31 * DAY, Reason.UNSUBSCRIBED, NOW - DAY, STOPPED),
    ],
)
def test_why_not(age, stopped, last_asked, expected) -> None:
    """One reason is given: the customer's own wish first, then age, then the quarantine with its end."""
    delivery = replace(DELIVERY, delivered_at=NOW - age)
    assert why_not(delivery, stopped=stopped, last_asked=last_asked, policy=POLICY, now=NOW) == expected


@pytest.mark.parametrize("stopped", [None, Reason.BOUNCED, Reason.UNSUBSCRIBED])
def test_two_deliveries_due_together_are_one_question(stopped) -> None:
    """The other is not asked about for the same reason, however fast the letter about the first one bounces."""
    found = why_not(DELIVERY, stopped=stopped, last_asked=NOW, policy=POLICY, now=NOW)
    assert found == (Reason.QUARANTINE, "asked on 2026-11-24, next allowed on 2027-02-22")


def test_who_wants_none_gets_none_without_a_quarantine() -> None:
    """Where people may be asked at any time, a stop still holds at the very instant of the last question."""
    policy = replace(POLICY, quarantine=timedelta(0))
    assert why_not(DELIVERY, stopped=Reason.BOUNCED, last_asked=NOW, policy=policy, now=NOW) == (
        Reason.BOUNCED,
        "this address gets no surveys",
    )


def test_an_old_delivery_may_be_asked_about_on_purpose() -> None:
    """Who decides to ask about old deliveries is not stopped by their age, but by everything else."""
    old = replace(DELIVERY, delivered_at=NOW - 400 * DAY, even_old=True)
    found = [why_not(old, stopped=None, last_asked=last, policy=POLICY, now=NOW) for last in (None, NOW - 89 * DAY)]
    assert found == [None, QUARANTINED]


@given(gaps=st.lists(st.integers(0, 200_000), max_size=20), quarantine=st.integers(1, 120))
def test_nobody_is_asked_twice_within_the_quarantine(gaps, quarantine) -> None:
    """However often something is delivered, two surveys to one person lie the quarantine apart."""
    policy = Policy(quarantine=timedelta(days=quarantine))
    asked: list[datetime] = []
    now = NOW
    for gap in gaps:
        now += timedelta(minutes=gap)
        last = asked[-1] if asked else None
        delivery = replace(DELIVERY, delivered_at=now)
        if why_not(delivery, stopped=None, last_asked=last, policy=policy, now=now) is None:
            asked.append(now)
    assert all(b - a >= policy.quarantine for a, b in itertools.pairwise(asked))
