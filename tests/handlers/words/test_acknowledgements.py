"""The letter that says a complaint was received, in the customer's language."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.words.acknowledgements import LONGEST_QUOTE, Acknowledgement, acknowledge
from handlers.words.phrases import languages

TOLD = Acknowledgement(
    language="en",
    organisation="Harbor Parts",
    customer_name="Zoë Ødegård",
    case="C-12",
    order="HP-1",
    words="The box was wet.",
    until=date(2026, 11, 23),
    footer="Harbor Parts Ltd, 12 Quay Road",
)


def test_the_letter_says_what_happens_now() -> None:
    """What we heard, its number, and by when they hear from us again."""
    assert (
        f"{acknowledge(TOLD).text}\n"
        == """\
Hello Zoë Ødegård,

thank you for telling us what went wrong with delivery HP-1. We have
received your complaint, and somebody is looking into it.

This is what you told us:

    The box was wet.

You will hear from us again by 23 November 2026 at the latest.

Your complaint has the number C-12. If there is anything to add, just
reply to this mail.

________________________
You get this mail because Harbor Parts received a complaint from you.

Harbor Parts Ltd, 12 Quay Road
"""
    )


@pytest.mark.parametrize("language", languages())
def test_every_language_says_all_of_it(language: str) -> None:
    """Number, order and words, as text and as HTML; no survey is linked."""
    words = acknowledge(replace(TOLD, language=language))
    assert "C-12" in words.subject
    for said in (words.text, words.html):
        assert [one for one in ("C-12", "HP-1", "The box was wet.", "Quay Road") if one not in said] == []
        assert "{{" not in said
        assert "href" not in said
    assert "{" not in words.text


def test_marks_without_words_are_a_complaint_too() -> None:
    """Then the letter quotes nothing."""
    said = acknowledge(replace(TOLD, words="", order="")).text
    assert "You gave us low marks in our survey" in said
    assert "This is what you told us" not in said
    assert "what went wrong. We have received" in " ".join(said.split())


def test_words_are_data() -> None:
    """Markup in them is shown, not done, and endless ones are cut with a count."""
    said = acknowledge(replace(TOLD, words="<script>{{ 7*7 }}</script> " + "x" * 5000))
    assert "<script>" not in said.html
    assert "&lt;script&gt;{{ 7*7 }}" in said.html
    assert "more)" in said.text
    assert len(said.text) < LONGEST_QUOTE + 800
