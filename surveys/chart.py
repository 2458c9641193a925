"""One chart as a value: what it shows, before anybody draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from surveys.figure import Counts
from surveys.measures import FEWEST, Share, half_up, on_time, response_rate, satisfied
from surveys.question import Questionnaire
from surveys.workdays import Week


@dataclass(frozen=True)
class Point:
    """One week of one series: `value` in per cent, None where `n` is too small to show one."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Series:
    """`of` says what `n` counts: answers, deliveries."""

    name: str
    of: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """Shares in per cent over ISO weeks, oldest first; every series has one point a week."""

    title: str
    weeks: tuple[str, ...]
    series: tuple[Series, ...]
    note: str


def weekly(history: Sequence[tuple[Week, Counts]], questionnaire: Questionnaire) -> Chart:
    """The digest's chart: what customers say, what the records show and how many answer."""
    weeks = [counts for _, counts in history]
    return Chart(
        title=f"The last {len(weeks)} weeks" if len(weeks) > 1 else "This week",
        weeks=tuple(str(week) for week, _ in history),
        series=(
            _series("Satisfied", "answers", weeks, lambda counts: satisfied(counts, questionnaire, "overall")),
            _series("On time", "deliveries", weeks, on_time),
            _series("Answered", "invitations", weeks, response_rate),
        ),
        note=f"n: answers. Gap: fewer than {FEWEST}. The newest answered can still rise.",
    )


def alt_text(chart: Chart) -> str:
    """What the picture says, for those who do not see it: the newest values in a sentence."""
    if not chart.weeks:
        return f"{chart.title}: no weeks to show yet."
    first, last = chart.weeks[0], chart.weeks[-1]
    span = f"{first} to {last}" if first != last else last
    newest = ", ".join(_newest(series) for series in chart.series)
    return f"Line chart of {span} in per cent; in {last}: {newest}."


def _newest(series: Series) -> str:
    point = series.points[-1]
    name = series.name.lower()
    if point.value is None:
        return f"{name} too few to show ({point.n} {series.of})"
    return f"{name} {half_up(point.value)} % of {point.n} {series.of}"


def _series(name: str, of: str, weeks: Sequence[Counts], measure: Callable[[Counts], Share]) -> Series:
    return Series(name, of, tuple(_point(measure(counts)) for counts in weeks))


def _point(share: Share) -> Point:
    return Point(100 * share.yes / share.of if share.of >= FEWEST else None, share.of)
