"""The line above a quote, in many languages and as many mail programs write it."""
# ruff: noqa: E501 - one mail a line, as its program writes it

import pytest

from handlers.reading.own.words import own_words
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
OWN = "Two boxes were wet.\nThe rest is fine."
ADDRESS = "Harbor Parts <feedback@harbor.example>"

LINES = {
    "gmail, English": f"On Mon, Mar 2, 2026 at 10:00 AM {ADDRESS} wrote:",
    "gmail, British": f"On Mon, 2 Mar 2026 at 10:00, {ADDRESS} wrote:",
    "apple, English": "On Mar 2, 2026, at 10:00 AM, Harbor Parts <feedback@harbor.example> wrote:",
    "thunderbird, English": "On 3/2/26 10:00 AM, Harbor Parts wrote:",
    "yahoo, English": "On Monday, 2 March 2026, 10:00:12 GMT, Harbor Parts <feedback@harbor.example> wrote:",
    "aol": "In a message dated 3/2/2026 10:00:12 AM Eastern Standard Time, feedback@harbor.example writes:",
    "proton": "On Monday, March 2nd, 2026 at 10:00, Harbor Parts <feedback@harbor.example> wrote:",
    "eudora": "At 10:00 AM 3/2/2026, you wrote:",
    "horde": "Quoting Harbor Parts <feedback@harbor.example>:",
    "gmail, German": f"Am Mo., 2. März 2026 um 10:00 Uhr schrieb {ADDRESS}:",
    "apple, German": "Am 02.03.2026 um 10:00 schrieb Harbor Parts <feedback@harbor.example>:",
    "thunderbird, German": "Am 02.03.26 um 10:00 schrieb Harbor Parts:",
    "horde, German": "Zitat von Harbor Parts <feedback@harbor.example>:",
    "gmail, French": f"Le lun. 2 mars 2026 à 10:00, {ADDRESS} a écrit :",
    "thunderbird, French": "Le 02/03/2026 à 10:00, Harbor Parts a écrit :",
    "gmail, Spanish": f"El lun, 2 mar 2026 a las 10:00, {ADDRESS} escribió:",
    "apple, Spanish": "El 2 mar 2026, a las 10:00, Harbor Parts <feedback@harbor.example> escribió:",
    "gmail, Italian": f"Il giorno lun 2 mar 2026 alle ore 10:00 {ADDRESS} ha scritto:",
    "libero, Italian": "Il 02/03/2026 10:00 Harbor Parts <feedback@harbor.example> ha scritto:",
    "in data, Italian": "In data 2 marzo 2026 alle ore 10:00:12 Harbor Parts ha scritto:",
    "gmail, Portuguese": f"Em seg., 2 de mar. de 2026 às 10:00, {ADDRESS} escreveu:",
    "gmail, European Portuguese": "Harbor Parts <feedback@harbor.example> escreveu (segunda, 2/03/2026 à(s) 10:00):",
    "gmail, Dutch": f"Op ma 2 mrt 2026 om 10:00 schreef {ADDRESS}:",
    "apple, Dutch": "Op 2 mrt. 2026, om 10:00 heeft Harbor Parts het volgende geschreven:",
    "gmail, Swedish": f"Den mån 2 mars 2026 kl 10:00 skrev {ADDRESS}:",
    "apple, Swedish": "2 mars 2026 kl. 10:00 skrev Harbor Parts <feedback@harbor.example>:",
    "gmail, Danish": f"Den man. 2. mar. 2026 kl. 10.00 skrev {ADDRESS}:",
    "gmail, Norwegian": f"man. 2. mar. 2026 kl. 10:00 skrev {ADDRESS}:",
    "gmail, Finnish": f"ma 2. maalisk. 2026 klo 10.00 {ADDRESS} kirjoitti:",
    "apple, Finnish": "Harbor Parts <feedback@harbor.example> kirjoitti 2.3.2026 kello 10.00:",
    "gmail, Polish": f"pon., 2 mar 2026 o 10:00 {ADDRESS} napisał(a):",
    "thunderbird, Polish": "W dniu 02.03.2026 o 10:00, Harbor Parts pisze:",
    "gmail, Czech": f"po 2. 3. 2026 v 10:00 odesílatel {ADDRESS} napsal:",
    "thunderbird, Czech": "Dne 02. 03. 26 v 10:00 Harbor Parts napsal(a):",
    "gmail, Slovak": f"po 2. 3. 2026 o 10:00 {ADDRESS} napísal(a):",
    "gmail, Slovenian": f"V V pon., 2. mar. 2026 ob 10:00 je oseba {ADDRESS} napisala:",
    "gmail, Croatian": f"pon, 2. ožu 2026. u 10:00 {ADDRESS} napisao je:",
    "gmail, Serbian": f"пон, 2. мар 2026. у 10:00 {ADDRESS} је написао/ла:",
    "gmail, Hungarian": f"{ADDRESS} ezt írta (időpont: 2026. márc. 2., H, 10:00):",
    "thunderbird, Hungarian": "2026. 03. 02. 10:00 keltezéssel, Harbor Parts írta:",
    "gmail, Romanian": f"În lun., 2 mar. 2026 la 10:00, {ADDRESS} a scris:",
    "gmail, Catalan": f"Missatge de {ADDRESS} del dia dl., 2 de març 2026 a les 10:00:",
    "thunderbird, Catalan": "El 2/3/26 a les 10:00, Harbor Parts ha escrit:",
    "gmail, Greek": f"Στις Δευ 2 Μαρ 2026 στις 10:00 π.μ., ο χρήστης {ADDRESS} έγραψε:",
    "gmail, Russian": f"пн, 2 мар. 2026 г. в 10:00, {ADDRESS}:",
    "mail.ru, Russian": "Понедельник, 2 марта 2026, 10:00 +03:00 от Harbor Parts <feedback@harbor.example>:",
    "thunderbird, Russian": "02.03.2026 10:00, Harbor Parts пишет:",
    "yandex, Russian": '02.03.2026, 10:00, "Harbor Parts" <feedback@harbor.example>:',
    "gmail, Ukrainian": f"пн, 2 бер. 2026 р. о 10:00 {ADDRESS} пише:",
    "thunderbird, Ukrainian": "02.03.26 10:00, Harbor Parts пише:",
    "ukr.net": "2 березня 2026, 10:00:12, від Harbor Parts <feedback@harbor.example>:",
    "gmail, Bulgarian": f"На пн, 2.03.2026 г. в 10:00 {ADDRESS} написа:",
    "gmail, Lithuanian": f"2026-03-02, pr, 10:00 {ADDRESS} rašė:",
    "gmail, Latvian": f"pirmd., 2026. g. 2. marts, plkst. 10:00 — lietotājs {ADDRESS} rakstīja:",
    "gmail, Estonian": f"Kuupäev E, 2. märts 2026 kell 10:00 kirjutas kasutaja {ADDRESS}:",
    "gmail, Turkish": f"{ADDRESS}, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "gmail, Vietnamese": f"Vào Th 2, 2 thg 3, 2026 vào lúc 10:00 {ADDRESS} đã viết:",
    "gmail, Indonesian": f"Pada Sen, 2 Mar 2026 pukul 10.00 {ADDRESS} menulis:",
    "gmail, Japanese": f"2026年3月2日(月) 10:00 {ADDRESS}:",
    "apple, Japanese": "2026/03/02 10:00、Harbor Parts <feedback@harbor.example>のメール:",
    "gmail, Chinese": f"{ADDRESS} 于2026年3月2日周一 10:00写道：",
    "apple, Chinese": "在 2026年3月2日，10:00，Harbor Parts <feedback@harbor.example> 写道：",
    "gmail, Taiwanese": f"{ADDRESS} 於 2026年3月2日 週一 上午10:00寫道：",
    "gmail, Korean": f"2026년 3월 2일 (월) 오전 10:00, {ADDRESS}님이 작성:",
    "gmail, Thai": f"ในวันที่ จ. 2 มี.ค. 2026 เวลา 10:00 {ADDRESS} เขียนว่า:",
    "gmail, Arabic": f"في الاثنين، 2 مارس 2026 في 10:00 ص تمت كتابة ما يلي بواسطة {ADDRESS}:",
    "apple, Arabic": "في ٢ مارس ٢٠٢٦، الساعة ١٠:٠٠ ص، كتب Harbor Parts <feedback@harbor.example>:",
    "gmail, Persian": f"در تاریخ دوشنبه ۲ مارس ۲۰۲۶، ۱۰:۰۰ {ADDRESS} نوشت:",
    "gmail, Hebrew": "\u202bבתאריך יום ב׳, 2 במרץ 2026 ב-10:00 מאת \u202aHarbor Parts\u202c <feedback@harbor.example>:\u202c",
    "gmail, Hindi": f"सोम, 2 मार्च 2026 को 10:00 am बजे को {ADDRESS} ने लिखा:",
    "date first, no verb": "2026-03-02 10:00 GMT+01:00 Harbor Parts <feedback@harbor.example>:",
    "date first, no colon": "2026-03-02 10:00 GMT+01:00 Harbor Parts",
    "name alone": "Harbor Parts <feedback@harbor.example> wrote:",
    "between rules": "---- Harbor Parts wrote ----",
    "zoho": "---- On Mon, 02 Mar 2026 10:00:12 +0000 Harbor Parts<feedback@harbor.example> wrote ----",
    "groupwise": '>>> "Harbor Parts" <feedback@harbor.example> 03/02/26 10:00AM >>>',
    "groupwise, a day's name": ">>> Harbor Parts 02.03.2026 10:00 >>>",
    "said the following": "Harbor Parts said the following on 3/2/2026 10:00 AM:",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
@pytest.mark.parametrize("mark", ["", "> "], ids=["unmarked", "marked"])
def test_the_line_above_a_quote_is_known_in_many_languages(line, mark):
    """With quote marks below it or without."""
    # ruff: noqa: E501 - one mail a line, as its program writes it
    quote = f"{mark}How did we do?\n{mark}\n{mark}Harbor Parts"
    assert own_words(f"{OWN}\n\n{line}\n\n{quote}", DELIVERY) == OWN


@pytest.mark.parametrize(
    "header",
    [
        "On Mon, Mar 2, 2026 at 10:00 AM Harbor Parts\n<feedback@harbor.example> wrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM Harbor Parts <\nfeedback@harbor.example> wrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM Harbor Parts <feedback@harbor.example>\nwrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM Harbor Parts <\n4711aaff0032bc77@harbor.example>\nwrote:",
        "On Mon, 2 Mar 2026 at 10:00 Harbor Parts\n\n<\nmailto:Harbor Parts <feedback@harbor.example>\n> wrote:",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Harbor Parts <\nfeedback@harbor.example>:",
        "El lun, 2 mar 2026 a las 10:00, Harbor Parts (<feedback@harbor.example>)\nescribió:",
        "W dniu 2 marca 2026 10:00 użytkownik Harbor Parts <feedback@harbor.example>\nnapisał:",
        "Op 2 mrt. 2026 10:00 schreef Harbor Parts <feedback@harbor.example> het\nvolgende:",
        "пн, 2 мар. 2026 г. в 10:00, Harbor Parts\n<feedback@harbor.example>:",
    ],
)
@pytest.mark.parametrize("mark", ["", "> "], ids=["unmarked", "marked"])
def test_the_line_may_be_split(header, mark):
    """Programs break it where it grows too long."""
    assert own_words(f"{OWN}\n\n{header}\n\n{mark}How did we do?", DELIVERY) == OWN


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("All fine. On Mon, Mar 2, 2026 at 10:00 AM, feedback@harbor.example wrote:", "All fine."),
        ("All fine--- On Mon, Mar 2, 2026 at 10:00 AM, feedback@harbor.example wrote:", "All fine"),
        ("Alles gut! Am 02.03.2026 um 10:00 schrieb Harbor Parts <feedback@harbor.example>:", "Alles gut!"),
        ("Merci ! Le lun. 2 mars 2026 à 10:00, Harbor Parts <f@harbor.example> a écrit :", "Merci !"),
    ],
)
def test_the_line_may_follow_the_reply_on_its_own_line(line, own):
    """Some programs lose the line break between them."""
    assert own_words(f"{line}\n> How did we do?", DELIVERY) == own


