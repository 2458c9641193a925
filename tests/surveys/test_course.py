"""The course of a case: only the moves of the table, each with its guard, and times that never go back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.complaint import OVER, Complaint, Move, Problem, State
from surveys.course import (
    COURSE,
    OFFERED,
    CannotMove,
    Grounds,
    NeedsReason,
    NotAccepted,
    ThereAlready,
    TooLate,
    can,
    due,
    moved,
    on_the_spot_until,
    plain,
)
from surveys.workdays import Workdays

LONDON = Workdays(ZoneInfo("Europe/London"), holidays={date(2026, 12, 25), date(2026, 12, 28)})
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SETTLED = Grounds("a new one was sent", accepted=True)

CASE = Complaint(
    1, 3, None, None, None, "command", "the box was wet", Problem.OTHER, NOW, NOW + DAY, State.RECEIVED
)  # fmt: skip


def go(case: Complaint, *targets: State, at: datetime = NOW, grounds: Grounds = SETTLED) -> tuple[Complaint, Move]:
    """The case after these moves, and the last of them."""
    for target in targets:
        case, move = moved(case, target, at, by="staff:1", grounds=grounds, workdays=LONDON)
    return case, move


def at(state: State) -> Complaint:
    return replace(CASE, state=state)


def test_a_candidate_is_confirmed_or_declined() -> None:
    """Declining says why and ends it; a confirmed one is a case like any other."""
    confirmed, move = go(at(State.CANDIDATE), State.RECEIVED, grounds=Grounds())
    assert (confirmed.state, confirmed.closed_at, confirmed.outcome) == (State.RECEIVED, None, "")
    assert move == Move(0, 1, NOW, "staff:1", State.CANDIDATE, State.RECEIVED, "")
    declined, _ = go(at(State.CANDIDATE), State.DECLINED, at=NOW + HOUR, grounds=Grounds(" a joke,\nno more "))
    assert (declined.state, declined.closed_at, declined.outcome) == (State.DECLINED, NOW + HOUR, "a joke, no more")


def test_a_case_closed_on_the_spot_was_acknowledged_thereby() -> None:
    """Two moves: it was responded to, and closed."""
    responded, first = go(CASE, State.RESPONDED, at=NOW + HOUR)
    closed, second = go(responded, State.CLOSED, at=NOW + HOUR)
    assert (closed.acknowledged_at, closed.closed_at, closed.outcome) == (NOW + HOUR, NOW + HOUR, SETTLED.reason)
    assert [(one.source, one.target) for one in (first, second)] == [
        (State.RECEIVED, State.RESPONDED),
        (State.RESPONDED, State.CLOSED),
    ]


def test_an_acknowledgement_keeps_its_time() -> None:
    """Closing later does not make it later."""
    acknowledged, _ = go(CASE, State.ACKNOWLEDGED, at=NOW + HOUR)
    closed, _ = go(acknowledged, State.RESPONDED, State.CLOSED, at=NOW + DAY)
    assert closed.acknowledged_at == NOW + HOUR


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("2026-12-02T09:00+00:00", "2026-12-07T17:00+00:00"),  # Wednesday: the Monday after
        ("2026-12-05T09:00+00:00", "2026-12-09T17:00+00:00"),  # Saturday
        ("2026-12-24T09:00+00:00", "2026-12-31T17:00+00:00"),  # over two holidays and a week-end
        ("2026-06-10T22:59+00:00", "2026-06-15T16:00+00:00"),  # in summer time
    ],
)
def test_a_case_is_closed_on_the_spot_until_the_third_business_day(received: str, until: str) -> None:
    """Until the close of the third business day following the day of receipt, and not a moment longer."""
    case, last = replace(CASE, received_at=datetime.fromisoformat(received)), datetime.fromisoformat(until)
    assert on_the_spot_until(case, LONDON) == last
    assert go(case, State.RESPONDED, at=last)[0].state is State.RESPONDED
    with pytest.raises(TooLate, match="has to be assessed and investigated"):
        go(case, State.RESPONDED, at=last + timedelta(seconds=1))


def test_only_the_customer_can_call_it_solved() -> None:
    """And somebody has to say what was done."""
    with pytest.raises(NotAccepted, match="C-3 cannot be closed on the spot: the customer has to accept"):
        go(CASE, State.RESPONDED, grounds=Grounds("we sent a new one"))
    with pytest.raises(NeedsReason):
        go(CASE, State.RESPONDED, grounds=Grounds(" \n", accepted=True))


@pytest.mark.parametrize("target", [State.ACKNOWLEDGED, State.WITHDRAWN, State.RECLASSIFIED])
def test_what_a_case_moves_for_is_said(target: State) -> None:
    """How it was acknowledged, why it was withdrawn, what it was instead."""
    with pytest.raises(NeedsReason):
        go(CASE, target, grounds=Grounds())
    assert go(CASE, target, grounds=Grounds("by phone"))[1].reason == "by phone"


@pytest.mark.parametrize(
    ("state", "target", "words"),
    [
        (State.CLOSED, State.ACKNOWLEDGED, "C-3 is closed: nothing more can be done"),
        (State.RECLASSIFIED, State.WITHDRAWN, "C-3 is no complaint: nothing more can be done"),
        (
            State.RECEIVED,
            State.DECLINED,
            "C-3 is received; it can be: acknowledged, closed on the spot, withdrawn, called no complaint",
        ),
        (
            State.ACKNOWLEDGED,
            State.CLOSED,
            "C-3 is acknowledged; it can be: closed on the spot, withdrawn, called no complaint",
        ),
        (State.CANDIDATE, State.CLOSED, "C-3 is not confirmed yet; it can be: confirmed, declined"),
        (State.RECEIVED, State.RECEIVED, "C-3 is received already"),
    ],
)
def test_a_move_that_is_not_there_names_those_that_are(state: State, target: State, words: str) -> None:
    """In plain words, for the person who pressed."""
    with pytest.raises(CannotMove) as refused:
        go(at(state), target)
    assert str(refused.value) == words


def test_doing_it_again_is_no_fault() -> None:
    """A second press is told apart from a wrong one."""
    with pytest.raises(ThereAlready):
        go(at(State.DECLINED), State.DECLINED)


@pytest.mark.parametrize(
    ("state", "words", "by"),
    [
        (State.CANDIDATE, "Confirm", NOW + DAY),
        (State.RECEIVED, "Acknowledge", datetime(2026, 11, 17, 17, tzinfo=UTC)),
        (State.ACKNOWLEDGED, "Next word to the customer", datetime(2026, 11, 23, 17, tzinfo=UTC)),
    ],
)
def test_what_is_due_next_is_known(state: State, words: str, by: datetime) -> None:
    """With the time at which its business day ends."""
    assert due(at(state), LONDON) == (words, by)


@pytest.mark.parametrize("state", [state for state in OFFERED if state in OVER])
def test_nothing_is_due_when_it_is_over(state: State) -> None:
    """And nobody can do anything more with it."""
    assert (due(at(state), LONDON), can(at(state))) == (None, ())


def test_every_state_has_its_course_and_its_words() -> None:
    """The table names each state, is reached from the two in which cases begin, and no code is read by people."""
    assert set(COURSE) == set(State)
    assert {state for targets in COURSE.values() for state in targets} | {State.CANDIDATE} == set(State)
    assert [state for state in State if "_" in plain(state)] == []


ACTS = st.tuples(
    st.sampled_from(State), st.integers(-3, 9), st.sampled_from(["", "why"]), st.booleans()
)  # fmt: skip


@given(start=st.sampled_from([State.CANDIDATE, State.RECEIVED]), acts=st.lists(ACTS, max_size=12))
def test_no_sequence_of_moves_leaves_the_table(start: State, acts: list[tuple[State, int, str, bool]]) -> None:
    """Whatever is tried, whenever and why: each move is one of the table, is offered, and times never go back."""
    case = at(start)
    for target, days, reason, accepted in acts:
        told = Grounds(reason, accepted=accepted)
        try:
            after, move = go(case, target, at=NOW + days * DAY, grounds=told)
        except CannotMove:
            continue
        assert after.state in set(COURSE[case.state]) & set(OFFERED)
        assert (move.source, move.target) == (case.state, after.state)
        assert (after.closed_at is not None) == (after.state in OVER)
        known = [one for one in (after.received_at, after.acknowledged_at, move.at) if one]
        assert known == sorted(known)
        assert after.acknowledged_at == (case.acknowledged_at or after.acknowledged_at)
        case = after
