"""What an invitation and its reminder say."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from handlers.words import phrases
from handlers.words.letters import Letter, invitation
from handlers.words.mail import Mail, compose
from surveys import questionnaires
from surveys.message import UnsafeHeader
from surveys.question import Questionnaire

DELIVERY = questionnaires.load("post_delivery")
RELATIONSHIP = questionnaires.load("relationship")
PAGE = "https://survey.example.com/s/a5kq3m2n4p6r7s2t3u4v5w6x7yz"
STOP = "https://survey.example.com/u/b5kq3m2n4p6r7s2t3u4v5w6x7yz"
LANGUAGES = ["en", "de", "fr", "es"]

LETTER = Letter(
    questionnaire=DELIVERY,
    language="en",
    customer_name="Zoë Müller",
    organisation="Example Logistics",
    order="A-1017",
    delivered_on=date(2026, 3, 3),
    page_url=PAGE,
    unsubscribe_url=STOP,
    footer="Example Logistics Ltd, 1 Harbour Street, London",
)
GENERAL = replace(LETTER, questionnaire=RELATIONSHIP, order="")
KINDS = [LETTER, replace(LETTER, reminder=True), GENERAL, replace(LETTER, identified=False, customer_name="")]

HOSTILE = [
    "{{7*7}}",
    "{0.__class__}",
    "{date}",
    "{% raw %}",
    "((7*7))",
    "<img src=x onerror=alert(1)>",
    "</p><script>alert(1)</script>",
    "&amp;",
]


def shown(html: str) -> str:
    """What a mail program shows, its spaces as single ones."""
    body = LexborHTMLParser(html).body
    return " ".join(body.text(separator="").split())


def links(html: str) -> list[str]:
    return [node.attributes["href"] for node in LexborHTMLParser(html).css("a")]


def test_the_text_reads_as_a_letter():
    """The plain text says all that the HTML says, in the order in which one needs it."""
    expected = """\
Hello Zoë Müller,

Example Logistics would like to know how your delivery went. Answering
takes about two minutes.

About delivery A-1017 on 3 March 2026:
Overall, how satisfied or dissatisfied are you with this delivery?

Answer on this page:
https://survey.example.com/s/a5kq3m2n4p6r7s2t3u4v5w6x7yz

Or just reply to this mail.
Write one mark for each question, all in one line and in this order, and
a comment on the next line if you like. For example:

    5 4 5 N 4

The questions:
 1. Overall, how satisfied or dissatisfied are you with this delivery?
 2. How satisfied or dissatisfied are you that you received exactly what
    was agreed?
 3. How satisfied or dissatisfied are you with the delivery arriving at
    the promised time?
 4. How satisfied or dissatisfied are you with how quickly we answered
    your questions before or during this order? (N if you had none)
 5. If you told us about a problem: how satisfied or dissatisfied are
    you with how we handled it? (N if there was no problem)

The marks:
 1 = Very dissatisfied
 2 = Dissatisfied
 3 = Neither satisfied nor dissatisfied
 4 = Satisfied
 5 = Very satisfied
 N = Not applicable

For your comment: What is the one thing we should do better or keep
doing?

________________________
You get this mail because you received delivery A-1017 from Example
Logistics on 3 March 2026. Your answers go to Example Logistics under
your name; they are not anonymous.

If you want no more surveys, stop them here:
https://survey.example.com/u/b5kq3m2n4p6r7s2t3u4v5w6x7yz

