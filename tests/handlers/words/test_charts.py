"""The picture in the digest."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.words.charts import NARROWEST, draw, scale
from surveys.chart import OBSERVED, PERCEIVED, Chart, Point, Series

WEEKS = tuple(f"2026-W{number}" for number in range(40, 48))
NOTE = "Grey: where usual weeks lie, from the sixth on. Gap: fewer than 5. Orange: out of the usual."


def chart(*values: float | None, weeks: tuple[str, ...] = WEEKS) -> Chart:
    points = tuple(Point(value, 12, 60.0, 95.0) for value in values)
    return Chart("The last 8 weeks", weeks, (Series("Satisfied", "answers", points),), NOTE)


FULL = chart(80.0, 82.5, None, 75.0, 90.0, 100.0, 0.0, 81.0)


def test_the_same_chart_gives_the_same_bytes():
    """A picture drawn again for the same digest is the same picture."""
    assert draw(FULL) == draw(FULL)


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_twice_as_fine_as_it_is_shown(dark):
    """1200 x 1000 pixels for 600 x 500, on its own ground, light or dark."""
    picture = Image.open(BytesIO(draw(FULL, dark))).convert("RGB")
    bright = sum(picture.getpixel((2, 2))) > 3 * 128
    assert ((1200, 1000), not dark) == (picture.size, bright)


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_off_at_its_edges(dark):
    """The outermost pixels hold nothing but ground, even with the widest words in every panel."""
    points = tuple(Point(100.0, 4000, 90.0, 100.0, "HIGH") for _ in WEEKS)
    sides = (PERCEIVED, OBSERVED) * 5
    full = Chart(
        "The last 8 weeks", WEEKS, tuple(Series("Complaints per 1000", "a", points, side) for side in sides), NOTE
    )
    picture = Image.open(BytesIO(draw(full, dark))).convert("RGB")
    edges = [
        picture.crop(box) for box in ((0, 0, 1200, 8), (0, 992, 1200, 1000), (0, 0, 8, 1000), (1192, 0, 1200, 1000))
    ]
    assert [len(edge.getcolors(10_000)) for edge in edges] == [1, 1, 1, 1]


def test_an_unusual_week_has_a_mark_of_its_own():
    """The picture differs where a week is called low."""
    usual, low = (
        Chart("t", WEEKS[:1], (Series("s", "a", (Point(50.0, 9, 60.0, 95.0, word),)),), "") for word in ("", "LOW")
    )
    assert draw(usual) != draw(low)


@pytest.mark.parametrize("few", [chart(weeks=()), chart(None, weeks=("2026-W47",)), chart(80.0, weeks=("2026-W47",))])
def test_few_weeks_or_none_are_drawn_too(few):
    """A service in its first weeks gets a picture as well."""
    assert draw(few).startswith(b"\x89PNG")


def test_dollars_in_words_are_no_formula():
    """Words are drawn as they are written."""
    assert draw(Chart("$\\frac{", WEEKS[:1], (Series("$x$", "answers", (Point(50.0, 5),)),), "$_"))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.builds(Point, st.floats(0, 100), st.integers(5, 99), st.floats(0, 50), st.floats(50, 100)), min_size=1)
)
def test_a_panel_shows_all_and_never_a_narrow_slice(points):
    """Every value and limit is within, and noise is not stretched over the whole height."""
    low, high = scale(points)
    assert high - low >= NARROWEST
    assert all(low < end < high for point in points for end in (point.value, point.low, point.high))
