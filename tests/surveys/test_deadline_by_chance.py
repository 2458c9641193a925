"""Whatever a case has been through, its deadlines and reminders are in order and come to an end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.complaint import OVER, Complaint, State
from surveys.deadline import CONFIRM, Step, alarms, attend_at, due
from surveys.grounds import Rules
from surveys.regime import load
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, LONDON

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
REGULATORS = ("fca_payments", "nhs_northern_ireland", "housing", "asic")
"""Who between them set every kind of time."""

under_each = pytest.mark.parametrize(
    "by", [LONDON, *(replace(LONDON, regime=load(name)) for name in REGULATORS)], ids=["none", *REGULATORS]
)


@st.composite
def cases(draw: st.DrawFn) -> Complaint:
    """What happened to it lies after its receipt, in whole minutes."""
    received = draw(INSTANTS)
    later = st.none() | st.integers(0, 60 * 24 * 60).map(lambda minutes: received + timedelta(minutes=minutes))
    reopened = draw(st.integers(0, 3))
    facts: dict[str, Any] = {name: draw(later) for name in ("told_at", "asked_at", "responded_at", "acknowledged_at")}
    return replace(
        CASE,
        state=draw(st.sampled_from(State)),
        received_at=received,
        confirm_by=LONDON.end(CONFIRM, received),
        severity=draw(st.none() | st.sampled_from(Severity)),
        waited=draw(st.integers(0, 10**6)),
        reopened=reopened,
        reopened_at=received + draw(st.integers(0, 60)) * DAY if reopened else None,
        **facts,
    )


@under_each
@given(case=cases())
def test_alarms_come_in_order_each_under_its_own_key(case: Complaint, by: Rules) -> None:
    """None before the case; of each deadline first the owner learns, then the lead, then the leaders."""
    found = list(alarms(case, by))
    times = [one.at for one in found]
    assert (times, len({one.key for one in found})) == (sorted(times), len(found))
    assert all(at >= case.received_at for at in times)
    late = [one for one in found if not one.key.startswith("grave")]
    for deadline in {one.key.rpartition(".")[0] for one in late}:
        assert [one.step for one in late if one.key.rpartition(".")[0] == deadline] == list(Step)


@under_each
@given(case=cases())
def test_once_every_alarm_was_made_only_a_customers_time_is_left(case: Complaint, by: Rules) -> None:
    """One after the other, each at its time; nothing is made twice."""
    while (step := next(iter(alarms(case, by)), None)) is not None:
        assert step.key not in case.alarms
        case = replace(case, alarms=(*case.alarms, step.key))
    left = due(case, by)
    assert attend_at(case, by) == (left.by if left and not left.ours else None)


@under_each
@given(case=cases())
def test_the_clock_looks_at_a_case_no_later_than_anything_is_due(case: Complaint, by: Rules) -> None:
    """Never before it was received, and never at one that is over."""
    attended, waiting = attend_at(case, by), due(case, by)
    assert (attended is None) == (waiting is None) == (case.state in OVER)
    assert attended is None or waiting is None or case.received_at <= attended <= waiting.by


@under_each
@given(case=cases())
def test_what_is_due_began_before_it_ends(case: Complaint, by: Rules) -> None:
    """And not before the case."""
    found = due(case, by)
    assert found is None or case.received_at <= found.since <= found.by


@under_each
@given(case=cases())
def test_a_graver_case_is_never_due_later(case: Complaint, by: Rules) -> None:
    """Whatever else is known of it."""
    found = [due(replace(case, severity=severity), by) for severity in Severity]
    for graver, milder in pairwise(found):
        assert (graver is None) == (milder is None)
        assert graver is None or milder is None or graver.by <= milder.by


@under_each
@given(case=cases())
def test_a_regulator_never_leaves_more_time_than_the_organisation(case: Complaint, by: Rules) -> None:
    """The earlier of the two counts."""
    ours, theirs = due(case, LONDON), due(case, by)
    assert (ours is None) == (theirs is None)
    assert ours is None or theirs is None or theirs.by <= ours.by
