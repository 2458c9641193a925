"""What the weeks before say about a measure of this week: unusual or not, and changed beyond chance or not.

Words come from the XmR chart alone. A change from one week to the next is told only at 99 %: ten measures a week would
else give a false alarm every second week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys import interval
from surveys.figure import Counts
from surveys.measures import FEWEST, Share, half_up, shares
from surveys.question import Questionnaire
from surveys.xmr import Judged, Word, of_shares

ENOUGH_TO_COMPARE = 20
"""Answers, in both weeks, below which no change is told."""

STILL_RISING = ("response_rate", "response_rate_of_delivered")
"""Of the newest week, for people still answer: it would be low every Monday."""

STILL_FALLING = ("right_first_time",)
"""Complaints about the newest week still come: it may be called low already, never high."""


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
    return {key: trend for key, trend in found.items() if trend}


def in_words(trend: Trend | None) -> str:
    """`usual`, `LOW, usual 93-99`, `HIGH, usual so far 60-80, was 71 %`; nothing while too little is known."""
    if trend is None:
        return ""
    usual = "usual" if trend.firm else "usual so far"
    before = f", was {trend.before} %" if trend.before is not None else ""
    return f"{trend.word}, {usual} {trend.low}-{trend.high}{before}" if trend.unusual else f"{usual}{before}"


def _trend(key: str, weeks: Sequence[Share]) -> Trend | None:
    if key in STILL_RISING or weeks[-1].of < FEWEST:
        return None
    found = of_shares([week for week in weeks if week.of >= FEWEST])
    if not found.points:
        return None
    newest = _settled(key, found.points[-1])
    return Trend(
        word=newest.word,
        low=half_up(newest.low),
        high=half_up(newest.high),
        firm=found.firm,
        signals=tuple(newest.signals),
        before=_before(*weeks[-2:]),
    )


def _settled(key: str, newest: Judged) -> Judged:
    """What may still fall is not called high."""
    early = key in STILL_FALLING and newest.word is Word.HIGH
    return Judged(newest.value, newest.low, newest.high) if early else newest


def _before(before: Share, now: Share) -> int | None:
    """The last week in per cent, if this one differs from it for sure."""
    if min(before.of, now.of) < ENOUGH_TO_COMPARE:
        return None
    low, high = interval.difference(now.yes, now.of, before.yes, before.of, interval.Z99)
    return before.percent if low > 0 or high < 0 else None
