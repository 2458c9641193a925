"""Weekly figures, kept in the transaction of the fact that changes them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import from_row, insert
from storage.tables import answers, complaints, deliveries, enquiries, figures, invitations
from surveys.answer import Answer, current
from surveys.complaint import Complaint
from surveys.delivery import Delivery
from surveys.enquiry import Enquiry
from surveys.figure import Counts, Fact, Figures, of_complaint, of_enquiry, of_fact
from surveys.invitation import Invitation
from surveys.workdays import Week

BATCH = 500


class Ledger:
    """What one transaction changes in the figures: counted before the first change and again at its end."""

    def __init__(self, connection: AsyncConnection, zone: ZoneInfo) -> None:
        self.connection = connection
        self.zone = zone
        self.before: dict[int, Figures] = {}
        self.cases_before: dict[int, Figures] = {}
        self.enquiries_before: dict[int, Figures] = {}

    async def touch(self, delivery_id: int) -> None:
        """Note what a delivery adds to the figures now, before it or anything that came of it changes."""
        if delivery_id not in self.before:
            facts = await load(self.connection, [delivery_id], hold=True)
            self.before[delivery_id] = of_fact(facts[0], self.zone) if facts else Counter()

    def begin(self, delivery_id: int) -> None:
        """Note a delivery that did not exist before."""
        self.before[delivery_id] = Counter()

    async def touch_case(self, complaint_id: int) -> None:
        """Note what a complaint about no known order adds now; one about a delivery adds with that."""
        if complaint_id not in self.cases_before:
            held = complaints.select().where(complaints.c.id == complaint_id).with_for_update()
            cases = [from_row(Complaint, row) for row in await self.connection.execute(held)]
            self.cases_before[complaint_id] = _of_cases(cases, self.zone)

    def begin_case(self, complaint_id: int) -> None:
        """Note a complaint that did not exist before."""
        self.cases_before[complaint_id] = Counter()

    async def touch_enquiry(self, enquiry_id: int) -> None:
        """Note what an enquiry adds now."""
        if enquiry_id not in self.enquiries_before:
            held = enquiries.select().where(enquiries.c.id == enquiry_id).with_for_update()
            self.enquiries_before[enquiry_id] = _of_enquiries(await self.connection.execute(held), self.zone)

    def begin_enquiry(self, enquiry_id: int) -> None:
        """Note an enquiry that did not exist before."""
        self.enquiries_before[enquiry_id] = Counter()

    async def settle(self) -> None:
        """Add the differences, in key order, so that concurrent transactions cannot lock each other out."""
        change: Figures = Counter()
        for fact in await load(self.connection, list(self.before)):
            change.update(of_fact(fact, self.zone))
        if self.cases_before:
            cases = await _without_delivery(self.connection, complaints.c.id.in_(self.cases_before))
            change.update(_of_cases(cases, self.zone))
        if self.enquiries_before:
            those = enquiries.select().where(enquiries.c.id.in_(self.enquiries_before))
            change.update(_of_enquiries(await self.connection.execute(those), self.zone))
        for was in (*self.before.values(), *self.cases_before.values(), *self.enquiries_before.values()):
            change.subtract(was)
        rows = [{"week": str(week), "name": name, "n": n} for (week, name), n in sorted(change.items()) if n]
        if rows:
            await _add(self.connection, rows)


async def weeks(connection: AsyncConnection, wanted: Sequence[Week]) -> list[tuple[Week, Counts]]:
    """The counts of each of these weeks, empty where nothing happened."""
    counts: dict[str, Counts] = {str(one): Counter() for one in wanted}
    for row in await connection.execute(figures.select().where(figures.c.week.in_(counts))):
        if row.n:
            counts[row.week][row.name] = row.n
    return [(one, counts[str(one)]) for one in wanted]


async def recount(connection: AsyncConnection, zone: ZoneInfo) -> Figures:
    """All figures counted anew from the facts."""
    total: Figures = Counter()
    last = 0
    while ids := await _ids_after(connection, last):
        for fact in await load(connection, ids):
            total.update(of_fact(fact, zone))
        last = ids[-1]
    total.update(_of_cases(await _without_delivery(connection), zone))
    total.update(_of_enquiries(await connection.execute(enquiries.select()), zone))
    return total


async def differences(connection: AsyncConnection, zone: ZoneInfo) -> list[tuple[str, str, int, int]]:
    """Where kept and recounted figures differ, as (week, name, kept, recounted)."""
    kept = {(row.week, row.name): row.n for row in await connection.execute(figures.select())}
    facts = {(str(one), name): n for (one, name), n in (await recount(connection, zone)).items()}
    keys = sorted(kept.keys() | facts.keys())
    return [(*key, kept.get(key, 0), facts.get(key, 0)) for key in keys if kept.get(key, 0) != facts.get(key, 0)]


async def rebuild(connection: AsyncConnection, zone: ZoneInfo) -> list[tuple[str, str, int, int]]:
    """Replace the kept figures by recounted ones; returns what changed."""
    changed = await differences(connection, zone)
    rows = [{"week": w, "name": name, "n": counted - kept} for w, name, kept, counted in changed]
    if rows:
        await _add(connection, rows)
    return changed


async def load(connection: AsyncConnection, delivery_ids: Sequence[int], *, hold: bool = False) -> list[Fact]:
    """These deliveries, each with its invitation, current answer and complaints.

    `hold` keeps the rows of the deliveries on PostgreSQL, so that nobody counts our change into theirs; SQLite has one
    writer, and leaves the lock away.
    """
    if not delivery_ids:
        return []
    those = deliveries.select().where(deliveries.c.id.in_(delivery_ids)).order_by(deliveries.c.id)
    held = await connection.execute(those.with_for_update() if hold else those)
    found = [from_row(Delivery, row) for row in held]
    asked = await connection.execute(invitations.select().where(invitations.c.delivery_id.in_(delivery_ids)))
    by_delivery = {row.delivery_id: from_row(Invitation, row) for row in asked}
    standing = await _answers(connection, [invitation.id for invitation in by_delivery.values()])
    cases = await connection.execute(complaints.select().where(complaints.c.delivery_id.in_(delivery_ids)))
    heard = [from_row(Complaint, row) for row in cases]
    return [
        Fact(
            delivery=one,
            invitation=(invitation := by_delivery.get(one.id)),
            answer=standing.get(invitation.id) if invitation else None,
            complaints=tuple(case for case in heard if case.delivery_id == one.id),
        )
        for one in found
    ]


async def _without_delivery(connection: AsyncConnection, *where: sa.ColumnElement[bool]) -> list[Complaint]:
    select = complaints.select().where(complaints.c.delivery_id.is_(None), *where)
    return [from_row(Complaint, row) for row in await connection.execute(select)]


def _of_cases(cases: Iterable[Complaint], zone: ZoneInfo) -> Figures:
    """What complaints add by themselves; those about a delivery are counted with it."""
    total: Figures = Counter()
    for case in cases:
        if case.delivery_id is None:
            total.update(of_complaint(case, zone))
    return total


def _of_enquiries(rows: Iterable[sa.Row[Any]], zone: ZoneInfo) -> Figures:
    total: Figures = Counter()
    for row in rows:
        total.update(of_enquiry(from_row(Enquiry, row), zone))
    return total


async def _answers(connection: AsyncConnection, invitation_ids: Iterable[int]) -> dict[int, Answer | None]:
    ids = list(invitation_ids)
    if not ids:
        return {}
    select = answers.select().where(answers.c.invitation_id.in_(ids)).order_by(answers.c.invitation_id)
    rows = [from_row(Answer, row) for row in await connection.execute(select)]
    return {id_: current(group) for id_, group in groupby(rows, key=lambda answer: answer.invitation_id)}


async def _ids_after(connection: AsyncConnection, last: int) -> list[int]:
    select = sa.select(deliveries.c.id).where(deliveries.c.id > last).order_by(deliveries.c.id).limit(BATCH)
    return list((await connection.execute(select)).scalars())


async def _add(connection: AsyncConnection, rows: list[dict[str, object]]) -> None:
    upsert = insert(connection, figures)
    upsert = upsert.on_conflict_do_update(
        index_elements=[figures.c.week, figures.c.name],
        set_={"n": figures.c.n + upsert.excluded.n},
    )
    await connection.execute(upsert, rows)
