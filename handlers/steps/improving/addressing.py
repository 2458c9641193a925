"""A person decides about a risk, and what was done about it shows in its file (ISO 9001:2015, 6.1)."""

from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.improving.risking import note, show
from handlers.steps.moving import DOOR
from surveys.risk import Risk, State, Weight, moved, weighed


async def see(office: Office, words: str, *, by: str, now: datetime, tick: datetime) -> Risk:
    """Keep a risk that the Slack user `by` sees by themselves."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        new = Risk(0, await work.risks.next_number(), words.strip(), now, finder_id=person.id)
        risk = await work.risks.keep(new, person.name, now)
        await show(office, work, risk, now, tick)
        await note(office, work, risk, "proposed", by=person.name, now=now)
    return risk


async def accept(
    office: Office, risk_id: int, weight: Weight, owner: str, *, by: str, now: datetime, tick: datetime
) -> Risk:
    """Take a risk into the register, with its owner and its weight. Raises: CannotMove."""
    async with office.store.work() as work:
        people = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, owner})}
        risk = await work.risks.hold(risk_id)
        owned = replace(weighed(risk, weight), owner_id=people[owner].id)
        kept = await work.risks.keep(moved(owned, State.ACCEPTED, now, by=people[by].id), people[by].name, now)
        words = f"accepted, {kept.weight.words}, given to {people[owner].name}"
        await note(office, work, kept, words, by=people[by].name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def reweigh(
    office: Office, risk_id: int, weight: Weight, reason: str, *, by: str, now: datetime, tick: datetime
) -> Risk:
    """Change the weight of a risk; `reason` is the cause that stands in its file. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        risk = await work.risks.hold(risk_id)
        kept = await work.risks.keep(weighed(risk, weight), person.name, now)
        words = f"{risk.weight.words} becomes {weight.words}: {' '.join(reason.split())}"
        await note(office, work, kept, words, by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def end(
    office: Office, risk_id: int, target: State, reason: str, *, by: str, now: datetime, tick: datetime
) -> Risk:
    """Reject a candidate, or close what is no risk any more. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        risk = await work.risks.hold(risk_id)
        kept = await work.risks.keep(moved(risk, target, now, by=person.id, reason=reason), person.name, now)
        await note(office, work, kept, f"{kept.state}: {kept.reason}", by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept
