"""What the weeks before say of this one: usual or not, and changed beyond chance or not."""

from collections import Counter
from collections.abc import Mapping

import pytest

from surveys.figure import Counts
from surveys.questionnaires import load
from surveys.trend import Trend, in_words, trends
from surveys.workdays import Week
from surveys.xmr import Word

POST = load("post_delivery")
WEEK = Week(2026, 47)


def found(*weeks: Mapping[str, int]) -> Mapping[str, Trend]:
    """The trends of the last of these weeks."""
    history = [(WEEK.shift(at + 1 - len(weeks)), Counter(counts)) for at, counts in enumerate(weeks)]
    return trends(history, POST)


def on_time(*shares: tuple[int, int]) -> Trend | None:
    return found(*({"on_time": yes, "promised": of} for yes, of in shares)).get("on_time")


STEADY = [(47, 50), (49, 50), (48, 50)] * 6


def test_five_weeks_are_too_few_to_call_anything_usual():
    """Nothing is said before the sixth."""
    assert on_time(*STEADY[:5]) is None
    assert on_time(*STEADY[:6]) is not None


def test_a_week_out_of_the_limits_is_low():
    """With the limits and, where the step from the last week is beyond chance, what it was."""
    trend = on_time(*STEADY, (38, 50))
    assert trend is not None
    assert (trend.word, trend.signals, trend.before) == (Word.LOW, ("outside the limits",), 96)
    assert in_words(trend) == "LOW, usual 89-100, was 96 %"


def test_a_week_like_the_others_is_usual():
    """And a small step is not told."""
    assert in_words(on_time(*STEADY, (47, 50))) == "usual"
    assert in_words(on_time(*STEADY[:7])) == "usual"


def test_limits_from_few_weeks_are_told_as_such():
    """Until the fifteenth week they still move."""
    assert in_words(on_time(*STEADY[:8], (30, 50))).startswith("LOW, usual so far ")


def test_a_step_between_small_weeks_is_never_told():
    """Twenty on both sides are needed, and 99 %."""
    few, some = on_time(*[(19, 19)] * 6, (5, 19)), on_time(*[(20, 20)] * 6, (5, 20))
    assert few is not None
    assert some is not None
    assert (few.before, some.before) == (None, 100)
    almost = on_time(*[(45, 50)] * 6, (36, 50))
    assert almost is not None
    assert almost.before is None


def test_a_week_with_few_answers_is_not_judged():
    """Below five nothing is shown, so nothing is said of it, and it moves no limits."""
    assert on_time(*STEADY, (1, 4)) is None
    with_a_small_week = on_time(*STEADY[:8], (0, 4), *STEADY[:8])
    assert with_a_small_week == on_time(*STEADY[:8], *STEADY[:8])


def test_how_many_answered_is_not_judged_on_monday():
    """They still answer: the newest week would be low every time."""
    weeks: list[Counts] = [Counter({"invited": 40, "answered": 20})] * 17
    assert "response_rate" not in found(*weeks, Counter({"invited": 40, "answered": 5}))


@pytest.mark.parametrize(("wrong", "word"), [(0, Word.USUAL), (15, Word.LOW)])
def test_right_first_time_is_low_early_but_never_high(wrong, word):
    """Complaints about the newest week still come."""
    weeks = [{"deliveries": 50, "wrong": 6 + at % 2} for at in range(17)]
    assert found(*weeks, {"deliveries": 50, "wrong": wrong})["right_first_time"].word is word


def test_no_weeks_have_no_trends():
    """A new store has nothing to say."""
    assert found() == {}