@pytest.mark.parametrize(
    "line", ["Harbor Parts wrote", "Harbor Parts wrote:", "harbor schrieb:", "Harbor Parts escribió:"]
)
def test_a_name_and_a_verb_are_enough_above_quote_marks(line):
    """Nobody writes such a line above a marked quote but a mail program."""
    assert own_words(f"{OWN}\n\n{line}\n> How did we do?", DELIVERY) == OWN


@pytest.mark.parametrize(
    "words",
    [
        "On Tuesday I am away. 4/5",
        "On Tuesday I wrote:\nsend two",
        "On 2 March 2026 I wrote:\nsend two",
        "Am 2.3.2026 haben wir bestellt:\nzwei Kisten",
        "We ordered on 3/2/2026:\n- two boxes\n- one crate",
        "Le 2 mars 2026 il manquait :\ndeux cartons",
        "El 2 de marzo de 2026 faltaban:\ndos cajas",
        "My colleague wrote:\nall fine",
        "Delivery times:\n10:00 first truck\n12:30 second truck",
        "At 10:00 your driver rang. At 10:05 he left:\nnobody was here",
        "2026-03-02 10:00 first pallet\n2026-03-02 11:00 second pallet",
        "Please tell bob@buyer.example about it:\nhe waits",
    ],
)
def test_a_sentence_is_no_such_line(words):
    """Without date, time or address beside a verb nothing is cut (checklist 22)."""
    assert own_words(words, DELIVERY) == words


