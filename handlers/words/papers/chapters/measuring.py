"""Five gauges, each as customers see it and as the records show it."""

from collections.abc import Mapping

from handlers.words.papers.chapters.blocks import Block, heading, picture, table, text, together
from handlers.words.papers.pack import Pack
from handlers.words.papers.tables import Tables
from surveys import measures
from surveys.chart import PANELS, Point, Series
from surveys.figure import Counts
from surveys.measures import observed, perceived
from surveys.question import Questionnaire
from surveys.trend import COMPLAINTS

GAUGES: Mapping[str, int] = {
    "Accuracy": 1,
    "Complaint handling": 2,
    "Delivery on time": 0,
    "Responsiveness": 3,
    "Feedback": 4,
}
"""Which row of the digest's picture belongs to each."""


ON_A_PAGE = 30
"""Weeks that fit below a picture."""


def gauges(pack: Pack, _: Tables) -> list[Block]:
    told: list[Block] = [
        text(
            "Grey is where usual weeks lie, told from the sixth week with enough on. A diamond marks a week out of the "
            "usual. A gap in a line is a week with too few to show. Figures are as the store has them now; what each "
            "digest said then is in its frozen content.",
            quiet=True,
        )
    ]
    for number, (name, row) in enumerate(GAUGES.items(), 1):
        said, seen = pair(pack, row)
        head = [
            heading(f"Gauge {number}: {name}", f"gauge-{number}"),
            picture(f"gauge-{row}", f"Control charts of {name}"),
        ]
        figures = table(
            [("Week", "auto"), (f"Customers say: {said.name}", "1fr"), ("Usual?", "auto"),
             (f"Records show: {seen.name}", "1fr"), ("Usual?", "auto")],
            [(str(week), _words(counts, pack.method.instrument, 2 * row), _usual(said.points[at]),
              _words(counts, pack.method.instrument, 2 * row + 1), _usual(seen.points[at]))
             for at, (week, counts) in _drawn(pack)],
        )  # fmt: skip
        told += [together([*head, figures])] if len(pack.weeks) <= ON_A_PAGE else [together(head, and_on=True), figures]
    return told


def pair(pack: Pack, row: int) -> tuple[Series, Series]:
    return pack.chart.series[2 * row], pack.chart.series[2 * row + 1]


def _drawn(pack: Pack) -> list[tuple[int, tuple[object, Counts]]]:
    """The weeks of the chart, which begins with the first in which anything was counted."""
    return list(enumerate(pack.weeks[len(pack.weeks) - len(pack.chart.weeks) :]))


def _words(counts: Counts, questionnaire: Questionnaire, panel: int) -> str:
    _, key, of, _ = PANELS[panel]
    if key == COMPLAINTS:
        rate = measures.complaints(counts)
        per = measures.per_1000(rate)
        return f"{rate.count} on {rate.base} deliveries" + (f": {per}" if per else "")
    share = measures.shares(counts, questionnaire)[key]
    if key.startswith("satisfied"):
        return perceived(share, "no answers")
    return observed(share, f"no {of}")


def _usual(point: Point) -> str:
    if point.low is None or point.high is None:
        return "too early" if point.value is not None else ""
    return f"{point.word or 'usual'} ({point.low:.0f}-{point.high:.0f})"
