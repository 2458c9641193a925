"""An enquiry becomes an agreement: which moves there are, what must hold for each, what it keeps of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from surveys.agreement import (
    COURSE,
    Basis,
    NotConfirmed,
    NotJudged,
    NotReviewed,
    OpenQuestion,
    alarms,
    answered,
    attend_at,
    committed,
    in_time,
    moved,
)  # fmt: skip
from surveys.deadline import Step
from surveys.enquiry import OVER, Enquiry, State
from surveys.grounds import CannotMove, NeedsReason, NotTold, ThereAlready
from surveys.requirement import DUE, Check, Edition, Judgement
from surveys.workdays import Workdays

LONDON = Workdays(ZoneInfo("Europe/London"))
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
"""A Monday, as the doors open."""

HOUR = timedelta(hours=1)
ASKED = Enquiry(1, 7, None, "mail", "12 gaskets, please", NOW, NOW + 4 * HOUR)
FIRST = Edition(1, 1, 1, ("12 gaskets", "stainless"), date(2026, 11, 20), NOW, 1, tuple(Check))
CONFIRMED = replace(FIRST, confirmation="Yes, please")
MET = [Judgement(0, 1, 1, line, True, "", NOW, "staff:1") for line in (0, 1, DUE)]


def at(state: State, **more: Any) -> Enquiry:
    edition = 0 if state is State.RECEIVED else 1
    return replace(ASKED, state=state, edition=edition, **more)


TABLE = {
    State.RECEIVED: {State.SCRUTINISED, State.DECLINED, State.WITHDRAWN, State.NO_ENQUIRY},
    State.SCRUTINISED: {State.SCRUTINISED, State.UNDERSTOOD, State.DECLINED, State.WITHDRAWN},
    State.UNDERSTOOD: {State.SCRUTINISED, State.AGREED, State.DECLINED, State.WITHDRAWN},
    State.AGREED: {State.CHANGED, State.FULFILLED, State.WITHDRAWN},
    State.CHANGED: {State.CHANGED, State.AGREED, State.WITHDRAWN},
}
"""Written down once more: nothing is agreed, changed or fulfilled out of turn."""


def basis(enquiry: Enquiry, target: State) -> Basis:
    """All that the move can ask for."""
    newer = target in (State.SCRUTINISED, State.CHANGED)
    edition = replace(CONFIRMED, number=enquiry.edition + newer, why="they want twenty")
    return Basis("why", edition, told=True, delivery_id=3, judged=MET)


@pytest.mark.parametrize(("source", "target"), list(product(State, State)))
def test_only_the_moves_of_the_table_are_made(source: State, target: State) -> None:
    """Whatever is given for it; a refusal names what can be done."""
    enquiry = at(source)
    if target in TABLE.get(source, set()):
        assert moved(enquiry, target, NOW, basis(enquiry, target)).state is target
        return
    with pytest.raises(CannotMove, match=r"E-7 is") as refused:
        moved(enquiry, target, NOW, basis(enquiry, target))
    named = [one.value.replace("_", " ") for one in COURSE[source]]
    assert source is target or all(one in str(refused.value) for one in named)


@pytest.mark.parametrize(
    ("source", "target", "without", "error"),
    [
        (State.RECEIVED, State.SCRUTINISED, {"edition": None}, NotReviewed),
        (State.RECEIVED, State.SCRUTINISED, {"edition": replace(FIRST, checked=("stated",))}, NotReviewed),
        (State.SCRUTINISED, State.SCRUTINISED, {"edition": FIRST}, NotReviewed),
        (State.SCRUTINISED, State.UNDERSTOOD, {"open_questions": 1}, OpenQuestion),
        (State.UNDERSTOOD, State.AGREED, {"open_questions": 2}, OpenQuestion),
        (State.UNDERSTOOD, State.AGREED, {"edition": FIRST}, NotConfirmed),
        (State.CHANGED, State.AGREED, {"edition": FIRST}, NotConfirmed),
        (State.AGREED, State.CHANGED, {"edition": replace(FIRST, number=2)}, NeedsReason),
        (State.AGREED, State.FULFILLED, {"delivery_id": None}, NotJudged),
        (State.AGREED, State.FULFILLED, {"judged": MET[:2]}, NotJudged),
        (State.RECEIVED, State.DECLINED, {"told": False}, NotTold),
        (State.RECEIVED, State.WITHDRAWN, {"reason": " "}, NeedsReason),
        (State.RECEIVED, State.NO_ENQUIRY, {"reason": ""}, NeedsReason),
    ],
)
def test_a_move_is_refused_without_what_it_stands_on(
    source: State, target: State, without: dict[str, Any], error: type[CannotMove]
) -> None:
    """Each guard alone: all else is there."""
    enquiry = at(source)
    with pytest.raises(error):
        moved(enquiry, target, NOW, replace(basis(enquiry, target), **without))


def test_what_was_not_looked_at_may_be_left_out_with_a_reason() -> None:
    """It stands with the edition."""
    partly = replace(FIRST, checked=("stated",), remark="the same as last year")
    assert moved(ASKED, State.SCRUTINISED, NOW, Basis(edition=partly)).reviewed_at == NOW


def test_only_a_commitment_before_the_first_review_is_an_exception() -> None:
    """And it stays one, whatever is done afterwards (ISO 9001:2015, 8.2.3.1)."""
    bound = committed(ASKED, NOW)
    reviewed = moved(ASKED, State.SCRUTINISED, NOW + HOUR, Basis(edition=FIRST))
    late = moved(bound, State.SCRUTINISED, NOW + HOUR, Basis(edition=FIRST))
    assert [one.unreviewed for one in (ASKED, bound, late, committed(reviewed, NOW + 2 * HOUR))] == [
        False, True, True, False,
    ]  # fmt: skip
    with pytest.raises(ThereAlready):
        committed(bound, NOW + HOUR)


def test_agreeing_keeps_the_edition_and_binds_us() -> None:
    """A change afterwards leaves the agreed edition what it was."""
    agreed = moved(at(State.UNDERSTOOD, reviewed_at=NOW), State.AGREED, NOW + HOUR, Basis(edition=CONFIRMED))
    assert (agreed.agreed, agreed.committed_at, agreed.unreviewed) == (1, NOW + HOUR, False)
    changed = moved(agreed, State.CHANGED, NOW + 2 * HOUR, Basis(edition=replace(FIRST, number=2, why="twenty")))
    assert (changed.edition, changed.agreed, changed.reviewed_at) == (2, 1, NOW)


def test_one_line_that_was_not_met_makes_the_whole_not_met() -> None:
    """Late is one of them."""
    late = [*MET[:2], replace(MET[2], met=False)]
    assert moved(at(State.AGREED), State.FULFILLED, NOW, Basis(edition=FIRST, delivery_id=3, judged=MET)).met is True
    assert moved(at(State.AGREED), State.FULFILLED, NOW, Basis(edition=FIRST, delivery_id=3, judged=late)).met is False


@pytest.mark.parametrize(
    ("delivered", "kept"),
    [
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), False),
    ],
)
def test_the_day_ends_where_the_organisation_is(delivered: datetime, kept: bool) -> None:
    """London is on UTC in November."""
    assert in_time(date(2026, 11, 20), delivered, LONDON) is kept


def test_only_the_first_reply_counts() -> None:
    """And none is earlier than the enquiry."""
    first = answered(ASKED, NOW + HOUR)
    assert (first.answered_at, answered(first, NOW + 3 * HOUR).answered_at) == (NOW + HOUR, NOW + HOUR)
    assert answered(ASKED, NOW - HOUR).answered_at == NOW


def test_people_are_reminded_of_a_reply_at_80_100_and_150_percent_of_its_time() -> None:
    """In business hours: four of them from nine are over at one."""
    found = {one.step: one.at for one in alarms(ASKED, LONDON)}
    assert found == {
        Step.OWNER: NOW + timedelta(hours=3, minutes=12),
        Step.LEAD: NOW + 4 * HOUR,
        Step.LEADERS: NOW + 6 * HOUR,
    }
    assert attend_at(replace(ASKED, alarms=("OWNER",)), LONDON) == NOW + 4 * HOUR
    assert attend_at(answered(ASKED, NOW), LONDON) is None
    assert [attend_at(at(state), LONDON) for state in OVER] == [None] * len(OVER)


ANY = st.builds(
    Basis,
    reason=st.sampled_from(["", "why"]),
    open_questions=st.integers(0, 1),
    told=st.booleans(),
    delivery_id=st.sampled_from([None, 3]),
    judged=st.sampled_from([MET, MET[:1], []]),
)


class AnEnquiry(RuleBasedStateMachine):
    """Whatever is tried, in whatever order."""

    @initialize()
    def begin(self) -> None:
        self.enquiry, self.now = ASKED, NOW

    @rule(
        to=st.sampled_from(State), on=ANY, newer=st.integers(0, 2), confirmed=st.booleans(), hours=st.integers(-2, 40)
    )
    def tries(self, to: State, on: Basis, newer: int, confirmed: bool, hours: int) -> None:
        """Some move on some basis."""
        self.now += hours * HOUR
        edition = replace(CONFIRMED if confirmed else FIRST, number=self.enquiry.edition + newer, why=on.reason)
        before = self.enquiry
        try:
            after = moved(before, to, self.now, replace(on, edition=edition if edition.number else None))
        except CannotMove:
            return
        assert to in TABLE[before.state]
        if to is State.AGREED:
            assert confirmed
            assert not on.open_questions
        if to is State.FULFILLED:
            assert len(on.judged) == len(MET)
            assert on.delivery_id
        self.enquiry = after

    @rule(hours=st.integers(0, 9))
    def is_committed(self, hours: int) -> None:
        """Somebody binds us, whenever."""
        try:
            self.enquiry = committed(self.enquiry, self.now + hours * HOUR)
        except CannotMove:
            assert self.enquiry.committed_at or self.enquiry.state in OVER

    @invariant()
    def nothing_is_agreed_that_was_not_reviewed(self) -> None:
        """Every agreement has a review; what is agreed was an edition; ends have a time; times never go backwards."""
        one = self.enquiry
        assert 0 <= one.agreed <= one.edition
        assert not one.agreed or one.reviewed_at is not None
        assert (one.state in OVER) == (one.closed_at is not None)
        assert all(when >= one.received_at for when in (one.reviewed_at, one.committed_at, one.closed_at) if when)
        assert (one.met is not None) == (one.state is State.FULFILLED)


TestAnEnquiry = AnEnquiry.TestCase
