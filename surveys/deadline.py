"""What is due next in a case, and when people are reminded of it (ISO 10002:2018, 7.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from surveys.complaint import LOOKED_AFTER, Complaint, State
from surveys.grounds import NO_REPLY, SILENCE, Rules
from surveys.regime import Start
from surveys.severity import Severity, Term, Unit, pace

CONFIRM = Term(1, Unit.BUSINESS_DAY)
REASSIGN = Term(1, Unit.BUSINESS_DAY)


@dataclass(frozen=True)
class Deadline:
    """What is to be done by when (UTC). `ours` is what the organisation owes; else time passes for the customer."""

    what: str
    since: datetime
    by: datetime
    ours: bool = True


class Step(IntEnum):
    """Who learns of a deadline, in percent of the time used: the owner, their lead too, the leaders too."""

    OWNER = 80
    LEAD = 100
    LEADERS = 150


@dataclass(frozen=True)
class Alarm:
    """One escalation; `key` names it among those of its case, so that it is made once."""

    key: str
    step: Step
    at: datetime
    words: str


def due(case: Complaint, rules: Rules) -> Deadline | None:
    """What comes next; None where nothing does."""
    return min(_deadlines(case, rules), key=lambda one: one.by, default=None)


def next_word_by(told: datetime, severity: Severity | None, rules: Rules) -> datetime:
    """By when a customer who was told something hears from us again."""
    return rules.end(pace(severity).next_word, told)


def acknowledge_by(case: Complaint, rules: Rules) -> datetime:
    """By when a customer learns that their complaint was received."""
    terms = [pace(case.severity).acknowledge, rules.regime.acknowledge if rules.regime else None]
    return min(rules.end(term, case.received_at) for term in terms if term)


def respond_by(case: Complaint, rules: Rules) -> datetime:
    """The earlier of our own time and the regulator's; what the customer took to answer us comes on top of ours."""
    ours = rules.end(pace(case.severity).respond, case.reopened_at or case.received_at)
    if case.waited:
        ours = rules.workdays.later(ours, timedelta(seconds=case.waited))
    return min([ours, *_regulators(case, rules)])


def alarms(case: Complaint, rules: Rules) -> Iterator[Alarm]:
    """Every escalation that is still to be made in this case, earliest first."""
    return (one for one in _alarms(case, rules) if one.key not in case.alarms)


def attend_at(case: Complaint, rules: Rules) -> datetime | None:
    """When the clock has to look at this case again: for an escalation, or because a customer's time is over."""
    times = [one.at for one in alarms(case, rules)]
    next_due = due(case, rules)
    if next_due and not next_due.ours:
        times.append(next_due.by)
    return min(times, default=None)


def _deadlines(case: Complaint, rules: Rules) -> Iterator[Deadline]:
    match case.state:
        case State.CANDIDATE:
            yield Deadline("Confirm", case.received_at, case.confirm_by)
        case State.RECEIVED:
            yield _acknowledge(case, rules)
        case State.ACKNOWLEDGED | State.ASSESSED | State.INVESTIGATING:
            if case.acknowledged_at is None:
                yield _acknowledge(case, rules)
            yield _respond(case, rules)
            told = max(one for one in (case.told_at, case.reopened_at, case.received_at) if one)
            yield Deadline("Next word to the customer", told, next_word_by(told, case.severity, rules))
            yield from _explain(case, rules)
        case State.AWAITING_CUSTOMER:
            asked = case.asked_at or case.received_at
            yield Deadline("Goes on without an answer", asked, rules.end(NO_REPLY, asked), ours=False)
        case State.RESPONDED:
            told = case.responded_at or case.received_at
            yield Deadline("Closes without an answer", told, rules.end(SILENCE, told), ours=False)
        case State.REOPENED:
            since = case.reopened_at or case.received_at
            yield Deadline("Another owner takes it on", since, rules.end(REASSIGN, since))


def _explain(case: Complaint, rules: Rules) -> Iterator[Deadline]:
    """Who has no answer for so long is told why, by a regulator's time; a word said before that does not count."""
    if rules.regime is None or rules.regime.explain is None:
        return
    by = rules.end(rules.regime.explain, case.received_at)
    if case.told_at is None or case.told_at < by:
        yield Deadline("Explain to the customer why it takes so long", case.received_at, by)


def _acknowledge(case: Complaint, rules: Rules) -> Deadline:
    return Deadline("Acknowledge", case.received_at, acknowledge_by(case, rules))


def _respond(case: Complaint, rules: Rules) -> Deadline:
    return Deadline("Respond", case.reopened_at or case.received_at, respond_by(case, rules))


def _regulators(case: Complaint, rules: Rules) -> Iterator[datetime]:
    regime = rules.regime
    if regime is None:
        return
    if case.reopened:
        if regime.respond_again:
            yield rules.end(regime.respond_again, case.reopened_at or case.received_at)
    elif regime.respond:
        acknowledged = regime.respond_from is Start.ACKNOWLEDGEMENT and case.acknowledged_at
        yield rules.end(regime.respond, acknowledged or case.received_at)


def _alarms(case: Complaint, rules: Rules) -> Iterator[Alarm]:
    found = [*_grave(case), *_late(case, rules)]
    return iter(sorted(found, key=lambda one: (one.at, one.step)))


def _grave(case: Complaint) -> Iterator[Alarm]:
    """Leaders learn at once of what is gravest."""
    if case.severity is Severity.S1 and case.state in LOOKED_AFTER:
        since = case.reopened_at or case.received_at
        yield Alarm(f"grave.{case.reopened}", Step.LEADERS, since, "is S1")


def _late(case: Complaint, rules: Rules) -> Iterator[Alarm]:
    """For everything that is owed: the answer is missed also where the next word was missed before."""
    for owed in _deadlines(case, rules):
        if owed.ours:
            span = rules.workdays.between(owed.since, owed.by)
            name = f"{owed.what.split()[0].lower()}.{owed.since:%Y%m%dT%H%M%S}"
            for step in Step:
                yield Alarm(f"{name}.{step.value}", step, _reached(owed, step, span, rules), _words(owed, step))


def _reached(owed: Deadline, step: Step, span: timedelta, rules: Rules) -> datetime:
    """When so much of its time is used, in business hours; a deadline outside of them is reached when it is."""
    if step is Step.LEAD:
        return owed.by
    at = rules.workdays.later(owed.since, span * step / 100)
    return min(at, owed.by) if step is Step.OWNER else max(at, owed.by)


def _words(next_due: Deadline, step: Step) -> str:
    """What follows the name of the case."""
    late = {Step.OWNER: "is soon due", Step.LEAD: "is due", Step.LEADERS: "is overdue"}[step]
    return f"{late}: {next_due.what[:1].lower()}{next_due.what[1:]}"
