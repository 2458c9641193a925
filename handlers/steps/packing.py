"""Gathers what an auditor takes away of a period into one frozen value (ISO 9001:2015, 7.5, 9.1.2 and 9.3)."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from handlers.office import Office
from handlers.steps.digesting import REVIEW_WITHIN, WEEKS_KNOWN
from handlers.words.papers.method import method
from handlers.words.papers.pack import Asked, Cared, Cover, Improved, Led, Pack, Wanted
from handlers.words.papers.redaction import redacted
from handlers.words.papers.tables import tables
from storage.work import Work
from surveys import measures
from surveys.audit import Gap, Period, sample, undigested
from surveys.chart import weekly
from surveys.clause import Edition
from surveys.closure import Closure
from surveys.complaint import Move, State
from surveys.entry import Entry
from surveys.evidence import Row
from surveys.figure import Counts
from surveys.invitation import Invitation
from surveys.line import counted
from surveys.measures import FEWEST
from surveys.message import Kind
from surveys.question import Questionnaire
from surveys.workdays import Week

CONFIGURING = ("staff", "promises", "switches", "keys")
"""Sorts of things whose changes change the service itself."""

Bounds = tuple[datetime, datetime]
OfCase = TypeVar("OfCase", Move, Entry, Closure)


@dataclass(frozen=True)
class Order:
    """What a pack is to be of; `generator` names the release that makes it."""

    period: Period
    edition: Edition = Edition.E2015
    seed: int = 1
    redact: bool = False
    generator: str = "afterword"


async def papers(office: Office, order: Order, now: datetime) -> list[tuple[str, bytes]]:
    """The PDF and the workbook with their names; with equal `now` and store they are the same, byte by byte."""
    gathered = await pack(office, order, now)
    return await asyncio.to_thread(_written, gathered)


def _written(gathered: Pack) -> list[tuple[str, bytes]]:
    from handlers.words.papers.pdf import pdf
    from handlers.words.papers.workbook import workbook

    period, told = gathered.cover.period, tables(gathered)
    name = f"evidence-{period.first}-{period.last}"
    return [(f"{name}.pdf", pdf(gathered, told)), (f"{name}.xlsx", workbook(gathered, told))]


async def pack(office: Office, order: Order, now: datetime) -> Pack:
    """All of one period as the store has it now, read in one snapshot; `now` is the stamp."""
    bounds = order.period.bounds(office.zone)
    weeks = order.period.weeks
    async with office.store.read() as work:
        history = await work.weeks([weeks[-1].shift(back) for back in range(1 - WEEKS_KNOWN, 1)])
        wanted, led = await _wanted(work, bounds), await _led(work, weeks)
        cared = await _cared(office, work, bounds, order.seed)
        asked = await _asked(work, bounds, cared)
        counted_weeks = history[-len(weeks) :]
        gathered = Pack(
            cover=await _cover(office, work, order, now),
            zone=office.zone,
            method=method(office, _versions(asked.invitations), await _promises(work, bounds)),
            weeks=counted_weeks,
            chart=weekly(history, office.questionnaire, len(weeks)),
            asked=asked,
            cared=cared,
            wanted=wanted,
            led=led,
            improved=await _improved(work, bounds),
            gaps=[
                *_digest_gaps(office, weeks, led, now),
                *_case_gaps(cared, wanted),
                *await _mail_gaps(work, bounds),
                *_figure_gaps(counted_weeks, office.questionnaire),
            ],
            changes=await _changes(work, bounds),
        )
    return redacted(gathered) if order.redact else gathered


async def _cover(office: Office, work: Work, order: Order, now: datetime) -> Cover:
    return Cover(
        organisation=office.name,
        period=order.period,
        edition=order.edition,
        generator=order.generator,
        made_at=now,
        seed=order.seed,
        redacted=False,
        block=await work.evidence.last_block(),
        unsealed=await work.evidence.unsealed(),
    )


async def _asked(work: Work, bounds: Bounds, cared: Cared) -> Asked:
    """Answers and complaints of the period may be about deliveries before it: their orders are known too."""
    delivered = await work.deliveries.between(*bounds)
    invited = await work.invitations.between(*bounds)
    answers = await work.answers.between(*bounds)
    about = {one.delivery_id for one in invited} | {one.delivery_id for one in cared.complaints if one.delivery_id}
    known = {one.id for one in delivered}
    elsewhere = await work.deliveries.of_ids(about - known)
    people = {one.customer_id for one in delivered} | {one.customer_id for one in invited}
    people |= {one.customer_id for one in cared.complaints if one.customer_id}
    return Asked(
        customers={one.id: one for one in await work.customers.of_ids(people)},
        deliveries=delivered,
        invitations=invited,
        sent=await work.messages.ends(Kind.INVITATION, *bounds),
        answers=answers,
        orders={one.id: one.order for one in (*delivered, *elsewhere)},
    )


async def _cared(office: Office, work: Work, bounds: Bounds, seed: int) -> Cared:
    cases = await work.complaints.between(*bounds)
    ids = [one.id for one in cases]
    return Cared(
        complaints=cases,
        moves=_by_case(await work.moves.of_complaints(ids)),
        entries=_by_case(await work.entries.of_complaints(ids)),
        closures=_by_case(await work.closures.of_complaints(ids)),
        sample=sample(cases, seed),
        rules=office.rules,
    )


def _by_case(things: Iterable[OfCase]) -> dict[int, list[OfCase]]:
    found: dict[int, list[OfCase]] = {}
    for one in things:
        if one.complaint_id is not None:
            found.setdefault(one.complaint_id, []).append(one)
    return found


async def _wanted(work: Work, bounds: Bounds) -> Wanted:
    found = await work.enquiries.received_between(*bounds)
    ids = [one.id for one in found]
    return Wanted(
        enquiries=found,
        editions=await work.editions.of_enquiries(ids),
        questions=await work.questions.of_enquiries(ids),
        concerned=await work.concerned.of_enquiries(ids),
        judgements=await work.judgements.of_enquiries(ids),
    )


async def _led(work: Work, weeks: Sequence[Week]) -> Led:
    digests = await work.digests.of_weeks(weeks[0], weeks[-1])
    return Led(
        digests=digests,
        reviews=await work.reviews.of_digests([one.id for one in digests]),
        people={one.id: one for one in await work.staff.every()},
    )


async def _improved(work: Work, bounds: Bounds) -> Improved:
    risks = await work.risks.alive_between(*bounds)
    meetings = await work.meetings.opened_between(*bounds)
    ids = [one.id for one in meetings]
    return Improved(
        actions=await work.actions.alive_between(*bounds),
        risks=risks,
        history=await work.entries.of_risks([one.id for one in risks]),
        opportunities=await work.opportunities.alive_between(*bounds),
        meetings=meetings,
        attendances=await work.attendances.of_meetings(ids),
        amendments=await work.entries.amendments(ids),
    )


async def _promises(work: Work, bounds: Bounds) -> tuple[str, ...]:
    return tuple(f"{one.words} ({one.within})" for one in await work.promises.holding(*bounds))


async def _changes(work: Work, bounds: Bounds) -> list[Row]:
    return await work.evidence.of_things(CONFIGURING, *bounds)


def _versions(invited: Iterable[Invitation]) -> dict[str, int]:
    return dict(Counter(f"{one.questionnaire} {one.instrument}" for one in invited))


def _digest_gaps(office: Office, weeks: Sequence[Week], led: Led, now: datetime) -> list[Gap]:
    """No digest, a late one, and one whose time to be reviewed is over."""
    told = {one.week: any(two.late for two in led.digests if two.week == one.week) for one in led.digests}
    reviewed_ids = {one.digest_id for one in led.reviews}
    reviewed = {one.week for one in led.digests if one.id in reviewed_ids}
    due = {one.week for one in led.digests if REVIEW_WITHIN.end(one.claimed_at, office.workdays) <= now}
    missing = [Gap("Digest not reviewed", f"no leader decided about the digest of {week}", "Reviews_acks")
               for week in sorted(due - reviewed)]  # fmt: skip
    return [*undigested(weeks, told, now, office.zone), *missing]


def _case_gaps(cared: Cared, wanted: Wanted) -> list[Gap]:
    bound = [Gap("Commitment without review", f"{one.name} was committed to before anybody had reviewed it",
                 "Enquiries") for one in wanted.enquiries if one.unreviewed]  # fmt: skip
    waiting = [Gap("Candidate undecided", f"nobody has said whether {one.name} is a complaint", "Complaints")
               for one in cared.complaints if one.state is State.CANDIDATE]  # fmt: skip
    silent = [Gap("Closed by silence", f"nobody knows whether {one.name} is solved for the customer", "Complaints")
              for one in cared.complaints if one.silent]  # fmt: skip
    return [*bound, *waiting, *silent]


async def _mail_gaps(work: Work, bounds: Bounds) -> list[Gap]:
    """Without the notes of mail servers, which hold addresses."""
    aside = [Gap("Mail set aside", f"mail {one.id} was set aside as {one.outcome} and waits for a person")
             for one in await work.inbox.aside_between(*bounds)]  # fmt: skip
    held = [Gap("Message held", f"{kind} {id_}: nobody knows whether it came, so it is not sent again")
            for id_, kind in await work.messages.held_between(*bounds)]  # fmt: skip
    return [*aside, *held]


def _figure_gaps(weeks: Sequence[tuple[Week, Counts]], questionnaire: Questionnaire) -> list[Gap]:
    """The weeks in which too few answered a question for a figure, question by question."""
    found = []
    for question in questionnaire.marks:
        few = [str(week) for week, counts in weeks
               if measures.satisfied(counts, questionnaire, question.key).of < FEWEST]  # fmt: skip
        if few:
            told = f"{question.key}: fewer than {FEWEST} marks in {counted(len(few), 'week')}: {', '.join(few)}"
            found.append(Gap("Figure suppressed", told, "Measures_weekly"))
    return found
