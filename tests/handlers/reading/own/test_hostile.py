"""Mails made to keep a reader busy: the work grows with their size, not faster."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.own import languages
from handlers.reading.own.words import own_words
from handlers.reading.reading import Sent
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
SIZE = 200_000
PIECES = {
    "on at": " on xxx at yyy",
    "on at, lines": " on xxx at yyy\n",
    "wrote": "On 3/2/2026 at 10:00 a@b.c wrote",
    "wrote, lines": "On 3/2/2026 at 10:00 <a@b.c>\n",
    "wrote, colons": "On 3/2/2026 at 10:00 <a@b.c> wrote:\n",
    "short lines": "a\n",
    "short quoted lines": "> a\nb\n",
    "blank lines": "x\n\n\n\n",
    "only blanks": " \n",
    "one blank line": " ",
    "quote marks": ">",
    "quote marks, spaced": "> ",
    "groupwise": ">>> 10:00 ",
    "colons": ":",
    "colon lines": "To:\n",
    "labels": "From: a@b.c\nx\n\n",
    "labels in a line": "From: a@b.c Sent: ",
    "dashes": "-",
    "dash lines": "--\n",
    "dashes apart": "- ",
    "rulers": "-----x-----\n",
    "underscores": "_____\n",
    "names": "Ana Ruiz\n",
    "closings": "Thanks,\n",
    "closings in a line": "Thanks, ",
    "phones": "+44 20 5550 101 ",
    "digits": "1",
    "digits apart": "1 ",
    "dots": "1.",
    "addresses": "a@b.c ",
    "at": "@",
    "brackets": "<",
    "links": "https://a.b/",
    "sent from": "Sent from my ",
    "sent from, lines": "Sent from my iPhone\n",
    "legal": "This message is confidential and privileged\n\n",
    "initials": "AR> x\n",
    "bars": "| x\n",
    "invisible": "\u200b",
    "question": "Overall, how satisfied or dissatisfied are you with this delivery?\n5\n",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
@pytest.mark.parametrize("end", [":", "\n> x"], ids=["colon", "quote"])
def test_two_hundred_kilobytes_of_one_thing_are_read(piece, end):
    """No line, and no number of lines, takes the reader long (checklist 21)."""
    text = piece * (SIZE // len(piece)) + end
    assert len(own_words(text, DELIVERY, Sent(text=text[:30_000], token="t" * 27))) <= len(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "> a",
                "On 3/2/2026 a@b.c wrote:",
                "wrote:",
                "",
                "x",
                "-- ",
                "____" * 10,
                "From: a@b.c",
                "To: b",
                "Thanks,",
                "Ana",
                "5",
                ">>> a 10:00 >>>",
                "| b",
                "AR> c",
                "Sent from my iPhone",
                "-----Original Message-----",
                "> wrote:",
                "*",
                ":",
            ]
        ),
        max_size=12,
    )
)
def test_what_is_left_was_there(lines):
    """The words are lines of the mail, in their order."""
    left = iter([line.strip() for line in lines])
    assert all(line.strip() in left for line in own_words("\n".join(lines), DELIVERY).split("\n") if line)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    """Nothing raises, and nothing is added."""
    assert len(own_words(text, DELIVERY)) <= len(text)


@pytest.mark.parametrize("table", ["quotes", "endings"])
def test_each_language_is_told_in_both_tables(table):
    """A language that is added to one is added to the other."""
    assert {"en", "de", "uk", "fi", "ca", "vi", "ru", "tr", "ja", "zh", "ko", "ar", "pl", "it"} <= languages.rows(
        table
    ).keys()
