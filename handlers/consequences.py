"""What changed because of a complaint: the risk it showed, the action about it, and whether that worked.

An auditor's question to leadership (ISO 9001:2015, 6.1.2 and 10.2.1).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from handlers.office import Office
from storage.work import Work
from surveys.action import Action
from surveys.complaint import Complaint
from surveys.course import plain
from surveys.entry import Entry
from surveys.risk import Risk, Weight

Event = tuple[datetime, str]

PERSON = re.compile(r"staff:\d+")


@dataclass(frozen=True)
class Consequences:
    """One case with everything that came of it, in the order in which it happened; `standing` says how things are."""

    case: str
    standing: tuple[str, ...]
    events: tuple[Event, ...]


async def consequences(office: Office, number: int) -> Consequences | None:
    async with office.store.read() as work:
        case = await work.complaints.by_number(number)
        if case is None:
            return None
        risks = [one for one in await work.risks.every() if await _names(work, one, case)]
        actions = [*await work.actions.of_complaint(case.id)]
        for risk in risks:
            actions += [one for one in await work.actions.of_risk(risk.id) if one not in actions]
        events = [*_of_case(case)]
        for risk in risks:
            events += _filed(risk.name, await work.entries.of_risk(risk.id))
        for action in actions:
            events += _filed(action.name, await work.entries.of_action(action.id))
    standing = (*(_risk(one) for one in risks), *(_action(one) for one in actions))
    return Consequences(case.name, standing or ("nothing changed",), tuple(sorted(events, key=itemgetter(0))))


async def _names(work: Work, risk: Risk, case: Complaint) -> bool:
    """Whether this case is among those that showed the risk or made it heavier, whatever it is about by now."""
    said = [risk.cause, *(one.words for one in await work.entries.of_risk(risk.id))]
    return any(re.search(rf"\b{re.escape(case.name)}\b", words) for words in said)


def _of_case(case: Complaint) -> Iterator[Event]:
    yield case.received_at, f"{case.name} received: {case.problem.replace('_', ' ')}"
    if case.responded_at and case.cause:
        yield case.responded_at, f"{case.name} answered: cause {case.cause.replace('_', ' ')}"
    if case.closed_at:
        yield case.closed_at, f"{case.name} {plain(case.state)}"


def _filed(name: str, file: Sequence[Entry]) -> list[Event]:
    """What stands in a file; who did it is named by Slack alone."""
    return [(one.at, f"{name} {PERSON.sub('somebody', one.words)}") for one in file]


def _risk(risk: Risk) -> str:
    """`R-1 accepted: 4 x 3 = 12, high as it was accepted, 2 x 3 = 6, medium now`."""
    if risk.inherent_likelihood is None or risk.inherent_severity is None:
        return f"{risk.name} {risk.state}: {risk.weight.words}"
    inherent = Weight(risk.inherent_likelihood, risk.inherent_severity)
    return f"{risk.name} {risk.state}: {inherent.words} as it was accepted, {risk.weight.words} now"


def _action(action: Action) -> str:
    found = f"; {action.finding}" if action.finding else ""
    return f"{action.name} {action.state.replace('_', ' ')}: {action.words}{found}"
