"""The customer's own words."""

import pytest

from handlers.reading import as_mail, read
from surveys.questionnaires import load

DELIVERY = load("post_delivery")


def text(body, subtype="plain"):
    return read(as_mail(body, subtype), DELIVERY).text


@pytest.mark.parametrize(
    "header",
    [
        "On Mon, Mar 2, 2026 at 10:00 AM Harbor Parts <feedback@harbor.example> wrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM\nHarbor Parts <feedback@harbor.example> wrote:",
        "Am 02.03.2026 um 10:00 schrieb Harbor Parts:",
        "Le lun. 2 mars 2026 à 10:00, Harbor Parts a écrit :",
        "From: Harbor Parts\nSent: Monday, March 2, 2026\nTo: Ana",
        "-----Original Message-----",
        "________________________________",
    ],
)
def test_what_follows_the_header_of_a_quote_is_not_new(header):
    """With quote marks below it or without."""
    assert text(f"All fine.\n\n{header}\n\nHow did we do?") == "All fine."


def test_a_sentence_with_a_day_is_no_header():
    """A header needs a date, a time or an address (checklist 22)."""
    assert text("On Tuesday I am away. 4/5") == "On Tuesday I am away. 4/5"
    assert text("On Tuesday I wrote:\nsend two") == "On Tuesday I wrote:\nsend two"


def test_an_answer_below_the_quote_is_found():
    """Some people write underneath."""
    body = "On 2 March 2026, Harbor Parts <f@h.example> wrote:\n> How did we do?\n> 1 2 3 4 5\n\n4"
    assert text(body) == "4"


def test_answers_between_quoted_questions_are_kept_together():
    """Each line answers the question above it."""
    found = read(as_mail("> one?\n5\n> two?\n4\n> three?\n5\n> four?\nN\n> five?\n3", "plain"), DELIVERY)
    assert list(found.answers.values()) == [5, 4, 5, None, 3]


@pytest.mark.parametrize("question", [*DELIVERY.questions[0].text.values()])
def test_our_own_question_begins_the_quote_in_every_language(question):
    """Programs that quote without marks are known by what we asked."""
    assert text(f"Good.\n\n1. {question}\n1 2 3 4 5") == "Good."


@pytest.mark.parametrize(
    "signature", ["-- \nJo Reed\n5 Dock Road", "--\nJo", "Sent from my iPhone", "Von meinem iPad gesendet"]
)
def test_a_signature_is_cut_on_evidence(signature):
    """By its mark or by the line a phone writes."""
    assert text(f"Good.\n\n{signature}") == "Good."


@pytest.mark.parametrize("ending", ["Best regards", "Sent from my desk, is much easier.", "- two boxes\n- one crate"])
def test_without_evidence_nothing_is_cut(ending):
    """Cutting more costs words that customers wrote."""
    assert f"Good.\n{ending}" == text(f"Good.\n{ending}")


def test_a_quote_alone_leaves_no_words():
    """It is noted, as nothing was added."""
    found = read(as_mail("> How did we do?\n> 1 2 3 4 5", "plain"), DELIVERY)
    assert (found.text, found.answers, found.notes) == ("", {}, ("nothing but a quote found",))


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote>1 2 3 4 5</blockquote>",
        '<div class="gmail_quote">1 2 3 4 5</div>',
        '<div class="moz-cite-prefix">On 1 2 3:</div>',
        '<div class="yahoo_quoted">1 2 3 4 5</div>',
        '<div id="divRplyFwdMsg">From</div><div>1 2 3 4 5</div>',
        '<div id="appendonsend"></div><hr><div>1 2 3 4 5</div>',
    ],
)
def test_what_mail_programs_wrap_is_a_quote(quote):
    """Each program marks the answered mail in its own way."""
    assert text(f"<html><body><div>Good.</div>{quote}</body></html>", "html") == "Good."


def test_html_becomes_lines():
    """Blocks and breaks end lines; styles, scripts and hidden things are not shown."""
    html = "<style>b{}</style><div>one</div><div>two<br>three</div><p>four</p><script>x</script><p hidden>y</p>"
    assert text(html, "html") == "one\ntwo\nthree\n\nfour"
