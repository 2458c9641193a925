"""The card of a case shows what a clerk needs, and nothing in it can be turned into a command."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.words.cards import Card, card_post
from surveys.complaint import OVER, Complaint, Problem, State
from tests.handlers.words.test_blocks import accepted
from tests.harbor import ZONE

AT = datetime(2026, 7, 6, 8, 5, tzinfo=UTC)
CASE = Complaint(
    id=7, number=12, delivery_id=1, customer_id=1, invitation_id=1, door="mail", words="The box was wet.",
    problem=Problem.SHORT_OR_DAMAGED, received_at=AT, confirm_by=AT + timedelta(days=1),
)  # fmt: skip
CARD = Card(
    CASE, ZONE, order="HP-1", customer="Zoë Ødegård", account="Buyer Ltd", marks={"overall": 1, "accuracy": None},
    owner="UBEN", due=("Confirm", AT + timedelta(days=1)),
)  # fmt: skip


def lines(card: Card) -> list[str]:
    """Every line of a card as it is read, its title and the quote too; people as @id."""
    read: list[str] = []
    for block in card_post(card)["blocks"]:
        if block["type"] == "header":
            read.append(block["text"]["text"])
        for part in block["elements"] if block["type"] == "rich_text" else ():
            words = "".join(one.get("text") or f"@{one['user_id']}" for one in part["elements"])
            read += [f"> {words}"] if part["type"] == "rich_text_quote" else words.split("\n")
    return read


def pressed(card: Card) -> list[str]:
    rows = [block for block in card_post(card)["blocks"] if block["type"] == "actions"]
    return [one["action_id"] for row in rows for one in row["elements"]]


def test_a_card_is_read_from_top_to_bottom() -> None:
    """Number and state, the customer's words, what it is about, what is next."""
    accepted(card_post(CARD)["blocks"])
    assert lines(CARD) == [
        "C-12: not confirmed yet",
        "> The box was wet.",
        "Order HP-1",
        "Customer Zoë Ødegård, Buyer Ltd",
        "Problem Short or damaged",
        "Marks overall 1",
        "Received Mon 06 Jul, 09:05 by mail",
        "Owner @UBEN",
        "Confirm by Tue 07 Jul, 09:05",
    ]


def test_a_complaint_that_was_logged_shows_who_did_it() -> None:
    """And where it was said; what is not known has no line."""
    logged = replace(CASE, state=State.RECEIVED, door="staff", link="https://harbor.slack.com/archives/C1/p1")
    card = Card(logged, ZONE, reporter="UMARA")
    accepted(card_post(card)["blocks"])
    assert lines(card)[2:] == [
        "Problem Short or damaged", "Received Mon 06 Jul, 09:05 by our staff", "Logged by @UMARA", "Where it was said",
    ]  # fmt: skip


def test_a_case_that_is_over_says_how_it_ended() -> None:
    """When, and in the words of who closed it; nothing can be pressed any more."""
    closed = replace(CASE, state=State.CLOSED, closed_at=AT + timedelta(days=2), outcome="A new box came.")
    assert lines(Card(closed, ZONE))[-2:] == ["Closed Wed 08 Jul, 09:05", "A new box came."]
    assert pressed(Card(closed, ZONE)) == []


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_card(state: State) -> None:
    """A title in plain words, and only the buttons that lead somewhere."""
    card = replace(CARD, case=replace(CASE, state=state))
    accepted(card_post(card)["blocks"])
    assert "_" not in lines(card)[0]
    assert bool(pressed(card)) is (state not in OVER)
    assert ("confirm" in pressed(card)) is (state is State.CANDIDATE)
    assert ("acknowledge" in pressed(card)) is (state is State.RECEIVED)


def test_words_call_nobody() -> None:
    """Customers' words stand in rich text, which Slack does not parse; the fallback is escaped."""
    loud = "<!channel> *late* `x` <https://evil.example|our page>"
    post = card_post(replace(CARD, case=replace(CASE, words=loud), customer="<!here>"))
    accepted(post["blocks"])
    assert f"> {loud}" in lines(replace(CARD, case=replace(CASE, words=loud)))
    assert "mrkdwn" not in str(post)
    assert "<" not in post["text"]


def test_endless_words_are_cut_with_a_count() -> None:
    """The whole is in the store."""
    [quote] = [line for line in lines(replace(CARD, case=replace(CASE, words="x" * 5000))) if line.startswith(">")]
    kept, _, more = quote.removeprefix("> ").partition("... (")
    assert len(kept) + int(more.removesuffix(" more)")) == 5000


@given(words=st.text(), outcome=st.text(), customer=st.text(), state=st.sampled_from(State))
def test_any_words_make_a_card(words: str, outcome: str, customer: str, state: State) -> None:
    """Whatever somebody wrote, Slack's models take the card."""
    case: Any = replace(CASE, words=words, outcome=outcome, state=state)
    accepted(card_post(replace(CARD, case=case, customer=customer))["blocks"])
