"""What the card of a case says, and what can be pressed on it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace.blocks import message_findings, view_findings
from handlers.words.blocks import LONGEST_QUOTE
from handlers.words.cards import LABELS, OFFERED, Card, card
from handlers.words.complaints import (
    ENDINGS,
    PROBLEMS,
    acknowledge_form,
    assign_form,
    close_form,
    complain_form,
    decline_form,
)
from surveys.complaint import Complaint, Problem, State
from surveys.course import COURSE, Ending, can, endings
from surveys.grounds import Rules
from surveys.workdays import Workdays
from tests.handlers.words.test_blocks import accepted

NOW = datetime(2026, 7, 13, 12, tzinfo=UTC)
CASE = Complaint(
    7, 12, 1, 1, None, "mail", "The box was wet.\nTwice.", Problem.SHORT_OR_DAMAGED, NOW, NOW, State.RECEIVED,
    acknowledged_at=None, link="",
)  # fmt: skip
SHOWN = Card(CASE, Rules(Workdays(ZoneInfo("Europe/London"))), order="R-1", customer="Zoë Ødegård", account="Buyer Ltd")


def at(state: State, **more: Any) -> Card:
    return replace(SHOWN, case=replace(CASE, state=state, **more))


def rows(shown: Card) -> list[str]:
    """Every line of a card, people as their ids."""
    said = [words_of(block) for block in card(shown)["blocks"]]
    return "\n".join(said).splitlines()


def words_of(block: dict[str, Any]) -> str:
    if block["type"] == "header":
        return str(block["text"]["text"])
    if block["type"] == "actions":
        return "".join(f"[{one['text']['text']}]" for one in block["elements"])
    return "".join(
        str(element.get("text") or f"<{element.get('user_id')}>")
        for part in block["elements"]
        for element in part["elements"]
    )


def taken(post: dict[str, Any]) -> None:
    """Slack's models and its limits know the post."""
    accepted(post["blocks"])
    assert message_findings(json.loads(json.dumps(post["blocks"])), lambda _: False) == []


def test_a_card_tells_the_case() -> None:
    """Number, state and order; the customer's words; who, what, when; what is due, by whom, in local time."""
    shown = replace(SHOWN, case=replace(CASE, link="https://slack.example/p1"), owner="UBEN", reporter="UMARA")
    taken(card(shown))
    assert rows(shown) == [
        "C-12, received: order R-1",
        "The box was wet.",
        "Twice.",
        "Customer  Zoë Ødegård, Buyer Ltd",
        "Problem  short or damaged",
        "Received  Mon 13 Jul 2026, 13:00, by mail",
        "Said here  the message in Slack",
        "Logged by  <UMARA>",
        "Owner  <UBEN>",
        "Acknowledge by  Tue 14 Jul 2026, 17:00",
        "On the spot until  Thu 16 Jul 2026, 17:00",
        "[Acknowledge...][Assess...][Assign...][Note...][Files...][Close...]",
    ]


def test_a_candidate_waits_for_a_person() -> None:
    """Nobody owns what is not confirmed; one without words says so."""
    shown = at(State.CANDIDATE, words="", confirm_by=NOW + timedelta(days=1))
    assert rows(shown) == [
        "C-12, not confirmed yet: order R-1",
        "No words, only marks.",
        "Customer  Zoë Ødegård, Buyer Ltd",
        "Problem  short or damaged",
        "Received  Mon 13 Jul 2026, 13:00, by mail",
        "Confirm by  Tue 14 Jul 2026, 13:00",
        "[Confirm][Decline...]",
    ]


def test_an_acknowledged_case_says_when_the_customer_hears_again() -> None:
    """As the letter promised."""
    told = NOW + timedelta(hours=2)
    found = rows(at(State.ACKNOWLEDGED, acknowledged_at=told, told_at=told))
    assert "Acknowledged  Mon 13 Jul 2026, 15:00" in found
    assert "Next word to the customer by  Mon 20 Jul 2026, 17:00" in found
    assert "Owner  nobody yet" in found
    assert found[-1] == "[Assess...][Assign...][Note...][Files...][Close...]"


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (State.CLOSED, "Closed by <UBEN>, Tue 14 Jul 2026, 13:00: sent again"),
        (State.WITHDRAWN, "Withdrawn by the customer, noted by <UBEN>, Tue 14 Jul 2026, 13:00: sent again"),
        (State.DECLINED, "Declined as no complaint by <UBEN>, Tue 14 Jul 2026, 13:00: sent again"),
        (State.RECLASSIFIED, "Closed as no complaint by <UBEN>, Tue 14 Jul 2026, 13:00: sent again"),
    ],
)
def test_a_case_that_is_over_says_how_it_ended(state: State, ended: str) -> None:
    """By whom and when."""
    over = at(state, outcome="sent again", closed_at=NOW + timedelta(days=1))
    assert ended in rows(replace(over, mover="UBEN"))
    assert ended.replace(" by <UBEN>", "") in rows(over)


