"""The course of a case: only the moves of the table, each with what must hold for it, and times that never go back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from surveys.complaint import LOOKED_AFTER, Complaint, Move, Problem, State
from surveys.course import COURSE, Ending, acknowledged, assigned, can, check_ending, endings, linked, plain, regraded
from surveys.grounds import (
    Assessment,
    CannotMove,
    Grounds,
    NeedsOwner,
    NeedsReason,
    NotAccepted,
    NotAssessed,
    ThereAlready,
    TooLate,
)
from surveys.guards import on_the_spot_until
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, EVERY, FOUND, GRAVE, HOUR, LONDON, NOW, OWNER, SETTLED, at, go

WEEK = NOW + 7 * DAY
"""Too late to close a case on the spot that was received `NOW`."""


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
    acknowledged, _ = go(CASE, State.ACKNOWLEDGED, at=NOW + HOUR, grounds=EVERY)
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
        go(CASE, target, grounds=Grounds(told=True))
    assert go(CASE, target, grounds=Grounds("by phone", told=True))[1].reason == "by phone"


@pytest.mark.parametrize(
    ("state", "target", "words"),
    [
        (State.DECLINED, State.ACKNOWLEDGED, "C-3 is declined: nothing more can be done"),
        (State.CLOSED, State.ACKNOWLEDGED, "C-3 is closed; it can be: reopened"),
        (State.RECLASSIFIED, State.WITHDRAWN, "C-3 is no complaint: nothing more can be done"),
        (
            State.RECEIVED,
            State.DECLINED,
            "C-3 is received; it can be: acknowledged, assessed, closed on the spot, withdrawn, called no complaint",
        ),
        (
            State.ACKNOWLEDGED,
            State.CLOSED,
            "C-3 is acknowledged; it can be: assessed, closed on the spot, withdrawn, called no complaint",
        ),
        (State.CANDIDATE, State.CLOSED, "C-3 is not confirmed yet; it can be: confirmed, declined"),
        (
            State.INVESTIGATING,
            State.CLOSED,
            "C-3 is under investigation; it can be: put to the customer as a question, answered, "
            "handed to an outside body, withdrawn",
        ),
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


def test_every_state_has_its_course_and_its_words() -> None:
    """The table names each state, reaches all of them but the first, and no code is read by people."""
    assert set(COURSE) == set(State)
    assert {state for targets in COURSE.values() for state in targets} | {State.CANDIDATE} == set(State)
    assert [state for state in State if "_" in plain(state)] == []


@pytest.mark.parametrize(
    ("state", "targets"),
    [
        (State.CLOSED, (State.REOPENED,)),
        (State.EXTERNAL, (State.CLOSED,)),
        (State.WITHDRAWN, ()),
        (State.RECLASSIFIED, ()),
        (State.DECLINED, ()),
    ],
)
def test_what_is_over_stays_over(state: State, targets: tuple[State, ...]) -> None:
    """But a closed case may come back, and one that an outside body has settled is closed."""
    assert can(at(state)) == targets


def test_an_investigation_ends_with_what_was_found() -> None:
    """Cause, decision and remedy stand in the case; the wait for the customer is counted in business hours."""
    case = at(State.INVESTIGATING, acknowledged_at=NOW, owner_id=1)
    asked, _ = go(case, State.AWAITING_CUSTOMER, at=NOW + HOUR, grounds=EVERY)
    back, _ = go(asked, State.INVESTIGATING, at=NOW + DAY, grounds=EVERY)
    assert (back.asked_at, back.waited) == (None, 7 * 3600)
    answered, move = go(back, State.RESPONDED, at=NOW + 2 * DAY, grounds=EVERY)
    assert (answered.cause, answered.decision, answered.remedy) == (FOUND.cause, FOUND.decision, FOUND.remedy)
    assert (answered.responded_at, answered.told_at, move.source) == (NOW + 2 * DAY,) * 2 + (State.INVESTIGATING,)


def test_a_reopened_case_begins_anew_with_somebody_else() -> None:
    """Graver than before; when it was received and first acknowledged stays."""
    case = at(State.CLOSED, owner_id=1, severity=Severity.S3, acknowledged_at=NOW, closed_at=NOW, waited=60)
    back, _ = go(case, State.REOPENED, at=NOW + DAY, grounds=EVERY)
    assert (back.reopened, back.reopened_at, back.owner_id, back.former_owner_id) == (1, NOW + DAY, None, 1)
    assert (back.severity, back.waited, back.closed_at) == (Severity.S2, 0, None)
    assert (back.received_at, back.acknowledged_at) == (case.received_at, case.acknowledged_at)
    with pytest.raises(NeedsOwner, match="somebody else than before"):
        assigned(back, 1, NOW + DAY, by=OWNER, to=OWNER)
    again, note = assigned(back, 2, NOW + DAY, by=OWNER, to="staff:2")
    assert (again.owner_id, note.source, note.target, note.reason) == (
        2, State.REOPENED, State.REOPENED, "given to staff:2",
    )  # fmt: skip


@pytest.mark.parametrize("state", [State.REOPENED, State.INVESTIGATING, State.AWAITING_CUSTOMER])
def test_a_reopened_case_never_goes_back_to_who_had_it_before(state: State) -> None:
    """Neither before it is investigated again nor meanwhile."""
    case = at(state, owner_id=2, former_owner_id=1, reopened=1, reopened_at=NOW, acknowledged_at=NOW, asked_at=NOW)
    with pytest.raises(NeedsOwner, match="somebody else than before"):
        assigned(case, 1, NOW + DAY, by=OWNER, to=OWNER)
    assert assigned(case, 3, NOW + DAY, by=OWNER, to="staff:3")[0].owner_id == 3


def test_a_case_in_the_same_hands_is_not_given_again() -> None:
    """And one that is over to nobody."""
    with pytest.raises(ThereAlready):
        assigned(at(State.ASSESSED, owner_id=1), 1, NOW, by=OWNER, to=OWNER)
    for state in set(State) - set(LOOKED_AFTER):
        with pytest.raises(CannotMove, match="there is nothing to look after"):
            assigned(at(state), 1, NOW, by=OWNER, to=OWNER)


def test_severity_is_lowered_only_with_a_reason() -> None:
    """Raised at once; the same again is no change, and a case that nobody assessed has none to change."""
    case = at(State.ASSESSED, severity=Severity.S2)

    def grade(case: Complaint, severity: Severity, reason: str = "") -> tuple[Complaint, Move]:
        return regraded(case, severity, case.problem, NOW, by=OWNER, reason=reason)

    raised, note = grade(case, Severity.S1)
    assert (raised.severity, note.reason) == (Severity.S1, "from S2 to S1")
    with pytest.raises(NeedsReason, match="say why it should be looked after as less grave"):
        grade(case, Severity.S3, " ")
    assert grade(case, Severity.S3, "a label")[1].reason == "from S2 to S3: a label"
    with pytest.raises(ThereAlready):
        grade(case, Severity.S2)
    with pytest.raises(NotAssessed):
        grade(CASE, Severity.S2)


def test_a_problem_may_turn_out_to_be_another() -> None:
    """Alone or with the severity."""
    case = at(State.ASSESSED, severity=Severity.S2)
    other, note = regraded(case, Severity.S2, Problem.LATE, NOW, by=OWNER, reason="")
    assert (other.problem, note.reason) == (Problem.LATE, "problem late")
    both = regraded(case, Severity.S1, Problem.SAFETY, NOW, by=OWNER, reason="it burns")[1]
    assert both.reason == "from S2 to S1, problem safety: it burns"


def test_a_case_is_linked_to_an_order_once() -> None:
    """Its customer becomes the order's where nobody was named."""
    case, note = linked(at(State.RECEIVED), 7, 9, NOW, by=OWNER, order="R-1")
    assert (case.delivery_id, case.customer_id, note.reason) == (7, 9, "about order R-1")
    assert linked(at(State.RECEIVED, customer_id=4), 7, 9, NOW, by=OWNER, order="R-1")[0].customer_id == 4
    for other in (case, at(State.CLOSED)):
        with pytest.raises(CannotMove):
            linked(other, 8, 9, NOW, by=OWNER, order="R-2")


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.CANDIDATE, []),
        (State.RECEIVED, list(Ending)),
        (State.ASSESSED, [Ending.SOLVED, Ending.WITHDRAWN]),
        (State.INVESTIGATING, [Ending.WITHDRAWN]),
        (State.AWAITING_CUSTOMER, [Ending.WITHDRAWN]),
        (State.RESPONDED, [Ending.SOLVED, Ending.WITHDRAWN]),
        (State.EXTERNAL, [Ending.SOLVED]),
        (State.CLOSED, []),
    ],
)
def test_a_case_ends_in_the_ways_that_are_open_to_it(state: State, offered: list[Ending]) -> None:
    """Each made of moves of the table; others are refused."""
    case = at(state)
    assert list(endings(case)) == offered
    for ending in Ending:
        if ending in offered:
            check_ending(case, ending)
            for move in endings(case)[ending]:
                assert move in can(case)
                case = replace(case, state=move)
            case = at(state)
        else:
            with pytest.raises(CannotMove):
                check_ending(case, ending)


