"""Mails that were read before are read anew by the present reader: first it is told what would change, then kept.

A person's correction and whatever was answered later stand; complaints noticed anew are candidates.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.mail import ASIDE, Arrived, given_by, source, understood
from handlers.office import Office
from handlers.reading import READER_VERSION, Kind
from handlers.steps.answering import outcome_of, says_the_same, stand, version_of
from storage.work import Mail, Work
from surveys.answer import COMMENT, Answer, Marks, current, following

BY = f"reader:{READER_VERSION}"
BATCH = 100

NOT_KEPT = ("late", "repeated")
"""Ends of mails that were answers, of which nothing was kept that could be compared."""

KINDS = {
    "automatic": "auto_reply",
    "bounce": "bounce",
    "error": "not read",
    "report": "report",
    "unreadable": "unreadable",
    "unsubscribe": "unsubscribe",
}
"""The kind of a mail by how it ended; every other end is that of a reply."""


@dataclass(frozen=True)
class Read:
    """What a mail was or is read as; `marks` are those that it gives itself. `verified`: the person asked wrote it."""

    kind: str
    marks: Marks
    unclear: bool = False
    complaint: bool = False
    verified: bool = True


@dataclass(frozen=True)
class Change:
    """One mail that is read otherwise now; `stands` says why what was kept stays as it is, empty where it changes."""

    mail: int
    order: str
    was: Read
    now: Read
    stands: str = ""


@dataclass(frozen=True)
class _Plan:
    """What changes, and the version that would be kept of it."""

    change: Change
    new: Answer | None


async def reread(
    office: Office, since: datetime | None, now: datetime, *, apply: bool = False
) -> AsyncIterator[Change | None]:
    """For every mail received from then on whose bytes are still kept: what changes of it, if anything.

    With `apply` each change is kept, in a transaction of its own.
    """
    async for mail, raw in _kept(office, since):
        arrived = await understood(office, mail, raw)
        async with office.store.read() as work:
            plan = await _plan(office, work, arrived)
        if plan and apply and not plan.change.stands:
            plan = await _apply(office, arrived, now)
        yield plan.change if plan else None


async def _kept(office: Office, since: datetime | None) -> AsyncIterator[tuple[Mail, bytes]]:
    last = 0
    while True:
        async with office.store.read() as work:
            mails = await work.inbox.dealt_with(since, last, BATCH)
        if not mails:
            return
        for mail in mails:
            if mail.raw is not None:
                yield mail, mail.raw
        last = mails[-1].id


async def _apply(office: Office, arrived: Arrived, now: datetime) -> _Plan | None:
    """Keep it as a new version, unless something has come between."""
    async with office.store.work() as work:
        if arrived.asked is None:
            return None
        asked = await work.invitations.hold(arrived.asked)
        plan = await _plan(office, work, arrived)
        if plan is None or plan.new is None or plan.change.stands:
            return plan
        versions = await work.answers.versions(asked.id)
        kept = await work.answers.keep(replace(plan.new, corrected_at=now), BY, now)
        await stand(office, work, asked, [*versions, kept], now, complained=arrived.reading.complaint)
        await _end(work, arrived, kept)
    return plan


async def _end(work: Work, arrived: Arrived, kept: Answer) -> None:
    outcome = outcome_of(kept)
    end = work.inbox.set_aside if outcome in ASIDE else work.inbox.done
    await end(arrived.mail.id, outcome, f"read anew by {BY}", kept.invitation_id)


async def _plan(office: Office, work: Work, arrived: Arrived) -> _Plan | None:
    """None where all stays as it is."""
    asked = arrived.asked
    versions = await work.answers.versions(asked.id) if asked else []
    mine = [one for one in versions if one.source.startswith(source(arrived.mail))]
    known = await work.complaints.of_invitation(asked.id) is not None if asked else False
    was = _was(arrived.mail, mine, known)
    new = _version(office, arrived, versions, mine)
    noticed = new is not None and new.verified and arrived.reading.complaint and not known
    now = _now(arrived, known, verified=new is None or new.verified)
    changed = noticed or _differs(new, versions, mine) if new else was.kind != now.kind
    if not changed:
        return None
    stands = _stands(arrived.mail, new, versions, mine)
    if stands and arrived.mail.outcome in NOT_KEPT:
        return None
    order = (await work.deliveries.get(asked.delivery_id)).order if asked else ""
    return _Plan(Change(arrived.mail.id, order, was, now, stands), new)


def _version(office: Office, arrived: Arrived, versions: Sequence[Answer], mine: Sequence[Answer]) -> Answer | None:
    """The version that the mail would become now, after what was answered before it; None where it is no answer."""
    if arrived.asked is None or not _answers(office, arrived):
        return None
    number = len(versions) + 1
    before = current([one for one in versions if one.version < mine[0].version] if mine else versions)
    given = replace(
        given_by(arrived),
        source=f"{source(arrived.mail)}:{BY}:{number}",
        verified=not arrived.about.doubt or any(one.verified for one in mine),
    )
    return replace(following(version_of(arrived.asked, given, arrived.mail.received_at), before, number), by=BY)


def _answers(office: Office, arrived: Arrived) -> bool:
    """Whether it is an answer of somebody who had been asked by then, and not too late."""
    reading, asked, at = arrived.reading, arrived.asked, arrived.mail.received_at
    ours = reading.sender == office.addresses.sender.lower()
    said = bool(reading.answers or reading.text or reading.unclear)
    in_time = asked is not None and asked.asked_at <= at and asked.takes_answers(at)
    return reading.kind is Kind.REPLY and said and in_time and not ours


def _differs(new: Answer, versions: Sequence[Answer], mine: Sequence[Answer]) -> bool:
    if mine:
        return _content(new) != _content(mine[-1])
    before = current(versions)
    return before is None or not says_the_same(new, before)


def _content(one: Answer) -> tuple[object, ...]:
    return dict(one.marks), one.comment, one.unclear, one.verified


def _stands(mail: Mail, new: Answer | None, versions: Sequence[Answer], mine: Sequence[Answer]) -> str:
    """Why what was kept stays as it is."""
    if new is None:
        return "no answer any more: a person has to look" if mine else "changes no answer"
    last = mine[-1].version if mine else 0
    later = [one for one in versions if one.version > last and one not in mine]
    if any((one.by or "").startswith("staff:") for one in later):
        return "set right by a person"
    since = [one for one in later if one.verified and (mine or one.received_at > mail.received_at)]
    return "a later answer stands" if since else ""


def _was(mail: Mail, mine: Sequence[Answer], known: bool) -> Read:
    kind = "reply" if mine else KINDS.get(mail.outcome, "reply")
    if not mine:
        return Read(kind, {}, complaint=known)
    last = mine[-1]
    marks = {key: last.marks[key] for key in last.given if key != COMMENT}
    return Read(kind, marks, last.unclear, known, last.verified)


def _now(arrived: Arrived, known: bool, *, verified: bool) -> Read:
    reading = arrived.reading
    return Read(str(reading.kind), dict(reading.answers), reading.unclear, known or reading.complaint, verified)
