"""What stands below the words: phones' lines, disclaimers, signatures."""
# ruff: noqa: E501 - one mail a line, as its program writes it

import pytest

from handlers.reading.own.words import own_words
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
OWN = "Two boxes were wet.\nThe rest is fine."
QUOTE = "On 2 March 2026, Harbor Parts <feedback@harbor.example> wrote:\n> How did we do?"

DEVICES = [
    "Sent from my iPhone",
    "Sent from my iPad.",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from my Verizon Wireless 4G LTE DROID",
    "Sent from my mobile device",
    "Sent from my Huawei phone, please excuse typos",
    "Sent from Outlook for iOS",
    "Sent from Outlook for iOS<https://aka.example/o0ukef>",
    "Get Outlook for Android<https://aka.example/AAb9ysg>",
    "Get Outlook for iOS",
    "Sent from Mail for Windows",
    "Sent from Yahoo Mail on Android",
    "Sent from Yahoo Mail for iPhone",
    "Sent with Proton Mail secure email.",
    "Sent via the Samsung Galaxy S21, an AT&T 5G smartphone",
    "Sent from my BlackBerry 10 smartphone.",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für Android",
    "Gesendet von Outlook für iOS<https://aka.example/o0ukef>",
    "Gesendet von Mail für Windows",
    "Von meinem Samsung Galaxy Smartphone gesendet.",
    "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
    "Outlook für Android herunterladen",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon smartphone Samsung Galaxy.",
    "Envoyé à partir de Outlook pour iOS",
    "Envoyé à partir de Outlook pour Android<https://aka.example/x>",
    "Télécharger Outlook pour Android",
    "Obtenir Outlook pour iOS",
    "Provenance : Courrier pour Windows",
    "Enviado desde mi iPhone",
    "Enviado desde Outlook para iOS",
    "Obtener Outlook para Android",
    "Enviado desde Yahoo Mail para Android",
    "Inviato da iPhone",
    "Inviato da Outlook per iOS",
    "Ottieni Outlook per Android",
    "Inviato dal mio dispositivo Samsung",
    "Enviado do meu iPhone",
    "Obter o Outlook para Android",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf Outlook voor Android",
    "Outlook voor iOS downloaden",
    "Skickat från min iPhone",
    "Hämta Outlook för Android",
    "Sendt fra min iPhone",
    "Hent Outlook til iOS",
    "Få Outlook for Android",
    "Lähetetty iPhonesta",
    "Hanki Outlook for Android",
    "Wysłane z iPhone'a",
    "Pobierz program Outlook dla systemu Android",
    "Odesláno z iPhonu",
    "Získat Outlook pro Android",
    "Küldve az iPhone-omról",
    "Trimis de pe iPhone-ul meu",
    "Enviat des del meu iPhone",
    "Στάλθηκε από το iPhone μου",
    "Отправлено с iPhone",
    "Отправлено из мобильной Почты Mail.ru",
    "Скачать Outlook для Android",
    "Надіслано з iPhone",
    "Отримати Outlook для Android",
    "iPhone'umdan gönderildi",
    "Android için Outlook'u edinin",
    "Đã gửi từ iPhone của tôi",
    "Tải Outlook cho Android",
    "Dikirim dari iPhone saya",
    "iPhoneから送信",
    "iOS 版 Outlook を入手",
    "发自我的iPhone",
    "從我的 iPhone 傳送",
    "获取适用于 Android 的 Outlook",
    "나의 iPhone에서 보냄",
    "Android용 Outlook 다운로드",
    "أُرسلت من الـ iPhone",
    "احصل على Outlook لـ Android",
    "נשלח מה-iPhone שלי",
]


@pytest.mark.parametrize("line", DEVICES)
@pytest.mark.parametrize("below", ["", f"\n\n{QUOTE}", "\n\n________________________________\nHow did we do?"])
def test_the_line_of_a_phone_is_not_the_customers(line, below):
    """In every language, at the end or above the quote."""
    # ruff: noqa: E501 - one mail a line, as its program writes it
    assert own_words(f"{OWN}\n\n{line}{below}", DELIVERY) == OWN


