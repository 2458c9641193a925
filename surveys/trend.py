"""What the weeks before say about a measure of this week: unusual or not, and changed beyond chance or not.

Words come from the XmR chart alone. A change from one week to the next is told only at 99 %: ten measures a week would
else give a false alarm every second week.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

from surveys import interval
from surveys.figure import Counts
from surveys.measures import ENOUGH, FEWEST, Rate, Share, complaints, half_up, shares
from surveys.question import Questionnaire
from surveys.xmr import FIRM, Behaviour, Judged, Word, behaviour, of_shares

ENOUGH_TO_COMPARE = 20
"""Answers, in both weeks, below which no change is told."""

STILL_RISING = ("response_rate", "response_rate_of_delivered")
"""Of the newest weeks, for people still answer: they would be low every Monday."""

OPEN_WEEKS = 3
"""How long an invitation takes answers."""

STILL_FALLING = ("right_first_time",)
"""Complaints about the newest week still come: it may be called low already, never high."""

COMPLAINTS = "complaints"
"""The key of complaints per 1000 deliveries, which are a rate and no share."""


T = TypeVar("T")


@dataclass(frozen=True)
class Trend:
    """`low` and `high` are the natural limits in whole per cent, `word` where the newest week lies. Until `firm`, they
    are from few weeks. `before` is the last week's per cent where the change since is beyond chance.
    """

    word: Word
    low: int
    high: int
    firm: bool
    signals: tuple[str, ...] = ()
    before: int | None = None

    @property
    def unusual(self) -> bool:
        return self.word is not Word.USUAL


def trends(history: Sequence[tuple[object, Counts]], questionnaire: Questionnaire) -> Mapping[str, Trend]:
    """By the key of a share, for those of whose newest week something can be said; oldest week first."""
    weeks = [shares(counts, questionnaire) for _, counts in history]
    found = {key: _trend(key, [week[key] for week in weeks]) for key in (weeks[-1] if weeks else ())}
    rates = judged_rates([complaints(counts) for _, counts in history])
    found[COMPLAINTS] = _told(rates, None)
    return {key: trend for key, trend in found.items() if trend}


def judged(key: str, weeks: Sequence[Share]) -> list[Judged | None]:
    """Each week of this share; None where there are too few answers, or too few weeks to judge by."""
    told = _aligned(of_shares, weeks, [week.of >= FEWEST for week in weeks])
    if key in STILL_RISING:
        return [*told[:-OPEN_WEEKS], *map(_calm, told[-OPEN_WEEKS:])]
    if key in STILL_FALLING and told and told[-1] and told[-1].word is Word.HIGH:
        return [*told[:-1], _calm(told[-1])]
    return told


def judged_rates(weeks: Sequence[Rate]) -> list[Judged | None]:
    """The same of a rate per 1000, for weeks with enough to count on."""

    def of_rates(known: Sequence[Rate]) -> Behaviour:
        return behaviour([one.per_1000 or 0.0 for one in known], (0.0, inf))

    return _aligned(of_rates, weeks, [week.base >= ENOUGH for week in weeks])


def in_words(trend: Trend | None) -> str:
    """`usual`, `LOW, usual 93-99`, `HIGH, usual so far 60-80, was 71 %`; nothing while too little is known."""
    if trend is None:
        return ""
    before = f", was {trend.before} %" if trend.before is not None else ""
    limits = f"usual {trend.low}-{trend.high}" if trend.firm else f"usual so far {trend.low}-{trend.high}"
    return f"{trend.word}, {limits}{before}" if trend.unusual else f"{trend.word}{before}"


def _aligned(
    judge: Callable[[Sequence[T]], Behaviour], weeks: Sequence[T], enough: Sequence[bool]
) -> list[Judged | None]:
    """What is judged of the weeks that have enough, each at its own place."""
    found = iter(judge([week for week, there in zip(weeks, enough, strict=True) if there]).points)
    return [next(found, None) if there else None for there in enough]


def _trend(key: str, weeks: Sequence[Share]) -> Trend | None:
    return None if key in STILL_RISING else _told(judged(key, weeks), _before(*weeks[-2:]))


def _told(weeks: Sequence[Judged | None], before: int | None) -> Trend | None:
    """What is said of the newest week."""
    newest = weeks[-1] if weeks else None
    if newest is None:
        return None
    firm = sum(one is not None for one in weeks) >= FIRM
    return Trend(newest.word, half_up(newest.low), half_up(newest.high), firm, tuple(newest.signals), before)


def _calm(week: Judged | None) -> Judged | None:
    """What is still on its way is not judged."""
    return Judged(week.value, week.low, week.high) if week else None


def _before(*newest: Share) -> int | None:
    """The last week in per cent, if this one differs from it for sure."""
    if len(newest) < 2 or min(one.of for one in newest) < ENOUGH_TO_COMPARE:
        return None
    before, now = newest
    low, high = interval.difference(now.yes, now.of, before.yes, before.of, interval.Z99)
    return before.percent if low > 0 or high < 0 else None