def test_what_the_customer_accepted_is_not_closed_in_silence() -> None:
    """Silence is kept only of who never said a word."""
    case = at(State.RESPONDED, responded_at=NOW)
    accepted, _ = go(case, State.CLOSED, at=NOW + 20 * DAY, grounds=replace(SETTLED, silent=True))
    silent, _ = go(case, State.CLOSED, at=NOW + 20 * DAY, grounds=Grounds("no word", silent=True))
    assert (accepted.silent, silent.silent) == (False, True)


@pytest.mark.parametrize(
    "case", [CASE, at(State.ACKNOWLEDGED, acknowledged_at=NOW), at(State.REOPENED, owner_id=1, acknowledged_at=NOW)]
)
@pytest.mark.parametrize("found", [GRAVE, EVERY.assessment])
def test_whatever_is_looked_after_can_be_answered(case: Complaint, found: Assessment) -> None:
    """The gravest too, which is assessed before anybody was told that it was received."""
    grounds = replace(EVERY, assessment=found)
    first = go(case, State.ASSESSED, grounds=grounds)[0] if _may(case, State.ASSESSED, grounds) else case
    told = acknowledged(first, NOW, by=OWNER, reason="by phone")[0] if first.acknowledged_at is None else first
    assert _answered(told, grounds, moves=4)