@pytest.mark.parametrize(
    "words",
    [
        "Sent from my desk, is much easier than from my phone.",
        "The parts were sent from your Samsung warehouse in Leeds, not from Hull.",
        "The order was not\nsent from Hull",
        "Get the box back, please.",
        "Enviado desde el almacén equivocado.",
        "Gesendet wurde alles am Montag.",
        "We use an iPhone",
        "Verstuurd op maandag, ontvangen op vrijdag",
        "Disclaimer: we are not experts.",
        "This is confidential: your driver was drunk.",
    ],
)
def test_words_that_look_like_a_footer_are_kept(words):
    """A footer names a device and says nothing else."""
    assert own_words(words, DELIVERY) == words
    assert own_words(f"Good.\n\n{words}", DELIVERY) == f"Good.\n\n{words}"


@pytest.mark.parametrize(
    "notice",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee.\nIf you have received "
        "it in error, please delete this message.",
        "CONFIDENTIALITY NOTICE: This message may contain privileged information.\n\nAny unauthorised use is strictly "
        "prohibited; if you are not the intended recipient, delete this mail.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie sie.\n"
        "Sitz der Gesellschaft: Kiel, Amtsgericht Kiel",
        "Ce message est confidentiel ; si vous n'êtes pas le destinataire, toute diffusion non autorisée est interdite.",
        "Este mensaje es confidencial. Si usted no es el destinatario, queda prohibida su copia.",
        "Questo messaggio è confidenziale; se non siete il destinatario la diffusione è vietata.",
        "Please consider the environment before printing this mail.",
        "This email has been checked for viruses by a scanner. Virus-free.",
    ],
)
@pytest.mark.parametrize("rule", ["", "****************\n", "________\n"])
def test_a_disclaimer_is_not_the_customers(notice, rule):
    """Known by its own words, two of them at least."""
    assert own_words(f"{OWN}\n\n{rule}{notice}", DELIVERY) == OWN
    assert own_words(f"{OWN}\n\n{rule}{notice}\n\n{QUOTE}", DELIVERY) == OWN


@pytest.mark.parametrize("mark", ["-- ", "--", "—", "--\xa0"])
def test_a_signature_mark_ends_the_words(mark):
    """RFC 3676, 4.3, and what gateways make of it."""
    assert own_words(f"{OWN}\n\n{mark}\nAna Ruiz\nStores\nThe best parts in town", DELIVERY) == OWN
    assert own_words(f"{OWN}\n{mark}\nAna Ruiz\n\n{QUOTE}", DELIVERY) == OWN


def test_a_mark_with_nothing_above_is_no_signature():
    """Some people draw a line first."""
    assert own_words("--\nAll fine.", DELIVERY) == "--\nAll fine."


