"""The intervals against published numbers and against scipy and statsmodels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from surveys.interval import Z99, difference, net, net_difference, poisson, wilson

quick = settings(max_examples=50, deadline=None)
shares = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("yes", "of", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),
        (100, 200, (0.4313609, 0.5686391)),
        (0, 8, (0, 0.3244)),
        (8, 8, (0.6756, 1)),
        (8, 10, (0.490, 0.943)),
        (16, 20, (0.584, 0.919)),
        (40, 50, (0.670, 0.888)),
        (80, 100, (0.711, 0.867)),
    ],
)
def test_wilson_gives_the_published_numbers(yes, of, expected):
    """The score interval is that of Newcombe 1998 and of R's DescTools."""
    assert pytest.approx(expected, abs=5e-4) == wilson(yes, of)


def test_wilson_gives_a_published_one_sided_bound():
    """With the one-sided quantile its upper end is R's one-sided upper bound."""
    assert pytest.approx(0.557765, abs=1e-6) == wilson(100, 200, z=1.6448536)[1]


@pytest.mark.parametrize(("yes", "of"), [(38, 38), (0, 77)])
def test_wilson_stays_between_nothing_and_everything(yes, of):
    """Where everybody agrees, the interval has a width and does not leave 0 to 1."""
    low, high = wilson(yes, of)
    assert 0 <= low < high <= 1


def test_wilson_of_no_answers_knows_nothing():
    """Nobody asked, nothing known: the interval is everything."""
    expected = (0.0, 1.0)
    assert expected == wilson(0, 0)


@quick
@given(shares)
def test_wilson_agrees_with_statsmodels(share):
    """Any share has the interval that statsmodels computes."""
    assert pytest.approx(proportion_confint(*share, method="wilson"), abs=1e-6) == wilson(*share)


@quick
@given(shares)
def test_wilson_holds_its_share(share):
    """The share itself always lies within its interval."""
    low, high = wilson(*share)
    assert low <= share[0] / share[1] <= high


@quick
@given(st.integers(0, 20000))
def test_poisson_agrees_with_scipy(count):
    """The exact interval is the one of the chi-square quantiles."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    assert pytest.approx((low, chi2.ppf(0.975, 2 * count + 2) / 2), rel=1e-6) == poisson(count)


@pytest.mark.parametrize(
    ("promoters", "detractors", "of", "expected"),
    [(6, 2, 10, (-12.6, 74.1)), (10, 0, 10, (47.5, 100.0)), (15, 9, 36, (-9.5, 40.3))],
)
def test_net_gives_the_adjusted_wald_numbers(promoters, detractors, of, expected):
    """The score's interval has a width even where everybody would recommend."""
    low, high = net(promoters, detractors, of)
    assert pytest.approx(expected, abs=0.05) == (100 * low, 100 * high)


@quick
@given(shares, st.floats(0, 1))
def test_net_holds_its_score(share, against):
    """The raw score lies within its interval, and the interval within -1 to 1."""
    promoters, of = share
    detractors = int((of - promoters) * against)
    low, high = net(promoters, detractors, of)
    assert -1 <= low <= (promoters - detractors) / of <= high <= 1


def test_net_of_no_answers_knows_nothing():
    """Nobody asked, nothing known."""
    expected = (-1.0, 1.0)
    assert expected == net(0, 0, 0)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [((7, 34), (1, 34), (0.01892, 0.34037)), ((45, 50), (35, 50), (0.0426, 0.3487))],
)
def test_a_difference_has_the_published_interval(now, before, expected):
    """Newcombe's, as Fagerland 2015 prints it."""
    assert pytest.approx(expected, abs=5e-5) == difference(*now, *before)


def test_a_difference_is_not_the_textbook_one():
    """The Wald interval of the same numbers is another, and too narrow at its upper end."""
    wald = (0.02916942, 0.32377176)
    assert difference(7, 34, 1, 34) != pytest.approx(wald, abs=1e-3)


@quick
@given(shares, shares)
def test_a_difference_agrees_with_statsmodels(now, before):
    """Any two shares have the interval that statsmodels computes."""
    oracle = confint_proportions_2indep(*now, *before, method="newcomb")
    assert pytest.approx(oracle, abs=1e-6) == difference(*now, *before)


@quick
@given(shares, shares)
def test_a_difference_turned_around_changes_its_sign(now, before):
    """What rose from the one is what fell from the other."""
    low, high = difference(*now, *before)
    assert pytest.approx((-high, -low)) == difference(*before, *now)
    assert -1 <= low <= now[0] / now[1] - before[0] / before[1] <= high <= 1


@quick
@given(shares, shares)
def test_more_confidence_is_wider(now, before):
    """The flags of a digest ask for 99 %."""
    low, high = difference(*now, *before)
    wide_low, wide_high = difference(*now, *before, z=Z99)
    assert wide_low <= low <= high <= wide_high


def test_a_fall_of_the_score_has_the_expected_interval():
    """From 30 for and 10 against of 50 to 18 and 20."""
    change, (low, high) = net_difference((18, 20, 50), (30, 10, 50))
    assert (
        pytest.approx(100 * change, abs=0.05),
        pytest.approx(100 * low, abs=0.05),
        pytest.approx(100 * high, abs=0.05),
    ) == (-41.5, -73.2, -9.8)


@quick
@given(shares)
def test_wilson_shrinks_with_more_answers(share):
    """Ten times as many answers that say the same leave less doubt."""
    (low, high), (low_of_more, high_of_more) = wilson(*share), wilson(10 * share[0], 10 * share[1])
    assert high_of_more - low_of_more < high - low


@quick
@given(shares)
def test_wilson_is_symmetric(share):
    """The unsatisfied have the mirrored interval."""
    yes, of = share
    low, high = wilson(yes, of)
    assert pytest.approx((1 - high, 1 - low)) == wilson(of - yes, of)
