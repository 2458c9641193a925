"""Draws the digest's chart: one picture that reads on a phone, in light and dark mails, and without colour."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from surveys.chart import Chart, Series
from surveys.measures import half_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
"""Comes with matplotlib, so the picture is the same on every machine."""

APART = 17
"""Per cent of the axis between two labels at the right edge, so that they never touch."""


class Look(NamedTuple):
    """Colours of one card: its ground, its ink, its grid, and one for each series."""

    ground: str
    ink: str
    quiet: str
    grid: str
    series: tuple[str, ...]


LIGHT = Look("#f7f8fa", "#1c2330", "#5b6472", "#d9dde3", ("#0063a6", "#b5480a", "#4f5661"))
DARK = Look("#1d232c", "#eef1f5", "#a6afbb", "#3a424e", ("#62b6f0", "#f0a35c", "#c3c9d1"))
"""Blue, orange and grey stay apart in every common colour blindness (after Okabe and Ito 2008)."""

MARKS = (("o", "-"), ("s", "--"), ("^", ":"))
"""Marker and line of each series, for those who see no colours."""


def draw(chart: Chart, dark: bool = False) -> bytes:
    """A PNG of 1200 x 600 pixels, to be shown at 600 x 300; the same chart always gives the same bytes."""
    from matplotlib.figure import Figure  # takes a second and 80 MB, which only a drawing is worth

    look = DARK if dark else LIGHT
    figure = Figure(figsize=(6, 3), dpi=200, facecolor=look.ground)
    axes = figure.add_axes((0.125, 0.265, 0.56, 0.575))
    _frame(axes, chart, look)
    for series, colour, (marker, line) in zip(chart.series, look.series, MARKS, strict=False):
        values = [float("nan") if point.value is None else point.value for point in series.points]
        axes.plot(values, line, color=colour, marker=marker, markersize=6, linewidth=2, clip_on=False, zorder=3)
    _labels(axes, chart, look)
    _words(figure, chart, look)
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _frame(axes: "Axes", chart: Chart, look: Look) -> None:
    """The axis always runs from 0 to 100, so that a small change looks small."""
    axes.set_facecolor(look.ground)
    axes.set_ylim(0, 100)
    last, span = len(chart.weeks) - 1, max(len(chart.weeks) - 1, 1)
    axes.set_xlim(last - 1.05 * span, last + 0.02 * span)
    axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
    axes.set_xticks(range(len(chart.weeks)), _ticks(chart))
    axes.grid(axis="y", color=look.grid, linewidth=1)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=11, labelcolor=look.quiet, labelfontfamily=FONT, pad=6)


def _ticks(chart: Chart) -> list[str]:
    """The week, and under it how many answers its first series stands on."""
    counts = [point.n for point in chart.series[0].points] if chart.series else []
    return [f"{week[-3:]}\n{n}" for week, n in zip(chart.weeks, counts, strict=True)]


def _labels(axes: "Axes", chart: Chart, look: Look) -> None:
    """Each series is named at its newest value instead of in a legend."""
    named = [(_label(series), colour) for series, colour in zip(chart.series, look.series, strict=False)]
    shown = [(*label, colour) for label, colour in named if label]
    heights = spread([value for value, _, _ in shown])
    for (_, words, colour), height in zip(shown, heights, strict=True):
        axes.annotate(
            words,
            (len(chart.weeks) - 1, height),
            xytext=(12, 0),
            textcoords="offset points",
            color=colour,
            fontsize=11.5,
            fontweight="bold",
            family=FONT,
            va="center",
            parse_math=False,
        )


def _label(series: Series) -> tuple[float, str] | None:
    """Height and words: the newest value, or where the line stopped and that too few came since."""
    values = [point.value for point in series.points if point.value is not None]
    if not values:
        return None
    newest = series.points[-1].value
    return values[-1], f"{series.name} {half_up(values[-1])} %" if newest is not None else f"{series.name}: few"


def spread(values: Sequence[float], apart: float = APART, highest: float = 100) -> list[float]:
    """Heights close to `values`, in the same order, at least `apart` from each other and not above `highest`."""
    placed = list(values)
    downwards = sorted(range(len(values)), key=lambda index: -values[index])
    ceiling, floor = highest, 0.0
    for index in downwards:
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - apart
    for index in reversed(downwards):
        placed[index] = max(placed[index], floor)
        floor = placed[index] + apart
    return placed


def _words(figure: "Figure", chart: Chart, look: Look) -> None:
    empty = all(point.value is None for series in chart.series for point in series.points)
    figure.text(0.03, 0.91, chart.title, color=look.ink, fontsize=13, fontweight="bold", family=FONT, parse_math=False)
    figure.text(0.03, 0.035, chart.note, color=look.quiet, fontsize=10.5, family=FONT, parse_math=False)
    figure.text(0.105, 0.125, "n", color=look.quiet, fontsize=11, family=FONT, ha="right")
    if empty:
        figure.text(0.4, 0.54, "Too few answers to draw", color=look.quiet, fontsize=13, family=FONT, ha="center")
