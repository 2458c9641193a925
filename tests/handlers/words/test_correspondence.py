"""What the letters say that a case is settled by."""

import re
from dataclasses import replace
from datetime import date
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from handlers.words.correspondence import Correspondence, correspondence, draft
from handlers.words.phrases import TURNING, paragraphs, phrases
from surveys.entry import LETTERS, Kind
from tests.handlers.words.test_letters import HOSTILE, LANGUAGES, links, shown

ANSWER = Correspondence(
    kind=Kind.RESPONSE,
    language="en",
    customer_name="Zoë Müller",
    organisation="Example Logistics",
    number="C-12",
    order="A-1017",
    words="You were right: nobody checked the strap.\n\nNew parts left today:\n- two straps\n- a lid",
    answer_by=date(2026, 3, 3),
    page_url="https://feedback.example/c/abc",
    footer="Example Logistics Ltd, 1 Harbour Street, London",
)
YES, NO = (f"{ANSWER.page_url}?solved={said}" for said in ("yes", "no"))
LETTERS_OF_EACH_KIND = [replace(ANSWER, kind=kind) for kind in LETTERS]


def test_an_answer_reads_as_a_letter() -> None:
    """What was found, whether that solves it, until when we wait, and that somebody else would look at it again."""
    expected = """\
Hello Zoë Müller,

You were right: nobody checked the strap.

New parts left today:
- two straps
- a lid

Is it solved for you?

Yes, it is solved:
https://feedback.example/c/abc?solved=yes

No, it is not:
https://feedback.example/c/abc?solved=no

You can also just reply to this mail with yes or no, or in your own
words.

If we hear nothing by 3 March 2026, we close your complaint. You can
still come back to us within 90 days. If you do not agree with our
answer, tell us: somebody else here will look at it again.

Your complaint has this number:

    C-12

________________________
You get this mail because you complained to Example Logistics. It is no
survey, and it costs you nothing.

Example Logistics Ltd, 1 Harbour Street, London"""
    assert correspondence(ANSWER).text == expected


def test_without_a_page_the_customer_just_answers() -> None:
    """No link is shown that leads nowhere."""
    words = correspondence(replace(ANSWER, page_url=""))
    assert "solved=" not in words.text + words.html
    assert "\n\nJust reply to this mail with yes or no" in words.text


def test_a_question_says_until_when_it_can_wait() -> None:
    """And is no answer: nothing asks whether it is solved."""
    words = correspondence(replace(ANSWER, kind=Kind.QUESTION))
    assert words.subject == "A question about your complaint on delivery A-1017 (C-12)"
    assert "Just reply to this mail, by 3 March 2026 if you can." in " ".join(words.text.split())
    assert "solved" not in words.text


@pytest.mark.parametrize(("kind", "gone"), [(Kind.RESPONSE, "If we hear nothing"), (Kind.QUESTION, "if you can")])
def test_without_a_day_none_is_spoken_of(kind: Kind, gone: str) -> None:
    """And everything else is there."""
    dated, words = (
        correspondence(replace(ANSWER, kind=kind)),
        correspondence(replace(ANSWER, kind=kind, answer_by=None)),
    )
    assert (gone in dated.text, gone in words.text, gone in words.html) == (True, False, False)
    assert "just reply to this mail" in words.text.lower()


def test_a_signpost_says_where_to_turn() -> None:
    """With the number to mention there; no day and no button."""
    address = "You can now turn to:\nArbitration Board\n5 Quay Road\nhttps://board.example"
    words = correspondence(replace(ANSWER, kind=Kind.SIGNPOST, words=address, answer_by=None))
    assert words.subject == "Where you can turn with your complaint about delivery A-1017 (C-12)"
    assert f"{address}\n\nIf you have a question about this" in words.text
    assert "Please mention this number there:\n\n    C-12" in words.text
    assert "costs you nothing" in words.text
    assert links(words.html) == []


def test_a_page_link_with_a_query_keeps_it() -> None:
    """As in the invitation."""
    html = correspondence(replace(ANSWER, page_url="https://feedback.example/c/abc?via=mail")).html
    assert [link.partition("?")[2] for link in links(html)] == ["via=mail&solved=yes", "via=mail&solved=no"]


