"""What is due next in a case, and who is reminded of it when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from surveys.complaint import OVER, Complaint, State
from surveys.course import moved
from surveys.deadline import Step, alarms, attend_at, due, next_word_by
from surveys.grounds import Grounds, Rules
from surveys.regime import load
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, EVERY, HOUR, LONDON, NOW, at, go


def heard(state: State, **more: Any) -> Complaint:
    """A case whose customer knows that it was received."""
    return at(state, **{"acknowledged_at": NOW, **more})


def by(case: Complaint, rules: Rules = LONDON) -> tuple[str, str]:
    """What is due, and until when by the clock on the wall."""
    found = due(case, rules)
    assert found is not None
    return found.what, f"{found.by.astimezone(rules.workdays.zone):%Y-%m-%d %H:%M}"


def steps(case: Complaint, what: str, rules: Rules = LONDON) -> list[Step]:
    """Who is still to be told of one deadline, in the order in which they are."""
    return [one.step for one in alarms(case, rules) if one.words.endswith(f": {what}")]


@pytest.mark.parametrize(
    ("case", "what", "until"),
    [
        (at(State.CANDIDATE), "Confirm", "2026-11-17 12:00"),
        (CASE, "Acknowledge", "2026-11-17 17:00"),
        (replace(CASE, severity=Severity.S2), "Acknowledge", "2026-11-16 16:00"),
        (replace(CASE, severity=Severity.S1), "Acknowledge", "2026-11-16 13:00"),
        (heard(State.ACKNOWLEDGED, told_at=NOW), "Next word to the customer", "2026-11-23 17:00"),
        (heard(State.INVESTIGATING, told_at=NOW + 4 * DAY), "Next word to the customer", "2026-11-27 17:00"),
        (heard(State.INVESTIGATING, severity=Severity.S2, told_at=NOW + 4 * DAY), "Respond", "2026-11-23 17:00"),
        (heard(State.ASSESSED, severity=Severity.S1), "Respond", "2026-11-17 17:00"),
        (at(State.ASSESSED, severity=Severity.S1), "Acknowledge", "2026-11-16 13:00"),
        (at(State.AWAITING_CUSTOMER, asked_at=NOW), "Goes on without an answer", "2026-11-23 17:00"),
        (at(State.RESPONDED, responded_at=NOW), "Closes without an answer", "2026-11-30 17:00"),
        (at(State.REOPENED, reopened_at=NOW + DAY), "Another owner takes it on", "2026-11-18 17:00"),
    ],
)
def test_what_is_due_next_is_known(case: Complaint, what: str, until: str) -> None:
    """By the severity, in business hours; what time passes for the customer is told apart."""
    assert by(case) == (what, until)
    found = due(case, LONDON)
    assert found is not None
    assert found.ours == (case.state not in (State.AWAITING_CUSTOMER, State.RESPONDED))


@pytest.mark.parametrize("state", OVER)
def test_nothing_is_due_when_it_is_over(state: State) -> None:
    """And the clock does not look at it."""
    assert (due(at(state), LONDON), attend_at(at(state), LONDON)) == (None, None)


def test_the_time_that_the_customer_took_comes_on_top() -> None:
    """A day and a half of business hours, waited for two answers."""
    case = heard(State.INVESTIGATING, severity=Severity.S2, told_at=NOW + 6 * DAY, waited=12 * 3600)
    assert by(case) == ("Respond", "2026-11-25 13:00")


def test_a_reopened_case_has_its_time_anew() -> None:
    """From when it came back."""
    case = heard(
        State.INVESTIGATING, severity=Severity.S2, reopened=1, reopened_at=NOW + 7 * DAY, told_at=NOW + 7 * DAY
    )
    assert by(case) == ("Respond", "2026-11-30 17:00")


def test_a_case_that_came_back_owes_its_next_word_from_then_on() -> None:
    """Nobody waited for one while it was closed."""
    closed = heard(State.CLOSED, owner_id=2, told_at=NOW, responded_at=NOW, closed_at=NOW + 14 * DAY)
    back = replace(go(closed, State.REOPENED, at=NOW + 28 * DAY, grounds=EVERY)[0], owner_id=1)
    taken_on, _ = go(back, State.INVESTIGATING, at=NOW + 28 * DAY, grounds=EVERY)
    assert by(taken_on) == ("Next word to the customer", "2026-12-21 17:00")


@pytest.mark.parametrize("severity", Severity)
def test_a_case_that_goes_on_without_an_answer_is_not_late_at_once(severity: Severity) -> None:
    """The customer heard from us when they were asked; while they could answer, nobody owed them a word."""
    case = heard(State.INVESTIGATING, owner_id=1, severity=severity, alarms=("grave.0",))
    asked, _ = go(case, State.AWAITING_CUSTOMER, grounds=EVERY)
    over = attend_at(asked, LONDON)
    assert over == datetime(2026, 11, 23, 17, tzinfo=UTC)
    on, _ = moved(asked, State.INVESTIGATING, over, by="clock", grounds=Grounds("no word", silent=True), rules=LONDON)
    assert [one for one in alarms(on, LONDON) if one.at <= over] == []


@pytest.mark.parametrize(
    ("regime", "case", "until"),
    [
        ("asic", CASE, "2026-11-17 12:00"),
        ("nhs", CASE, "2026-11-17 17:00"),
        ("housing", replace(CASE, severity=Severity.S3), "2026-11-17 17:00"),
        ("nhs_northern_ireland", heard(State.INVESTIGATING, told_at=NOW + 13 * DAY), "2026-11-30 17:00"),
        ("housing", heard(State.INVESTIGATING, acknowledged_at=NOW + DAY, told_at=NOW + 13 * DAY), "2026-11-30 17:00"),
    ],
)
def test_the_earlier_of_our_time_and_the_regulators_counts(regime: str, case: Complaint, until: str) -> None:
    """A regulator's longer time never makes ours longer."""
    assert by(case, replace(LONDON, regime=load(regime)))[1] == until


