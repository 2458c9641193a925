"""The intervals against published numbers and against scipy and statsmodels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

from surveys.interval import net, poisson, wilson

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
