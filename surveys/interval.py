"""How far a share, a rate or a score from few answers may be from the truth: 95 % intervals.

None of them is the textbook (Wald) interval, which has no width at all where everybody agrees.
"""

from collections.abc import Callable
from math import exp, hypot, lgamma, log, sqrt

Z95, Z99 = 1.959964, 2.575829
"""The normal quantiles of two-sided 95 % and 99 % intervals."""

Interval = tuple[float, float]


def wilson(yes: int, of: int, z: float = Z95) -> Interval:
    """The score interval of a share, both ends in 0-1 (Wilson 1927; recommended by Newcombe 1998)."""
    if of == 0:
        return 0.0, 1.0
    share = yes / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, min(share, (middle - reach) / whole)), min(1.0, max(share, (middle + reach) / whole))


def poisson(count: int, confidence: float = 0.95) -> Interval:
    """The exact interval of the mean behind a count of rare events (Garwood 1936)."""
    tail = (1 - confidence) / 2
    furthest = count + 10 * sqrt(count + 1) + 10
    low = _crossing(lambda mean: _at_least(count, mean) > tail, 0.0, float(count)) if count else 0.0
    return low, _crossing(lambda mean: _at_most(count, mean) < tail, float(count), furthest)


def net(promoters: int, detractors: int, of: int, z: float = Z95) -> Interval:
    """The interval of promoters minus detractors, both ends in -1 to 1: adjusted Wald (Rocks 2016).

    Three pseudo-answers (0.75 promoter, 1.5 passive, 0.75 detractor) give it a width where all answers agree.
    Promoters and detractors are one sample, so their covariance is in the variance.
    """
    if of == 0:
        return -1.0, 1.0
    score, variance = _adjusted(promoters, detractors, of)
    reach = z * sqrt(variance)
    raw = (promoters - detractors) / of
    return max(-1.0, min(raw, score - reach)), min(1.0, max(raw, score + reach))


def difference(yes: int, of: int, yes_before: int, of_before: int, z: float = Z95) -> Interval:
    """The interval of how much a share has changed, both ends in -1 to 1: Newcombe's hybrid score interval (1998).

    `yes` of `of` now, `yes_before` of `of_before` before; each end leans on the two shares' own Wilson intervals.
    """
    share, before = (yes / of if of else 0.5), (yes_before / of_before if of_before else 0.5)
    (low, high), (low_before, high_before) = wilson(yes, of, z), wilson(yes_before, of_before, z)
    change = share - before
    less, more = hypot(share - low, high_before - before), hypot(high - share, before - low_before)
    return max(-1.0, change - less), min(1.0, change + more)


def net_difference(now: tuple[int, int, int], before: tuple[int, int, int], z: float = Z95) -> tuple[float, Interval]:
    """How much a score has changed, adjusted as `net`, and its interval in -2 to 2; promoters, detractors, answers."""
    (score, variance), (score_before, variance_before) = _adjusted(*now), _adjusted(*before)
    change, reach = score - score_before, z * sqrt(variance + variance_before)
    return change, (max(-2.0, change - reach), min(2.0, change + reach))


def _adjusted(promoters: int, detractors: int, of: int) -> tuple[float, float]:
    """The score with three pseudo-answers, and the variance of it."""
    liked, disliked = (promoters + 0.75) / (of + 3), (detractors + 0.75) / (of + 3)
    score = liked - disliked
    return score, (liked + disliked - score * score) / (of + 3)


def _crossing(passed: Callable[[float], bool], low: float, high: float) -> float:
    """Where `passed` turns true between `low` and `high`, by halving until floats end."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if passed(middle) else (middle, high)
    return high


def _at_least(count: int, mean: float) -> float:
    """P(X >= count) for a Poisson mean below the count: terms fall from the first, so the series is short and safe."""
    term = total = _exactly(count, mean)
    while term > total * 1e-17:
        count += 1
        term *= mean / count
        total += term
    return total


def _at_most(count: int, mean: float) -> float:
    """P(X <= count) for a Poisson mean above the count, summed from the largest term down."""
    term = total = _exactly(count, mean)
    while count and term > total * 1e-17:
        term *= count / mean
        count -= 1
        total += term
    return total


def _exactly(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1))
