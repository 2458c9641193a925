"""The digest's chart as a value, and what it says to those who do not see it."""

from collections import Counter

from surveys.chart import Chart, Point, alt_text, weekly
from surveys.questionnaires import load
from surveys.workdays import Week

POST = load("post_delivery")
LAST = Week(2026, 47)
GOOD = Counter(
    {
        "post_delivery.responses": 16,
        "post_delivery.overall.5": 13,
        "post_delivery.overall.2": 3,
        "promised": 50,
        "on_time": 44,
        "invited": 46,
        "answered": 16,
    }
)
FEW = Counter({"post_delivery.overall.5": 4, "promised": 5, "on_time": 5})


def test_it_has_a_point_for_every_week_of_each_series():
    """Satisfaction, on time and response run over the same weeks, in per cent with their numbers."""
    chart = weekly([(LAST.shift(-1), GOOD), (LAST, GOOD)], POST)
    expected = (("2026-W46", "2026-W47"), ["Satisfied", "On time", "Answered"], {2})
    assert expected == (
        (
            chart.weeks,
            [series.name for series in chart.series],
            {len(series.points) for series in chart.series},
        )
    )
    assert Point(81.25, 16) == chart.series[0].points[-1]


def test_a_week_with_fewer_than_five_is_a_gap():
    """Four answers give no point, five deliveries do, and the number behind is kept."""
    chart = weekly([(LAST, FEW)], POST)
    assert [Point(None, 4), Point(100.0, 5), Point(None, 0)] == [series.points[0] for series in chart.series]


def test_its_words_tell_the_newest_values():
    """A reader without pictures gets the span and the newest week."""
    expected = (
        "Line chart of 2026-W46 to 2026-W47 in per cent; in 2026-W47: satisfied 81 % of 16 answers, "
        "on time 88 % of 50 deliveries, answered 35 % of 46 invitations."
    )
    assert expected == alt_text(weekly([(LAST.shift(-1), FEW), (LAST, GOOD)], POST))


def test_its_words_never_make_a_gap_a_zero():
    """Too few is said as such."""
    expected = (
        "Line chart of 2026-W47 in per cent; in 2026-W47: satisfied too few to show (4 answers), "
        "on time 100 % of 5 deliveries, answered too few to show (0 invitations)."
    )
    assert expected == alt_text(weekly([(LAST, FEW)], POST))


def test_without_weeks_it_says_so():
    """An empty chart has words too."""
    expected = "This week: no weeks to show yet."
    assert expected == alt_text(Chart("This week", (), (), ""))
