"""The tables of languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.machines.failures import speaks_of_failure
from handlers.reading.machines.phrases import LANGUAGES, begins, folded, spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_kind(language):
    """A translator sees at once what is missing."""
    assert set(LANGUAGES[language]) == set(LANGUAGES["en"])
    spaced = language not in {"ja", "zh", "ko"}
    assert all(LANGUAGES[language][kind] for kind in LANGUAGES["en"] if spaced or not kind.endswith("_words"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_in_a_text(language):
    """The index by the most telling word leaves none out."""
    for kind in ("program", "absent", "later", "thanks", "received"):
        for phrase in LANGUAGES[language][kind]:
            assert kind in spoken(folded(f"Xyz. {phrase}, xyz")).kinds | _elsewhere(phrase)


def _elsewhere(phrase):
    """A phrase that several languages have may count for another of them."""
    return {kind for table in LANGUAGES.values() for kind, rows in table.items() if phrase in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_tells_of_a_failure(language):
    """Pieces are looked for anywhere, in lower and upper case."""
    assert all(speaks_of_failure(f"xx {piece.upper()} xx") for piece in LANGUAGES[language]["failure"])


def test_case_accents_and_punctuation_make_no_difference():
    """People leave accents out; programs write long dashes."""
    assert folded("  RÉPONSE – Automatique:\n") == "reponse automatique"
    assert begins(folded("Reponse automatique : x"), "automatic")


def test_a_longer_word_is_not_a_phrase():
    """A phrase ends where its last word ends."""
    assert not begins(folded("Automatic replying"), "automatic")


@given(st.text(max_size=200))
def test_folding_is_done_once(text):
    """What is folded stays as it is."""
    assert folded(folded(text)) == folded(text)
