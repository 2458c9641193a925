"""What an auditor takes away of a period: its weeks, the sample, the gaps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.audit import SAMPLED, BadPeriod, Gap, Period, sample, undigested
from surveys.complaint import Complaint, Problem, State, received
from surveys.workdays import Week

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)

days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def case(number: int, state: State = State.RECEIVED) -> Complaint:
    return replace(received(number, None, "late", NOW, door="mail", problem=Problem.LATE), state=state)


@given(first=days, length=st.integers(0, 800))
def test_a_period_has_every_week_of_which_it_has_a_day(first: date, length: int) -> None:
    """From the week of the first day to that of the last, each once and in order."""
    period = Period(first, first + timedelta(days=length))
    expected = sorted({Week.on(first + timedelta(days=day)) for day in range(length + 1)})
    assert list(period.weeks) == expected


def test_a_period_goes_from_midnight_to_midnight_of_the_zone() -> None:
    """The last day belongs to it, also where clocks change."""
    period = Period.parse("2026-10-25", "2026-10-25")
    assert period.bounds(ZONE) == (
        datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-11-16", "2026-11-15", "the period ends on 2026-11-15, before it begins on 2026-11-16"),
        ("16.11.2026", "2026-11-15", "'16.11.2026' is no day; write it like 2026-11-16"),
        ("2026-11-16", "20261115", "'20261115' is no day; write it like 2026-11-16"),
        ("2016-11-16", "2026-11-15", "a period has at most 1100 days; make several packs"),
    ],
)
def test_days_that_make_no_period_are_refused(first: str, last: str, why: str) -> None:
    """Its message says what is wrong with them."""
    with pytest.raises(BadPeriod) as refused:
        Period.parse(first, last)
    assert str(refused.value) == why


@given(numbers=st.sets(st.integers(1, 10_000), max_size=60), seed=st.integers(), order=st.randoms())
def test_the_seed_alone_draws_the_sample(numbers: set[int], seed: int, order) -> None:
    """In whatever order the cases come, the same ten are followed, each once and by number."""
    cases = [case(number) for number in numbers]
    drawn = sample(cases, seed)
    assert drawn == sample(order.sample(cases, len(cases)), seed)
    assert len(drawn) == min(SAMPLED, len(numbers))
    assert [one.number for one in drawn] == sorted({one.number for one in drawn})


def test_the_sample_of_a_seed_stays_what_it_is() -> None:
    """A pack that is made again years later follows the same cases."""
    cases = [case(number) for number in range(1, 31)]
    assert [one.number for one in sample(cases, 1, 4)] == [6, 12, 19, 22]
    assert sample(cases, 2, 4) != sample(cases, 1, 4)


@pytest.mark.parametrize("state", [State.CANDIDATE, State.DECLINED, State.RECLASSIFIED])
def test_what_is_no_complaint_is_not_followed(state: State) -> None:
    """Nor what nobody has called one yet."""
    assert sample([case(1, state)], 1) == ()


def test_a_week_without_a_digest_is_a_gap_once_it_is_over() -> None:
    """A late digest is one too; the running week is none."""
    weeks = Period.parse("2026-11-02", "2026-11-22").weeks
    assert undigested(weeks, {"2026-W45": True}, NOW, ZONE) == [
        Gap("Late digest", "the digest of 2026-W45 was late", "Reviews_acks"),
        Gap("No digest", "2026-W46 ended without a digest", "Reviews_acks"),
    ]
