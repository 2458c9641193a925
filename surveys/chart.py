"""The digest's picture as a value: the control charts of the five gauges, before anybody draws them.

It mirrors the digest's lines: each gauge has what customers say beside what the records show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys import measures
from surveys.figure import Counts
from surveys.measures import ENOUGH, FEWEST, Share, half_up
from surveys.question import Questionnaire
from surveys.trend import COMPLAINTS, judged, judged_rates
from surveys.workdays import Week
from surveys.xmr import Judged, Word

PERCEIVED, OBSERVED = "customers say", "records show"

PANELS = (
    ("On time", "satisfied.on_time", "answers", PERCEIVED),
    ("On time", "on_time", "deliveries", OBSERVED),
    ("Accuracy", "satisfied.accuracy", "answers", PERCEIVED),
    ("Accuracy", "right_first_time", "deliveries", OBSERVED),
    ("Complaint handling", "satisfied.complaint_handling", "answers", PERCEIVED),
    ("Complaints per 1000", COMPLAINTS, "deliveries", OBSERVED),
    ("Responsiveness", "satisfied.responsiveness", "answers", PERCEIVED),
    ("Replies in time", "replied_in_time", "enquiries", OBSERVED),
    ("Overall satisfied", "satisfied.overall", "answers", PERCEIVED),
    ("Answered", "response_rate", "invitations", OBSERVED),
)
"""What stands in the picture, row by row: its name, the key of its measure, what is counted, and on which side."""


@dataclass(frozen=True)
class Point:
    """One week of one series: None where `n` is too small to show a value. `low` and `high` are the natural limits,
    once there are enough weeks; `word` is HIGH or LOW where the week is out of the usual.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    word: str = ""


@dataclass(frozen=True)
class Series:
    """`of` says what `n` counts: answers, deliveries. `unit` is `%` or nothing."""

    name: str
    of: str
    points: tuple[Point, ...]
    side: str = PERCEIVED
    unit: str = "%"


@dataclass(frozen=True)
class Chart:
    """Measures over ISO weeks, oldest first; every series has one point a week."""

    title: str
    weeks: tuple[str, ...]
    series: tuple[Series, ...]
    note: str


def weekly(history: Sequence[tuple[Week, Counts]], questionnaire: Questionnaire, drawn: int) -> Chart:
    """The chart of the newest `drawn` weeks; all of `history` tells what is usual in them."""
    shown = _since_first(history[-drawn:])
    points = _points(history, questionnaire)
    return Chart(
        title=f"The last {len(shown)} weeks" if len(shown) > 1 else "This week",
        weeks=tuple(str(week) for week, _ in shown),
        series=tuple(
            Series(name, of, points[key][len(history) - len(shown) :], side, _unit(key))
            for name, key, of, side in PANELS
        ),
        note=f"Grey: where usual weeks lie, from the sixth on. Gap: fewer than {FEWEST}. Orange: out of the usual.",
    )


def alt_text(chart: Chart) -> str:
    """What the picture says, for those who do not see it: the newest values in a sentence."""
    if not chart.weeks:
        return f"{chart.title}: no weeks to show yet."
    first, last = chart.weeks[0], chart.weeks[-1]
    span = f"{first} to {last}" if first != last else last
    told = [
        f"{side}: {', '.join(_newest(series) for series in chart.series if series.side == side)}"
        for side in (PERCEIVED, OBSERVED)
    ]
    return f"Control charts of {span}. In {last}, {'; '.join(told)}."


def _newest(series: Series) -> str:
    point = series.points[-1]
    name = series.name.lower()
    if point.value is None:
        return f"{name} too few to show ({point.n} {series.of})"
    number = f"{half_up(point.value)} % of" if series.unit else f"{half_up(point.value)} on"
    word = f" {point.word}" if point.word else ""
    return f"{name} {number} {point.n} {series.of}{word}"


def _since_first(history: Sequence[tuple[Week, Counts]]) -> Sequence[tuple[Week, Counts]]:
    """Without the weeks before anything was counted, but for the newest."""
    first = next((at for at, (_, counts) in enumerate(history) if counts), len(history) - 1)
    return history[max(first, 0) :]


def _points(history: Sequence[tuple[Week, Counts]], questionnaire: Questionnaire) -> Mapping[str, tuple[Point, ...]]:
    """All weeks of each measure, by its key."""
    weeks = [measures.shares(counts, questionnaire) for _, counts in history]
    shares = {key: [week[key] for week in weeks] for _, key, _, _ in PANELS if key != COMPLAINTS}
    rates = [measures.complaints(counts) for _, counts in history]
    values = [rate.per_1000 if rate.base >= ENOUGH else None for rate in rates]
    found = {
        key: _joined([_percent(one) for one in run], [one.of for one in run], judged(key, run))
        for key, run in shares.items()
    }
    return found | {COMPLAINTS: _joined(values, [rate.base for rate in rates], judged_rates(rates))}


def _joined(
    values: Sequence[float | None], numbers: Sequence[int], weeks: Sequence[Judged | None]
) -> tuple[Point, ...]:
    return tuple(
        Point(value, n, week.low, week.high, "" if week.word is Word.USUAL else str(week.word))
        if week
        else Point(value, n)
        for value, n, week in zip(values, numbers, weeks, strict=True)
    )


def _percent(share: Share) -> float | None:
    return 100 * share.yes / share.of if share.of >= FEWEST else None


def _unit(key: str) -> str:
    return "" if key == COMPLAINTS else "%"
