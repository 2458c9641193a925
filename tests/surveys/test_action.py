"""An action: agreed with its criterion, done by its owner, judged by somebody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.action import COURSE, OVER, RESULTS, Action, Aim, Kind, NoCriterion, NotYours, State, attend_at, extended
from surveys.action import check_plannable as plannable
from surveys.action import moved as move
from surveys.grounds import CannotMove, NeedsReason, ThereAlready

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 2, 10, tzinfo=UTC)
OWNER, OTHER = 3, 4
NEW = Action(1, 7, "Warn of late pallets", Kind.CORRECTIVE, NOW)
PLANNED = replace(NEW, owner_id=OWNER, due_on=date(2026, 9, 30), measure="on_time")


def moved(action: Action, target: State, by: int | None = OWNER, reason: str = "as agreed") -> Action:
    return move(action, target, NOW, ZONE, by=by, reason=reason)


def test_it_is_not_agreed_without_owner_day_and_measure() -> None:
    """Nobody begins what nobody will be able to judge."""
    for lacking in ({"owner_id": None}, {"due_on": None}, {"measure": ""}, {"aim": Aim.TARGET}):
        with pytest.raises(NoCriterion):
            moved(replace(PLANNED, **lacking), State.AGREED)
    assert moved(PLANNED, State.AGREED).agreed_at == NOW


def test_only_its_owner_begins_and_ends_it() -> None:
    """Whoever does it says so."""
    agreed = moved(PLANNED, State.AGREED)
    with pytest.raises(NotYours, match="A-7 is for its owner to move"):
        moved(agreed, State.IN_PROGRESS, OTHER)
    begun = moved(agreed, State.IN_PROGRESS)
    with pytest.raises(NotYours):
        moved(begun, State.IMPLEMENTED, OTHER)
    with pytest.raises(NeedsReason):
        moved(begun, State.IMPLEMENTED, reason=" ")


def test_its_effect_is_looked_at_after_whole_weeks() -> None:
    """Done on a Wednesday: eight weeks from the next Monday on, in the organisation's zone, over the end of summer."""
    done = moved(moved(moved(PLANNED, State.AGREED), State.IN_PROGRESS), State.IMPLEMENTED)
    assert done.verify_at == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert attend_at(done, None) == done.verify_at
    assert extended(done).verify_at == datetime(2026, 12, 27, 23, tzinfo=UTC)


def test_the_criterion_is_fixed_when_it_begins() -> None:
    """Nobody moves the goal afterwards."""
    plannable(moved(PLANNED, State.AGREED))
    with pytest.raises(CannotMove, match="fixed before it began"):
        plannable(moved(moved(PLANNED, State.AGREED), State.IN_PROGRESS))


def test_it_is_judged_by_somebody_else_with_a_reason_where_the_figures_say_otherwise() -> None:
    """Nobody judges their own work."""
    waiting = replace(PLANNED, state=State.VERIFYING, proposal="effective")
    with pytest.raises(NotYours, match="somebody other than its owner"):
        moved(waiting, State.EFFECTIVE)
    with pytest.raises(NeedsReason, match="say why you judge it so"):
        moved(waiting, State.INEFFECTIVE, OTHER, "")
    judged = moved(waiting, State.EFFECTIVE, OTHER, "")
    assert (judged.state, judged.verifier_id, judged.closed_at) == (State.EFFECTIVE, OTHER, NOW)


def test_it_cannot_be_closed_without_a_result() -> None:
    """Done is not effective."""
    for state in (State.PROPOSED, State.AGREED, State.IN_PROGRESS, State.IMPLEMENTED):
        with pytest.raises(CannotMove, match="closed only by what came of it"):
            moved(replace(PLANNED, state=state), State.EFFECTIVE, OTHER)


def test_what_was_done_before_is_told() -> None:
    """Twice is once, and what is over stays so."""
    with pytest.raises(ThereAlready, match="A-7 is agreed already"):
        moved(replace(PLANNED, state=State.AGREED), State.AGREED)
    with pytest.raises(CannotMove, match="nothing more can be done"):
        moved(replace(PLANNED, state=State.CANCELLED), State.AGREED)
    with pytest.raises(CannotMove, match="it can be: agreed, cancelled"):
        moved(PLANNED, State.IN_PROGRESS)


@given(st.lists(st.tuples(st.sampled_from(State), st.sampled_from((OWNER, OTHER, None)), st.sampled_from(("", "why")))))
def test_whatever_people_try_a_result_comes_after_the_work_and_from_somebody_else(
    tries: list[tuple[State, int | None, str]],
) -> None:
    """Each move is one of the course; whatever is judged was agreed, begun and done before."""
    action = PLANNED
    for target, by, reason in tries:
        before = action
        try:
            action = move(action, target, NOW + timedelta(hours=1), ZONE, by=by, reason=reason)
        except CannotMove:
            continue
        assert target in COURSE[before.state]
    if action.state in RESULTS:
        assert None not in (action.agreed_at, action.begun_at, action.implemented_at)
        assert action.verifier_id not in (None, action.owner_id)
    assert (action.closed_at is not None) == (action.state in OVER)
