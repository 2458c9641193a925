"""An action is proposed and agreed: who does it by when, and how it will be judged (ISO 9001:2015, 10.2)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.office import Office
from handlers.steps.improving.carding import show
from handlers.steps.improving.keeping import keep, move, note
from handlers.steps.improving.risking import risk_told
from handlers.steps.improving.telling import give
from handlers.steps.moving import DOOR
from storage.work import Person, Work
from surveys.action import WEEKS, Action, Aim, Kind, State, check_plannable


@dataclass(frozen=True)
class Origin:
    """What made somebody think of it."""

    digest_id: int | None = None
    complaint_id: int | None = None
    follows_id: int | None = None
    risk_id: int | None = None
    opportunity_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """How an action is agreed; `owner` is a Slack user, `measure` the key of a figure, `target` what it shall reach."""

    words: str
    kind: Kind
    owner: str
    due_on: date | None
    measure: str
    aim: Aim
    target: int | None = None
    cause: str = ""
    weeks: int = WEEKS


async def propose(office: Office, words: str, origin: Origin, *, by: str, now: datetime, tick: datetime) -> Action:
    """Keep what the Slack user `by` thinks should be done; a leader agrees to it or not."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        return await proposed(office, work, words, origin, by=person, now=now, tick=tick)


async def agree(office: Office, action_id: int, plan: Plan, *, by: str, now: datetime, tick: datetime) -> Action:
    """Keep who does it by when and how it will be judged; until it has begun, that may change. Raises: CannotMove."""
    async with office.store.work() as work:
        people = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, plan.owner})}
        action = await work.actions.hold(action_id)
        return await agreed(office, work, action, plan, people=people, by=by, now=now, tick=tick)


async def decide(office: Office, plan: Plan, origin: Origin, *, by: str, now: datetime, tick: datetime) -> Action:
    """What a leader decides by itself, under no digest. Raises: CannotMove."""
    async with office.store.work() as work:
        return await decided(office, work, plan, origin, by=by, now=now, tick=tick)


async def decided(
    office: Office, work: Work, plan: Plan, origin: Origin, *, by: str, now: datetime, tick: datetime
) -> Action:
    """Propose and agree in one, as a leader does who decides. Raises: CannotMove."""
    people = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, plan.owner})}
    action = await proposed(office, work, plan.words, origin, by=people[by], now=now, tick=tick)
    return await agreed(office, work, action, plan, people=people, by=by, now=now, tick=tick)


async def proposed(
    office: Office, work: Work, words: str, origin: Origin, *, by: Person | None, now: datetime, tick: datetime
) -> Action:
    """A new action in the transaction of `work`; without a person the clock proposes it."""
    new = Action(
        id=0,
        number=await work.actions.next_number(),
        words=words.strip(),
        kind=Kind.CORRECTIVE if origin.complaint_id or origin.risk_id else Kind.IMPROVEMENT,
        proposed_at=now,
        proposer_id=by.id if by else None,
        digest_id=origin.digest_id,
        complaint_id=origin.complaint_id,
        follows_id=origin.follows_id,
        risk_id=origin.risk_id,
        opportunity_id=origin.opportunity_id,
    )
    action = await keep(office, work, new, by.name if by else "clock", now)
    await show(office, work, action, now, tick)
    await note(office, work, action, "proposed", by=by.name if by else "clock", now=now)
    return action


async def agreed(
    office: Office,
    work: Work,
    action: Action,
    plan: Plan,
    *,
    people: dict[str, Person],
    by: str,
    now: datetime,
    tick: datetime,
) -> Action:
    """A held action as it is planned. Raises: CannotMove."""
    check_plannable(action)
    planned = replace(
        action,
        words=plan.words.strip() or action.words,
        kind=plan.kind,
        cause=plan.cause.strip(),
        owner_id=people[plan.owner].id if plan.owner else None,
        due_on=plan.due_on,
        measure=plan.measure,
        aim=plan.aim,
        target=plan.target if plan.aim is Aim.TARGET else None,
        weeks=plan.weeks,
        state=State.PROPOSED,
        warned=False,
    )
    kept = await move(office, work, planned, State.AGREED, by=people[by], now=now)
    if kept.owner_id != action.owner_id:
        await give(office, work, kept, plan.owner, now)
    await show(office, work, kept, now, tick)
    await risk_told(office, work, kept, by=people[by].name, now=now)
    return kept
