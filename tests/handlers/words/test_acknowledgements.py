"""What the letter says that acknowledges a complaint."""

import re
from dataclasses import replace
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from handlers.words.acknowledgements import Receipt, acknowledgement
from tests.handlers.words.test_letters import HOSTILE, LANGUAGES, links, shown

RECEIPT = Receipt(
    language="en",
    customer_name="Zoë Müller",
    organisation="Example Logistics",
    number="C-12",
    order="A-1017",
    looked_after_by="Mara Lind",
    next_word_on=date(2026, 3, 3),
    footer="Example Logistics Ltd, 1 Harbour Street, London",
)
KINDS = [RECEIPT, replace(RECEIPT, order="", looked_after_by="", customer_name="")]


def test_the_text_reads_as_a_letter() -> None:
    """Received, by whom it is looked after, when there is more to say, and its number: plain and calm."""
    expected = """\
Hello Zoë Müller,

We have received your complaint about delivery A-1017. Thank you for
telling us.

Mara Lind at Example Logistics looks after it. You will hear from us
again by 3 March 2026 at the latest.

Please mention this number when you write or call:

    C-12

If you want to add something, just reply to this mail.

________________________
You get this mail because Example Logistics was told of a problem of
yours. It is no survey, and it costs you nothing.

Example Logistics Ltd, 1 Harbour Street, London"""
    assert acknowledgement(RECEIPT).text == expected


def test_somebodys_own_words_stand_beside_it() -> None:
    """In their paragraphs and lines, as words and nothing else."""
    words = acknowledgement(replace(RECEIPT, own_words="We are <sorry>.\n\nCall me:\n0117 496 0000"))
    assert "telling us.\n\nWe are <sorry>.\n\nCall me:\n0117 496 0000\n\nMara Lind at" in words.text
    assert "We are &lt;sorry&gt;." in words.html
    assert "Call me:<br>0117 496 0000" in words.html


def test_without_order_and_name_it_is_a_letter_too() -> None:
    """The organisation looks after it, and no delivery is spoken of."""
    words = acknowledgement(KINDS[1])
    assert words.subject == "Your complaint (C-12)"
    assert words.text.startswith("Hello,\n\nWe have received your complaint. Thank you")
    assert "Example Logistics looks after it." in words.text


@pytest.mark.parametrize("receipt", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_say_the_same(receipt: Receipt, language: str) -> None:
    """In each language, with every phrase filled in, in 72 columns, and without a link or a survey in it."""
    words = acknowledgement(replace(receipt, language=language))
    paragraphs = [" ".join(one.split()) for one in words.text.replace("_" * 24, "").split("\n\n")]
    assert re.findall(r"\{\w*\}|\{\{|\{%|\(\(|\(%", words.subject + words.text + shown(words.html)) == []
    assert [one for one in paragraphs if one not in shown(words.html)] == []
    assert [line for line in words.text.splitlines() if len(line) > 72] == []
    assert links(words.html) == []
    assert "http" not in words.text


@pytest.mark.parametrize(
    ("language", "subject", "day"),
    [
        ("en", "Your complaint about delivery A-1017 (C-12)", "3 March 2026"),
        ("de", "Ihre Beschwerde zur Lieferung A-1017 (C-12)", "3. März 2026"),
        ("fr", "Votre réclamation sur la livraison A-1017 (C-12)", "3 mars 2026"),
        ("es", "Su reclamación sobre la entrega A-1017 (C-12)", "3 de marzo de 2026"),
        ("xx", "Your complaint about delivery A-1017 (C-12)", "3 March 2026"),
    ],
)
def test_it_speaks_the_customers_language(language: str, subject: str, day: str) -> None:
    """Subject, date and document; an unknown language gives English, and says so."""
    words = acknowledgement(replace(RECEIPT, language=language))
    spoken = language if language in LANGUAGES else "en"
    html = LexborHTMLParser(words.html).css_first("html")
    assert html is not None
    assert (words.subject, words.language, html.attributes["lang"]) == (subject, spoken, spoken)
    assert day in words.text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["customer_name", "organisation", "order", "looked_after_by", "footer"])
def test_what_people_are_called_is_printed_and_never_run(place: str, hostile: str) -> None:
    """Templates, formats and markup in a name come out as the letters they are."""
    words = acknowledgement(replace(RECEIPT, **{place: hostile}))  # type: ignore[arg-type]
    assert hostile in " ".join(words.text.split())
    assert hostile in shown(words.html)
    assert LexborHTMLParser(words.html).css("img, script") == []


def test_it_is_set_as_the_invitation_is() -> None:
    """Dark where the reader is, nothing fetched, a preview, and its number set apart."""
    html = acknowledgement(RECEIPT).html
    tree = LexborHTMLParser(html)
    assert tree.css("img, link, script, iframe, [background], [src]") == []
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert "We have received it and look after it." in html
    example = tree.css_first(".example")
    assert example is not None
    assert (example.text(), "background-color" in (example.attributes["style"] or "")) == ("C-12", True)
