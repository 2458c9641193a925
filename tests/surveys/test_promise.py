"""What is promised is measured: each happening once, in the week in which it is decided."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from surveys.promise import Happening, Kept, Promise, Subject, due, holds, kept
from surveys.workdays import Workdays

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
ANSWERED = Promise(1, "Answered within four hours", Subject.ENQUIRY_ANSWERED, "4 business hours", MONDAY)


def test_what_is_done_in_time_is_kept_and_what_is_not_is_missed() -> None:
    """What is left undone counts once its time is over, and not before."""
    in_time = Happening(MONDAY, MONDAY + 4 * HOUR, MONDAY + 4 * HOUR)
    late = Happening(MONDAY, MONDAY + 4 * HOUR, MONDAY + 5 * HOUR)
    never = Happening(MONDAY, MONDAY + 4 * HOUR, None)
    not_yet = Happening(MONDAY, MONDAY + WEEK, None)
    assert kept([in_time, late, never, not_yet], MONDAY, MONDAY + WEEK) == Kept(1, 3)


HOURS = st.integers(0, 400).map(lambda hours: hours * HOUR)
HAPPENINGS = st.builds(
    lambda since, span, done: Happening(
        MONDAY + since, MONDAY + since + span, None if done is None else MONDAY + since + done
    ),
    HOURS, HOURS, st.none() | HOURS,
)  # fmt: skip


@given(st.lists(HAPPENINGS))
def test_each_counts_in_exactly_one_week(happenings: list[Happening]) -> None:
    """However late it is done: a week that is over never changes."""
    weeks = [kept(happenings, MONDAY + at * WEEK, MONDAY + (at + 1) * WEEK) for at in range(6)]
    assert sum(one.of for one in weeks) == len(happenings)
    assert sum(one.yes for one in weeks) == sum(one.done is not None and one.done <= one.by for one in happenings)


@given(st.lists(HAPPENINGS), HOURS)
def test_what_is_done_later_does_not_change_a_week_that_is_over(happenings: list[Happening], later: timedelta) -> None:
    """What was open at its end, and is done after it, was missed or is not decided yet."""
    end = MONDAY + WEEK
    done = [
        one if one.done is not None else Happening(one.since, one.by, max(one.since, end + later)) for one in happenings
    ]
    assert kept(happenings, MONDAY, end) == kept(done, MONDAY, end)


def test_a_promise_measures_what_began_while_it_held() -> None:
    """From the moment it was made until it is taken back; its span is one of business hours."""
    ended = Promise(1, "x", Subject.ENQUIRY_ANSWERED, "4 business hours", MONDAY, MONDAY + WEEK)
    assert [holds(ended, MONDAY + at) for at in (-HOUR, 0 * HOUR, WEEK - HOUR, WEEK)] == [False, True, True, False]
    friday = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert due(ANSWERED, friday, Workdays(ZoneInfo("Europe/London"))) == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
