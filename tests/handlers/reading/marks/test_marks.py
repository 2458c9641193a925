"""Marks as customers type them."""

import pytest

from handlers.reading.marks import marks as room
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
RELATIONSHIP = load("relationship")
ROW = {"overall": 5, "accuracy": 4, "on_time": 5, "responsiveness": None, "complaint_handling": 4}


def marks(text, questionnaire=DELIVERY, overall=None):
    found = room.marks(text, questionnaire, overall or questionnaire.scale)
    return "unclear" if found.unclear else dict(found.answers)


@pytest.mark.parametrize(
    "text",
    [
        "5 4 5 N 4",
        "5,4,5,N,4",
        "5/4/5/N/4",
        "5 4 5 - 4",
        "5 4 5 n.a. 4",
        "5 4 5 N/A 4",
        "5\n4\n5\nN\n4",
        "５ ４ ５ Ｎ ４",
        "٥ ٤ ٥ N ٤",
        "Hi,\n\n5 4 5 N 4\n\nThanks",
        "5 4 5 N 4 - the driver was early",
    ],
)
def test_a_row_answers_the_questions_in_their_order(text):
    """Spaces, commas, lines, full-width and Arabic digits are all the same row."""
    assert marks(text) == ROW


@pytest.mark.parametrize(
    "text", ["1: 5\n3: 4", "1) 5\n3) 4", "1. 5\n3. 4", "1: 5, 3: 4", "Q1: 5\nQ3: 4", "1: 5/5\n3: 4"]
)
def test_numbered_lines_answer_only_what_they_name(text):
    """What the customer did not give is not in the answer."""
    assert marks(text) == {"overall": 5, "on_time": 4}


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "4!",
        "4/5",
        "4 out of 5",
        "4 von 5",
        "4 sur 5",
        "4 stars",
        "I'd say 4.",
        "Leider nur 4 Punkte",
        "8/10",
        "80 %",
        "Thanks. 4",
        "4, and it was late",
        "On Tuesday I am away. 4/5",
        "④",
        "４",
        "\u200b4\u200f",
        "𝟒",
        "four",
    ],
)
def test_one_mark_answers_the_first_question(text):
    """Also on another usual scale, where it converts without remainder (checklist 18, 22)."""
    assert marks(text) == {"overall": 4}


@pytest.mark.parametrize(
    "text",
    [
        "10",
        "0",
        "-3",
        "3-4",
        "4 or 5",
        "½",
        "4½",
        "4.25",
        "5/1",
        "85 %",
        "5 5 5",
        "5 4",
        "5 4 5 N 4 4",
        "N 4 5 N 4",
        "1: 5\n1: 4",
        "1: 9",
        "7: 5",
        "4, maybe 3",
        "5+",
        "54534",
        "1. The box was open",
        "2. 3 days late",
    ],
)
def test_what_cannot_be_told_for_sure_is_unclear(text):
    """A wrong count, a number off the scale, a range or a second candidate keep no mark (checklist 24)."""
    assert marks(text) == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "We got 3 of the 4 boxes.",
        "Invoice 4 is wrong.",
        "Ordered 4 and got 3.",
        "1. box open\n2. rude driver",
        "At 10:30.",
        "Tuesday 3 March was fine",
        "Thank you",
        "",
    ],
)
def test_most_numbers_are_no_marks(text):
    """Counts, invoices, times and dates are not asked back about."""
    assert marks(text) == {}


def test_a_span_points_at_the_mark_as_written():
    """Spans count code points of the text, whatever was normalised to read it."""
    text = "Danke: \u200b４/５ !"
    start, end = room.marks(text, DELIVERY, DELIVERY.scale).spans["overall"]
    assert text[start:end] == "４/５"


def test_the_scale_of_the_first_question_can_be_another():
    """Only the first question takes it; a row keeps the others on their own scale."""
    assert marks("9", overall=range(11)) == {"overall": 9}
    assert marks("9 9 5 N 4", overall=range(11)) == "unclear"


def test_a_questionnaire_of_one_mark_takes_no_row():
    """Two numbers for one question are two candidates."""
    assert marks("10 from us", RELATIONSHIP) == {"overall": 10}
    assert marks("8 9", RELATIONSHIP) == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "Für die Lieferung 5, für die Antwort 2",
        "For the driver 5, my answer 2",
        "Pour la livraison 5, ma note 2",
        "Por la entrega 5, mi nota 2",
    ],
)
def test_what_is_given_for_a_part_throws_doubt_on_a_mark(text):
    """Two things have two marks here, and neither is the whole."""
    assert marks(text) == "unclear"


@pytest.mark.parametrize("text", ["Wir haben für 3 Paletten bezahlt. 4", "For the record: 2 boxes late, 4"])
def test_other_words_after_for_throw_none(text):
    """What counts things is no mark, and no rival of one."""
    assert marks(text) == {"overall": 4}
