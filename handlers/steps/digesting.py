"""Every week, once for each leader's mailbox: what customers experienced (ISO 9001:2015, 5.1.2 and 9.1.2)."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from handlers.office import Office
from handlers.words import digests as words
from handlers.words.charts import draw
from handlers.words.mail import Mail, compose
from storage.work import WEEKLY, ClaimedDigest, Person, Work
from surveys.answer import Answer
from surveys.customer import Customer
from surveys.digest import Digest, Standing, digest, from_json, to_json
from surveys.measures import FEWEST
from surveys.message import Kind, Message
from surveys.workdays import Week, instant

BY = "clock"
LATE = timedelta(hours=6)
OLDEST = timedelta(days=6)
WEEKS_DRAWN = 8
CHART = "chart"


@dataclass(frozen=True)
class Letter:
    """The digest mail, rendered once for all leaders."""

    subject: str
    text: str
    html: str
    chart: bytes


async def digest_due(office: Office, now: datetime, tick: datetime) -> int:
    """Send the digest of the last complete week where its hour has come and nobody sent it; returns how many."""
    week = Week.of(now, office.zone).shift(-1)
    async with office.store.read() as work:
        if not _is_time(office, week, now) or not await _wanted(office, work, week):
            return 0
    await seal(office, now)
    frozen = to_json(await _told(office, week, now))
    letter = await asyncio.to_thread(_letter, from_json(frozen))
    async with office.store.work() as work:
        claimed = [await _claim(work, person, frozen, now) for person in await work.staff.leaders()]
        for person, one in [pair for pair in claimed if pair]:
            await work.messages.queue(_message(office, week, person, one, letter, now=now, tick=tick), BY, now)
    return sum(one is not None for one in claimed)


async def current(office: Office, week: Week, now: datetime, *, late: bool = False) -> Digest:
    """The digest of this week as the store stands now."""
    weeks = [week.shift(back) for back in range(1 - WEEKS_DRAWN, 1)]
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
    if not await work.staff.leaders() or await work.deliveries.first_known() is None:
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
    """Whether a leader still lacks this digest; a week before the first delivery was known has none."""
    first = await work.deliveries.first_known()
    channels = {_channel(person) for person in await work.staff.leaders()}
    sent = {one.channel for one in await work.digests.of_week(week)}
    return first is not None and first < week.bounds(office.zone)[1] and bool(channels - sent)


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
    )


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


async def _claim(
    work: Work, person: Person, frozen: Mapping[str, Any], now: datetime
) -> tuple[Person, ClaimedDigest] | None:
    content = json.dumps(frozen, sort_keys=True, ensure_ascii=False)
    claim = ClaimedDigest(
        id=0,
        channel=_channel(person),
        kind=WEEKLY,
        week=frozen["week"],
        content=frozen,
        hash=sha256(content.encode()).hexdigest(),
        claimed_at=now,
        late=frozen["numbers"]["standing"]["late"],
    )
    claimed = await work.digests.claim(claim, BY, now)
    return (person, claimed) if claimed else None


def _channel(person: Person) -> str:
    """A manager's mailbox is a channel too, named by the person's opaque id."""
    return f"mail:{person.id}"


def _letter(frozen: Digest) -> Letter:
    subject, text, html = words.mail(frozen, CHART)
    return Letter(subject, text, html, draw(frozen.chart))


def _message(
    office: Office, week: Week, person: Person, one: ClaimedDigest, letter: Letter, *, now: datetime, tick: datetime
) -> Message:
    recipient = office.addresses.redirect_all_to or person.email
    message_id = office.message_id(f"digest:{week}:{person.id}")
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to="",
        subject=letter.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=letter.text,
        html=letter.html,
        language="en",
        images={CHART: letter.chart},
    )
    return Message(0, Kind.DIGEST, one.id, recipient, office.addresses.sender, message_id, compose(mail), now, tick)
