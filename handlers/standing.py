"""How the service stands: everything that waits, was left out or was set aside, in one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.clock import next_due
from handlers.focus import focus
from handlers.office import Office
from surveys.complaint import Complaint
from surveys.course import plain


@dataclass(frozen=True)
class Status:
    """Counts by what became of things; `aside` and `held` are lists a person has to look at, `focus` is what top
    management answers for.
    """

    paused: str
    deliveries: Mapping[str, int]
    invitations: Mapping[str, int]
    answers: Mapping[str, int]
    messages: Mapping[str, int]
    inbox: Mapping[str, int]
    waiting: int
    doubted: int
    suppressed: int
    observations: int
    open_complaints: tuple[str, ...]
    aside: tuple[str, ...]
    held: tuple[str, ...]
    unsealed: int
    block: str
    digests: int
    next_due: datetime | None
    focus: tuple[tuple[str, str], ...] = ()


async def status(office: Office, now: datetime) -> Status:
    async with office.store.read() as work:
        paused = await work.switches.paused()
        block = await work.evidence.last_block()
        return Status(
            paused=f"since {paused.at:%Y-%m-%d %H:%M} UTC, {paused.value}" if paused else "",
            deliveries=await work.deliveries.counts(),
            invitations=await work.invitations.counts(),
            answers=await work.answers.counts(),
            messages=await work.messages.counts(),
            inbox=await work.inbox.outcomes(),
            waiting=await work.inbox.waiting(),
            doubted=await work.messages.doubted(),
            suppressed=await work.suppressions.total(),
            observations=await work.observations.total(),
            open_complaints=tuple(_case(case) for case in await work.complaints.open_at(now)),
            aside=tuple(f"mail {one.id}: {one.outcome}, {one.note}" for one in await work.inbox.aside()),
            held=tuple(f"{one.kind} {one.about}: {one.note}" for one in await work.messages.held()),
            unsealed=await work.evidence.unsealed(),
            block=f"{block.number}, {block.hash[:16]}..." if block else "",
            digests=len(await work.digests.every()),
            next_due=await next_due(office, now),
            focus=await focus(office, work, now),
        )


def _case(case: Complaint) -> str:
    """`C-1 received since 2026-11-16, without an owner: late`."""
    alone = "" if case.owner_id is not None else ", without an owner"
    return f"{case.name} {plain(case.state)} since {case.received_at:%Y-%m-%d}{alone}: {case.problem.replace('_', ' ')}"