@pytest.mark.parametrize("letter", LETTERS_OF_EACH_KIND, ids=LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_there_in_every_language(letter: Correspondence, language: str) -> None:
    """Nothing is left open, the number stands in both forms, and there is no link but the two."""
    words = correspondence(replace(letter, language=language))
    assert words.language == language
    assert not re.search(r"\{\w*\}|\{\{", words.subject + words.text + words.html)
    assert "A-1017" in words.subject
    assert set(links(words.html)) == ({YES, NO} if letter.kind is Kind.RESPONSE else set())
    general = correspondence(replace(letter, language=language, order="", customer_name=""))
    assert "{" not in general.subject + general.text


@pytest.mark.parametrize("page_url", [ANSWER.page_url, ""], ids=["page", "no page"])
@pytest.mark.parametrize("letter", LETTERS_OF_EACH_KIND, ids=LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_say_the_same(letter: Correspondence, language: str, page_url: str) -> None:
    """Every paragraph of the one stands in the other, in at most 72 columns."""
    words = correspondence(replace(letter, language=language, page_url=page_url))
    seen, plain = shown(words.html.replace("<br>", " ")), words.text.replace("_" * 24, "")
    for url in (YES, NO):
        plain = plain.replace(f":\n{url}", "")
    told = [" ".join(one.split()) for one in plain.split("\n\n")]
    assert [one for one in told if one not in seen] == []
    assert [one for one in words.text.splitlines() if len(one) > 72] == []


def test_it_is_set_as_the_acknowledgement_is() -> None:
    """Dark where the reader is, nothing fetched, a preview, the number set apart, and paragraphs that are ones."""
    html = correspondence(ANSWER).html
    tree = LexborHTMLParser(html)
    assert tree.css("img, link, script, iframe, [background], [src]") == []
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert "What we found, and what we do about it." in html
    assert [one.text() for one in tree.css(".example")] == ["C-12"]
    assert [one.text(separator="|") for one in tree.css(".said")] == [
        "You were right: nobody checked the strap.",
        "New parts left today:|- two straps|- a lid",
    ]


@pytest.mark.parametrize("kind", LETTERS)
def test_every_language_has_every_phrase(kind: Kind) -> None:
    """A translation is whole, and fills in the same values as the English one."""
    told = {language: phrases(language, kind) for language in LANGUAGES}
    values = {
        language: {key: set(re.findall(r"\{\w+\}", words)) for key, words in told[language].items()}
        for language in LANGUAGES
    }
    assert [language for language in LANGUAGES if values[language] != values["en"]] == []


def test_an_unknown_language_is_answered_in_english() -> None:
    """As every letter is."""
    assert correspondence(replace(ANSWER, language="tlh")).language == "en"


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["words", "customer_name", "organisation", "order", "footer"])
def test_words_and_names_stay_words(place: str, hostile: str) -> None:
    """Whatever somebody typed or is called is printed as the letters it is: no markup, no template."""
    words = correspondence(replace(ANSWER, **{place: hostile}))  # type: ignore[arg-type]
    assert LexborHTMLParser(words.html).css("img, script, iframe, object, form, input") == []
    assert hostile in words.subject + shown(words.html)
    assert hostile in words.subject + " ".join(words.text.split())


def test_no_name_breaks_or_turns_the_letter() -> None:
    """Breaks, controls that turn words around, and endless names."""
    name = "Zoë\r\nBcc: x@example.com\u202egnp.\u2067" + "x" * 500
    words = correspondence(replace(ANSWER, customer_name=name, organisation=name, order=name, words=f"a\x00b {name}"))
    assert not set("\u202e\u2067\x00\r") & set(words.subject + words.text + words.html)
    assert "\n" not in words.subject
    assert len(words.subject) < 200


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_a_beginning_in_the_customers_language(kind: Kind, language: str) -> None:
    """It names the delivery where there is one, and no other where the order is only blanks."""
    assert "A-1017" in draft(kind, language, order="A-1017")
    assert "{" not in draft(kind, language, order="A-1017") + draft(kind, language, order="")
    assert draft(kind, language, order=" \n") == draft(kind, language, order="")
    assert draft(kind, language, order="{about}").count("{about}") == 1


@given(st.text(max_size=300) | st.text(alphabet="ab \n\r\u2028\u202e\x00", max_size=60))
def test_any_words_become_paragraphs(words: str) -> None:
    """None is empty, no line has a break in it, nothing that is seen is lost, and again they are the same."""
    made = paragraphs(words)
    assert all(lines and all(one and one == " ".join(one.split()) for one in lines) for lines in made)
    unseen = {c for c in words if category(c) in ("Cc", "Cs")} | TURNING
    kept = "".join("".join(c for c in words if c not in unseen).split())
    assert "".join("".join("".join(lines) for lines in made).split()) == kept
    assert paragraphs("\n\n".join("\n".join(lines) for lines in made)) == made
