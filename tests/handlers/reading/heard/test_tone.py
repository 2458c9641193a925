"""Whether the words complain."""

import pytest

from handlers.reading import as_mail, read
from handlers.reading.heard.tone import tone
from surveys.questionnaires import load


def reading(words):
    return read(as_mail(words, "plain"), load("post_delivery"))


@pytest.mark.parametrize(
    ("words", "reason", "gauges"),
    [
        ("Two days late and nobody said a word.", "late", {"on_time": "-"}),
        ("9 but the box was broken", "short_or_damaged", {"accuracy": "-"}),
        ("Invoice 10 is wrong, you billed the old price.", "billing_docs", {}),
        ("Zwei Teile fehlten.", "short_or_damaged", {"accuracy": "-"}),
        ("Die Lieferung war nicht pünktlich.", "late", {"on_time": "-"}),
        ("Toujours pas de réponse. C'est inadmissible.", "no_reply_to_enquiry", {"responsiveness": "-"}),
        ("La caja llegó rota.", "short_or_damaged", {"accuracy": "-"}),
        ("We are not happy.", "other", {}),
    ],
)
def test_dissatisfaction_is_a_complaint_with_a_reason(words, reason, gauges):
    """The reason is a problem code, the gauge what the words blame."""
    found = reading(words)
    assert (True, reason, gauges) == (found.complaint, found.complaint_reason, dict(found.gauges))


@pytest.mark.parametrize(
    "words",
    [
        "Nothing to complain about.",
        "Not late at all",
        "Nichts fehlte.",
        "Aucun retard",
        "Sin retrasos",
        "Thanks!",
        "My earlier complaint (C-7) is solved, thanks.",
    ],
)
def test_what_is_denied_or_settled_is_no_complaint(words):
    """A negation up to three words before turns the meaning."""
    assert not reading(words).complaint


def test_praise_is_heard_too():
    """What the words praise is a gauge of its own."""
    assert dict(reading("Alles vollständig, alles pünktlich.").gauges) == {"accuracy": "+", "on_time": "+"}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The driver was very kind and it was on time.", "en"),
        ("Der Fahrer war sehr nett und es ist nicht zu spät.", "de"),
        ("Le chauffeur est très bien et la boîte est intacte.", "fr"),
        ("El conductor es muy amable y la caja está bien.", "es"),
        ("ok", None),
    ],
)
def test_the_language_is_told_only_where_it_shows(words, language):
    """A few words are no evidence."""
    assert language == reading(words).language


@pytest.mark.parametrize(
    "words",
    [
        "Hubo un problema, ya resuelto. Gracias.",
        "Es gab nichts zu beanstanden.",
        "Sans aucun problème.",
        "没有任何问题",
    ],
)
def test_no_language_complains_of_nothing(words):
    """Denied or settled, in any language."""
    assert not reading(words).complaint


def test_emoji_are_words_too():
    """A thumb says how it was."""
    assert (reading("👍").complaint, reading("👎").complaint) == (False, True)
    assert reading("👍").tone > 0 > reading("👎").tone


@pytest.mark.parametrize("line", ["no ", "a", "-", "not late ", ",", "お", "survey no more ", ":", "!?", "\u0301"])
def test_long_lines_are_read_as_far_as_people_write(line):
    """Nothing is raised, and only the first characters count."""
    assert tone(line * (200_000 // len(line))) == tone((line * (200_000 // len(line)))[:5000])
