"""What holds for marks in any text whatever."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.marks.marks import marks
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
RELATIONSHIP = load("relationship")
PIECES = st.sampled_from(
    [
        "5",
        "4",
        "10",
        "8",
        "N",
        "n/a",
        "-",
        "/",
        "of",
        "out of",
        "von",
        "sur",
        "点",
        "分",
        "★",
        "☆",
        "⭐",
        "½",
        ".",
        ",",
        ":",
        ";",
        "(",
        ")",
        "%",
        "+",
        "5️⃣",
        "٤",
        "４",
        "one",
        "five",
        "fünf",
        "huit",
        "Note",
        "not",
        "kein",
        "if",
        "last time",
        "stars",
        "Punkte",
        "scale",
        "1 to",
        "=",
        "best",
        "worst",
        "I'd say",
        "give",
        "overall",
        "on time",
        "accuracy",
        "Q1",
        "1:",
        "2)",
        "\n",
        "colleague",
        "八",
        "星",
        "10点満点で",
        "Very satisfied",
        "0",
        "and",
        "but",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), *(st.lists(PIECES, max_size=14).map(join) for join in (" ".join, "".join)))
SCALES = st.sampled_from([range(1, 6), range(11)])


@given(TEXTS, SCALES)
def test_no_text_makes_a_mark_off_the_scale(text, scale):
    """Whatever is written, a mark lies on the scale of its question, and nothing is kept beside doubt."""
    found = marks(text, DELIVERY, scale)
    for key, mark in found.answers.items():
        assert mark is None or (scale if key == "overall" else DELIVERY.scale)[0] <= mark
        assert mark is None or mark <= (scale if key == "overall" else DELIVERY.scale)[-1]
    assert not (found.unclear and found.answers)


@given(TEXTS, SCALES)
def test_spans_lie_in_the_text(text, scale):
    """Every mark has a span of its own, which is not empty."""
    found = marks(text, DELIVERY, scale)
    assert found.spans.keys() == found.answers.keys()
    for start, end in found.spans.values():
        assert 0 <= start < end <= len(text)


@given(
    st.integers(1, 5),
    st.sampled_from(["{} ", "Thanks. {}", "\u200b{}!", "Ich gebe eine {}.", "ありがとう。{}点です", "é\u0301 \n{}"]),
)
def test_a_span_says_the_mark(mark, form):
    """The words under the span are the mark as it was written."""
    text = form.format(mark)
    found = marks(text, DELIVERY, DELIVERY.scale)
    assert found.answers == {"overall": mark}
    start, end = found.spans["overall"]
    assert text[start:end] == str(mark)


THINGS = [
    "Order {} is late.",
    "order no. {} never came",
    "Invoice #{} is wrong",
    "Rechnung Nr. {} stimmt nicht",
    "commande n° {} incomplète",
    "pedido nº {}",
    "Tel. +49 711 {} 55",
    "We waited {} days.",
    "Delivered on {}/3/2026",
    "Am {}.3.2026 kam nichts an.",
    "It came at {}:30.",
    "{} boxes are missing",
    "{} Kartons fehlen",
    "It cost {} € more",
    "Main Street {}, back door",
    "we got {} of the 12 pallets",
    "Заказ № {} не пришёл",
    "注文番号{}が届きません",
    "version {}.2 of the form",
    "AB-{} again",
]


@given(number=st.integers(0, 10), form=st.sampled_from(THINGS), scale=SCALES)
def test_numbers_of_things_are_no_marks(number, form, scale):
    """Orders, invoices, dates, times, prices and counts never become a mark."""
    assert marks(form.format(number), DELIVERY, scale).answers == {}


EVERYDAY = tomllib.loads(Path(__file__).with_name("things.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", EVERYDAY)
def test_what_customers_count_is_no_mark(language):
    """Hundreds of everyday sentences about boxes, days, doors and calls, each with two small numbers."""
    texts = [form.replace("{}", number) for form in EVERYDAY[language] for number in ("2", "3")]
    kept = [text for text in texts if any(marks(text, DELIVERY, scale).answers for scale in (range(1, 6), range(11)))]
    assert kept == []


@pytest.mark.parametrize(
    "line",
    [
        "1 ",
        "5\n",
        "4/5 ",
        "1. ",
        "five ",
        "overall 4, ",
        "★",
        "1 = best, ",
        "scale of 1 to ",
        "5! ",
        "五星",
        "Q1: ",
        "8 or ",
        "(1-5) ",
        "1,000",
        "\xa05",
        "12-34 ",
        "Overall, how satisfied or dissatisfied ",
        "a'",
        "out of 10 ",
        "n/a ",
    ],
)
def test_long_lines_of_anything_are_read_to_the_end(line):
    """Two hundred kilobytes of what patterns trip over: only a bounded part is looked at."""
    found = marks(line * (200_000 // len(line)), RELATIONSHIP, RELATIONSHIP.scale)
    assert found.answers.keys() <= {"overall"}
