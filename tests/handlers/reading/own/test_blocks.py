"""Blocks of headers and rulers above a mail that is answered without quote marks."""
# ruff: noqa: E501 - one mail a line, as its program writes it

import pytest

from handlers.reading.own.words import own_words
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
OWN = "Two boxes were wet.\nThe rest is fine."
BODY = "How did we do?\n\nHarbor Parts"
SENDER = "Harbor Parts <feedback@harbor.example>"

BLOCKS = {
    "English": f"From: {SENDER}\nSent: Monday, March 2, 2026 10:00 AM\nTo: Ana Ruiz\nSubject: How was it?",
    "English, date": f"From: {SENDER}\nDate: Monday, 2 March 2026 at 10:00\nTo: Ana Ruiz\nSubject: How was it?",
    "English, bold": f"*From:* {SENDER}\n*Sent:* Monday, March 2, 2026 10:00 AM\n*To:* Ana\n*Subject:* How?",
    "English, indented": f"  From: {SENDER}\n  Sent: Monday, March 2, 2026\n  To: Ana\n  Subject: How?",
    "Hotmail": "Date: Mon, 2 Mar 2026 10:00:12 +0000\nSubject: How was it?\nFrom: f@harbor.example\nTo: a@b.example",
    "Exchange, no address": "From: Harbor Parts\nSent: Monday, March 2, 2026 10:00 AM\nTo: Ana Ruiz\nSubject: How?",
    "one line": f"From: {SENDER} Sent: Monday, March 2, 2026 10:00 AM To: Ana Ruiz Subject: How was it?",
    "phone": f"From: {SENDER}\nSent: Monday, March 2, 2026 10:00\nTo: ana@b.example\nSubject: How?",
    "split value": f"From: {SENDER}\nDate: Mon, 2 Mar 2026 10:00\nSubject: How was\nyour delivery?\nTo: a@b.example",
    "German": f"Von: {SENDER}\nGesendet: Montag, 2. März 2026 10:00\nAn: Ana Ruiz\nBetreff: Wie war es?",
    "German, date": f"Von: {SENDER}\nDatum: Montag, 2. März 2026 um 10:00\nAn: Ana Ruiz\nBetreff: Wie war es?",
    "French": f"De : {SENDER}\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Ana Ruiz\nObjet : Livraison",
    "French, phone": f"De: {SENDER}\nDate: lundi 2 mars 2026 à 10:00\nÀ: Ana Ruiz\nObjet: Livraison",
    "Orange": f"Message du : 02/03/2026 10:00\nDe : {SENDER}\nA : ana@b.example\nCopie à : \nSujet : Livraison",
    "Spanish": f"De: {SENDER}\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Ana Ruiz\nAsunto: Entrega",
    "Italian": f"Da: {SENDER}\nInviato: lunedì 2 marzo 2026 10:00\nA: Ana Ruiz\nOggetto: Consegna",
    "Italian, data": f"Da: {SENDER}\nData: lunedì 2 marzo 2026 10:00\nA: Ana Ruiz\nOggetto: Consegna",
    "Portuguese": f"De: {SENDER}\nEnviado: segunda-feira, 2 de março de 2026 10:00\nPara: Ana\nAssunto: Entrega",
    "Dutch": f"Van: {SENDER}\nVerzonden: maandag 2 maart 2026 10:00\nAan: Ana Ruiz\nOnderwerp: Levering",
    "Swedish": f"Från: {SENDER}\nSkickat: den 2 mars 2026 10:00\nTill: Ana Ruiz\nÄmne: Leverans",
    "Danish": f"Fra: {SENDER}\nSendt: 2. marts 2026 10:00\nTil: Ana Ruiz\nEmne: Levering",
    "Finnish": f"Lähettäjä: {SENDER}\nLähetetty: maanantai 2. maaliskuuta 2026 10.00\nVastaanottaja: Ana\nAihe: Toimitus",
    "Polish": f"Od: {SENDER}\nWysłano: poniedziałek, 2 marca 2026 10:00\nDo: Ana Ruiz\nTemat: Dostawa",
    "Czech": f"Od: {SENDER}\nOdesláno: pondělí 2. března 2026 10:00\nKomu: Ana Ruiz\nPředmět: Dodávka",
    "Hungarian": f"Feladó: {SENDER}\nElküldve: 2026. március 2., hétfő 10:00\nCímzett: Ana Ruiz\nTárgy: Szállítás",
    "Romanian": f"De la: {SENDER}\nTrimis: luni, 2 martie 2026 10:00\nCătre: Ana Ruiz\nSubiect: Livrare",
    "Catalan": f"De: {SENDER}\nEnviat el: dilluns, 2 de març de 2026 10:00\nPer a: Ana Ruiz\nAssumpte: Lliurament",
    "Greek": f"Από: {SENDER}\nΣτάλθηκε: Δευτέρα, 2 Μαρτίου 2026 10:00\nΠρος: Ana Ruiz\nΘέμα: Παράδοση",
    "Russian": f"От: {SENDER}\nОтправлено: понедельник, 2 марта 2026 г. 10:00\nКому: Ana Ruiz\nТема: Доставка",
    "Ukrainian": f"Від: {SENDER}\nНадіслано: понеділок, 2 березня 2026 р. 10:00\nКому: Ana Ruiz\nТема: Доставка",
    "Turkish": f"Kimden: {SENDER}\nGönderildi: 2 Mart 2026 Pazartesi 10:00\nKime: Ana Ruiz\nKonu: Teslimat",
    "Vietnamese": f"Từ: {SENDER}\nĐã gửi: Thứ Hai, 2 tháng 3, 2026 10:00\nĐến: Ana Ruiz\nChủ đề: Giao hàng",
    "Japanese": f"差出人: {SENDER}\n送信日時: 2026年3月2日 10:00\n宛先: Ana Ruiz\n件名: 納品",
    "Chinese": f"发件人: {SENDER}\n发送时间: 2026年3月2日 10:00\n收件人: Ana Ruiz\n主题: 交货",
    "Chinese, wide colons": f"发件人：{SENDER}\n发送时间：2026年3月2日 10:00\n收件人：Ana Ruiz\n主题：交货",
    "Taiwanese": f"寄件者: {SENDER}\n寄件日期: 2026年3月2日 上午 10:00\n收件者: Ana Ruiz\n主旨: 交貨",
    "Korean": f"보낸 사람: {SENDER}\n보낸 날짜: 2026년 3월 2일 월요일 오전 10:00\n받는 사람: Ana Ruiz\n제목: 배송",
    "Arabic": f"من: {SENDER}\nتم الإرسال: الاثنين، 2 مارس 2026 10:00 ص\nإلى: Ana Ruiz\nالموضوع: التسليم",
    "Hebrew": f"מאת: {SENDER}\nנשלח: יום שני 2 מרץ 2026 10:00\nאל: Ana Ruiz\nנושא: משלוח",
    "Notes, name and time": "Harbor Parts\n03/02/2026 10:00 AM\nTo:\tAna Ruiz/STO/BUYER@BUYER\ncc:\t\nSubject:\tHow was it?",
    "Notes, on": '"Harbor Parts" <f@harbor.example> on 03/02/2026 10:00:12 AM\nTo:\tAna Ruiz/STO/BUYER\ncc:\t\nSubject:\tHow?',
    "Notes, answer to": (
        "Harbor Parts <f@harbor.example>\n03/02/2026 10:00 AM\nPlease respond to feedback\n\nTo: Ana Ruiz/STO/BUYER@BUYER\n"
        "cc: \n\nSubject: How was it?"
    ),
    "Notes, from": "\tHarbor Parts Corp.\n\t\n\tFrom:  Harbor Parts                  03/02/2026 10:00 AM\n\t\n\nTo:\tAna\ncc:\t\nSubject:\tHow?",
    "Notes, German": "Harbor Parts\n02.03.2026 10:00\nAn:\tAna Ruiz/STO/BUYER@BUYER\nKopie:\t\nThema:\t\nBetreff:\tWie war es?",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize("above", ["\n\n", "\n________________________________\n", "\n\n-----\n", "\n\n  \n\n"])
def test_a_block_of_headers_ends_the_words(block, above):
    """In the language of the program, below a rule or not."""
    # ruff: noqa: E501 - one mail a line, as its program writes it
    assert own_words(f"{OWN}{above}{block}\n\n{BODY}", DELIVERY) == OWN


RULERS = [
    "-----Original Message-----",
    " -----Original Message-----",
    "-----Original Message-----From: Harbor Parts",
    "-------- Original Message --------",
    "------ Original message------",
    "----- Forwarded Message -----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "-----Ursprüngliche Nachricht-----",
    "-------- Original-Nachricht --------",
    "---------- Weitergeleitete Nachricht ---------",
    "Anfang der weitergeleiteten Nachricht:",
    "-----Message d'origine-----",
    "-------- Message original --------",
    "---------- Message transféré ---------",
    "Début du message réexpédié :",
    "-----Mensaje original-----",
    "---------- Mensaje reenviado ---------",
    "-----Messaggio originale-----",
    "Inizio messaggio inoltrato:",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "Begin doorgestuurd bericht:",
    "-----Ursprungligt meddelande-----",
    "-----Oprindelig meddelelse-----",
    "-----Opprinnelig melding-----",
    "-----Alkuperäinen viesti-----",
    "-----Wiadomość oryginalna-----",
    "-----Původní zpráva-----",
    "-----Eredeti üzenet-----",
    "-----Mesaj original-----",
    "-----Missatge original-----",
    "-----Αρχικό μήνυμα-----",
    "-----Исходное сообщение-----",
    "-------- Пересылаемое сообщение --------",
    "-----Вихідне повідомлення-----",
    "-----Orijinal Mesaj-----",
    "-----Thư gốc-----",
    "-----元のメッセージ-----",
    "------------------ 原始邮件 ------------------",
    "------------------ Original ------------------",
    "-----원본 메시지-----",
    "-----الرسالة الأصلية-----",
    "---------------------- Forwarded by Ana Ruiz/STO/BUYER on 03/02/2026 10:00 AM ---------------------------",
    "---------------------- Forwarded by Ana Ruiz/STO/BUYER on 03/02/2026 \n10:00 AM ---------------------------",
    "----- Weitergeleitet von Ana Ruiz/STO/BUYER am 02.03.2026 10:00 -----",
    "________________________________",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("ruler", RULERS)
def test_a_ruler_that_names_a_message_ends_the_words(ruler):
    """Whatever follows it, a block of headers or the mail itself."""
    assert own_words(f"{OWN}\n\n{ruler}\n\n{BODY}", DELIVERY) == OWN


@pytest.mark.parametrize("ruler", ["-----Original Message-----", "Begin forwarded message:"])
def test_nothing_is_left_of_a_mail_that_begins_with_a_ruler(ruler):
    """Somebody only passed on what we sent."""
    assert own_words(f"{ruler}\n{BODY}", DELIVERY) == ""


@pytest.mark.parametrize("ruler", ["***", "####", "~~~~", "++++", "------", "=======", "______", "   -----", "--", "ᐧ"])
def test_rules_at_the_end_say_nothing(ruler):
    """Whatever they are drawn with."""
    assert own_words(f"{OWN}\n{ruler}", DELIVERY) == OWN
    assert own_words(f"{OWN}\n\n{ruler}\n\nOn 2 March 2026, Harbor Parts wrote:\n> How?", DELIVERY) == OWN


@pytest.mark.parametrize(
    "words",
    [
        "Date: Monday\nTime: 10:00\nAddress: 5 Dock Road",
        "From: depot\nTo: shop",
        "Please deliver\nfrom: 8:00\nto: 16:00",
        "Wrong labels:\nBox 1: screws\nBox 2: nuts",
        "An: eine Kiste\nVon: zwei",
        "First part\n-----\nSecond part",
        "Below is a list\n=====\none\ntwo\n=====\nthree",
        "5 - very good\n4 - on time",
        "- one message was late\n- two were not",
        "```\n# kept\n####\ncode\n```\nend",
    ],
)
def test_lists_and_rules_in_the_words_are_kept(words):
    """They bear no evidence of another mail."""
    assert own_words(words, DELIVERY) == words


def test_a_memorandum_is_not_another_mail():
    """Its head stands at the top and names no address and no time."""
    memo = "To: All\nFrom: Stores\nDate: March 2, 2026\nSubject: Boxes\n\nTwo boxes were wet."
    assert own_words(memo, DELIVERY) == memo


def test_a_long_rule_between_chapters_ends_nothing():
    """Only a quote or a provider's few lines follow the rule of a mail program."""
    chapter = "\n".join(f"line {number} of the story" for number in range(20))
    assert own_words(f"{chapter}\n{'_' * 60}\n{chapter}", DELIVERY) == f"{chapter}\n{'_' * 60}\n{chapter}"
