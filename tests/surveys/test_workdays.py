"""Working days and ISO weeks, in zones where clocks are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.workdays import Week, Workdays, instant

LONDON = ZoneInfo("Europe/London")
ZONES = [
    LONDON,
    *map(
        ZoneInfo,
        [
            "UTC",
            "America/New_York",
            "America/Sao_Paulo",  # put clocks forward at midnight until 2018
            "America/Havana",  # puts clocks back to midnight
            "Africa/Cairo",
            "Asia/Kathmandu",
            "Pacific/Apia",  # left out a whole day in 2011
            "Pacific/Auckland",
        ],
    ),
]

days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
instants = st.builds(datetime.combine, days, st.times(), st.just(UTC))
zones = st.sampled_from(ZONES)
times = st.times().filter(lambda at: not at.fold)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delivered", "days", "expected"),
    [
        (utc(2026, 11, 23, 15), 1, utc(2026, 11, 24, 10)),
        (utc(2026, 11, 27, 15), 1, utc(2026, 11, 30, 10)),
        (utc(2026, 11, 28, 15), 1, utc(2026, 11, 30, 10)),
        (utc(2026, 11, 29, 15), 1, utc(2026, 11, 30, 10)),
        (utc(2026, 11, 27, 15), 2, utc(2026, 12, 1, 10)),
        (utc(2026, 12, 24, 15), 1, utc(2026, 12, 28, 10)),
        (utc(2026, 12, 24, 15), 2, utc(2026, 12, 29, 10)),
        (utc(2026, 11, 28, 15), 0, utc(2026, 11, 28, 10)),
    ],
)
def test_some_working_days_later(delivered: datetime, days: int, expected: datetime) -> None:
    """The day of delivery never counts, and neither do weekends and holidays; no day later is that very day."""
    workdays = Workdays(LONDON, holidays={date(2026, 12, 25)})
    assert workdays.after(delivered, days, time(10)) == expected


def test_the_local_day_counts() -> None:
    """What is delivered late on Sunday in UTC was delivered on Monday in Auckland."""
    workdays = Workdays(ZoneInfo("Pacific/Auckland"))
    assert workdays.after(utc(2026, 11, 22, 20), 1, time(10)) == utc(2026, 11, 23, 21)


def test_another_working_week() -> None:
    """An organisation may work from Sunday to Thursday."""
    workdays = Workdays(LONDON, weekdays=frozenset({6, 0, 1, 2, 3}))
    assert workdays.after(utc(2026, 11, 26, 12), 1, time(10)) == utc(2026, 11, 29, 10)


@given(
    when=instants,
    days=st.integers(1, 15),
    at=times,
    zone=zones,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.sets(days, max_size=5),
)
def test_it_always_lands_on_a_working_day(*, when, days, at, zone, weekdays, holidays) -> None:
    """However many days later, it is a working day, with exactly so many working days since the local day before."""
    holidays |= {when.date() + timedelta(days=2)}
    workdays = Workdays(zone, weekdays, holidays)
    landed = workdays.after(when, days, at).astimezone(zone).date()
    start = when.astimezone(zone).date()
    between = [start + timedelta(days=n) for n in range(1, (landed - start).days + 1)]
    assert (workdays.is_workday(landed), sum(map(workdays.is_workday, between))) == (True, days)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 28), time(10), utc(2026, 3, 28, 10)),
        (date(2026, 3, 29), time(10), utc(2026, 3, 29, 9)),
        (date(2026, 3, 29), time(0, 59), utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(1, 30), utc(2026, 3, 29, 1, 30)),
        (date(2026, 3, 29), time(2), utc(2026, 3, 29, 1)),
        (date(2026, 10, 24), time(10), utc(2026, 10, 24, 9)),
        (date(2026, 10, 25), time(1, 30), utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(2), utc(2026, 10, 25, 2)),
        (date(2026, 10, 25), time(10), utc(2026, 10, 25, 10)),
    ],
)
def test_local_times_where_clocks_change(day: date, at: time, expected: datetime) -> None:
    """A time that London skips in March is the later one, a time it has twice in October the first of the two."""
    assert instant(day, at, LONDON) == expected


@given(day=days, at=times, zone=zones)
def test_a_local_time_is_kept_or_moved_later(day, at, zone) -> None:
    """A local time that exists is met exactly; one that does not moves forward, by less than a day and a bit."""
    local = instant(day, at, zone).astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    exists = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wanted
    assert local == wanted if exists else timedelta(0) < local - wanted <= timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_weeks_around_new_year(day: date, expected: str) -> None:
    """A week belongs to the year of its Thursday: the last days of 2026 and the first of 2027 are one week."""
    assert str(Week.on(day)) == expected


def test_weeks_follow_each_other_without_a_gap() -> None:
    """From 2020 to 2040 each week follows the one before, none twice, in their own order."""
    mondays = [date(2019, 12, 30) + timedelta(weeks=n) for n in range(1096)]
    weeks = [Week.on(monday) for monday in mondays]
    expected = [Week(2020, 1).shift(n) for n in range(1096)]
    assert (weeks, sorted(set(weeks)), weeks[-1].year) == (expected, expected, 2040)


@given(day=days, weeks=st.integers(-500, 500))
def test_shifting_back_and_forth(day, weeks) -> None:
    """So many weeks later and as many earlier is the same week."""
    week = Week.on(day)
    assert week.shift(weeks).shift(-weeks) == week


@given(day=days)
def test_a_week_is_read_as_it_is_written(day) -> None:
    """What is written is read back, and begins on its Monday."""
    week = Week.on(day)
    assert (Week.parse(str(week)), week.monday().weekday()) == (week, 0)


MISSPELLED = ["", "2026", "2026-47", "2026W47", "2026-w47", "2026-W", "-W47", "2026-W47-1", " 2026-W47", "2026-W47\n"]
MISSING = ["2026-W00", "2026-W54", "2025-W53", "0000-W01", "10000-W01", "9" * 5000 + "-W01"]
LOOSE = ["2026-W-1", "2026-W7", "02026-W47", "2026-W047", "٢٠٢٦-W٤٧"]


@pytest.mark.parametrize("text", [*MISSPELLED, *MISSING, *LOOSE], ids=lambda text: ascii(text)[:20])
def test_what_is_no_week_is_refused(text: str) -> None:
    """A week has one spelling, four digits and two, and must exist."""
    with pytest.raises(ValueError):
        Week.parse(text)


@given(text=st.text(st.sampled_from("0123456789-W٤ "), max_size=12))
def test_reading_a_week_never_fails_otherwise(text) -> None:
    """Whatever is given is either a week in its one spelling or refused."""
    try:
        week = Week.parse(text)
    except ValueError:
        return
    assert str(week) == text


@given(when=instants, zone=zones)
def test_an_instant_lies_in_its_week(when, zone) -> None:
    """The bounds of a week hold its instants and no others, whatever clocks do."""
    week = Week.of(when, zone)
    start, end = week.bounds(zone)
    assert (start <= when < end, week.shift(1).bounds(zone)[0]) == (True, end)


def test_weeks_with_an_hour_less_and_more() -> None:
    """The weeks in which London's clocks change have 167 and 169 hours."""
    lengths = [end - start for start, end in (Week(2026, n).bounds(LONDON) for n in (12, 13, 43, 44))]
    assert lengths == [timedelta(hours=hours) for hours in (168, 167, 169, 168)]
