"""What the pages show and send."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from selectolax.lexbor import LexborHTMLParser

from handlers.words.pages import (
    CSP,
    SurveyPage,
    ThanksPage,
    closed_page,
    not_found_page,
    survey_page,
    thanks_page,
    unsubscribe_page,
    unsubscribed_page,
)
from surveys import questionnaires

DELIVERY = questionnaires.load("post_delivery")
RELATIONSHIP = questionnaires.load("relationship")
LANGUAGES = ["en", "de", "fr", "es"]

PAGE = SurveyPage(
    questionnaire=DELIVERY,
    language="en",
    organisation="Example Logistics",
    order="A-1017",
    delivered_on=date(2026, 3, 3),
    action_url="/s/a5kq3m2n4p",
    nonce="n5kq3m2n4p",
)
THANKS = ThanksPage(
    questionnaire=DELIVERY,
    language="en",
    organisation="Example Logistics",
    order="A-1017",
    delivered_on=date(2026, 3, 3),
    marks={"overall": 4, "accuracy": 2.5, "on_time": None},
    comment="The box was wet.",
    until=date(2026, 3, 24),
    change_url="/s/a5kq3m2n4p",
)

HOSTILE = [
    "{{7*7}}",
    "{0.__class__}",
    "{organisation}",
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "\"><svg onload='x'>",
    "</style>",
    "&amp;",
]


def every_page(language: str = "en", organisation: str = "Example Logistics") -> dict[str, str]:
    return {
        "survey": survey_page(replace(PAGE, language=language, organisation=organisation, errors={"overall": "?"})),
        "relationship": survey_page(
            replace(PAGE, language=language, organisation=organisation, questionnaire=RELATIONSHIP)
        ),
        "thanks": thanks_page(replace(THANKS, language=language, organisation=organisation)),
        "unsubscribe": unsubscribe_page(language, organisation, "/u/b5kq"),
        "unsubscribed": unsubscribed_page(language, organisation),
        "closed": closed_page(language, organisation),
        "not found": not_found_page(language, organisation),
    }


def shown(html: str) -> str:
    return " ".join(LexborHTMLParser(html).body.text(separator="").split())


def chosen(html: str) -> dict[str, str]:
    boxes = LexborHTMLParser(html).css("input[type=radio][checked]")
    return {box.attributes["name"]: box.attributes["value"] for box in boxes}


def values(html: str, name: str) -> list[str]:
    return [box.attributes["value"] for box in LexborHTMLParser(html).css(f'input[name="{name}"]')]


def test_the_survey_asks_every_question_by_its_key():
    """The form posts one field a question, and the nonce that makes pressing twice one answer."""
    form = LexborHTMLParser(survey_page(PAGE)).css_first("form")
    fields = dict.fromkeys(field.attributes["name"] for field in form.css("input, textarea"))
    assert list(fields) == ["nonce", *(question.key for question in DELIVERY.questions)]
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/s/a5kq3m2n4p")
    assert values(survey_page(PAGE), "nonce") == ["n5kq3m2n4p"]


def test_points_run_from_low_to_high_and_n_comes_where_it_is_allowed():
    """The first question needs a mark; the others may be not applicable."""
    html = survey_page(PAGE)
    assert values(html, "overall") == ["1", "2", "3", "4", "5"]
    assert values(html, "accuracy") == ["1", "2", "3", "4", "5", "N"]
    assert values(survey_page(replace(PAGE, questionnaire=RELATIONSHIP)), "overall") == [str(n) for n in range(11)]


def test_only_what_is_needed_is_required():
    """A browser lets nobody send the form without the first question, and asks for no other."""
    boxes = LexborHTMLParser(survey_page(PAGE)).css("[required]")
    assert {box.attributes["name"] for box in boxes} == {"overall"}


def test_every_point_is_labelled():
    """Each choice says its number and its words, inside a group that says the question."""
    group = LexborHTMLParser(survey_page(PAGE)).css_first("fieldset")
    labels = [" ".join(label.text().split()) for label in group.css("label")]
    assert labels == [f"{n} {words}" for n, words in enumerate(DELIVERY.wordings["en"].labels, 1)]
    assert DELIVERY.marks[0].text["en"] in group.css_first("legend").text()


def test_a_press_in_the_mail_is_chosen_beforehand():
    """The mark from the link is marked on the page, which says that it does not count yet."""
    html = survey_page(replace(PAGE, marks={"overall": 4}))
    assert chosen(html) == {"overall": "4"}
    assert "It counts once you send it." in shown(html)


def test_an_earlier_answer_is_shown_to_be_changed():
    """What was answered before stands in the form: marks, not applicable, and the comment word for word."""
    html = survey_page(
        replace(PAGE, marks={"overall": 4, "accuracy": None}, comment="\nfirst\n  second", answered_before=True)
    )
    assert chosen(html) == {"overall": "4", "accuracy": "N"}
    assert LexborHTMLParser(html).css_first("textarea").text() == "\nfirst\n  second"
    assert "You have answered before." in shown(html)


@pytest.mark.parametrize("marks", [{}, {"overall": 9}, {"overall": 2.5}, {"overall": None}, {"other": 4}])
def test_a_mark_that_is_no_point_chooses_nothing(marks):
    """A mark outside the scale, between two points or of no question leaves the form as it is."""
    assert chosen(survey_page(replace(PAGE, marks=marks))) == {}


def test_a_fault_is_told_at_the_top_and_at_the_question():
    """Whoever sends half a form finds what is missing, by eye and by ear."""
    html = LexborHTMLParser(survey_page(replace(PAGE, errors={"overall": "Please choose one.", "": "Try again."})))
    assert [item.text() for item in html.css("[role=alert] li")] == ["Please choose one.", "Try again."]
    assert html.css_first("[role=alert] a").attributes["href"] == "#q-overall"
    assert html.css_first("#q-overall").attributes["aria-describedby"] == "e-overall"
    assert html.css_first("#e-overall").text() == "Please choose one."


def test_comments_are_limited_where_they_are_written():
    """The box takes as much as is kept."""
    box = LexborHTMLParser(survey_page(PAGE)).css_first("textarea")
    assert box.attributes["maxlength"] == "4000"


def test_thanks_show_what_was_kept_and_until_when_it_may_change():
    """Every question is listed with its answer, in words, and the way back."""
    html = LexborHTMLParser(thanks_page(THANKS))
    expected = ["4 Satisfied", "2.5", "Not applicable", "not answered", "not answered", "The box was wet."]
    assert expected == [item.text().strip() for item in html.css("dd")]
    assert "until 24 March 2026" in shown(html.html)
    assert [link.attributes["href"] for link in html.css("a")] == ["/s/a5kq3m2n4p"]


def test_unsubscribing_takes_one_press():
    """The page asks with one button, which posts what RFC 8058 has mail programs post."""
    html = LexborHTMLParser(unsubscribe_page("en", "Example Logistics", "/u/b5kq"))
    form = html.css_first("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/u/b5kq")
    assert [(box.attributes["name"], box.attributes["value"]) for box in form.css("input")] == [
        ("List-Unsubscribe", "One-Click")
    ]
    assert len(form.css("button")) == 1


def test_a_page_that_is_not_there_is_always_the_same():
    """It names no organisation and no survey, so one wrong link looks like any other."""
    assert not_found_page() == not_found_page("en", "")
    assert "Example" not in not_found_page()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every_page())
def test_every_page_is_whole_and_safe(name, language):
    """Language and direction are named, no placeholder is open, and nothing is a script or comes from elsewhere."""
    html = every_page(language)[name]
    page = LexborHTMLParser(html)
    assert (page.css_first("html").attributes["lang"], page.css_first("html").attributes["dir"]) == (language, "ltr")
    assert re.findall(r"\{\w*\}|\{\{|\{%", shown(html)) == []
    assert page.css("script, img, iframe, [style], [src], [onload], [onclick]") == []
    assert [link.attributes["href"] for link in page.css("link")] == ["data:,"]
    assert len(page.css("h1")) == len(page.css("main")) == 1


@pytest.mark.parametrize("name", every_page())
def test_the_policy_allows_the_one_style_of_every_page(name):
    """The header lets in this very style by its hash, and nothing else (Content Security Policy Level 3)."""
    styles = re.findall(r"<style>(.*?)</style>", every_page()[name], re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles]
    assert CSP.split("; ") == [
        "default-src 'none'",
        f"style-src {hashes[0]}",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    assert len(styles) == 1


def test_the_link_that_led_here_goes_nowhere():
    """A page's address holds its token, so no other page is told of it."""
    html = LexborHTMLParser(survey_page(PAGE))
    assert html.css_first('meta[name="referrer"]').attributes["content"] == "no-referrer"


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["organisation", "order", "comment"])
def test_what_people_write_is_printed_and_never_run(place, hostile):
    """Templates and markup in a name or comment come out as the letters they are, on every page."""
    for html in (survey_page(replace(PAGE, **{place: hostile})), thanks_page(replace(THANKS, **{place: hostile}))):
        page = LexborHTMLParser(html)
        assert hostile in shown(html)
        assert page.css("script, img, svg") == []
        assert len(page.css("style")) == 1


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["nonce", "action_url"])
def test_a_value_cannot_leave_its_attribute(place, hostile):
    """Quotes in a value do not end the attribute that holds it."""
    form = LexborHTMLParser(survey_page(replace(PAGE, **{place: hostile}))).css_first("form")
    actual = {"action_url": form.attributes["action"], "nonce": form.css_first("input").attributes["value"]}
    assert actual[place] == hostile


@pytest.mark.parametrize("name", every_page())
def test_an_organisation_called_like_code_is_only_called_so(name):
    """The short pages escape the name as well."""
    html = every_page(organisation="<b>{{7*7}}</b>")[name]
    assert LexborHTMLParser(html).css("bdi")[0].text() == "<b>{{7*7}}</b>"
