"""What stands in the thread of a card, and what people are told of a case that is late."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace.blocks import message_findings
from handlers.words.alarms import alarm_post
from handlers.words.entries import entry_post, move_words, named
from surveys.complaint import Complaint, Move, Problem, State
from surveys.deadline import Alarm, Step
from surveys.entry import Entry, Kind
from surveys.severity import Severity
from tests.handlers.words.test_blocks import accepted

NOW = datetime(2026, 7, 13, 12, tzinfo=UTC)
ENTRY = Entry(1, 7, Kind.NOTE, "note.1", NOW, "staff:3", "Phoned: <!channel> at sea")
CASE = Complaint(7, 12, 1, 1, None, "mail", "The box was wet", Problem.DEFECT, NOW, NOW, State.RECEIVED)
LATE = Alarm("acknowledge.1", Step.LEAD, NOW, "is due: acknowledge")


def said(post: dict[str, Any]) -> list[str]:
    """Each block in one line, people as their ids."""
    accepted(post["blocks"])
    assert message_findings(post["blocks"], lambda _: False) == []
    return [
        "".join(str(one.get("text") or f"<{one['user_id']}>") for part in block["elements"] for one in part["elements"])
        for block in post["blocks"]
    ]


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (Kind.NOTE, "Note, by <UMARA>"),
        (Kind.CUSTOMER, "The customer says, by <UMARA>"),
        (Kind.QUESTION, "Question to the customer, by <UMARA>"),
        (Kind.RESPONSE, "Answer to the customer, by <UMARA>"),
        (Kind.SIGNPOST, "The customer is told where else to turn, by <UMARA>"),
    ],
)
def test_words_are_quoted_under_who_said_them(kind: Kind, head: str) -> None:
    """Unparsed, with who of the staff entered them."""
    post = entry_post(replace(ENTRY, kind=kind), {"staff:3": "UMARA"})
    assert said(post) == [head, ENTRY.words]
    assert "<!channel>" not in post["text"]


def test_a_move_is_a_line_with_people_as_slack_shows_them() -> None:
    """Nobody reads `staff:4`; who is not known in Slack is somebody."""
    given_to = replace(ENTRY, kind=Kind.MOVE, words="given to staff:4", by="staff:3")
    assert named(given_to) == {"staff:3", "staff:4"}
    assert said(entry_post(given_to, {"staff:3": "UMARA", "staff:4": "UBEN"})) == ["given to <UBEN>, by <UMARA>"]
    assert said(entry_post(given_to, {"staff:3": "", "staff:4": ""})) == ["given to somebody"]
    assert entry_post(given_to, {})["text"] == "given to somebody"


def test_a_note_that_looks_like_a_person_is_only_words() -> None:
    """Customers and clerks write what they like."""
    assert named(replace(ENTRY, words="staff:9")) == {"staff:3"}


@pytest.mark.parametrize(
    ("source", "target", "reason", "words"),
    [
        (State.RECEIVED, State.ACKNOWLEDGED, "by mail <a1@harbor.example>", "acknowledged: by mail"),
        (State.ASSESSED, State.INVESTIGATING, "", "under investigation"),
        (State.ASSESSED, State.ASSESSED, "given to staff:2", "given to staff:2"),
        (State.RESPONDED, State.CLOSED, "the customer says it is solved", "closed: the customer says it is solved"),
    ],
)
def test_a_move_reads_as_a_line(source: State, target: State, reason: str, words: str) -> None:
    """In plain words, without ids of mails."""
    assert move_words(Move(1, 7, NOW, "staff:3", source, target, reason)) == words


def test_an_alarm_tells_which_case_and_in_whose_hands() -> None:
    """With its severity, its state and the customer's words."""
    post = alarm_post(replace(CASE, severity=Severity.S2), LATE, ZoneInfo("Europe/London"), "UBEN")
    assert said(post) == [
        "C-12 is due: acknowledge\nS2, received, received Mon 13 Jul, 13:00, in the hands of <UBEN>",
        "The box was wet",
    ]
    assert post["text"] == "C-12 is due: acknowledge: The box was wet"
    alone = alarm_post(replace(CASE, words=""), LATE, ZoneInfo("Europe/London"), "")
    assert said(alone) == ["C-12 is due: acknowledge\nreceived, received Mon 13 Jul, 13:00, in nobody's hands"]


@given(words=st.text(min_size=1, max_size=5000), kind=st.sampled_from(Kind))
def test_any_words_make_an_entry(words: str, kind: Kind) -> None:
    """Whatever is written, Slack takes it and parses nothing of it."""
    post = entry_post(replace(ENTRY, kind=kind, words=words), {"staff:3": "UMARA"})
    said(post)
    assert not {"<", ">"} & set(post["text"])
    said(alarm_post(replace(CASE, words=words), LATE, ZoneInfo("UTC"), ""))