SIGNATURES = [
    "Ana",
    "ANA",
    "Ana Ruiz",
    "- Ana",
    "Ana R.",
    "Thomas J. Reed",
    "Thanks,\nAna",
    "Thanks,\n\nAna Ruiz",
    "Thanks. AR",
    "Many thanks, Ana",
    "Best regards\nJo Reed",
    "Kind regards,\n\nT. Reed",
    "Cheers\nKim",
    "Sincerely,\n\nMs Ruiz",
    "Ana\nx4711",
    "Ana x-4711",
    "Ana Ruiz\n+44 20 5550 101",
    "Ana Ruiz\nStores Manager\nHarbour Works Ltd.\n5 Dock Road\nHull HU1 2AB\nTel: +44 20 5550 101\nwww.works.example",
    "Ana Ruiz\nVice President, Works North",
    "Ana Ruiz | Stores | +44 20 5550 101",
    "Ana Ruiz - Stores - ana@works.example",
    "Kind regards,\nAna Ruiz\nStores Manager\n\nHarbour Works Inc.\nana@works.example\n(713) 555-0101 office\n713-555-0102 fax",
    "Warm regards,\n\nAna Ruiz\n\nHarbour Works, Inc. | Senior Buyer\no: 713.555.0101  m: 713.555.0102\n\n[cid:image001.png@01DB]",
    "Best,\n\nAna Ruiz\nSenior Buyer | Harbour Works\nM +44 7700 900 123 | E ana@works.example | works.example",
    "Mit freundlichen Grüßen\nJürgen Weiß",
    "Viele Grüße\nLena",
    "Viele Grüße aus Kiel\nJürgen Weiß",
    "K. Moore",
    "J. P. Martin",
    "MfG\nK. Huber",
    "Mit freundlichen Grüßen\n\ni. A. Lena Huber\nEinkauf\nWerk Nord GmbH\nTel.: 0431 5550-101",
    "Cordialement,\nÉlodie Martin",
    "Bien à vous,\n\nPierre",
    "Saludos,\nBegoña",
    "Un saludo\n\nJosé Luis Pérez\nCompras\nTel. 91 555 01 01",
    "Cordiali saluti\nGiulia Ferri",
    "Atenciosamente,\nJoão Silva",
    "Met vriendelijke groet,\nSanne de Vries",
    "Med vänliga hälsningar\nÅsa Lind",
    "Med venlig hilsen\nSøren",
    "Ystävällisin terveisin\nMikko Virtanen",
    "Pozdrawiam\nMałgorzata",
    "S pozdravem\nJiří Novák",
    "Üdvözlettel,\nKovács Zsuzsa",
    "Cu stimă,\nIoana Pop",
    "Salutacions,\nJordi",
    "С уважением,\nОльга Петрова",
    "З повагою,\nОксана",
    "Saygılarımla,\nAyşe Kaya",
    "Trân trọng,\nNguyễn Minh",
    "谢谢\n王小明",
    "감사합니다\n김민수",
    "شكرا\nأحمد",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("words", [OWN, "5", "1: 5\n2: 4", "Where is the second box?"])
def test_a_name_below_the_words_is_a_signature(signature, words):
    """A given name alone, a closing above a name, a name above a telephone number."""
    assert own_words(f"{words}\n\n{signature}", DELIVERY) == words


@pytest.mark.parametrize(
    "ending",
    [
        "Super Service",
        "Very Good",
        "Thanks",
        "Thank you for asking!",
        "Best",
        "Nothing Else",
        "Keine Mängel",
        "Tout Bien",
        "Todo Perfecto",
        "No",
        "OK",
        "N/A",
        "Box 7",
        "4/5",
        "Love you!",
        "Harbor Parts",
        "Great Team",
        "Call me:\n+44 20 5550 101",
        "Please call Ana at 713-555-0101.",
        "My number is 713-555-0101",
        "will",
        "Driver: Mark was late.",
        "Ask Ana",
        "- two boxes\n- one crate",
        "Thanks\nFor nothing",
        "Order 4711\nBox 3\nScrews",
        "Those who were there:\nAna Ruiz\nThomas Reed",
        "The drivers:\n\nThomas\nAna",
        "Please ask for\nAna",
    ],
)
def test_what_only_looks_like_a_name_is_kept(ending):
    """Cutting what customers wrote costs more than leaving a name."""
    assert own_words(f"All arrived.\n\n{ending}", DELIVERY) == f"All arrived.\n\n{ending}"


def test_a_name_alone_is_what_was_written():
    """Something must stand above a signature."""
    assert own_words("Ana", DELIVERY) == "Ana"
    assert own_words("Thanks,\nAna", DELIVERY) == "Thanks,\nAna"


def test_in_a_thread_a_name_stays_and_a_card_goes():
    """Above a quote a closing is a turn of the talk; a telephone number is not (decision 11)."""
    assert own_words(f"{OWN}\n\nThanks,\nAna\n\n{QUOTE}", DELIVERY) == f"{OWN}\n\nThanks,\nAna"
    card = "Kind regards,\nAna Ruiz\nStores Manager\nTel: +44 20 5550 101"
    assert own_words(f"{OWN}\n\n{card}\n\n{QUOTE}", DELIVERY) == OWN


@pytest.mark.parametrize("words", ["*****", "***", "++", "--", "#####\n"])
def test_rules_alone_are_what_was_written(words):
    """Stars are a mark, too."""
    assert own_words(words, DELIVERY) == words.strip()


def test_thanks_for_something_are_words_and_the_name_below_is_none():
    """Only the name goes."""
    assert own_words("Great.\n\nThanks for the quick help,\nKate", DELIVERY) == "Great.\n\nThanks for the quick help,"
