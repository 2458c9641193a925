"""What is to be talked about: everything that waits for leaders when a meeting is opened."""

from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.improving.keeping import due
from storage.work import Work
from surveys.action import TO_DO
from surveys.action import State as Doing
from surveys.meeting import Kind
from surveys.review import Decision
from surveys.risk import GRAVE
from surveys.risk import State as Found

BACK = timedelta(weeks=13)
"""How far back it is looked where there was no meeting before."""


async def agenda(office: Office, work: Work, kind: Kind, now: datetime) -> tuple[str, ...]:
    """One line for each: escalated digests, risks to decide on, the heaviest, actions that are late or to be judged."""
    since = await work.meetings.last_opened(kind) or now - BACK
    lines = [*await _escalated(work, since), *await _risks(work), *await _actions(office, work, now)]
    return tuple(lines) or ("nothing waits",)


async def _escalated(work: Work, since: datetime) -> list[str]:
    told = []
    for one in await work.reviews.decided_since(Decision.ESCALATE, since):
        digest = await work.digests.get(one.digest_id)
        told.append(f"from the digest of {digest.week}: {one.words}")
    return told


async def _risks(work: Work) -> list[str]:
    return [
        f"{one.name} {'proposed' if one.state is Found.CANDIDATE else 'accepted'}, {one.weight.words}: {one.words}"
        for one in await work.risks.open()
        if one.state is Found.CANDIDATE or one.weight.score >= GRAVE
    ]


async def _actions(office: Office, work: Work, now: datetime) -> list[str]:
    told = []
    for one in await work.actions.open():
        by = due(office, one)
        if one.state is Doing.VERIFYING:
            told.append(f"{one.name} to be judged: {one.finding}")
        elif one.state in TO_DO and by is not None and by <= now:
            told.append(f"{one.name} late since {one.due_on}: {one.words}")
    return told