@pytest.mark.parametrize(
    "quote",
    [
        "| How did we do?\n| 1 2 3 4 5",
        "HP> How did we do?\nHP> 1 2 3 4 5",
        "Harbor> How did we do?\nHarbor> 1 2 3 4 5",
        ">How did we do?\n>1 2 3 4 5",
        "> > How did we do?\n> 1 2 3 4 5",
        ">> How did we do?\n>\n>1 2 3 4 5",
    ],
)
def test_quote_marks_have_many_forms(quote):
    """A bar, initials, no space."""
    assert own_words(f"{OWN}\n\nOn 2 March 2026, Harbor Parts wrote:\n{quote}", DELIVERY) == OWN


def test_what_stands_below_a_marked_quote_is_kept():
    """Some people write underneath, or above and underneath."""
    quote = "On 2 March 2026, Harbor Parts <f@h.example> wrote:\n\n> How did we do?\n> 1 2 3 4 5"
    assert own_words(f"{quote}\n\n4", DELIVERY) == "4"
    assert own_words(f"First.\n\n{quote}\n\nSecond.", DELIVERY).split() == ["First.", "Second."]


def test_the_broken_end_of_a_quoted_line_is_quoted():
    """Old gateways break long lines and leave the rest without a mark; an answer is no such rest."""
    long = "> Overall, how satisfied or dissatisfied are you with this delivery, all"
    assert own_words(f"{long}\nin all?\n> 1 2 3 4 5\n\n4", DELIVERY) == "4"
    assert own_words(f"{long}?\nvery much\n> 1 2 3 4 5", DELIVERY) == "very much"
