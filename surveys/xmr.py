"""What is usual for a weekly measure, and whether a week was unusual: the XmR chart (Shewhart; Wheeler, Twenty Things).

Natural limits lie 2.66 mean moving ranges around the mean. The rules are those of the NHS's "plotting the dots": a
value outside the limits, seven in a row on one side of the mean, seven that rise or fall, and two of three values in
the outer third of the limits on the same side. Shares whose denominators differ much are judged on Laney's p' (2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from surveys.measures import Share

SCALE, RANGE_LIMIT = 2.66, 3.267
"""Of Shewhart's constants for ranges of two: 3/1.128, and D4."""

FEWEST_WEEKS, FIRM = 6, 15
"""Below the first nothing is called usual; from the second on the limits are firm, and stay as they are."""

RUN, NEAR = 7, 2 / 3
UNEVEN = 0.25
"""Denominators further than this from their mean make limits that suit no week."""

DUST = 1e-9
"""What the last digits of fractions add up to; no measure differs so little."""

Range = tuple[float, float]
PERCENT: Range = (0.0, 100.0)


class Signal(StrEnum):
    """Why a value is not usual."""

    OUTSIDE = "outside the limits"
    RUN = "seven in a row on this side"
    TREND = "seven in a row this way"
    NEAR = "two of three near the limit"


class Word(StrEnum):
    """All that is ever said of a week."""

    HIGH = "HIGH"
    LOW = "LOW"
    USUAL = "usual"


@dataclass(frozen=True)
class Judged:
    """One value with its natural limits and what is unusual about it; `word` says on which side.

    `low` and `high` are within what is possible, for a reader; signals come from the limits before that.
    """

    value: float
    low: float
    high: float
    signals: tuple[Signal, ...] = ()
    word: Word = Word.USUAL


@dataclass(frozen=True)
class Behaviour:
    """A series of weeks, oldest first. Without `points` there are too few to call anything usual; until it is `firm`
    each week moves the limits a little.
    """

    mean: float = 0.0
    points: tuple[Judged, ...] = ()
    firm: bool = False


UNKNOWN = Behaviour()


@dataclass(frozen=True)
class Limits:
    """Where values usually lie, around their mean."""

    mean: float
    reach: float

    @property
    def low(self) -> float:
        return self.mean - self.reach

    @property
    def high(self) -> float:
        return self.mean + self.reach


def behaviour(values: Sequence[float], possible: Range | None = None) -> Behaviour:
    """Judge each value of a series by the limits of its first fifteen weeks, or of all while there are fewer."""
    if len(values) < FEWEST_WEEKS:
        return UNKNOWN
    found = limits(values[:FIRM])
    return Behaviour(found.mean, _values(values[:FIRM], values, possible), firm=len(values) >= FIRM)


def of_shares(shares: Sequence[Share]) -> Behaviour:
    """The same for shares in per cent, with limits that are wider in weeks with few where their numbers differ much."""
    known = [share for share in shares if share.of]
    if len(known) < FEWEST_WEEKS:
        return UNKNOWN
    mean, points = _shares(known[:FIRM], known)
    return Behaviour(mean, points, firm=len(known) >= FIRM)


def since(before: Sequence[float], after: Sequence[float], possible: Range | None = None) -> tuple[Judged, ...]:
    """Each value of a series after a change, by the limits of those before it: a run that began before is no change.

    Nothing where there are too few before.
    """
    return _values(before, after, possible) if len(before) >= FEWEST_WEEKS else ()


def shares_since(before: Sequence[Share], after: Sequence[Share]) -> tuple[Judged, ...]:
    """The same for shares in per cent."""
    known = [share for share in before if share.of][-FIRM:]
    return _shares(known, [share for share in after if share.of])[1] if len(known) >= FEWEST_WEEKS else ()