def test_what_the_customer_took_does_not_move_the_regulators_time() -> None:
    """Only our own."""
    case = heard(State.INVESTIGATING, told_at=NOW + 13 * DAY, waited=400 * 3600)
    assert by(case, replace(LONDON, regime=load("nhs_northern_ireland"))) == ("Respond", "2026-11-30 17:00")


def test_a_promise_of_the_next_word_follows_the_severity() -> None:
    """Every day in the gravest cases."""
    assert next_word_by(NOW, Severity.S1, LONDON) == datetime(2026, 11, 17, 17, tzinfo=UTC)
    assert next_word_by(NOW, None, LONDON) == datetime(2026, 11, 23, 17, tzinfo=UTC)


def test_people_learn_of_a_deadline_at_80_100_and_150_percent() -> None:
    """Of the business hours between: four here, and six until leaders hear of it on the next morning."""
    case = replace(CASE, severity=Severity.S2)
    found = [(one.step, one.at - NOW, one.words) for one in alarms(case, LONDON)]
    assert found == [
        (Step.OWNER, timedelta(hours=3, minutes=12), "is soon due: acknowledge"),
        (Step.LEAD, 4 * HOUR, "is due: acknowledge"),
        (Step.LEADERS, timedelta(days=1, hours=-2), "is overdue: acknowledge"),
    ]
    assert attend_at(case, LONDON) == NOW + timedelta(hours=3, minutes=12)


def test_leaders_learn_of_the_gravest_at_once() -> None:
    """Before anything is due."""
    first = next(iter(alarms(heard(State.ASSESSED, severity=Severity.S1), LONDON)))
    assert (first.key, first.step, first.at, first.words) == ("grave.0", Step.LEADERS, NOW, "is S1")


def test_each_step_is_made_once() -> None:
    """What was made is left out, and the next one waited for; a new deadline has steps of its own."""
    case = replace(CASE, severity=Severity.S2)
    first = next(iter(alarms(case, LONDON)))
    told = replace(case, alarms=(first.key,))
    assert [one.step for one in alarms(told, LONDON)] == [Step.LEAD, Step.LEADERS]
    assert attend_at(told, LONDON) == NOW + 4 * HOUR
    later = replace(told, state=State.ACKNOWLEDGED, acknowledged_at=NOW + HOUR, told_at=NOW + HOUR)
    assert steps(later, "respond") == list(Step)


def test_people_learn_of_a_late_answer_though_the_next_word_is_later_still() -> None:
    """Whoever tells the customer nothing is reminded of that, and of the answer when its time comes."""
    case = heard(State.INVESTIGATING, told_at=NOW)
    silent = replace(case, alarms=tuple(one.key for one in alarms(case, LONDON) if "next word" in one.words))
    assert steps(silent, "respond") == list(Step)
    assert attend_at(silent, LONDON) is not None


@pytest.mark.parametrize("received", [NOW + 4 * DAY + 6 * HOUR, NOW + 5 * DAY, NOW + 6 * DAY])
def test_nobody_is_told_that_something_is_soon_due_when_it_is_due_already(received: datetime) -> None:
    """Even where a regulator's 24 hours begin and end on a week-end."""
    asic = replace(LONDON, regime=load("asic"))
    assert steps(replace(CASE, received_at=received), "acknowledge", asic) == list(Step)


def test_a_regulators_time_that_was_over_before_a_case_came_back_does_not_bind_again() -> None:
    """It was answered in time; from then on it is looked after like any other."""
    case = heard(State.INVESTIGATING, responded_at=NOW + DAY, reopened=1)
    back = replace(case, reopened_at=NOW + 42 * DAY, told_at=NOW + 50 * DAY)
    assert by(back, replace(LONDON, regime=load("asic"))) == ("Respond", "2027-01-11 17:00")


def test_the_clock_looks_when_a_customers_time_is_over() -> None:
    """To close a case, or to go on with it."""
    assert attend_at(at(State.RESPONDED, responded_at=NOW), LONDON) == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert list(alarms(at(State.RESPONDED, responded_at=NOW), LONDON)) == []


def test_who_has_no_answer_for_half_a_year_is_told_why() -> None:
    """By the NHS's rules (regulation 14); the owner is warned before, and only a word said after that day counts."""
    nhs = replace(LONDON, regime=load("nhs"))
    explain_by = datetime.fromisoformat("2027-05-17T17:00+01:00")
    why = "explain to the customer why it takes so long"
    told = heard(State.INVESTIGATING, severity=Severity.S3, told_at=explain_by - HOUR)
    assert steps(told, why, nhs) == [Step.OWNER, Step.LEAD, Step.LEADERS]
    assert [one.at for one in alarms(told, nhs) if one.words.endswith(why) and one.step is Step.LEAD] == [explain_by]
    assert steps(replace(told, told_at=explain_by), why, nhs) == []
    assert steps(told, why) == []
