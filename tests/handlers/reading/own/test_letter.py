"""Our own letter in an answer, and what the customer wrote between its lines."""

import pytest

from handlers.reading.own.words import own_words
from handlers.reading.reading import Sent
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
RELATIONSHIP = load("relationship")
ASKED = [question.text["en"] for question in DELIVERY.questions]
TOKEN = "a" + "b2" * 13
LETTER = f"""Hello Ana Ruiz,

your order 4712 was delivered on 2 March 2026.

About delivery 4712 on 2 March 2026:
{ASKED[0]}

The whole survey is one page:
https://harbor.example/s/{TOKEN}

Or simply reply with your marks, in this order, for instance:

    5 4 5 N 4

The questions:
{chr(10).join(f" {number}. {text}" for number, text in enumerate(ASKED, 1))}

The marks:
 1 = Very dissatisfied
 5 = Very satisfied
 N = Not applicable

________________________
You get this letter because you ordered from Harbor Parts.
Stop these letters: https://harbor.example/u/{TOKEN}
Harbor Parts, 1 Dock Road, Hull
"""
SENT = Sent(text=LETTER, token=TOKEN, language="en")


@pytest.mark.parametrize("questionnaire", [DELIVERY, RELATIONSHIP])
def test_each_question_in_each_language_begins_the_quote(questionnaire):
    """Programs that quote without marks are known by what we asked."""
    for question in questionnaire.questions:
        for text in question.text.values():
            assert own_words(f"Good.\n\n1. {text}\n1 2 3 4 5", questionnaire) == "Good."


def test_a_question_that_its_program_broke_is_still_ours():
    """Plain text is broken near its 76th character."""
    words = ASKED[0].split()
    broken = " ".join(words[:6]) + "\n" + " ".join(words[6:])
    assert own_words(f"Good.\n\n1. {broken}\n1 2 3 4 5", DELIVERY) == "Good."


def test_the_letter_is_cut_from_its_first_line_where_it_is_known():
    """No mark, no header: the lines are ours by their words."""
    assert own_words(f"All fine, thanks!\n\n{LETTER}", DELIVERY, SENT) == "All fine, thanks!"


def test_the_letter_broken_anew_is_still_ours():
    """Words count, not lines."""
    words = LETTER.split(" ")
    broken = " ".join(word + ("\n" if number % 7 == 0 else "") for number, word in enumerate(words))
    assert own_words(f"All fine, thanks!\n\n{broken}", DELIVERY, SENT) == "All fine, thanks!"


def test_what_a_program_writes_above_the_letter_is_no_answer():
    """The ruler, the sender, the date and the subject go with the letter that they introduce."""
    header = "-----Original Message-----\nHarbor Parts <feedback@harbor.example>\n02.03.2026 09:00\nHow was it?"
    assert own_words(f"All fine, thanks!\n\n{header}\n\n{LETTER}", DELIVERY, SENT) == "All fine, thanks!"
    assert own_words(f"{header}\n\n{LETTER}", DELIVERY, SENT) == ""


def test_below_the_letter_words_are_found():
    """Some people write underneath without any mark."""
    assert own_words(f"{LETTER}\n\nTwo boxes were wet.", DELIVERY, SENT) == "Two boxes were wet."


def test_the_letter_alone_leaves_nothing():
    """Somebody pressed send."""
    assert own_words(LETTER, DELIVERY, SENT) == ""


@pytest.mark.parametrize("sent", [None, SENT], ids=["unknown letter", "known letter"])
@pytest.mark.parametrize(
    "header", ["", "From: Harbor Parts <f@h.example>\nSent: Monday, March 2, 2026\nTo: Ana\nSubject: How?\n\n"]
)
def test_answers_between_our_numbered_questions_are_kept(sent, header):
    """Each line answers the question above it; our own marks and labels are no answers."""
    inline = "\n".join(
        f"{n}. {text}\n{answer}" for n, (text, answer) in enumerate(zip(ASKED, "454N4", strict=False), 1)
    )
    assert own_words(f"See below.\n\n{header}{inline}", DELIVERY, sent).split() == ["See", "below.", *"454N4"]


def test_marked_questions_leave_the_answers_between_them():
    """The usual way of those who answer point by point."""
    inline = "\n".join(f"> {text}\n{answer}\n>" for text, answer in zip(ASKED, "454N4", strict=False))
    assert own_words(inline, DELIVERY).split() == list("454N4")


def test_an_answer_that_looks_like_our_example_is_kept():
    """A line of the letter is ours as often as it stands there."""
    assert own_words(f"5 4 5 N 4\n\n{LETTER}", DELIVERY, SENT) == "5 4 5 N 4"


def test_the_printed_scale_is_no_answer():
    """1 2 3 4 5 below each question is ours."""
    asked = "\n".join(f"{number}. {text}\n1 2 3 4 5" for number, text in enumerate(ASKED, 1))
    assert own_words(f"Good.\n\n{asked}", DELIVERY) == "Good."


def test_headings_between_our_questions_are_no_answer():
    """Even where the letter itself is not at hand, what stands between its questions is told from answers."""
    quoted = (
        f"About your delivery:\n{ASKED[0]}\n1 2 3 4 5\nAnswer on this page:\nhttps://x.example/s/1\n\n1. {ASKED[1]}"
    )
    assert own_words(f"No more surveys please.\n\nOn 2 March 2026 Harbor Parts wrote:\n{quoted}", DELIVERY) == (
        "No more surveys please."
    )


def test_our_token_shows_our_letter():
    """Whatever language it was in."""
    body = f"Bien.\n\nPulse aquí: https://harbor.example/s/{TOKEN}\nGracias"
    assert own_words(body, DELIVERY, Sent(token=TOKEN)) == "Bien."


def test_another_mail_below_a_header_is_not_searched():
    """Only our own letter is known line by line."""
    other = "From: Bo <bo@buyer.example>\nSent: Monday, March 2, 2026\nTo: Ana\nSubject: Boxes\n\nWhere are they?\nBo"
    assert own_words(f"See below.\n\n{other}", DELIVERY, SENT) == "See below."


def test_the_letter_known_from_its_html_alone():
    """Our HTML part is what most programs quote."""
    html = "".join(f"<p>{line}</p>" for line in LETTER.split("\n") if line)
    assert own_words(f"4\n\n{LETTER}", DELIVERY, Sent(html=html, token=TOKEN)) == "4"
