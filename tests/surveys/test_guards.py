"""What must hold before a case moves, and what is said where it does not."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from surveys.complaint import Complaint, Problem, State
from surveys.grounds import (
    Assessment,
    CannotMove,
    Finding,
    Grounds,
    NeedsOwner,
    NeedsReason,
    NeedsSecond,
    NotAccepted,
    NotAssessed,
    NotFound,
    NotTold,
    TooEarly,
    TooLate,
)
from surveys.guards import external_from, on_the_spot_until
from surveys.regime import load
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, EVERY, FOUND, GRAVE, LONDON, NOW, at, go

S2 = Assessment(Severity.S2, Problem.DEFECT, 1)


@pytest.mark.parametrize(
    ("case", "target", "grounds", "why"),
    [
        (CASE, State.ACKNOWLEDGED, Grounds("by phone"), NotTold),
        (CASE, State.ASSESSED, Grounds("why"), NotAssessed),
        (CASE, State.ASSESSED, Grounds(assessment=S2), NotTold),
        (at(State.ACKNOWLEDGED, severity=Severity.S1), State.ASSESSED, Grounds(assessment=S2), NeedsReason),
        (at(State.INVESTIGATING), State.AWAITING_CUSTOMER, Grounds("which side?"), NotTold),
        (at(State.INVESTIGATING), State.RESPONDED, Grounds("by mail", told=True), NotFound),
        (at(State.INVESTIGATING), State.RESPONDED, Grounds("by mail", finding=FOUND), NotTold),
        (at(State.RESPONDED, responded_at=NOW), State.CLOSED, Grounds("fine"), NotAccepted),
        (at(State.RESPONDED, responded_at=NOW), State.CLOSED, Grounds("no word", silent=True), TooEarly),
        (at(State.AWAITING_CUSTOMER, asked_at=NOW), State.INVESTIGATING, Grounds("no word", silent=True), TooEarly),
        (at(State.RESPONDED), State.REOPENED, Grounds("again"), NotAccepted),
        (at(State.INVESTIGATING), State.EXTERNAL, Grounds("too long", told=True), TooEarly),
        (at(State.INVESTIGATING), State.EXTERNAL, Grounds("no agreement", deadlock=True), NotTold),
        (at(State.INVESTIGATING), State.WITHDRAWN, Grounds(), NeedsReason),
        (at(State.EXTERNAL), State.CLOSED, Grounds(), NeedsReason),
    ],
)
def test_what_is_missing_is_named(case: Complaint, target: State, grounds: Grounds, why: type[CannotMove]) -> None:
    """And nothing has moved."""
    with pytest.raises(why, match="C-3"):
        go(case, target, grounds=grounds)


@pytest.mark.parametrize(
    ("case", "target", "needs"),
    [
        (at(State.CANDIDATE), State.DECLINED, {"reason": "a joke"}),
        (CASE, State.ACKNOWLEDGED, {"reason": "by phone", "told": True}),
        (CASE, State.ASSESSED, {"assessment": GRAVE}),
        (CASE, State.RESPONDED, {"reason": "a new one", "accepted": True}),
        (CASE, State.WITHDRAWN, {"reason": "never mind"}),
        (CASE, State.RECLASSIFIED, {"reason": "an enquiry"}),
        (at(State.ACKNOWLEDGED), State.ASSESSED, {"assessment": S2}),
        (at(State.ACKNOWLEDGED, severity=Severity.S1), State.ASSESSED, {"reason": "no danger", "assessment": S2}),
        (at(State.ASSESSED), State.RESPONDED, {"reason": "a new one", "accepted": True}),
        (at(State.INVESTIGATING), State.AWAITING_CUSTOMER, {"reason": "which side?", "told": True}),
        (at(State.INVESTIGATING), State.RESPONDED, {"reason": "by mail", "told": True, "finding": FOUND}),
        (at(State.INVESTIGATING), State.EXTERNAL, {"reason": "no agreement", "told": True, "deadlock": True}),
        (at(State.AWAITING_CUSTOMER), State.INVESTIGATING, {"reason": "an answer"}),
        (at(State.RESPONDED), State.CLOSED, {"reason": "fine", "accepted": True}),
        (at(State.RESPONDED), State.REOPENED, {"reason": "it broke again", "rejected": True}),
        (at(State.RESPONDED), State.EXTERNAL, {"reason": "no agreement", "told": True, "deadlock": True}),
        (at(State.CLOSED, closed_at=NOW), State.REOPENED, {"reason": "it broke again", "rejected": True}),
        (at(State.REOPENED), State.WITHDRAWN, {"reason": "never mind"}),
        (at(State.EXTERNAL), State.CLOSED, {"reason": "the ombudsman decided"}),
    ],
)
def test_each_ground_is_needed_and_no_other(case: Complaint, target: State, needs: dict[str, Any]) -> None:
    """A case moves on these; without any one of them it stays."""
    assert go(case, target, grounds=Grounds(**needs))[0].state is target
    for missing in needs:
        with pytest.raises(CannotMove, match="C-3"):
            go(case, target, grounds=Grounds(**{name: needs[name] for name in needs if name != missing}))


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (at(State.ASSESSED, owner_id=1), NotTold),
        (at(State.ASSESSED, acknowledged_at=NOW), NeedsOwner),
        (at(State.ASSESSED, acknowledged_at=NOW, owner_id=2), NeedsOwner),
        (at(State.REOPENED, former_owner_id=2), NeedsOwner),
        (at(State.REOPENED, owner_id=2, former_owner_id=1), NeedsOwner),
        (at(State.REOPENED, owner_id=1, former_owner_id=1), NeedsOwner),
        (at(State.ASSESSED, acknowledged_at=NOW, owner_id=1), None),
        (at(State.REOPENED, owner_id=1, former_owner_id=2), None),
    ],
)
def test_a_case_is_taken_on_by_its_owner_once_the_customer_was_told(
    case: Complaint, why: type[CannotMove] | None
) -> None:
    """By another one where it came back; nothing has to be said."""
    if why is None:
        assert go(case, State.INVESTIGATING, grounds=Grounds())[0].state is State.INVESTIGATING
        return
    with pytest.raises(why, match="C-3"):
        go(case, State.INVESTIGATING, grounds=EVERY)


def test_a_repeated_complaint_is_one_level_graver() -> None:
    """And says why; nothing is graver than S1."""
    again = replace(S2, repeated=True)
    case, move = go(at(State.ACKNOWLEDGED), State.ASSESSED, grounds=Grounds("sheared off", assessment=again))
    assert (case.severity, move.reason) == (Severity.S1, "S1, the customer has another open case, sheared off")
    assert replace(GRAVE, repeated=True).words("") == "S1"


def test_silence_closes_a_case_after_ten_business_days() -> None:
    """Not an hour before."""
    case, over = at(State.RESPONDED, responded_at=NOW), datetime.fromisoformat("2026-11-30T17:00+00:00")
    silence = Grounds("no word", silent=True)
    with pytest.raises(TooEarly, match="stays open until 2026-11-30 17:00"):
        go(case, State.CLOSED, at=over - DAY / 24, grounds=silence)
    closed, _ = go(case, State.CLOSED, at=over, grounds=silence)
    assert (closed.state, closed.silent) == (State.CLOSED, True)


def test_silence_after_a_question_ends_after_five_business_days() -> None:
    """Then the case goes on with what is known; an answer ends it at once."""
    case, over = at(State.AWAITING_CUSTOMER, asked_at=NOW), datetime.fromisoformat("2026-11-23T17:00+00:00")
    assert go(case, State.INVESTIGATING, at=over, grounds=Grounds("no word", silent=True))[0].waited == 45 * 3600
    assert go(case, State.INVESTIGATING, at=NOW + DAY / 24, grounds=Grounds("an answer"))[0].waited == 3600


def test_an_outside_body_may_be_turned_to_after_eight_weeks() -> None:
    """Or when the regulator says so."""
    case, grounds = at(State.INVESTIGATING), Grounds("too long", told=True)
    assert external_from(case, LONDON) == datetime.fromisoformat("2027-01-11T17:00+00:00")
    assert go(case, State.EXTERNAL, at=external_from(case, LONDON), grounds=grounds)[0].state is State.EXTERNAL
    asic = replace(LONDON, regime=load("asic"))
    assert external_from(case, asic) == datetime.fromisoformat("2026-12-16T17:00+00:00")


@pytest.mark.parametrize("severity", [Severity.S1, Severity.S2])
def test_a_grave_case_is_called_no_complaint_by_a_second_person(severity: Severity) -> None:
    """Neither who logged it nor who owns it; the mildest needs only one."""
    case = at(State.ACKNOWLEDGED, severity=severity, owner_id=1, reporter_id=2)
    for by in ("staff:1", "staff:2"):
        with pytest.raises(NeedsSecond):
            go(case, State.RECLASSIFIED, grounds=EVERY, by=by)
    assert go(case, State.RECLASSIFIED, grounds=EVERY, by="staff:3")[0].state is State.RECLASSIFIED
    mild = replace(case, severity=Severity.S3)
    assert go(mild, State.RECLASSIFIED, grounds=EVERY, by="staff:1")[0].state is State.RECLASSIFIED


def test_a_case_comes_back_within_90_days_of_its_closing() -> None:
    """Later it is a new complaint."""
    case = at(State.CLOSED, closed_at=NOW)
    assert go(case, State.REOPENED, at=NOW + 90 * DAY, grounds=EVERY)[0].reopened == 1
    with pytest.raises(TooLate, match="log a new complaint"):
        go(case, State.REOPENED, at=NOW + 91 * DAY, grounds=EVERY)


def test_a_remedy_is_said_in_words() -> None:
    """A blank is none."""
    with pytest.raises(NotFound):
        go(
            at(State.INVESTIGATING),
            State.RESPONDED,
            grounds=replace(EVERY, finding=Finding(FOUND.cause, FOUND.decision, " ")),
        )


def test_eight_weeks_and_three_business_days_are_those_of_the_regulator() -> None:
    """DISP 1.5: received on Wednesday 2 December 2026, until the Monday after; 56 days end on 27 January."""
    case = replace(CASE, received_at=datetime.fromisoformat("2026-12-02T09:00+00:00"))
    fca = replace(LONDON, regime=load("fca"))
    assert on_the_spot_until(case, fca) == datetime.fromisoformat("2026-12-07T17:00+00:00")
    assert external_from(case, fca) == datetime.fromisoformat("2027-01-27T17:00+00:00")
