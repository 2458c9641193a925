"""The picture in the digest."""

from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.words.charts import APART, draw, spread
from surveys.chart import Chart, Point, Series

WEEKS = tuple(f"2026-W{number}" for number in range(40, 48))


def chart(*values: float | None, weeks: tuple[str, ...] = WEEKS) -> Chart:
    points = tuple(Point(value, 12) for value in values)
    return Chart("The last 8 weeks", weeks, (Series("Satisfied", "answers", points),), "n: answers.")


FULL = chart(80.0, 82.5, None, 75.0, 90.0, 100.0, 0.0, 81.0)


def test_the_same_chart_gives_the_same_bytes():
    """A picture drawn again for the same digest is the same picture."""
    assert draw(FULL) == draw(FULL)


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_twice_as_fine_as_it_is_shown(dark):
    """1200 x 600 pixels for 600 x 300, on its own ground, light or dark."""
    picture = Image.open(BytesIO(draw(FULL, dark))).convert("RGB")
    bright = sum(picture.getpixel((2, 2))) > 3 * 128
    assert ((1200, 600), not dark) == (picture.size, bright)


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_off_at_its_edges(dark):
    """The outermost pixels hold nothing but ground, even with the widest label."""
    full = Chart(
        "The last 8 weeks",
        WEEKS,
        tuple(
            Series(name, "answers", tuple(Point(100.0, 4000) for _ in WEEKS))
            for name in ("Satisfied", "On time", "Answered")
        ),
        "n: answers. Gap: fewer than 5. The newest answered can still rise.",
    )
    picture = Image.open(BytesIO(draw(full, dark))).convert("RGB")
    edges = [picture.crop(box) for box in ((0, 0, 1200, 8), (0, 592, 1200, 600), (0, 0, 8, 600), (1192, 0, 1200, 600))]
    expected = [1, 1, 1, 1]
    assert expected == [len(edge.getcolors(10_000)) for edge in edges]


@pytest.mark.parametrize("few", [chart(weeks=()), chart(None, weeks=("2026-W47",)), chart(80.0, weeks=("2026-W47",))])
def test_few_weeks_or_none_are_drawn_too(few):
    """A service in its first weeks gets a picture as well."""
    assert draw(few).startswith(b"\x89PNG")


def test_dollars_in_words_are_no_formula():
    """Words are drawn as they are written."""
    assert draw(Chart("$\\frac{", WEEKS[:1], (Series("$x$", "answers", (Point(50.0, 5),)),), "$_"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 100), max_size=3))
def test_labels_never_touch(values):
    """Labels keep their order, stay on the axis and stand apart."""
    placed = sorted(spread(values))
    assert all(upper - lower >= APART - 1e-9 for lower, upper in pairwise(placed))
    assert all(0 <= height <= 100 for height in placed)
