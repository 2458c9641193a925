"""Draws the digest's picture: small control charts that read on a phone, in light and dark, and without colour."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from surveys.chart import OBSERVED, PERCEIVED, Chart, Point, Series
from surveys.measures import half_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT = "DejaVu Sans"
"""Comes with matplotlib, so the picture is the same on every machine."""

WIDTH, HEIGHT = 6.0, 5.0
"""Inches of a picture that is shown 600 x 500."""

LEFT = {PERCEIVED: 0.03, OBSERVED: 0.53}
ACROSS, ROWS = 0.28, 5
TOP, STEP, TALL = 0.855, 0.157, 0.085
"""Where the panels stand, as shares of the picture."""

NARROWEST = 20.0
"""A panel never shows fewer points of its scale than this, so that a small change looks small."""


class Place(NamedTuple):
    """Where the lower left corner of something stands, as shares of the picture."""

    x: float
    y: float

    def moved(self, x: float, y: float) -> "Place":
        return Place(self.x + x, self.y + y)


class Look(NamedTuple):
    """Colours of one picture: its ground, its ink, what is quiet, the band of the usual, the line, the unusual."""

    ground: str
    ink: str
    quiet: str
    band: str
    line: str
    unusual: str


LIGHT = Look("#f7f8fa", "#1c2330", "#5b6472", "#dfe3e9", "#0063a6", "#b5480a")
DARK = Look("#1d232c", "#eef1f5", "#a6afbb", "#333c48", "#62b6f0", "#f0a35c")
"""Blue and orange stay apart in every common colour blindness (after Okabe and Ito 2008)."""


class Sheet(NamedTuple):
    """What is drawn on, and in which colours."""

    figure: "Figure"
    look: Look


def draw(chart: Chart, dark: bool = False) -> bytes:
    """A PNG of 1200 x 1000 pixels, to be shown at 600 x 500; the same chart always gives the same bytes."""
    from matplotlib.figure import Figure  # takes a second and 80 MB, which only a drawing is worth

    look = DARK if dark else LIGHT
    sheet = Sheet(Figure(figsize=(WIDTH, HEIGHT), dpi=200, facecolor=look.ground), look)
    _words(sheet, chart)
    for side, left in LEFT.items():
        mine = [series for series in chart.series if series.side == side]
        for row, series in enumerate(mine[:ROWS]):
            _panel(sheet, chart, series, Place(left, TOP - (row + 1) * STEP + 0.02))
    out = BytesIO()
    sheet.figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def draw_gauge(chart: Chart, pair: Sequence[Series]) -> bytes:
    """A PNG for paper of one gauge: what customers say above what the records show, over the same weeks."""
    from matplotlib.figure import Figure

    sheet = Sheet(Figure(figsize=(7.0, 2.4), dpi=200, facecolor="#ffffff"), LIGHT._replace(ground="#ffffff"))
    for row, series in enumerate(pair):
        bottom = 0.56 - 0.47 * row
        _write(sheet, Place(0.01, bottom + 0.33), f"{series.side[:1].upper()}{series.side[1:]}: {series.name}",
               sheet.look.ink, size=8.5)  # fmt: skip
        known = [point for point in series.points if point.value is not None]
        if not known:
            _write(sheet, Place(0.07, bottom + 0.12), "too few to show", sheet.look.quiet, size=8)
            continue
        axes = sheet.figure.add_axes((0.07, bottom, 0.91, 0.29))
        _frame(axes, chart, known, sheet.look)
        _ruled(axes, chart, sheet.look)
        _band(axes, series.points, sheet.look)
        _line(axes, series.points, sheet.look)
    out = BytesIO()
    sheet.figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _ruled(axes: "Axes", chart: Chart, look: Look) -> None:
    """Weeks below and values beside it, since paper is read closely; at most fourteen weeks are written out."""
    axes.set_axis_on()
    every = max(1, -(-len(chart.weeks) // 14))
    axes.set_xticks(range(0, len(chart.weeks), every), [week[-3:] for week in chart.weeks[::every]])
    axes.tick_params(labelsize=7, colors=look.quiet, length=2)
    axes.locator_params(axis="y", nbins=4)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(look.band)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontfamily(FONT)


def _panel(sheet: Sheet, chart: Chart, series: Series, at: Place) -> None:
    """One control chart with its name above and the newest value beside it."""
    _write(sheet, at.moved(0, TALL + 0.012), series.name, sheet.look.ink, size=10.5)
    known = [point for point in series.points if point.value is not None]
    if not known:
        _write(sheet, at.moved(0, TALL / 2), "too few to show", sheet.look.quiet, size=9.5)
        return
    axes = sheet.figure.add_axes((*at, ACROSS, TALL))
    _frame(axes, chart, known, sheet.look)
    _band(axes, series.points, sheet.look)
    _line(axes, series.points, sheet.look)
    _beside(sheet, series, series.points[-1], at.moved(ACROSS + 0.015, 0))


def _frame(axes: "Axes", chart: Chart, known: Sequence[Point], look: Look) -> None:
    axes.set_axis_off()
    axes.set_facecolor(look.ground)
    axes.set_xlim(-0.5, max(len(chart.weeks) - 1, 1) + 0.5)
    axes.set_ylim(*scale(known))


def scale(known: Sequence[Point]) -> tuple[float, float]:
    """The lowest and highest that a panel shows: all values and limits, and never a narrow slice."""
    shown = [end for point in known for end in (point.value, point.low, point.high) if end is not None]
    low, high = min(shown), max(shown)
    missing = max(NARROWEST - (high - low), 0) / 2
    margin = 0.06 * max(high - low, NARROWEST)
    return low - missing - margin, high + missing + margin


def _band(axes: "Axes", points: Sequence[Point], look: Look) -> None:
    """Where usual weeks lie, step by step, since a week with few has wider limits."""
    for at, point in enumerate(points):
        if point.low is not None and point.high is not None:
            axes.fill_between((at - 0.5, at + 0.5), point.low, point.high, color=look.band, linewidth=0)


def _line(axes: "Axes", points: Sequence[Point], look: Look) -> None:
    """Unusual weeks have a mark of their own, for those who see no colours."""
    values = [float("nan") if point.value is None else point.value for point in points]
    axes.plot(values, "-", color=look.line, marker="o", markersize=3.2, linewidth=1.4, clip_on=False, zorder=3)
    strange = [(at, point.value) for at, point in enumerate(points) if point.word and point.value is not None]
    if strange:
        axes.plot(*zip(*strange, strict=True), "D", color=look.unusual, markersize=5.5, clip_on=False, zorder=4)


def _beside(sheet: Sheet, series: Series, newest: Point, at: Place) -> None:
    """The newest value, large, and below it of how many it is and whether it is unusual."""
    look = sheet.look
    if newest.value is None:
        _write(sheet, at.moved(0, TALL / 2), f"few: {newest.n}", look.quiet, size=9.5)
        return
    value, strange = f"{half_up(newest.value)} {series.unit}".strip(), bool(newest.word)
    _write(sheet, at.moved(0, TALL * 0.52), value, look.unusual if strange else look.ink, size=13, bold=True)
    told = f"{newest.word} of {newest.n}".strip()
    _write(sheet, at.moved(0, TALL * 0.02), told, look.unusual if strange else look.quiet, size=9, bold=strange)


def _words(sheet: Sheet, chart: Chart) -> None:
    look = sheet.look
    _write(sheet, Place(0.03, 0.945), chart.title, look.ink, size=13, bold=True)
    span = f"{chart.weeks[0][-3:]} to {chart.weeks[-1][-3:]}" if len(chart.weeks) > 1 else "".join(chart.weeks)
    _write(sheet, Place(LEFT[OBSERVED], 0.945), span, look.quiet, size=10.5)
    for side, left in LEFT.items():
        _write(sheet, Place(left, 0.885), f"{side[:1].upper()}{side[1:]}", look.quiet, size=10.5)
    _write(sheet, Place(0.03, 0.022), chart.note, look.quiet, size=8.5)


def _write(sheet: Sheet, at: Place, words: str, colour: str, *, size: float, bold: bool = False) -> None:
    """Words as they are: a dollar sign begins no formula."""
    weight = "bold" if bold else "normal"
    sheet.figure.text(*at, words, color=colour, fontsize=size, fontweight=weight, family=FONT, parse_math=False)
