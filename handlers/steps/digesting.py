"""Every week, once for each leader's mailbox: what customers experienced (ISO 9001:2015, 5.1.2 and 9.1.2)."""

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from handlers.office import Office
from handlers.steps.enquiring.counting import enquired
from handlers.steps.improving.counting import improved
from handlers.steps.improving.signalling import signal
from handlers.steps.showing import show
from handlers.steps.telling import Letter, by_mail, by_post, written
from storage.work import WEEKLY, ClaimedDigest, Person, Work
from surveys.addendum import addendum
from surveys.answer import Answer
from surveys.care import Care, care, forgotten
from surveys.complaint import Complaint
from surveys.customer import Customer
from surveys.deadline import due
from surveys.digest import Digest, Standing, digest, from_json, to_json
from surveys.measures import FEWEST
from surveys.message import Message
from surveys.severity import Term, Unit
from surveys.workdays import Week, instant

BY = "clock"
LATE = timedelta(hours=6)
OLDEST = timedelta(days=6)
REVIEW_WITHIN = Term(4, Unit.BUSINESS_DAY)
"""After which a digest that no leader has reviewed is named in the next."""

WEEKS_REMEMBERED = 4
"""How far back it is named."""

WEEKS_KNOWN = 156
"""Three years: what is usual is told from them."""

Write = Callable[..., Message]


async def digest_due(office: Office, now: datetime, tick: datetime) -> int:
    """Send the digest of the last complete week where its hour has come and nobody sent it; returns how many."""
    week = Week.of(now, office.zone).shift(-1)
    async with office.store.read() as work:
        if not _is_time(office, week, now) or not await _wanted(office, work, week):
            return 0
    await _signal(office, week, now)
    await seal(office, now)
    frozen = to_json(await _told(office, week, now))
    letter = await asyncio.to_thread(written, from_json(frozen))
    async with office.store.work() as work:
        sent = 0
        for channel, message in await _readers(office, work, letter):
            if one := await _claim(work, channel, frozen, now):
                await work.messages.queue(message(one, now=now, tick=tick), BY, now)
                sent += 1
        if sent and letter.digest.numbers["standing"].get("addendum"):
            await _mark(office, work, week, tick)
    return sent


async def _mark(office: Office, work: Work, week: Week, tick: datetime) -> None:
    """The posts of the week before say where their addendum stands; their numbers stay."""
    for one in await work.digests.of_week(week.shift(-1)):
        await show(office, work, one, tick)


async def current(office: Office, week: Week, now: datetime, *, late: bool = False) -> Digest:
    """The digest of this week as the store stands now."""
    weeks = [week.shift(back) for back in range(1 - WEEKS_KNOWN, 1)]
    async with office.store.read() as work:
        history = await work.weeks(weeks)
        standing = replace(await _standing(office, work, week, now), late=late)
    return digest(
        week,
        office.zone,
        organisation=office.name,
        counts=history[-1][1],
        history=history,
        questionnaire=office.questionnaire,
        standing=standing,
    )


async def _signal(office: Office, week: Week, now: datetime) -> None:
    """What is out of the usual is proposed before the week is told, once."""
    if await posted(office, week) is None:
        async with office.store.read() as work:
            history = await work.weeks([week.shift(back) for back in range(1 - WEEKS_KNOWN, 1)])
        await signal(office, history, now)


async def _told(office: Office, week: Week, now: datetime) -> Digest:
    """What leaders are told of this week: the same for all, also for one appointed after it was posted."""
    late = now - due_at(office, week) > LATE
    return await posted(office, week) or await current(office, week, now, late=late)


async def posted(office: Office, week: Week) -> Digest | None:
    """The digest of this week as it was posted, if it was."""
    async with office.store.read() as work:
        found = await work.digests.of_week(week)
    return from_json(found[0].content) if found else None


async def next_digest(office: Office, work: Work, now: datetime) -> datetime | None:
    """When the next digest is due; None where there is nobody to send it to or nothing to tell."""
    if not await _channels(office, work) or await work.deliveries.first_known() is None:
        return None
    week = Week.of(now, office.zone).shift(-1)
    if now <= due_at(office, week) + OLDEST and await _wanted(office, work, week):
        return due_at(office, week)
    return due_at(office, week.shift(1))


async def seal(office: Office, now: datetime) -> int:
    """Seal the evidence that is in no block yet; returns the number of blocks made."""
    made = 0
    while True:
        async with office.store.work() as work:
            if await work.evidence.seal(now) is None:
                return made
            made += 1


def due_at(office: Office, week: Week) -> datetime:
    """The digest hour of the Monday after this week (UTC)."""
    return instant(week.shift(1).monday(), office.digest_at, office.zone)


def _is_time(office: Office, week: Week, now: datetime) -> bool:
    due = due_at(office, week)
    return due <= now <= due + OLDEST


async def _wanted(office: Office, work: Work, week: Week) -> bool:
    """Whether a channel still lacks this digest; a week before the first delivery was known has none."""
    first = await work.deliveries.first_known()
    sent = {one.channel for one in await work.digests.of_week(week)}
    return first is not None and first < week.bounds(office.zone)[1] and bool(await _channels(office, work) - sent)


async def _channels(office: Office, work: Work) -> set[str]:
    return {_mailbox(person) for person in await work.staff.leaders()} | {_slack(one) for one in office.digest_channels}


