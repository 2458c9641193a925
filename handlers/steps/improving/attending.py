"""The clock looks at an action: its owner is told that its day has passed, and its effect is looked at."""

from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.attending import BY, MOST
from handlers.steps.carding import slack_user
from handlers.steps.filing import enter
from handlers.steps.improving.carding import show
from handlers.steps.improving.keeping import keep, move
from handlers.steps.improving.telling import warn
from storage.work import Work
from surveys.action import Action, State, extended
from surveys.effect import Effect, effect
from surveys.entry import Kind
from surveys.workdays import Week

WEEKS_BEFORE = 26
"""Back to when it is looked what was usual; the newest fifteen that count are used."""


async def attend_actions(office: Office, now: datetime, tick: datetime) -> int:
    """Look at a share of those whose time has come; returns how many."""
    async with office.store.read() as work:
        found = await work.actions.to_attend(now, MOST)
    for action in found:
        await _attend(office, action.id, now, tick)
    return len(found)


async def next_action(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return await work.actions.next_to_attend()


async def _attend(office: Office, action_id: int, now: datetime, tick: datetime) -> None:
    async with office.store.work() as work:
        action = await work.actions.hold(action_id)
        if action.attend_at is None or action.attend_at > now:
            return
        kept = await (_look if action.state is State.IMPLEMENTED else _warn)(office, work, action, now)
        await show(office, work, kept, now, tick)


async def _warn(office: Office, work: Work, action: Action, now: datetime) -> Action:
    kept = await keep(office, work, replace(action, warned=True), BY, now)
    words = f"{action.name} was to be done by {action.due_on}"
    await enter(office, work, kept, Kind.ALARM, words, key=f"late.{action.due_on}", by=BY, now=now)
    await warn(office, work, kept, await slack_user(work, action.owner_id), now)
    return kept


async def _look(office: Office, work: Work, action: Action, now: datetime) -> Action:
    """What the figures say is proposed to whoever judges; where they say too little, it is waited for once more."""
    found = await _effect(office, work, action, now)
    if found.state is None and not action.extended:
        kept = await keep(office, work, extended(action), BY, now)
        words = f"waited for {action.weeks} weeks more: {found.words}"
        await enter(office, work, kept, Kind.MOVE, words, key=f"move.{kept.version}", by=BY, now=now)
        return kept
    proposal = str(found.state) if found.state else ""
    told = replace(action, proposal=proposal, finding=found.words)
    return await move(office, work, told, State.VERIFYING, by=None, now=now, reason=found.words)


async def _effect(office: Office, work: Work, action: Action, now: datetime) -> Effect:
    done = Week.of(action.implemented_at or now, office.zone)
    weeks, week = [], done.shift(-WEEKS_BEFORE)
    while week < Week.of(now, office.zone):
        weeks.append(week)
        week = week.shift(1)
    return effect(action, done, await work.weeks(weeks), office.questionnaire)