Example Logistics Ltd, 1 Harbour Street, London"""
    assert expected == invitation(LETTER).text


@pytest.mark.parametrize(("letter", "points"), [(LETTER, range(1, 6)), (GENERAL, range(11))])
def test_each_point_of_the_scale_is_one_link(letter, points):
    """One press in the mail opens the page with that mark chosen, from low to high."""
    expected = [f"{PAGE}?overall={point}" for point in points]
    assert expected == [link for link in links(invitation(letter).html) if "overall=" in link]


def test_each_link_says_its_mark_and_label_in_words():
    """No colour and no face stands for a mark, and every tile is built the same."""
    tiles = LexborHTMLParser(invitation(LETTER).html).css("a.tile")
    expected = [f"{mark} {label}" for mark, label in enumerate(DELIVERY.wordings["en"].labels, 1)]
    assert expected == [" ".join(tile.text().split()) for tile in tiles]
    assert len({tile.attributes["style"] for tile in tiles}) == 1


def test_a_scale_without_labels_between_names_its_poles():
    """Of eleven points only the ends have words; both stand beside the scale."""
    html = shown(invitation(GENERAL).html)
    assert "0 = Not at all likely" in html
    assert "10 = Extremely likely" in html


@pytest.mark.parametrize("letter", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_ends_of_the_scale_are_repeated_with_the_reply(letter, language):
    """Where 1 is the best mark at school, people need to be told twice which end is which."""
    labels = letter.questionnaire.wordings[language].labels
    words = invitation(replace(letter, language=language))
    for label in (labels[0], labels[-1]):
        assert shown(words.html).count(label) >= 2
        assert label in words.text


@pytest.mark.parametrize("letter", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left_open(letter, language):
    """Every phrase is filled in, in each language."""
    words = invitation(replace(letter, language=language))
    assert re.findall(r"\{\w*\}|\{\{|\{%|\(\(|\(%", words.subject + words.text + shown(words.html)) == []


@pytest.mark.parametrize("letter", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_fits_72_columns(letter, language):
    """Nothing but a link may be wider."""
    text = invitation(replace(letter, language=language)).text
    assert [line for line in text.splitlines() if len(line) > 72 and "https://" not in line] == []


@pytest.mark.parametrize("letter", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_way_out_are_in_the_text_and_in_the_html(letter, language):
    """Whoever reads only the text can answer and can stop the surveys."""
    words = invitation(replace(letter, language=language))
    assert {PAGE, STOP} <= set(words.text.splitlines())
    assert {PAGE, STOP} <= set(links(words.html))


def test_it_says_why_it_came_and_who_reads_the_answer():
    """The reader learns the reason, the sender, that answers carry their name, and where the sender is."""
    words = invitation(LETTER)
    for text in (" ".join(words.text.split()), shown(words.html)):
        assert "because you received delivery A-1017 from Example Logistics on 3 March 2026" in text
        assert "under your name; they are not anonymous" in text
        assert "Example Logistics Ltd, 1 Harbour Street, London" in text


def test_it_claims_only_what_is_so():
    """Where answers are kept without a name, the letter says that instead."""
    text = " ".join(invitation(replace(LETTER, identified=False)).text.split())
    assert "evaluated without your name" in text
    assert "under your name" not in text


def test_a_reminder_says_that_it_is_one():
    """Its subject and first words differ; what it asks does not."""
    first, second = invitation(LETTER), invitation(replace(LETTER, reminder=True))
    assert second.subject == f"Reminder: {first.subject}"
    assert "We remind you only this once" in " ".join(second.text.split())
    assert links(first.html) == links(second.html)


def test_a_general_survey_speaks_of_no_delivery():
    """Without an order the letter asks about working together."""
    words = invitation(GENERAL)
    assert "because you are a customer of Example Logistics" in words.text
    assert "3 March 2026" not in words.text


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "How was delivery A-1017?"),
        ("de", "Wie war die Lieferung A-1017?"),
        ("fr", "Comment s'est passée la livraison A-1017 ?"),
        ("es", "¿Qué tal la entrega A-1017?"),
        ("xx", "How was delivery A-1017?"),
    ],
)
def test_it_speaks_the_customers_language(language, subject):
    """Subject and document name the language; an unknown one gives English."""
    words = invitation(replace(LETTER, language=language))
    html = LexborHTMLParser(words.html).css_first("html")
    assert (words.subject, html.attributes["lang"]) == (subject, language if language in LANGUAGES else "en")


def test_a_translation_without_phrases_is_framed_in_english():
    """Questions in Italian are marked as Italian inside an English frame, for those who hear the page."""
    letter = replace(LETTER, questionnaire=_with_italian(DELIVERY), language="it")
    html = LexborHTMLParser(invitation(letter).html)
    assert html.css_first("html").attributes["lang"] == "en"
    assert html.css_first("ol").attributes["lang"] == "it"


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        ("en", "1 August 2026", "3 March 2026"),
        ("de", "1. August 2026", "3. März 2026"),
        ("fr", "1er août 2026", "3 mars 2026"),
        ("es", "1 de agosto de 2026", "3 de marzo de 2026"),
    ],
)
def test_dates_are_written_as_people_write_them(language, first, other):
    """No reader has to guess which number is the month."""
    assert (first, other) == tuple(phrases.written(day, language) for day in (date(2026, 8, 1), date(2026, 3, 3)))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["customer_name", "organisation", "order", "footer"])
def test_what_people_are_called_is_printed_and_never_run(place, hostile):
    """Templates, formats and markup in a name come out as the letters they are."""
    words = invitation(replace(LETTER, **{place: hostile}))
    assert hostile in " ".join(words.text.split())
    assert hostile in shown(words.html)
    assert LexborHTMLParser(words.html).css("img, script") == []


def test_a_name_cannot_start_a_line_of_its_own():
    """Breaks and controls in a name become spaces; marks that turn the text around are left out."""
    words = invitation(replace(LETTER, customer_name="A\r\n\r\nPay here\x00:\u2028\u202ehttps://evil.example"))
    assert words.text.splitlines()[0] == "Hello A Pay here : https://evil.example,"


def test_an_endless_name_is_cut():
    """A name of thousands of letters leaves room for the question."""
    words = invitation(replace(LETTER, customer_name="W" * 5000, order="9" * 5000))
    assert max(map(len, words.text.splitlines())) < 140
    assert len(words.subject) < 140


def test_a_hostile_order_does_not_reach_a_header():
    """The letter shows an order that looks like an encoded word; composing the mail refuses it."""
    words = invitation(replace(LETTER, order="=?UTF-8?Q?=0A?="))
    mail = Mail(
        "Example", "a@example.com", "b@example.com", "", words.subject, "<1@example.com>",
        datetime(2026, 3, 4, tzinfo=UTC), words.text, words.html, "en",
    )  # fmt: skip
    with pytest.raises(UnsafeHeader):
        compose(mail)


def test_nothing_is_fetched_when_it_is_opened():
    """No font, picture or style comes from elsewhere: opening the letter tells nobody."""
    html = LexborHTMLParser(invitation(LETTER).html)
    assert html.css("img, link, script, iframe, [background], [src]") == []
    assert "url(" not in html.html
    assert "@import" not in html.html


def test_it_goes_dark_where_the_reader_does():
    """The rules for dark screens survive the making of the HTML, and the preview text is there."""
    html = invitation(LETTER).html
    assert "prefers-color-scheme: dark" in html
    assert LexborHTMLParser(html).css_first('meta[name="color-scheme"]').attributes["content"] == "light dark"
    assert "Answer with one click, or just reply to this mail." in html


def test_a_page_link_with_a_query_keeps_it():
    """The chosen mark is added to what the link has already."""
    html = invitation(replace(LETTER, page_url=f"{PAGE}?via=mail")).html
    assert f"{PAGE}?via=mail&overall=4" in links(html)


def test_every_language_has_every_phrase():
    """A translation is whole, and fills in the same values as the English one."""
    assert phrases.languages() == tuple(LANGUAGES)
    for language in LANGUAGES:
        for section in ("letter", "page", "acknowledgement", "slack"):
            expected, actual = phrases.phrases("en", section), phrases.phrases(language, section)
            assert expected.keys() == actual.keys()
            assert {key: _values(words) for key, words in expected.items()} == {
                key: _values(words) for key, words in actual.items()
            }


def _values(words: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", words))


def _with_italian(asked: Questionnaire) -> Questionnaire:
    wording = replace(asked.wordings["en"], subject="Come è andata la consegna {order}?")
    questions = tuple(replace(q, text={**q.text, "it": "Quanto è soddisfatto?"}) for q in asked.questions)
    return replace(asked, questions=questions, wordings={**asked.wordings, "it": wording})
