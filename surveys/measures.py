"""The counts of a week as shares, rates and scores, and the words that print them without saying too much.

Every share keeps its denominator. Few answers give no percentage, and none at all give words, never 0 %
(ISO 9001:2015, 9.1.2 wants the customers' perception; ISO 10004 asks that results be fit for conclusions).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor

from surveys import interval
from surveys.figure import Counts
from surveys.interval import Interval
from surveys.question import Questionnaire

FEWEST = 5
"""Answers below which nothing is shown, so that nobody can be told from a figure."""

ENOUGH = 10
"""From here on a percentage is printed; below it plain counts."""


@dataclass(frozen=True)
class Share:
    """`yes` of `of`."""

    yes: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.yes <= self.of:
            raise ValueError(f"{self.yes} of {self.of} is no share")

    @property
    def value(self) -> float | None:
        """0 to 1; None where there is nothing to share."""
        return self.yes / self.of if self.of else None

    @property
    def interval(self) -> Interval:
        return interval.wilson(self.yes, self.of)

    @property
    def percent(self) -> int:
        """Whole per cent of at least one; 100 * 57 / 200 is 28.5 where 100 * 0.285 would be less."""
        return half_up(100 * self.yes / self.of)


@dataclass(frozen=True)
class Rate:
    """`count` events on `base` deliveries, told per 1000."""

    count: int
    base: int

    @property
    def per_1000(self) -> float | None:
        return 1000 * self.count / self.base if self.base else None

    @property
    def interval(self) -> Interval:
        """Events per 1000; the base is taken as known."""
        low, high = interval.poisson(self.count)
        return 1000 * low / self.base, 1000 * high / self.base


@dataclass(frozen=True)
class Recommendation:
    """Answers on 0-10: promoters gave 9 or 10, detractors 0 to 6 (Reichheld 2003)."""

    promoters: int
    detractors: int
    of: int

    @property
    def score(self) -> float | None:
        """The net promoter score, -100 to 100."""
        return 100 * (self.promoters - self.detractors) / self.of if self.of else None

    @property
    def interval(self) -> Interval:
        low, high = interval.net(self.promoters, self.detractors, self.of)
        return 100 * low, 100 * high


def satisfied(counts: Counts, questionnaire: Questionnaire, key: str) -> Share:
    """The two highest points of a question's scale, of all marks; "not applicable" is no mark."""
    name = f"{questionnaire.name}.{key}"
    top = _total(counts, name, (questionnaire.high - 1, questionnaire.high))
    return Share(top, _total(counts, name, questionnaire.scale))


def commented(counts: Counts, questionnaire: Questionnaire) -> Share:
    """Responses that said something in words."""
    return Share(counts[f"{questionnaire.name}.comments"], counts[f"{questionnaire.name}.responses"])


def response_rate(counts: Counts) -> Share:
    """Of those asked in the week, who answered since; bounces stay in (AAPOR RR1 with one mark as complete)."""
    return Share(counts["answered"], counts["invited"])


def response_rate_of_delivered(counts: Counts) -> Share:
    """The same of those whom the survey reached."""
    return Share(counts["answered"], counts["invited"] - counts["bounced"])


def on_time(counts: Counts) -> Share:
    """Deliveries on or before their original promise, of those with a promise."""
    return Share(counts["on_time"], counts["promised"])


def right_first_time(counts: Counts) -> Share:
    """Deliveries of the week about whose accuracy nobody has complained so far."""
    return Share(counts["deliveries"] - counts["wrong"], counts["deliveries"])


def replied_in_time(counts: Counts) -> Share:
    """Enquiries whose first reply of a person came in time, of those whose time is over or that were replied to."""
    return Share(counts["replies.in_time"], counts["replies"])


def complaints(counts: Counts) -> Rate:
    """Complaints received in the week on its deliveries."""
    return Rate(counts["complaints"], counts["deliveries"])


def shares(counts: Counts, questionnaire: Questionnaire) -> Mapping[str, Share]:
    """Every share that is measured, by its key."""
    return {
        **{f"satisfied.{q.key}": satisfied(counts, questionnaire, q.key) for q in questionnaire.marks},
        "on_time": on_time(counts),
        "right_first_time": right_first_time(counts),
        "replied_in_time": replied_in_time(counts),
        "response_rate": response_rate(counts),
        "response_rate_of_delivered": response_rate_of_delivered(counts),
        "commented": commented(counts, questionnaire),
    }


def recommendation(counts: Counts, name: str = "relationship") -> Recommendation:
    """The relationship survey's answers of the week."""
    key = f"{name}.overall"
    return Recommendation(*(_total(counts, key, marks) for marks in ((9, 10), range(7), range(11))))


def perceived(share: Share, nothing: str) -> str:
    """A share of answers in words: `nothing`, "too few to show: 3", "4 of 6" or "81 % (13/16, CI 57-93)"."""
    return f"too few to show: {share.of}" if 0 < share.of < FEWEST else observed(share, nothing)


def observed(share: Share, nothing: str) -> str:
    """A share of the organisation's own records in words: counts hide nobody, so few are told as they are."""
    if not share.of:
        return nothing
    if share.of < ENOUGH:
        return f"{share.yes} of {share.of}"
    low, high = (half_up(100 * end) for end in share.interval)
    return f"{share.percent} % ({share.yes}/{share.of}, CI {low}-{high})"


def per_1000(rate: Rate) -> str:
    """A rate in words, "3.8 per 1000, CI 1.5 to 7.8"; nothing on fewer than ten deliveries."""
    if rate.per_1000 is None or rate.base < ENOUGH:
        return ""
    low, high = rate.interval
    return f"{_short(rate.per_1000)} per 1000, CI {_short(low)} to {_short(high)}"


def recommended(found: Recommendation) -> str:
    """A score in words, "NPS 40 (6 for, 2 against of 10, CI -13 to 74)"; few answers as for a share."""
    if found.score is None or found.of < FEWEST:
        return f"too few to show: {found.of}"
    voices = f"{found.promoters} for, {found.detractors} against of {found.of}"
    low, high = (half_up(end) for end in found.interval)
    return voices if found.of < ENOUGH else f"NPS {half_up(found.score)} ({voices}, CI {low} to {high})"


def half_up(number: float) -> int:
    """The nearest whole number, a half goes up: rounding keeps order, so no interval loses its share."""
    return floor(number + 0.5)


def _short(number: float) -> str:
    return str(half_up(number)) if number >= 10 else f"{half_up(10 * number) / 10:g}"


def _total(counts: Counts, name: str, marks: Iterable[int]) -> int:
    return sum(counts[f"{name}.{mark}"] for mark in marks)
