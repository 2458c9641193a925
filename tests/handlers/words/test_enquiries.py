"""What the card of an enquiry says, and the forms that it opens: within Slack's limits, whatever people write."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace.blocks import view_findings
from handlers.words import enquiryforms as forms
from handlers.words.enquiries import (
    LABELS,
    OFFER,
    OFFERED,
    QUERY,
    REPLY,
    Card,
    alarm_post,
    card,
    change_post,
    enquiry_list,
)
from surveys.agreement import COURSE
from surveys.enquiry import OVER, Enquiry, State
from surveys.requirement import DUE, LONGEST_LINE, MOST_LINES, Check, Edition, Judgement, Question
from surveys.workdays import Workdays
from tests.handlers.words.test_blocks import accepted, words_of

NOW = datetime(2026, 7, 13, 12, tzinfo=UTC)
ASKED = Enquiry(3, 7, 1, "mail", "12 gaskets, please", NOW, NOW)
WANTED = Edition(1, 3, 2, ("12 gaskets", "Stainless"), date(2026, 7, 20), NOW, 1, tuple(Check), hash="ab" * 32)
SHOWN = Card(ASKED, Workdays(ZoneInfo("Europe/London")), customer="Zoë", account="Buyer Ltd", edition=WANTED)
ODD = "<!channel> *bold* `code` <https://evil.example|bank.example> @here "
LONGEST = Edition(1, 3, 2, ("x" * LONGEST_LINE,) * MOST_LINES, None, NOW, 1, ("law",), "r" * 200, "w" * 500)


@pytest.mark.parametrize("state", State)
def test_each_state_has_a_card_and_each_button_a_move(state: State) -> None:
    """The first button of what goes on stands out; what is over has none."""
    post = card(replace(SHOWN, enquiry=replace(ASKED, state=state)))
    accepted(post["blocks"])
    names = [one["action_id"] for block in post["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert names == list(OFFERED.get(state, ()))
    assert bool(names) == (state not in OVER)
    moves = {"scrutinise": State.SCRUTINISED, "understand": State.UNDERSTOOD, "agree": State.AGREED,
             "change": State.CHANGED, "fulfil": State.FULFILLED}  # fmt: skip
    assert [name for name in names if name in moves and moves[name] not in COURSE[state]] == []
    assert all(LABELS[name] for name in names)


@given(words=st.text(max_size=300) | st.just(ODD * 900), name=st.text(max_size=90), state=st.sampled_from(State))
def test_any_words_make_a_card(words: str, name: str, state: State) -> None:
    """Shown as they are, and parsed nowhere; the notice alone is parsed, and escaped."""
    asked = replace(ASKED, words=words or "-", state=state, outcome=words)
    question = Question(1, 3, words or "-", NOW)
    shown = replace(SHOWN, enquiry=asked, customer=name, questions=[question] * 9, edition=replace(WANTED, why=words))
    for post in (card(shown), alarm_post(asked, f"E-7 {words}"), change_post(asked, replace(WANTED, why=words), 1)):
        accepted(post["blocks"])
        assert "mrkdwn" not in str(post)
        assert "<" not in post["text"]
    accepted(enquiry_list("Open enquiries", [shown] * 20))


def test_long_words_are_cut_with_their_count() -> None:
    """40,001 characters of a customer do not break the card."""
    shown = words_of(card(replace(SHOWN, enquiry=replace(ASKED, words="`" * 40_001)))["blocks"])
    assert "more)" in shown


def test_the_card_tells_what_was_judged_and_who_knows() -> None:
    """Line by line; a note stands only where something was not met."""
    judged = [
        Judgement(1, 3, 2, 0, True, "all well", NOW, "staff:1"),
        Judgement(2, 3, 2, DUE, False, "delivered on Tue 21 Jul 2026", NOW, "dates"),
    ]
    told = [("UMARA", NOW), ("UBEN", None)]
    shown = card(replace(SHOWN, judged=judged, concerned=told, reviewer="UINES"))
    text = "".join(
        element.get("text", f"@{element.get('user_id')}")
        for block in shown["blocks"] if block["type"] == "rich_text"
        for section in block["elements"] for element in section["elements"]
    )  # fmt: skip
    assert "What is wanted, edition 2, abababab\n1. 12 gaskets  met\n2. Stainless\n" in text
    assert "Delivered by Mon 20 Jul 2026  NOT MET (delivered on Tue 21 Jul 2026)\nReviewed by  @UINES, " in text
    assert "Told  @UMARA, knows since Mon 13 Jul 2026, 13:00\nTold  @UBEN, has not said so yet" in text


FORMS = [
    forms.enquire_form(),
    *(forms.scrutinise_form(ASKED, edition) for edition in (None, WANTED, LONGEST)),
    *(forms.change_form(ASKED, edition) for edition in (None, WANTED, LONGEST)),
    *(forms.reply_form(ASKED, kind, by_mail=by_mail) for kind in (REPLY, QUERY, OFFER) for by_mail in (True, False)),
    forms.resolve_form(ASKED, [Question(n, 3, ODD * 20, NOW) for n in range(20)]),
    forms.agree_form(ASKED, WANTED, ODD * 100),
    forms.order_form(replace(ASKED, order="o" * 200)),
    forms.fulfil_form(ASKED, LONGEST),
    forms.commit_form(ASKED),
    forms.own_form(ASKED, "UMARA"),
    *(forms.end_form(replace(ASKED, state=state)) for state in State if state not in OVER),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["callback_id"])
def test_slack_takes_each_form(form: dict[str, Any]) -> None:
    """However much stands in it already."""
    accepted(form["blocks"])
    assert list(view_findings(form, "modal", lambda _: True)) == []
