"""A case that people, customers and the clock move by chance, against the table of moves written down once more."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from surveys.complaint import Complaint, Move, Problem, State
from surveys.course import assigned, moved
from surveys.deadline import attend_at, due
from surveys.grounds import Assessment, CannotMove, Grounds
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, EVERY, FOUND, HOUR, LONDON, NOW, OWNER, at
from tests.surveys.table import EIGHT_WEEKS, MAY, OVER, REPORTER, Model, Try, close, offers

ASSESSMENTS = st.builds(
    Assessment, st.sampled_from(Severity), st.sampled_from(Problem), st.integers(1, 3), st.booleans(), st.booleans()
)
ANY = st.builds(
    Grounds,
    reason=st.sampled_from(["", "why"]),
    accepted=st.booleans(),
    rejected=st.booleans(),
    told=st.booleans(),
    silent=st.booleans(),
    deadlock=st.booleans(),
    finding=st.sampled_from([None, FOUND]),
    assessment=st.none() | ASSESSMENTS,
)
GENEROUS = st.builds(replace, st.just(EVERY), assessment=ASSESSMENTS)
PEOPLE = st.sampled_from(["staff:1", "staff:2", "staff:3", "customer", "clock"])
WAYS = st.integers(0, 11)
SPANS = st.sampled_from([HOUR, DAY, 3 * DAY, 8 * DAY, 15 * DAY, 60 * DAY])
EDGES = [NOW, NOW + DAY, *(close(NOW, days) for days in (3, 5, 10)), EIGHT_WEEKS, NOW + 91 * DAY]
INSTANTS = st.builds(
    lambda edge, off: max(NOW, edge + timedelta(seconds=off)), st.sampled_from(EDGES), st.sampled_from([-1, 0, 0, 1])
)


@pytest.mark.parametrize(("source", "target"), [(source, target) for source in MAY for target in MAY[source]])
@given(data=st.data(), grounds=ANY | GENEROUS, by=PEOPLE, now=INSTANTS)
def test_a_move_is_made_exactly_where_what_must_hold_does(
    source: State, target: State, data: st.DataObject, grounds: Grounds, by: str, now: datetime
) -> None:
    """Whoever tries it, on whatever grounds, at the last moment or the first."""
    owners = st.none() | st.integers(1, 2)
    severity, heard = data.draw(st.none() | st.sampled_from(Severity)), data.draw(st.booleans())
    model = Model(source, severity, data.draw(owners), data.draw(owners), acknowledged=heard)
    case = at(
        source, severity=severity, owner_id=model.owner, former_owner_id=model.former, reporter_id=REPORTER,
        acknowledged_at=NOW if heard else None, closed_at=NOW if source in OVER else None,
    )  # fmt: skip
    try:
        moved(case, target, now, by=by, grounds=grounds, rules=LONDON)
    except CannotMove:
        made = False
    else:
        made = True
    assert made == MAY[source][target](Try(model, grounds, by, now))


class ACase(RuleBasedStateMachine):
    """Whatever is tried, by whomever and whenever."""

    @initialize(
        start=st.sampled_from([State.CANDIDATE, State.RECEIVED]),
        severity=st.none() | st.sampled_from(Severity),
        walk=st.lists(st.tuples(WAYS, GENEROUS), max_size=12),
    )
    def begin(self, start: State, severity: Severity | None, walk: list[tuple[int, Grounds]]) -> None:
        """Somewhere on its course."""
        self.case: Complaint = replace(CASE, state=start, severity=severity, reporter_id=REPORTER)
        self.model = Model(start, severity)
        self.history: list[Move] = []
        self.now: datetime = NOW
        for way, grounds in walk:
            self.onward(way, grounds)

    @rule(span=SPANS)
    def pass_time(self, span: timedelta) -> None:
        self.now += span

    @rule(wanted=st.sampled_from(State), grounds=ANY, by=PEOPLE)
    def try_anything(self, wanted: State, grounds: Grounds, by: str) -> None:
        self.attempt(wanted, grounds, by)

    @rule(way=WAYS, grounds=ANY, by=PEOPLE)
    def try_what_is_offered(self, way: int, grounds: Grounds, by: str) -> None:
        if offered := list(MAY[self.model.state]):
            self.attempt(offered[way % len(offered)], grounds, by)

    @rule(way=WAYS, grounds=GENEROUS)
    def go_on(self, way: int, grounds: Grounds) -> None:
        self.onward(way, grounds)

    @rule(owner=st.integers(1, 3), by=PEOPLE)
    def assign(self, owner: int, by: str) -> None:
        self.give(owner, by)

    def onward(self, way: int, grounds: Grounds) -> None:
        """A move after which there are others, tried by the owner; what came back is given to somebody else first."""
        model = self.model
        if model.state is State.REOPENED and model.owner is None:
            self.give((model.former or 0) % 3 + 1, OWNER)
        if targets := [target for target in MAY[model.state] if MAY[target]]:
            self.attempt(targets[way % len(targets)], grounds, f"staff:{model.owner}")

    def give(self, owner: int, by: str) -> None:
        """To anybody else than its owner; one that came back to anybody who did not own it before."""
        model = self.model
        if model.reopened and owner == model.former and model.state is not State.REOPENED:
            return
        barred = (model.owner, model.former if model.state is State.REOPENED else None)
        free = model.state not in (State.CANDIDATE, *OVER) and owner not in barred
        try:
            self.case, note = assigned(self.case, owner, self.now, by=by, to=f"staff:{owner}")
        except CannotMove:
            assert not free
            return
        assert free
        model.owner = owner
        self.history.append(note)

    def attempt(self, wanted: State, grounds: Grounds, by: str) -> None:
        """It is made where the table has it and what must hold does; where not, nothing changes."""
        model = self.model
        may = wanted in MAY[model.state] and MAY[model.state][wanted](Try(model, grounds, by, self.now))
        try:
            self.case, made = moved(self.case, wanted, self.now, by=by, grounds=grounds, rules=LONDON)
        except CannotMove as refused:
            assert not may
            self.names_what_can_be_done(wanted, str(refused))
            return
        assert may
        assert (made.complaint_id, made.by, made.at, made.target) == (self.case.id, by, self.now, wanted)
        self.history.append(made)
        model.learn(wanted, grounds, self.now)

    def names_what_can_be_done(self, wanted: State, why: str) -> None:
        state = self.model.state
        assert why.startswith(self.case.name)
        if wanted in MAY[state] or wanted is state:
            return
        if MAY[state]:
            assert set(why.split("; it can be: ")[1].split(", ")) == offers(state)
        else:
            assert why.endswith("nothing more can be done")

    @invariant()
    def the_case_is_what_the_model_says(self) -> None:
        """In its state, hands and severity; it was reopened so often, and is received when it was."""
        case, model = self.case, self.model
        told = (case.state, case.severity, case.owner_id, case.former_owner_id, case.reopened, case.received_at)
        assert told == (model.state, model.severity, model.owner, model.former, model.reopened, NOW)
        assert (case.acknowledged_at is not None) == model.acknowledged

    @invariant()
    def history_is_one_chain(self) -> None:
        """Each move begins where the last one ended, and not before it; the last one led here."""
        for first, second in pairwise(self.history):
            assert (first.target, first.at <= second.at) == (second.source, True)
        assert not self.history or self.history[-1].target is self.case.state

    @invariant()
    def times_fit_the_state(self) -> None:
        """What is over has an end, nothing due and nothing to attend to; what is due began after receipt."""
        case, waiting = self.case, due(self.case, LONDON)
        assert (case.closed_at is not None) == (waiting is None) == (case.state in OVER)
        assert (case.asked_at is not None) == (case.state is State.AWAITING_CUSTOMER) or case.state is State.WITHDRAWN
        assert waiting is None or NOW <= waiting.since <= waiting.by
        attended = attend_at(case, LONDON)
        assert (attended is None or attended >= NOW) and not (attended and case.state in OVER)


TestACase = ACase.TestCase
