"""Door: a time has come. One table says what is done at which hour; the store says what is due."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.office import Office
from handlers.steps.attending import attend_due, next_case
from handlers.steps.digesting import digest_due, next_digest, seal
from handlers.steps.enquiring.attending import attend_enquiries, next_enquiry
from handlers.steps.improving.attending import attend_actions, next_action
from handlers.steps.inviting import expire_due, invite_due, remind_due
from storage.work import Work
from surveys.workdays import instant

SEAL_AT = time(6)

Run = Callable[[Office, datetime, datetime], Awaitable[int]]
Next = Callable[[Office, Work, datetime], Awaitable[datetime | None]]


@dataclass(frozen=True)
class Task:
    """Something done when its time has come: `run` does a share of what is due and says how much, `next` when."""

    name: str
    run: Run
    next: Next


async def tend(office: Office, now: datetime, tick: datetime) -> int:
    """Do everything that is due at `now`; returns how many things were done."""
    done = 0
    while due := await _due(office, now):
        before = done
        for task in due:
            while did := await task.run(office, now, tick):
                done += did
        if done == before:
            break
    return done


async def next_due(office: Office, now: datetime) -> datetime | None:
    """The next instant of business time at which something is to be done."""
    async with office.store.read() as work:
        times = [await task.next(office, work, now) for task in TASKS]
    return min((when for when in times if when is not None), default=None)


async def _due(office: Office, now: datetime) -> list[Task]:
    async with office.store.read() as work:
        times = [(task, await task.next(office, work, now)) for task in TASKS]
    return [task for task, when in times if when is not None and when <= now]


async def _next_invitation(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return None if await work.switches.paused() else await work.deliveries.next_due()


async def _next_reminder(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return None if await work.switches.paused() else await work.invitations.next_to_remind()


async def _next_expiry(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return await work.invitations.next_expiry()


async def _next_seal(office: Office, work: Work, _now: datetime) -> datetime | None:
    """Six in the morning after the oldest evidence that is in no block yet."""
    since = await work.evidence.oldest_unsealed()
    if since is None:
        return None
    day = since.astimezone(office.zone).date()
    at = instant(day, SEAL_AT, office.zone)
    return at if at > since else instant(day + timedelta(days=1), SEAL_AT, office.zone)


async def _expire(office: Office, now: datetime, _tick: datetime) -> int:
    return await expire_due(office, now)


async def _seal(office: Office, now: datetime, _tick: datetime) -> int:
    return await seal(office, now)


TASKS = (
    Task("expire", _expire, _next_expiry),
    Task("invite", invite_due, _next_invitation),
    Task("remind", remind_due, _next_reminder),
    Task("cases", attend_due, next_case),
    Task("enquiries", attend_enquiries, next_enquiry),
    Task("actions", attend_actions, next_action),
    Task("seal", _seal, _next_seal),
    Task("digest", digest_due, next_digest),
)
