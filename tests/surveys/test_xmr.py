"""The XmR chart against published series and their limits."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.measures import Share
from surveys.xmr import FIRM, PERCENT, UNKNOWN, Limits, Signal, Word, behaviour, limits, of_shares, signals

quick = settings(max_examples=50, deadline=None)

NIST = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
"""Flow rates of NIST's e-Handbook, 6.3.2.2."""

DOTS = (
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.7013559, -0.47279141,
)  # fmt: skip
"""The series on which NHSRplotthedots checks itself."""

CROOKED = (*DOTS[:14], 10.0, *DOTS[15:])
PEAKED = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
SIX = Limits(mean=0.0, reach=6.0)

values = st.floats(-1000, 1000).map(lambda value: round(value, 3))
series = st.lists(values, min_size=6, max_size=40)


@pytest.mark.parametrize(
    ("values", "mean", "low", "high", "tolerance"),
    [(NIST, 50.81, 45.8159, 55.8041, 1e-3), (DOTS, 0.1416238, -3.01138, 3.294627, 1e-3)],
)
def test_limits_are_the_published_ones(values, mean, low, high, tolerance):
    """Of NIST's flow rates and of the NHS's series; 2.66 for 3/1.128 moves the fourth digit."""
    found = limits(values)
    assert (mean, low, high) == (
        pytest.approx(found.mean, abs=1e-4),
        pytest.approx(found.low, abs=tolerance),
        pytest.approx(found.high, abs=tolerance),
    )


@pytest.mark.parametrize(
    ("values", "screened", "low", "high"),
    [
        (CROOKED, True, -2.383666, 3.722497),
        (CROOKED, False, -4.596625, 5.935457),
        (PEAKED, True, -0.7156, 4.6044),
        (PEAKED, False, -3.0626, 6.9515),
    ],
)
def test_one_wild_week_does_not_widen_the_limits(values, screened, low, high):
    """Moving ranges that are themselves unusual are left out once, as the NHS's package does, and Excel's tool not."""
    found = limits(values, screened=screened)
    assert (low, high) == (pytest.approx(found.low, abs=1e-3), pytest.approx(found.high, abs=1e-3))


def test_the_wild_week_is_seen():
    """Ten among ones and twos lies outside."""
    assert signals(PEAKED, limits(PEAKED))[4] == (Signal.OUTSIDE,)


def test_two_far_values_on_opposite_sides_are_usual():
    """Only two on the same side are a signal."""
    swinging = (*((1.0, -1.0) * 7), 5.5, -5.5)
    assert signals(swinging, SIX)[-2:] == [(), ()]


def test_two_of_three_near_the_limit_are_a_signal():
    """On the same side, also with one nearer to the mean between them."""
    assert signals((5.0, 1.0, 5.0), SIX) == [(), (), (Signal.NEAR,)]
    assert signals((5.0, -1.0, 5.0), SIX) == [(), (), ()]


def test_seven_on_one_side_are_a_signal():
    """The seventh in a row above the mean, not the sixth."""
    above = (-1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0)
    assert signals(above, SIX)[-2:] == [(), (Signal.RUN,)]


def test_seven_that_rise_or_fall_are_a_signal():
    """Six rises in a row, through the mean; a week that repeats the one before breaks it."""
    rising = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)
    assert signals(rising, SIX)[-1] == (Signal.TREND,)
    assert signals((-3.0, -2.0, -1.0, 0.0, 0.0, 1.0, 2.0), SIX)[-1] == ()


def test_it_says_on_which_side():
    """High and low are the only words, and usual."""
    found = behaviour((*((50.0, 52.0) * 8), 90.0, 10.0, 51.0))
    assert [one.word for one in found.points[-4:]] == [Word.USUAL, Word.HIGH, Word.LOW, Word.USUAL]


def test_few_weeks_say_nothing():
    """From six on the limits are provisional, from fifteen on firm."""
    assert behaviour((80.0,) * 5) == UNKNOWN
    assert not behaviour((80.0,) * 6).firm
    assert behaviour((80.0,) * FIRM).firm


def test_firm_limits_stay_where_they_are():
    """What comes later is judged by them and does not move them."""
    first = (80.0, 84.0) * 8
    assert behaviour(first[:FIRM]).points[0].high == behaviour((*first[:FIRM], *((95.0,) * 20))).points[-1].high


def test_a_limit_beyond_what_is_possible_gives_no_signal():
    """Of a share that is mostly near 100 % the reader sees 100, and 100 is never called high."""
    found = behaviour((*((94.0, 99.0) * 8), 100.0), PERCENT)
    assert (found.points[-1].high, found.points[-1].signals) == (100.0, ())


def test_a_small_week_has_wider_limits():
    """Where the numbers differ by more than a quarter; the same share of few is usual, of many it is not."""
    weeks = [Share(78 + 4 * (number % 2), 100) for number in range(15)]
    few, many = of_shares([*weeks[:-1], Share(17, 20), Share(3, 5)]), of_shares([*weeks, Share(60, 100)])
    assert few.points[-1].low < few.points[0].low
    assert (few.points[-1].word, many.points[-1].word) == (Word.USUAL, Word.LOW)


def test_what_never_changes_is_usual():
    """Two thirds every week lie on their mean, whatever the last digit of a fraction says."""
    assert {one.word for one in of_shares([Share(4, 6)] * 18).points} == {Word.USUAL}


def test_weeks_without_any_are_no_weeks():
    """A week in which nobody answered is left out, never a zero."""
    weeks = [Share(8, 10), Share(0, 0)] * 6
    assert [one.value for one in of_shares(weeks).points] == [80.0] * 6


@quick
@given(series)
def test_limits_lie_around_the_mean(values):
    """As far above as below, and screening never widens them."""
    found = limits(values)
    assert found.high - found.mean == pytest.approx(found.mean - found.low, abs=1e-6)
    assert found.reach <= limits(values, screened=False).reach + 1e-9


@quick
@given(series, values)
def test_moving_every_week_moves_the_limits(values, by):
    """A mere shift changes nothing about what is unusual."""
    found, moved = limits(values), limits([value + by for value in values])
    assert (moved.low, moved.high) == (
        pytest.approx(found.low + by, abs=1e-6),
        pytest.approx(found.high + by, abs=1e-6),
    )


@quick
@given(series)
def test_turned_upside_down_high_is_low(values):
    """The rules know no better side."""
    there = [one.word for one in behaviour(values).points]
    turned = {Word.HIGH: Word.LOW, Word.LOW: Word.HIGH, Word.USUAL: Word.USUAL}
    assert [turned[one.word] for one in behaviour([-value for value in values]).points] == there


@quick
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=6, max_size=30))
def test_a_share_and_its_limits_are_possible(pairs):
    """All of it lies in 0 to 100 %, and the mean within the limits."""
    found = of_shares([Share(min(pair), max(pair)) for pair in pairs])
    assert all(0 <= one.low <= found.mean + 1e-9 and found.mean - 1e-9 <= one.high <= 100 for one in found.points)
    assert all(0 <= one.value <= 100 for one in found.points)


@quick
@given(st.lists(st.sampled_from((1.0, 2.0)), min_size=6, max_size=30))
def test_a_value_that_repeats_is_within(values):
    """What lies within the limits is never called outside."""
    found = limits(values)
    told = signals(values, found)
    assert all(
        (Signal.OUTSIDE in one) is not (found.low - 1e-9 <= value <= found.high + 1e-9)
        for value, one in zip(values, told, strict=True)
    )
    assert len(told) == len(values) == len(list(pairwise(values))) + 1
