"""What a customer is asked in Slack: in their language, within Slack's limits, and with no word that Slack reads."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.demo.workspace.blocks import message_findings, view_findings
from handlers.words.asking import Asking, question, refusal, standing_comment, stopped, survey_form, thanks
from surveys import questionnaires
from tests.handlers.words.test_blocks import accepted, words_of

DELIVERY = questionnaires.load("post_delivery")
RELATIONSHIP = questionnaires.load("relationship")
LANGUAGES = ["en", "de", "fr", "es"]
UNTIL = date(2026, 12, 7)

ASKING = Asking(
    questionnaire=DELIVERY,
    language="en",
    organisation="Harbor Parts",
    order="HP-1",
    delivered_on=date(2026, 11, 15),
    about=17,
)
GENERAL = replace(ASKING, questionnaire=RELATIONSHIP, order="")
LOUD = "<!channel> *late* `x` <https://evil.example|our page> & {order} :wave:"


def taken(post: dict[str, Any]) -> dict[str, Any]:
    """A message that Slack takes."""
    accepted(post["blocks"])
    assert message_findings(post["blocks"], lambda _: False) == []
    assert 0 < len(post["text"]) <= 3000 * len("&amp;")
    return post


def opened(form: dict[str, Any]) -> dict[str, Any]:
    """A form that Slack opens."""
    accepted(form["blocks"])
    View(**form).validate_json()
    assert view_findings(form, "modal", lambda _: False) == []
    return form


def pressable(post: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for block in post["blocks"] if block["type"] == "actions" for one in block["elements"]]


def fields(form: dict[str, Any]) -> dict[str, Any]:
    return {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}


def offered(field: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["value"], one["text"]["text"]) for one in field["element"]["options"]]


def everything(asking: Asking) -> Iterator[str]:
    """All that can come to a customer, as JSON."""
    for post in (
        question(asking),
        question(asking, reminder=True),
        thanks(asking, {"overall": 3, "accuracy": None}, "The box was wet.", UNTIL),
        stopped(asking),
    ):
        yield json.dumps(taken(post), ensure_ascii=False)
    yield json.dumps(opened(survey_form(asking, {"overall": 3}, "wet", "17:1:D1:1.2")), ensure_ascii=False)


def test_the_question_says_what_it_is_about() -> None:
    """The delivery, its day and who asks, then the first question and who reads the answer."""
    post = taken(question(ASKING))
    assert words_of(post["blocks"]).splitlines() == [
        "How was delivery HP-1?",
        "Harbor Parts would like to know how your delivery went. One press is enough.",
        "About delivery HP-1 on 15 November 2026: "
        "Overall, how satisfied or dissatisfied are you with this delivery?",
    ]  # fmt: skip
    assert "under your name; they are not anonymous" in post["blocks"][2]["elements"][0]["text"]
    assert post["text"].startswith("How was delivery HP-1? Overall, how satisfied")


def test_every_mark_has_a_button_the_lowest_first() -> None:
    """With its label, and with what it is about; the last button stops surveys, and asks before it does."""
    *marks, stop = pressable(question(ASKING))
    assert [(one["action_id"], one["value"], one["text"]["text"]) for one in marks] == [
        ("mark.1", "17:1", "1 Very dissatisfied"),
        ("mark.2", "17:2", "2 Dissatisfied"),
        ("mark.3", "17:3", "3 Neither satisfied nor dissatisfied"),
        ("mark.4", "17:4", "4 Satisfied"),
        ("mark.5", "17:5", "5 Very satisfied"),
    ]
    assert (stop["action_id"], stop["value"], stop["text"]["text"]) == ("stop", "17", "Stop surveys")
    assert stop["confirm"]["title"]["text"] == "Stop surveys?"
    assert all("style" not in one for one in (*marks, stop))


def test_a_long_scale_names_its_ends() -> None:
    """Eleven buttons with a number each, and what the first and the last mean below them."""
    post = taken(question(GENERAL))
    *marks, _ = pressable(post)
    assert [one["text"]["text"] for one in marks] == [str(mark) for mark in range(11)]
    assert post["blocks"][2]["elements"][0]["text"] == "0 = “Not at all likely”, 10 = “Extremely likely”"
    assert "how you find working together" in words_of(post["blocks"])


def test_a_reminder_says_that_it_is_one() -> None:
    """The same question with the same buttons, and that there is no second one."""
    reminder = taken(question(ASKING, reminder=True))
    assert pressable(reminder) == pressable(question(ASKING))
    assert words_of(reminder["blocks"]).startswith(
        "Reminder: How was delivery HP-1?\nA few days ago Harbor Parts asked"
    )


def test_thanks_show_what_was_kept() -> None:
    """Each question with its answer, the words as a quote, until when all of it may be changed, and how."""
    post = taken(thanks(ASKING, {"overall": 4, "accuracy": None, "on_time": 2.5}, "The box\nwas wet.", UNTIL))
    assert words_of(post["blocks"][:1]).splitlines() == [
        "Thank you",
        "Harbor Parts has received your answer.",
        "About delivery HP-1 on 15 November 2026:",
        "Overall, how satisfied or dissatisfied are you with this delivery?",
        "4 Satisfied",
        "How satisfied or dissatisfied are you that you received exactly what was agreed?",
        "Not applicable",
        "How satisfied or dissatisfied are you with the delivery arriving at the promised time?",
        "2.5",
    ]
    [quote] = post["blocks"][1]["elements"]
    assert (quote["type"], quote["elements"][0]["text"]) == ("rich_text_quote", "The box\nwas wet.")
    assert post["blocks"][2]["elements"][0]["text"].startswith("You may change your answer until 7 December 2026.")
    assert [(one["action_id"], one["value"]) for one in pressable(post)] == [("more", "17"), ("stop", "17")]


def test_thanks_without_words_have_no_quote() -> None:
    """An answer may be one mark."""
    assert [block["type"] for block in thanks(ASKING, {"overall": 5}, "", UNTIL)["blocks"]] == [
        "rich_text", "context", "actions",
    ]  # fmt: skip


def test_the_form_asks_everything() -> None:
    """Every question with each mark in sight, N where it may not apply, and room for words."""
    form = opened(survey_form(ASKING, {}, "", "17:0:D1:1.2"))
    asked = fields(form)
    assert list(asked) == [one.key for one in DELIVERY.questions]
    assert offered(asked["overall"])[-1] == ("5", "5 Very satisfied")
    assert offered(asked["on_time"])[-2:] == [("5", "5 Very satisfied"), ("N", "Not applicable")]
    assert [one["optional"] for one in asked.values()] == [False, True, True, True, True, True]
    assert {one["element"]["type"] for one in asked.values()} == {"radio_buttons", "plain_text_input"}
    assert (asked["comment"]["element"]["multiline"], asked["comment"]["element"]["max_length"]) == (True, 3000)
    assert (form["callback_id"], form["private_metadata"]) == ("survey", "17:0:D1:1.2")


def test_the_form_shows_what_stands() -> None:
    """Marks, N and words; a mark between two points is in no choice, and stays as it is."""
    form = opened(survey_form(ASKING, {"overall": 4, "accuracy": None, "on_time": 2.5}, "wet", ""))
    held = {key: one["element"].get("initial_option", {}).get("value") for key, one in fields(form).items()}
    assert held == {
        "overall": "4", "accuracy": "N", "on_time": None, "responsiveness": None, "complaint_handling": None,
        "comment": None,
    }  # fmt: skip
    assert fields(form)["comment"]["element"]["initial_value"] == "wet"


def test_a_long_scale_is_a_menu() -> None:
    """Slack shows ten choices at the most at once."""
    [overall, comment] = fields(opened(survey_form(GENERAL, {"overall": 10}, "", ""))).values()
    assert overall["element"]["type"] == "static_select"
    assert [value for value, _ in offered(overall)] == [str(mark) for mark in range(11)]
    assert offered(overall)[0] == ("0", "0 Not at all likely")
    assert overall["element"]["initial_option"]["value"] == "10"
    assert comment["element"]["multiline"]


def test_stopping_is_confirmed_in_words() -> None:
    """Nothing is left to press."""
    post = taken(stopped(ASKING))
    assert (words_of(post["blocks"]).splitlines()[0], pressable(post)) == ("You get no more surveys", [])


@pytest.mark.parametrize("asking", [ASKING, GENERAL], ids=["post_delivery", "relationship"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_in_the_customers_language(language: str, asking: Asking) -> None:
    """Within Slack's limits, whole, with every value filled in, and with nothing from another language."""
    shown = list(everything(replace(asking, language=language)))
    assert [one for one in shown if " more)" in one or "{order}" in one or "{organisation}" in one] == []
    others = [list(everything(replace(asking, language=other))) for other in LANGUAGES if other != language]
    assert [other for other in others if set(other) & set(shown)] == []
    asked = asking.questionnaire.marks[0].text[language]
    assert [asked in one for one in shown] == [True, True, True, False, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_in_the_customers_language(language: str) -> None:
    """It holds nothing that Slack would read."""
    told = {refusal(language, why) for why in ("closed", "not_yours", "nothing", "unknown")}
    assert len(told) == 4
    assert not {one for one in told if set(one) & set("<>&*_`~{}")}


def test_a_language_that_is_not_there_is_asked_in_the_source_language() -> None:
    """As in a mail."""
    assert question(replace(ASKING, language="fi")) == question(ASKING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customers_words_call_nobody(language: str) -> None:
    """Names, orders and comments stand where Slack reads nothing; the fallback, which it reads, is escaped."""
    loud = replace(ASKING, language=language, order=LOUD, organisation=LOUD)
    posts = [question(loud), question(loud, reminder=True), thanks(loud, {"overall": 1}, LOUD, UNTIL), stopped(loud)]
    for post in posts:
        taken(post)
        assert "mrkdwn" not in json.dumps(post)
        assert "<" not in post["text"]
    assert LOUD in words_of(posts[0]["blocks"])
    assert LOUD in words_of(posts[2]["blocks"][1:])
    assert "mrkdwn" not in json.dumps(opened(survey_form(loud, {}, LOUD, "")))


@given(name=st.text(), order=st.text(), comment=st.text(max_size=5000), general=st.booleans())
def test_any_words_fit(name: str, order: str, comment: str, general: bool) -> None:
    """However long they are and whatever they hold."""
    asking = replace(GENERAL if general else ASKING, organisation=name, order=order)
    for post in (question(asking), thanks(asking, {"overall": 1}, comment, UNTIL), stopped(asking)):
        taken(post)
    opened(survey_form(asking, {"overall": 1}, comment, ""))


@pytest.mark.parametrize("length", [3000, 3001, 4000])
def test_a_comment_too_long_for_a_field_is_not_cut(length: int) -> None:
    """The page takes 4000 characters and a field of Slack 3000: half of it would come back as if it were all."""
    words = "x" * length
    element = fields(opened(survey_form(ASKING, {}, words, "")))["comment"]["element"]
    assert element.get("initial_value", "") == standing_comment(words) == (words if length <= 3000 else "")