def limits(values: Sequence[float], *, screened: bool = True) -> Limits:
    """The natural limits of these values; `screened` leaves out, once, moving ranges that are themselves unusual."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    usual = sum(ranges) / len(ranges)
    if screened:
        kept = [one for one in ranges if one < RANGE_LIMIT * usual]
        usual = sum(kept) / len(kept) if kept else usual
    return Limits(sum(values) / len(values), SCALE * usual)


def signals(values: Sequence[float], found: Limits) -> list[tuple[Signal, ...]]:
    """What is unusual about each value."""
    return [told for told, _ in _judged(values, found)]


def _values(baseline: Sequence[float], values: Sequence[float], possible: Range | None) -> tuple[Judged, ...]:
    found = limits(baseline)
    return tuple(
        Judged(value, *_clamped(found.low, found.high, possible), *verdict)
        for value, verdict in zip(values, _judged(values, found), strict=True)
    )


def _shares(baseline: Sequence[Share], shares: Sequence[Share]) -> tuple[float, tuple[Judged, ...]]:
    """The middle of the baseline in per cent, and each share judged: as a value, or on Laney's p' where fairer."""
    middle = sum(share.yes for share in baseline) / sum(share.of for share in baseline)
    if not 0 < middle < 1 or not _uneven(baseline):
        values, known = ([100 * share.yes / share.of for share in some] for some in (baseline, shares))
        return limits(values).mean, _values(values, known, PERCENT)

    def score(share: Share) -> float:
        return (share.yes / share.of - middle) / spread(share)

    def spread(share: Share) -> float:
        return sqrt(middle * (1 - middle) / share.of)

    found = Limits(0.0, limits([score(share) for share in baseline]).reach)
    verdicts = _judged([score(share) for share in shares], found)
    return 100 * middle, tuple(
        Judged(100 * share.yes / share.of, *_around(100 * middle, 100 * spread(share) * found.reach), *verdict)
        for share, verdict in zip(shares, verdicts, strict=True)
    )


def _judged(values: Sequence[float], found: Limits) -> list[tuple[tuple[Signal, ...], Word]]:
    sides = [_way(value - found.mean) for value in values]
    steps = [0, *(_way(after - before) for before, after in pairwise(values))]
    outer = [side if abs(value - found.mean) > NEAR * found.reach else 0
             for value, side in zip(values, sides, strict=True)]  # fmt: skip
    told: list[tuple[tuple[Signal, ...], Word]] = []
    for at, value in enumerate(values):
        ways = {
            Signal.OUTSIDE: sides[at] if abs(value - found.mean) > found.reach + DUST else 0,
            Signal.RUN: _run(sides, at, RUN),
            Signal.TREND: _run(steps, at, RUN - 1),
            Signal.NEAR: _near(outer, sides, at),
        }
        heard = tuple(signal for signal, way in ways.items() if way)
        told.append((heard, _word(next((way for way in ways.values() if way), 0))))
    return told


def _way(change: float) -> int:
    return (change > DUST) - (change < -DUST)


def _run(ways: Sequence[int], at: int, length: int) -> int:
    """The way of all the newest `length`, or none."""
    newest = ways[at + 1 - length : at + 1] if at + 1 >= length else ()
    return newest[0] if newest and all(way == newest[0] for way in newest) else 0


def _near(outer: Sequence[int], sides: Sequence[int], at: int) -> int:
    """The side on which this and one of the two before lie far out, where all three lie on it."""
    if at < 2 or not outer[at]:
        return 0
    three = slice(at - 2, at + 1)
    alike = all(side == outer[at] for side in sides[three])
    return outer[at] if alike and sum(map(abs, outer[three])) > 1 else 0


def _word(way: int) -> Word:
    return {1: Word.HIGH, -1: Word.LOW}.get(way, Word.USUAL)


def _uneven(shares: Sequence[Share]) -> bool:
    mean = sum(share.of for share in shares) / len(shares)
    return any(abs(share.of - mean) > UNEVEN * mean for share in shares)


def _around(middle: float, reach: float) -> Range:
    return _clamped(middle - reach, middle + reach, PERCENT)


def _clamped(low: float, high: float, possible: Range | None) -> Range:
    return (low, high) if possible is None else (max(low, possible[0]), min(high, possible[1]))
