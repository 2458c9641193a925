"""The forms of marks one by one: scales that are named, stars, labels, our own questions, short names."""

import pytest

from handlers.reading.marks.marks import marks
from handlers.reading.normal import normal
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
RELATIONSHIP = load("relationship")
FIVE, TEN = range(1, 6), range(11)


def found(text, overall=FIVE, questionnaire=DELIVERY):
    one = marks(text, questionnaire, overall)
    return "unclear" if one.unclear else one.answers


@pytest.mark.parametrize(
    ("text", "overall", "mark"),
    [
        ("9/10", FIVE, 4.5),
        ("three stars out of five", TEN, 6),
        ("80 %", FIVE, 4),
        ("85 %", TEN, 8.5),
        ("16/20", FIVE, 4),
        ("On a scale of 1 to 10: 8", FIVE, 4),
        ("1 = worst, 10 = best: 8", FIVE, 4),
        ("10点満点で8点", FIVE, 4),
        ("10 üzerinden 8", FIVE, 4),
        ("满分10分，给8分", FIVE, 4),
    ],
)
def test_another_scale_that_is_named_is_converted(text, overall, mark):
    """Where it falls on a mark or halfway between two."""
    assert found(text, overall) == {"overall": mark}


@pytest.mark.parametrize(
    ("text", "overall"),
    [
        ("1/10", FIVE),
        ("85 %", FIVE),
        ("4 out of 7", FIVE),
        ("4 stars", TEN),
        ("On a scale from 1 (best) to 6: 2", FIVE),
        ("1 = best, 5 = worst: 2", FIVE),
        ("1, everything was perfect", FIVE),
        ("Note 2", FIVE),
        ("5 - mangelhaft", FIVE),
    ],
)
def test_a_scale_that_cannot_be_told_for_sure_is_unclear(text, overall):
    """Marks between our halves, unusual scales, four stars of who knows how many, and scales upside down."""
    assert found(text, overall) == "unclear"


@pytest.mark.parametrize(
    ("text", "mark"), [("4.5", 4.5), ("4,5", 4.5), ("3.7", 3.7), ("4.0", 4), ("3,5 Sterne", 3.5), ("4.5/5", 4.5)]
)
def test_a_decimal_on_the_scale_is_kept(text, mark):
    """With a point or a comma."""
    assert found(text) == {"overall": mark}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("★★★★☆", 4),
        ("⭐⭐⭐", 3),
        ("Thanks! ⭐⭐⭐⭐⭐", 5),
        ("4⭐", 4),
        ("星4つ", 4),
        ("五つ星", 5),
        ("4️⃣", 4),
        ("one star", 1),
    ],
)
def test_stars_and_keycaps_are_marks(text, mark):
    """As signs, as words, in boxes."""
    assert found(text) == {"overall": mark}


@pytest.mark.parametrize("text", ["👍", "😡😡😡", "❤️", "💯", "⭐ thanks"])
def test_other_pictures_are_only_tone(text):
    """A thumb is no number."""
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Very satisfied.", 5),
        ("zufrieden", 4),
        ("Ni satisfait ni insatisfait", 3),
        ("Zeer tevreden!", 5),
        ("Hello,\n\nDissatisfied.\n\nTom", 2),
        ("大変満足です。", 5),
    ],
)
def test_a_label_of_the_scale_as_a_whole_sentence_is_its_mark(text, mark):
    """In the languages of the questionnaire, and in others where its labels are the usual ones."""
    assert found(text) == {"overall": mark}


@pytest.mark.parametrize(
    "text",
    [
        "We are very satisfied with the driver",
        "Nicht zufrieden.",
        "satisfied?",
        "I was satisfied until Tuesday",
        "Very nice",
    ],
)
def test_praise_is_no_label(text):
    """Looser words are tone, never a mark."""
    assert found(text) == {}


def test_labels_need_their_own_scale():
    """On another scale the words have no mark; a recommendation has words of its own."""
    assert found("Very satisfied", TEN) == {}
    assert found("Extremely likely", TEN, RELATIONSHIP) == {"overall": 10}
    assert found("Very satisfied", TEN, RELATIONSHIP) == {}


def test_a_label_against_the_mark_is_unclear():
    """A 2 from somebody very satisfied is a scale upside down; a 4 is not."""
    assert found("2. Very satisfied.") == "unclear"
    assert found("2 - satisfied") == "unclear"
    assert found("0 (extremely likely)", TEN, RELATIONSHIP) == "unclear"
    assert found("4. Very satisfied.") == {"overall": 4}


def test_answers_below_our_questions_belong_to_them():
    """With the marks our letter prints between them, and questions broken over lines."""
    overall, accuracy, on_time = (question.text["en"] for question in DELIVERY.marks[:3])
    words = DELIVERY.question("comment").text["en"]
    wrapped = accuracy.replace("received ", "received\n")
    text = f"1. {overall}\n1 2 3 4 5\n4, as always\n2. {wrapped}\nVery satisfied\n3. {on_time} N\n{words}\n2 calls"
    assert found(text) == {"overall": 4, "accuracy": 5, "on_time": None}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("overall 4, accuracy 5, on time 2", {"overall": 4, "accuracy": 5, "on_time": 2}),
        ("Pünktlichkeit: 2, Reklamation: k.A.", {"on_time": 2, "complaint_handling": None}),
        ("on time 2 days", {}),
        ("on time 5, accuracy 9", "unclear"),
    ],
)
def test_short_names_of_questions_say_whose_a_mark_is(text, answers):
    """Two or more of them; a single one may be anything."""
    assert found(text) == answers


@pytest.mark.parametrize(
    "text",
    ["1. 5\n2. 4\n3. n/a", "Q1 = 5, Q2 = 4, Q3 = N", "1 - 5\n2 - 4\n3 - N", "Frage 1: 5\nFrage 2: 4\nFrage 3: k.A."],
)
def test_questions_go_by_their_numbers(text):
    """With the usual signs, and what stands for "not applicable"."""
    assert found(text) == {"overall": 5, "accuracy": 4, "on_time": None}


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("４／５", "4/5"),
        ("٤٫٥", "4.5"),
        ("8½", "8½"),
        ("🔟", "10"),
        ("4️⃣", "4"),
        ("m²", "m²"),
        ("№ 4", "№ 4"),
        ("3〜4", "3~4"),
    ],
)
def test_text_is_made_plain(original, plain):
    """Digits of all scripts are ours; a fraction or a footnote never joins the number before it."""
    assert normal(original).text == plain


def test_what_was_replaced_knows_where_it_stood():
    """A span after a replacement is that of the original."""
    changed = normal("a\u200b fünf").replaced([(2, 6, "5")])
    assert changed.text == "a 5"
    assert changed.span(2, 3) == (3, 7)
