"""Business hours: what passes while people work, by the clock on the wall, wherever and whenever that is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.workdays import Hours, NeverWorks, Workdays

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY = frozenset(range(5)), frozenset({6, 0, 1, 2, 3})
QUARTER = timedelta(minutes=15)

IN_LONDON = Workdays(LONDON, holidays={date(2026, 12, 25), date(2026, 12, 28)})
IN_NEW_YORK = Workdays(NEW_YORK, holidays={date(2026, 11, 26)})
ON_SUNDAYS = Workdays(LONDON, SUNDAY_TO_THURSDAY)
SHORT_FRIDAYS = Workdays(LONDON, hours=(time(8, 30), time(18)), hours_on={4: (time(8), time(12))})

when_clocks_change = st.sampled_from([date(2026, 3, 6), date(2026, 3, 27), date(2026, 10, 23), date(2026, 10, 30)])
around_then = st.builds(lambda day, n: day + timedelta(days=n), when_clocks_change, st.integers(-3, 3))
some_day = st.dates(date(2026, 1, 1), date(2028, 1, 1)) | around_then
instants = st.builds(datetime.combine, some_day, st.times(), st.just(UTC))
minutes = st.integers(1, 20_000).map(lambda n: timedelta(minutes=n))


@st.composite
def opening_hours(draw: st.DrawFn) -> Hours:
    """Whole quarters of an hour between four in the morning and midnight."""
    opens, closes = sorted(draw(st.lists(st.integers(16, 95), min_size=2, max_size=2, unique=True)))
    return time(opens // 4, opens % 4 * 15), time(closes // 4, closes % 4 * 15)


weeks = st.sampled_from([IN_LONDON, IN_NEW_YORK, ON_SUNDAYS, SHORT_FRIDAYS]) | st.builds(
    Workdays,
    st.sampled_from([LONDON, NEW_YORK, ZoneInfo("Asia/Jerusalem"), ZoneInfo("Asia/Kathmandu")]),
    st.sampled_from([MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY]),
    st.sets(some_day, max_size=8),
    opening_hours(),
    st.dictionaries(st.integers(0, 6), opening_hours(), max_size=3),
)


@pytest.mark.parametrize(
    ("week", "start", "hours", "end"),
    [
        (IN_LONDON, "2026-11-27T16:30", 4, "2026-11-30T12:30+00:00"),  # Friday afternoon to Monday
        (IN_LONDON, "2026-03-27T16:00", 8, "2026-03-30T15:00+00:00"),  # clocks go forward between: 16:00 in London
        (IN_LONDON, "2026-10-23T16:00", 8, "2026-10-26T16:00+00:00"),  # and back
        (IN_LONDON, "2026-11-28T03:00", 1, "2026-11-30T10:00+00:00"),  # any time on a Saturday
        (IN_LONDON, "2026-11-28T12:00", 1, "2026-11-30T10:00+00:00"),
        (IN_LONDON, "2026-11-28T23:59", 1, "2026-11-30T10:00+00:00"),
        (IN_LONDON, "2026-11-27T08:00", 1, "2026-11-27T10:00+00:00"),  # before the day opens
        (IN_LONDON, "2026-11-27T17:00", 1, "2026-11-30T10:00+00:00"),  # as it closes
        (IN_LONDON, "2026-11-27T09:00", 8, "2026-11-27T17:00+00:00"),  # a whole day ends with its close
        (IN_LONDON, "2026-12-24T16:00", 2, "2026-12-29T10:00+00:00"),  # over two holidays and a week-end
        (IN_NEW_YORK, "2026-03-06T16:00", 8, "2026-03-09T16:00-04:00"),  # clocks go forward between
        (IN_NEW_YORK, "2026-10-30T16:00", 8, "2026-11-02T16:00-05:00"),  # and back
        (IN_NEW_YORK, "2026-11-25T16:00", 8, "2026-11-27T16:00-05:00"),  # over Thanksgiving
        (ON_SUNDAYS, "2026-03-26T16:00", 8, "2026-03-29T16:00+01:00"),  # Thursday to the Sunday of the change
        (ON_SUNDAYS, "2026-10-22T16:00", 8, "2026-10-25T16:00+00:00"),
        (SHORT_FRIDAYS, "2026-11-27T11:00", 2, "2026-11-30T09:30+00:00"),  # Friday ends at noon
        (SHORT_FRIDAYS, "2026-11-26T17:00", 3, "2026-11-27T10:00+00:00"),  # and begins earlier
    ],
)
def test_business_hours_pass_while_people_work(week: Workdays, start: str, hours: int, end: str) -> None:
    """Counted by the clock on the wall, on the days and in the hours of the organisation."""
    begun = datetime.fromisoformat(start).replace(tzinfo=week.zone)
    assert week.later(begun, timedelta(hours=hours)) == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("week", "day", "days", "end"),
    [
        (IN_LONDON, "2026-12-02T09:00", 3, "2026-12-07T17:00+00:00"),  # Wednesday: the Monday after
        (IN_LONDON, "2026-12-24T20:00", 1, "2026-12-29T17:00+00:00"),
        (IN_LONDON, "2026-03-27T16:00", 1, "2026-03-30T17:00+01:00"),
        (ON_SUNDAYS, "2026-11-26T16:00", 1, "2026-11-29T17:00+00:00"),
        (SHORT_FRIDAYS, "2026-11-26T11:00", 1, "2026-11-27T12:00+00:00"),
    ],
)
def test_a_business_day_ends_with_its_close(week: Workdays, day: str, days: int, end: str) -> None:
    """The day of the beginning never counts."""
    assert week.close_of(datetime.fromisoformat(day).replace(tzinfo=week.zone), days) == datetime.fromisoformat(end)


def test_no_time_passes_where_nobody_ever_works() -> None:
    """A span that never ends is refused."""
    with pytest.raises(NeverWorks, match="no 1:00:00 of business hours follow 2026-01-01"):
        Workdays(LONDON, frozenset()).later(datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1))


@given(when=instants, week=weeks, span=minutes)
def test_what_passes_is_what_has_passed(when: datetime, week: Workdays, span: timedelta) -> None:
    """Adding business time and counting it agree."""
    assert week.between(when, week.later(when, span)) == span


@given(when=instants, week=weeks, span=minutes)
def test_business_time_ends_while_people_work(when: datetime, week: Workdays, span: timedelta) -> None:
    """Within the hours of a working day, and as UTC."""
    end = week.later(when, span)
    local = end.astimezone(week.zone)
    opens, closes = week.hours_of(local.date())
    assert (week.is_workday(local.date()), end.tzinfo) == (True, UTC)
    assert opens < local.time() <= closes


@given(when=instants, week=weeks, first=minutes, more=minutes)
def test_time_added_in_two_parts_is_time_added_at_once(
    when: datetime, week: Workdays, first: timedelta, more: timedelta
) -> None:
    """Nothing is lost or won between."""
    assert week.later(week.later(when, first), more) == week.later(when, first + more)


@given(one=instants, other=instants, week=weeks, span=minutes, more=minutes)
def test_more_time_never_ends_earlier(
    one: datetime, other: datetime, week: Workdays, span: timedelta, more: timedelta
) -> None:
    """Neither does the same time that began later; what lies backwards has no length."""
    begun, later = sorted((one, other))
    assert week.later(begun, span) < week.later(begun, span + more)
    assert week.later(begun, span) <= week.later(later, span)
    assert week.between(week.later(begun, span), begun) == timedelta(0)


@given(three=st.lists(instants, min_size=3, max_size=3).map(sorted), week=weeks)
def test_the_hours_of_two_spells_add_up(three: list[datetime], week: Workdays) -> None:
    """However long they are, and whether anybody works at their ends."""
    start, middle, end = three
    assert week.between(start, middle) + week.between(middle, end) == week.between(start, end)


@given(day=some_day, first=st.integers(0, 95), quarters=st.integers(0, 900), week=weeks)
def test_business_hours_are_those_that_the_clock_on_the_wall_shows(
    day: date, first: int, quarters: int, week: Workdays
) -> None:
    """Counted one quarter of an hour after the other."""
    start = datetime.combine(day, time(first // 4, first % 4 * 15), UTC)
    worked = [at for at in _quarters(start, quarters) if _at_work(week, at)]
    assert week.between(start, start + quarters * QUARTER) == len(worked) * QUARTER


def _quarters(start: datetime, count: int) -> Iterator[datetime]:
    return (start + n * QUARTER for n in range(count))


def _at_work(week: Workdays, when: datetime) -> bool:
    local = when.astimezone(week.zone)
    opens, closes = week.hours_on.get(local.weekday(), week.hours)
    return local.weekday() in week.weekdays and local.date() not in week.holidays and opens <= local.time() < closes