def test_what_became_of_the_letter_is_said() -> None:
    """Until it was sent."""
    assert "Letter  not sent: 550 no such user" in rows(replace(SHOWN, letter="not sent: 550 no such user"))


def test_nothing_known_is_said_in_words() -> None:
    """Neither order nor customer."""
    found = rows(Card(CASE, SHOWN.rules))
    assert found[0] == "C-12, received: about no known order"
    assert "Customer  not known" in found


@pytest.mark.parametrize("state", State)
def test_each_button_is_a_move_that_is_there(state: State) -> None:
    """One stands out at the most, each names the case and none is told by its colour alone."""
    post = card(at(state, closed_at=NOW, acknowledged_at=NOW))
    taken(post)
    pressed = [one for block in post["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert [one["action_id"] for one in pressed] == list(OFFERED.get(state, ()))
    assert {one["value"] for one in pressed} <= {"7"}
    assert [one["text"]["text"] for one in pressed] == [LABELS[one["action_id"]] for one in pressed]
    assert sum("style" in one for one in pressed) <= 1
    leads = {"confirm": State.RECEIVED, "decline": State.DECLINED, "acknowledge": State.ACKNOWLEDGED,
             "assess": State.ASSESSED, "take_on": State.INVESTIGATING, "ask": State.AWAITING_CUSTOMER,
             "respond": State.RESPONDED, "hand_over": State.EXTERNAL}  # fmt: skip
    names = {one["action_id"] for one in pressed}
    assert {leads[name] for name in names if name in leads} <= set(can(at(state).case))
    assert ("close" in names) <= bool(endings(at(state).case))


@given(words=st.text(max_size=400) | st.just("x" * 20_000), name=st.text(max_size=300), state=st.sampled_from(State))
def test_any_words_make_a_card(words: str, name: str, state: State) -> None:
    """Whatever a customer wrote or is called, Slack takes it and parses nothing of it."""
    case = replace(CASE, words=words, state=state, closed_at=NOW, outcome=words)
    post = card(Card(case, SHOWN.rules, name, name, name, "U1", "U2", "U3", words))
    taken(post)
    assert "mrkdwn" not in json.dumps(post)
    assert not {"<", ">"} & set(post["text"])


def test_long_words_are_cut_with_their_count() -> None:
    """The store has the rest."""
    shown = card(at(State.RECEIVED, words="x" * 5000))["blocks"][1]
    said = words_of(shown)
    assert (len(said), said.endswith(" more)")) == (LONGEST_QUOTE, True)


@pytest.mark.parametrize(
    "form",
    [
        complain_form(),
        complain_form("R-1", "x" * 5000, '{"message": "C1 1.2"}'),
        decline_form(CASE),
        acknowledge_form(CASE, "Mara Lind"),
        acknowledge_form(replace(CASE, customer_id=None)),
        assign_form(CASE, "UBEN"),
        close_form(CASE),
    ],
)
def test_slack_takes_each_form(form: dict[str, Any]) -> None:
    """Within its limits."""
    accepted(form["blocks"])
    assert view_findings(json.loads(json.dumps(form)), "modal", lambda _: False) == []


def test_forms_offer_every_code_and_choose_none() -> None:
    """A list with its first item chosen would be sent like that."""
    assert [code for code, _ in PROBLEMS] == list(Problem)
    assert [code for code, _ in ENDINGS] == list(Ending)
    for form in (complain_form(), close_form(CASE), acknowledge_form(CASE)):
        assert "initial_option" not in json.dumps(form)


def test_only_a_known_customer_is_written_to() -> None:
    """Else the letter is not on offer."""
    assert '"mail"' in json.dumps(acknowledge_form(CASE))
    assert '"mail"' not in json.dumps(acknowledge_form(replace(CASE, customer_id=None)))


def test_no_state_is_without_a_card() -> None:
    """Whatever somebody may look up."""
    assert all(card(at(state)) for state in COURSE)
