"""Customers who want no more surveys say so in their language."""

import pytest

from handlers.reading.heard.optouts import alone, beside

ALONE = [
    ("en", "Please unsubscribe me."),
    ("de", "Bitte abmelden"),
    ("fr", "Désabonnez-moi, merci"),
    ("es", "Darme de baja por favor"),
    ("it", "Cancellatemi, grazie"),
    ("pt", "Cancelar inscrição"),
    ("nl", "Graag uitschrijven"),
    ("pl", "Proszę wypisać"),
    ("sv", "Avregistrera mig tack"),
    ("da", "Afmeld mig"),
    ("tr", "Listeden çıkarın lütfen"),
    ("ru", "Отпишите меня, пожалуйста"),
    ("ja", "配信停止をお願いします。"),
    ("zh", "请退订"),
]
BESIDE = [
    ("en", "8, and please no more surveys."),
    ("de", "Alles gut, aber bitte keine Umfragen mehr."),
    ("fr", "Tout va bien, mais plus d'enquêtes s'il vous plaît."),
    ("es", "Todo bien. No me envíen más encuestas."),
    ("it", "Tutto bene, ma basta sondaggi."),
    ("pt", "Tudo bem, mas não me enviem mais inquéritos."),
    ("nl", "Prima, maar geen enquêtes meer graag."),
    ("pl", "Wszystko dobrze, ale proszę nie przysyłać ankiet."),
    ("sv", "Allt bra, men inga fler enkäter tack."),
    ("da", "Alt godt, men ikke flere undersøgelser tak."),
    ("tr", "Her şey iyi ama artık anket istemiyorum."),
    ("ru", "Всё хорошо, но больше не присылайте опросы."),
    ("ja", "良かったです。でも、アンケートはもう送らないでください。"),
    ("zh", "都很好,但请不要再发问卷了。"),
]


@pytest.mark.parametrize(("language", "words"), ALONE)
def test_a_wish_alone_is_heard(language, words):
    """Politeness aside nothing else is said."""
    assert alone(words)


@pytest.mark.parametrize(("language", "words"), BESIDE)
def test_a_wish_beside_something_else_is_heard(language, words):
    """Whether or not the language is known."""
    assert (beside(words, language), beside(words), alone(words)) == (True, True, False)


@pytest.mark.parametrize(
    "words",
    ["We will stop ordering.", "Please stop sending us damaged goods", "Keine Beschwerden", "Nice survey, thanks", ""],
)
def test_other_things_may_stop(words):
    """Orders, damages and complaints end too."""
    assert (alone(words), beside(words)) == (False, False)
