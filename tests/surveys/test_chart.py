"""The digest's control charts as a value, and what they say to those who do not see them."""

from collections import Counter

from surveys.chart import OBSERVED, PERCEIVED, Chart, Point, Series, alt_text, weekly
from surveys.figure import Counts
from surveys.questionnaires import load
from surveys.workdays import Week

POST = load("post_delivery")
LAST = Week(2026, 47)
GOOD = Counter(
    {
        "post_delivery.responses": 16,
        "post_delivery.overall.5": 13,
        "post_delivery.overall.2": 3,
        "deliveries": 50,
        "promised": 50,
        "on_time": 44,
        "complaints": 2,
        "invited": 46,
        "answered": 16,
    }
)
FEW = Counter({"post_delivery.overall.5": 4, "deliveries": 5, "promised": 5, "on_time": 5})


def chart(*weeks: Counts, drawn: int = 26) -> Chart:
    return weekly([(LAST.shift(at + 1 - len(weeks)), one) for at, one in enumerate(weeks)], POST, drawn)


def series(of: Chart, name: str, side: str) -> Series:
    [found] = [one for one in of.series if (one.name, one.side) == (name, side)]
    return found


def test_it_mirrors_the_lines_of_the_digest():
    """Five rows; in each what customers say and what the records show, over the same weeks."""
    found = chart(GOOD, GOOD)
    assert found.weeks == ("2026-W46", "2026-W47")
    assert [one.side for one in found.series] == [PERCEIVED, OBSERVED] * 5
    assert {len(one.points) for one in found.series} == {2}
    assert series(found, "Overall satisfied", PERCEIVED).points[-1] == Point(81.25, 16)
    assert series(found, "Complaints per 1000", OBSERVED).points[-1] == Point(40.0, 50)


def test_a_week_with_fewer_than_five_is_a_gap():
    """Four answers give no point, five deliveries do, and the number behind is kept; a rate wants ten deliveries."""
    found = chart(FEW)
    assert series(found, "Overall satisfied", PERCEIVED).points == (Point(None, 4),)
    assert series(found, "On time", OBSERVED).points == (Point(100.0, 5),)
    assert series(found, "Complaints per 1000", OBSERVED).points == (Point(None, 5),)


def test_limits_and_words_stand_with_the_weeks():
    """From the sixth week on there is a band of the usual; a week outside has its word."""
    steady = [Counter(GOOD | {"on_time": 47 + at % 3}) for at in range(16)]
    found = series(chart(*steady, Counter(GOOD | {"on_time": 38})), "On time", OBSERVED)
    newest = found.points[-1]
    assert (newest.value, newest.high, newest.word) == (76.0, 100.0, "LOW")
    assert {point.word for point in found.points[:-1]} == {""}
    assert series(chart(*steady[:5]), "On time", OBSERVED).points[-1].low is None


def test_all_weeks_tell_what_is_usual_in_those_that_are_drawn():
    """The limits come from the first fifteen, also where those are not shown any more."""
    steady = [Counter(GOOD | {"on_time": 47 + at % 3}) for at in range(30)]
    found = chart(*steady, GOOD, drawn=8)
    assert len(found.weeks) == 8
    assert series(found, "On time", OBSERVED).points[-1].word == "LOW"


def test_weeks_before_the_first_are_not_drawn():
    """A young service has no empty years behind it."""
    assert chart(Counter(), Counter(), GOOD).weeks == ("2026-W47",)
    assert chart(Counter(), Counter()).weeks == ("2026-W47",)


def test_its_words_tell_the_newest_values():
    """A reader without pictures gets the span and the newest week, gauge by gauge."""
    said = alt_text(chart(FEW, GOOD))
    assert said.startswith(
        "Control charts of 2026-W46 to 2026-W47. In 2026-W47, customers say: on time too few to show"
    )
    assert "overall satisfied 81 % of 16 answers; records show: on time 88 % of 50 deliveries" in said
    assert "complaints per 1000 40 on 50 deliveries" in said


def test_its_words_say_what_is_unusual():
    """Word for word as the digest does."""
    steady = [Counter(GOOD | {"on_time": 47 + at % 3}) for at in range(16)]
    assert "on time 76 % of 50 deliveries LOW" in alt_text(chart(*steady, Counter(GOOD | {"on_time": 38})))


def test_without_weeks_it_says_so():
    """An empty chart has words too."""
    assert alt_text(Chart("This week", (), (), "")) == "This week: no weeks to show yet."
