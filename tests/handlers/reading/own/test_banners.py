"""The warning of a mail gateway above a reply is neither words of the customer nor a complaint."""

import pytest

from handlers.reading import as_mail, read
from handlers.reading.own.banners import MOST, without_banner
from tests.bench.stage import QUESTIONNAIRE

BANNERS = [
    "[EXTERNAL]",
    "***External Email***",
    "⚠ External sender",
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless "
    "you recognize the sender and know the content is safe.",
    "CAUTION: This email originated from outside of the\norganization. Do not click links or open attachments unless\n"
    "you recognize the sender and know the content is safe.",
    "[EXTERNAL EMAIL] DO NOT CLICK links or attachments unless you recognize the sender",
    "This message was sent from outside the company. Be careful.\n________________________________",
    "You don't often get email from zoe@buyer.example. Learn why this is important",
    "ACHTUNG: Diese E-Mail kommt von einem externen Absender. Bitte keine Links oder Anhänge öffnen.",
    "ATTENTION : ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.",
    "PRECAUCIÓN: este correo electrónico externo. No haga clic en enlaces.",
    "Attenzione: messaggio proveniente dall'esterno. Non aprire allegati sospetti.",
    "LET OP: deze e-mail komt van buiten de organisatie. Klik niet op links.",
    "UWAGA: wiadomość spoza organizacji. Nie klikaj w linki.",
    "Varning: extern avsändare. Klicka inte på länkar.",
]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_banner_is_not_read(banner: str, between: str) -> None:
    """Whether a blank line parts it from the words or not."""
    found = read(as_mail(f"{banner}{between}4, thank you", "plain"), QUESTIONNAIRE)
    assert (found.text, dict(found.answers), found.complaint) == ("4, thank you", {"overall": 4}, False)


@pytest.mark.parametrize(
    "words",
    [
        "5, great attention to detail.",
        "Caution: the box was open when it came, so be careful with your carrier.",
        "The external packaging was damaged.\nDo not click it shut again, it breaks.",
        "Attention, the delivery came from outside the EU and customs wanted money.",
        "Extern war alles gut, innen war der Kolben gebrochen.",
        "Warning: your external antenna does not fit.",
    ],
)
def test_words_of_the_customer_are_no_banner(words: str) -> None:
    """A warning is one only beside the words for where the mail comes from."""
    assert read(as_mail(words, "plain"), QUESTIONNAIRE).text == words


def test_a_banner_below_words_stays() -> None:
    """It is quoted, or told of: only what stands above everything is a gateway's."""
    lines = ["Your mail said:", BANNERS[0]]
    assert without_banner(lines) == lines


def test_so_many_banners_and_no_more() -> None:
    """Each gateway on the way adds one; a thousand are somebody's idea of a joke."""
    assert without_banner(["[EXTERNAL]"] * 1000) == ["[EXTERNAL]"] * (1000 - MOST)