async def _readers(office: Office, work: Work, letter: Letter) -> list[tuple[str, Write]]:
    """Each channel, and how its message is made."""
    mails = [(_mailbox(one), partial(by_mail, office, one, letter)) for one in await work.staff.leaders()]
    return [*mails, *((_slack(one), partial(by_post, office, one, letter)) for one in office.digest_channels)]


async def _standing(office: Office, work: Work, week: Week, now: datetime) -> Standing:
    start, end = week.bounds(office.zone)
    cases = await work.complaints.open_at(now)
    answers = await work.answers.between(start, end)
    block = await work.evidence.last_block()
    verbatim, source = await _voice(work, answers)
    return Standing(
        open_complaints=len(cases),
        oldest_open_days=(now - cases[0].received_at).days if cases else 0,
        held_messages=len(await work.messages.held()),
        set_aside=len(await work.inbox.aside()),
        observations=await work.observations.machine_clicks(start, end),
        unclear=sum(one.unclear for one in answers),
        unverified=sum(not one.verified for one in answers),
        paused=await work.switches.paused() is not None,
        block_number=block.number if block else 0,
        block_hash=block.hash if block else "",
        verbatim=verbatim,
        verbatim_from=source,
        unreviewed=await _unreviewed(office, work, now),
        missed=await _missed(work, week),
        addendum=await _addendum(office, work, week),
        enquired=await enquired(office, work, start, end),
        improved=await improved(office, work, start, end, now),
        care=await _care(office, work, cases, (start, end), now),
    )


async def _unreviewed(office: Office, work: Work, now: datetime) -> tuple[str, ...]:
    """The weeks whose digest was posted, and which nobody has reviewed by now though it was time to."""
    told = await work.digests.posted_since(now - timedelta(weeks=WEEKS_REMEMBERED + 1))
    done = {one.digest_id for one in await work.reviews.of_digests([one.id for one in told])}
    reviewed = {one.week for one in told if one.id in done}
    due = (one.week for one in told if REVIEW_WITHIN.end(one.claimed_at, office.workdays) <= now)
    return tuple(sorted({week for week in due if week not in reviewed}))


async def _missed(work: Work, week: Week) -> tuple[str, ...]:
    """The weeks before this one that have no digest, after the first that has one: they are not made up for."""
    weeks = [week.shift(-back) for back in range(WEEKS_REMEMBERED, 0, -1)]
    first = await work.digests.oldest()
    since = [one for one in weeks if first is not None and one > Week.parse(first.week)]
    return tuple([str(one) for one in since if not await work.digests.of_week(one)])


async def _addendum(office: Office, work: Work, week: Week) -> str:
    """What became known of the week before since its digest was posted."""
    before = week.shift(-1)
    told = await work.digests.of_week(before)
    [(_, counts)] = await work.weeks([before])
    return addendum(told[0].content["numbers"], counts, office.questionnaire) if told else ""


async def _care(
    office: Office, work: Work, open_cases: Sequence[Complaint], week: tuple[datetime, datetime], now: datetime
) -> Care:
    """How cases were looked after in this week, and which of the open ones are late or forgotten now."""
    found = care(await work.complaints.cared_between(*week), office.rules, *week)
    late = sum((what := due(case, office.rules)) is not None and what.ours and what.by < now for case in open_cases)
    return replace(found, late=late, forgotten=forgotten(open_cases, await work.moves.newest_of_each(), now))


async def _voice(work: Work, answers: Sequence[Answer]) -> tuple[str, str]:
    """One customer's words, chosen by rule: those of the week's lowest overall mark; the name is taken out.

    In a week with too few answers to show a percentage, words are for the owner of the case alone.
    """
    newest = {one.invitation_id: one for one in answers if one.counts}.values()
    spoken = [one for one in newest if one.comment and one.marks.get("overall") is not None]
    if len(newest) < FEWEST or not spoken:
        return "", ""
    lowest = min(spoken, key=lambda one: (one.marks["overall"], one.id))
    asked = await work.invitations.get(lowest.invitation_id)
    customer = await work.customers.get(asked.customer_id)
    delivery = await work.deliveries.get(asked.delivery_id)
    case = await work.complaints.of_invitation(asked.id)
    return _unnamed(lowest.comment, customer), case.name if case else delivery.order


def _unnamed(words: str, customer: Customer) -> str:
    """The words without the customer's name or address, whole or in parts, in whatever case they are written."""
    parts = re.split(r"[\s.+_-]", f"{customer.name} {customer.email.partition('@')[0]}")
    for name in (customer.email, customer.name, *parts):
        if len(name) > 2:
            words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "...", words, flags=re.IGNORECASE)
    return words


async def _claim(work: Work, channel: str, frozen: Mapping[str, Any], now: datetime) -> ClaimedDigest | None:
    content = json.dumps(frozen, sort_keys=True, ensure_ascii=False)
    claim = ClaimedDigest(
        id=0,
        channel=channel,
        kind=WEEKLY,
        week=frozen["week"],
        content=frozen,
        hash=sha256(content.encode()).hexdigest(),
        claimed_at=now,
        late=frozen["numbers"]["standing"]["late"],
    )
    return await work.digests.claim(claim, BY, now)


def _mailbox(person: Person) -> str:
    """A manager's mailbox is a channel too, named by the person's opaque id."""
    return f"mail:{person.id}"


def _slack(channel: str) -> str:
    return f"slack:{channel}"