def test_the_gravest_is_acknowledged_after_it_was_assessed() -> None:
    """Noted among its moves without one; once, and of no other case."""
    case = at(State.ASSESSED, severity=Severity.S1)
    told, note = acknowledged(case, NOW + HOUR, by=OWNER, reason="by phone")
    assert (told.state, told.acknowledged_at, told.told_at) == (State.ASSESSED, NOW + HOUR, NOW + HOUR)
    assert (note.source, note.target, note.reason) == (State.ASSESSED, State.ASSESSED, "acknowledged: by phone")
    with pytest.raises(ThereAlready, match="there is nothing to acknowledge"):
        acknowledged(told, NOW, by=OWNER, reason="by phone")
    with pytest.raises(CannotMove):
        acknowledged(at(State.CANDIDATE), NOW, by=OWNER, reason="by phone")


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (State.ACKNOWLEDGED, "received_at"),
        (State.ACKNOWLEDGED, "acknowledged_at"),
        (State.AWAITING_CUSTOMER, "asked_at"),
        (State.RESPONDED, "responded_at"),
        (State.CLOSED, "closed_at"),
        (State.REOPENED, "reopened_at"),
    ],
)
def test_a_clock_that_is_behind_moves_nothing_back(state: State, kept: str) -> None:
    """A move before the last one happened at that instant."""
    case = at(state, **{kept: NOW + DAY, "owner_id": 1})
    target = {State.REOPENED: State.INVESTIGATING, State.CLOSED: State.REOPENED}.get(state, State.WITHDRAWN)
    assert go(case, target, at=NOW, grounds=EVERY)[1].at == NOW + DAY


def _answered(case: Complaint, grounds: Grounds, moves: int) -> bool:
    """Whether so many moves can lead to an answer, a week after receipt."""
    if case.state is State.RESPONDED or not moves:
        return case.state is State.RESPONDED
    onward = [target for target in can(case) if _may(case, target, grounds)]
    return any(_answered(go(case, target, at=WEEK, grounds=grounds)[0], grounds, moves - 1) for target in onward)


def _may(case: Complaint, target: State, grounds: Grounds) -> bool:
    try:
        go(case, target, at=WEEK, grounds=grounds)
    except CannotMove:
        return False
    return True
