"""What the card of a doubtful reading says, and the form that sets it right."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace.blocks import view_findings
from handlers.words.doubts import Doubt, correct_form, doubt_card
from surveys.answer import Answer, Door
from surveys.question import Questionnaire
from surveys.questionnaires import load
from tests.handlers.words.test_blocks import accepted
from tests.handlers.words.test_cards import taken, words_of

NOW = datetime(2026, 7, 13, 12, tzinfo=UTC)
READ = Answer(
    7, 3, 2, Door.MAIL, {"on_time": 2, "accuracy": None}, ("comment",), "4 or 5", NOW, "mail:00", unclear=True
)
LATER = replace(READ, id=8, version=3, received_at=NOW + timedelta(hours=1), unclear=False)
BY_STAFF = replace(LATER, by="staff:3", corrected_at=NOW + timedelta(days=1), given=())
SHOWN = Doubt(READ, ZoneInfo("Europe/London"), order="R-1", customer="Zoë Ødegård", account="Buyer Ltd")
POST_DELIVERY, RELATIONSHIP = load("post_delivery"), load("relationship")


def rows(shown: Doubt) -> list[str]:
    return "\n".join(words_of(block) for block in doubt_card(shown)["blocks"]).splitlines()


def test_a_card_asks_a_person() -> None:
    """The words, whose they are, what is in doubt, the marks that are known."""
    taken(doubt_card(SHOWN))
    assert rows(SHOWN) == [
        "Doubtful reading: order R-1",
        "4 or 5",
        "Customer  Zoë Ødegård, Buyer Ltd",
        "Received  Mon 13 Jul 2026, 13:00, by mail",
        "In doubt  a mark was meant, but which one cannot be told",
        "Marks  on time 2, accuracy not applicable",
        "[Set it right...][Leave it as it is]",
    ]


def test_words_that_do_not_fit_their_mark_are_told_apart() -> None:
    """The mark that was read is proposed."""
    shown = rows(replace(SHOWN, read=replace(READ, marks={"overall": 5}, unclear=False)))
    assert shown[-3:-1] == ["In doubt  words of complaint beside a high mark", "Marks  overall 5"]


@pytest.mark.parametrize(
    ("ended", "by", "title", "told"),
    [
        (replace(BY_STAFF, given=("overall",), marks={"overall": 4, "on_time": 2}), "UMARA", "Set right",
         "Set right by <UMARA>, Tue 14 Jul 2026, 13:00: overall 4"),
        (BY_STAFF, "UMARA", "Left as it is", "Left as it is by <UMARA>, Tue 14 Jul 2026, 13:00"),
        (replace(BY_STAFF, by="reader:2", given=("overall", "comment"), marks={"overall": 4}), "", "Read anew",
         "Read anew, Tue 14 Jul 2026, 13:00: overall 4"),
        (replace(LATER, given=("overall",), marks={"overall": 1}), "", "Answered again",
         "Answered again, Mon 13 Jul 2026, 14:00: overall 1"),
        (replace(LATER, unclear=True), "", "Answered again",
         "Answered again, Mon 13 Jul 2026, 14:00: in words that are in doubt themselves"),
    ],
)  # fmt: skip
def test_a_card_says_how_the_doubt_ended(ended: Answer, by: str, title: str, told: str) -> None:
    """By whom, when, and to what; nothing more can be pressed."""
    shown = replace(SHOWN, ended=ended, by=by)
    taken(doubt_card(shown))
    assert rows(shown)[0] == f"{title}: order R-1"
    assert rows(shown)[-1] == told
    assert [block["type"] for block in doubt_card(shown)["blocks"]] == ["header", "rich_text", "rich_text"]


@given(words=st.text(max_size=6000), name=st.text(max_size=300), order=st.text(max_size=200))
def test_whatever_a_customer_writes_is_taken(words: str, name: str, order: str) -> None:
    """Within Slack's limits, and nothing of it is parsed."""
    shown = replace(SHOWN, read=replace(READ, comment=words), customer=name, account=name, order=order)
    post = doubt_card(shown)
    taken(post)
    assert not {"<", ">"} & set(post["text"])
    form = correct_form(POST_DELIVERY, shown.read, shown.read)
    accepted(form["blocks"])
    assert view_findings(json.loads(json.dumps(form)), "modal", lambda _: False) == []


@pytest.mark.parametrize("questionnaire", [POST_DELIVERY, RELATIONSHIP], ids=lambda one: one.name)
def test_the_form_has_one_choice_a_question(questionnaire: Questionnaire) -> None:
    """Each point of its scale, and "not applicable" where that may be said; on a long scale in a menu."""
    form = correct_form(questionnaire, READ, replace(READ, marks={}))
    accepted(form["blocks"])
    assert view_findings(json.loads(json.dumps(form)), "modal", lambda _: False) == []
    fields = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    offered = {key: [one["value"] for one in element["options"]] for key, element in fields.items()}
    points = [str(mark) for mark in questionnaire.scale]
    assert offered == {one.key: [*points, *(["N"] if one.optional else [])] for one in questionnaire.marks}
    assert "initial_option" not in json.dumps(form)


def test_what_stands_is_chosen() -> None:
    """Beside the words that are in doubt, which nobody can change."""
    form = correct_form(POST_DELIVERY, READ, LATER)
    chosen = {block["block_id"]: block["element"]["initial_option"]["value"]
              for block in form["blocks"] if "initial_option" in block.get("element", {})}  # fmt: skip
    assert chosen == {"on_time": "2", "accuracy": "N"}
    assert words_of(form["blocks"][0]) == "4 or 5"
    assert form["private_metadata"] == "7"
