"""A leader decides about a digest: evidence with its hash, shown on the post (ISO 9001:2015, 5.1.2)."""

import json
from dataclasses import dataclass
from datetime import datetime

from handlers.office import Office
from handlers.steps.improving.proposing import Origin, Plan, decided
from handlers.steps.showing import show
from handlers.words.reviewing import delegation_post
from surveys.message import Kind, Message, Via
from surveys.review import Decision, Review, check


class AlreadyReviewed(Exception):
    """This person has decided about this digest before; its words are for them."""


@dataclass(frozen=True)
class Decided:
    """What a leader decided; `delegate` is a Slack user where somebody else takes it on, `plan` an action."""

    decision: Decision
    words: str
    delegate: str = ""
    plan: Plan | None = None


async def review(office: Office, digest_id: int, told: Decided, *, by: str, now: datetime, tick: datetime) -> Review:
    """Keep what the Slack user `by` decided, let the post say so, and tell whoever takes it on.

    Raises: NeedsDecision, AlreadyReviewed, CannotMove.
    """
    check(told.decision, told.words, told.delegate)
    async with office.store.work() as work:
        leader = await work.staff.meet(by, "slack", now)
        delegate = (await work.staff.meet(told.delegate, "slack", now)).id if told.delegate else None
        digest = await work.digests.get(digest_id)
        words = told.words.strip()
        if told.plan:
            action = await decided(office, work, told.plan, Origin(digest.id), by=by, now=now, tick=tick)
            words = f"{action.name}, {action.words}"
        new = Review(0, digest.id, leader.id, digest.hash, now, told.decision, words, delegate)
        kept = await work.reviews.keep_once(new, leader.name, now)
        if kept is None:
            raise AlreadyReviewed("You have decided about this digest before.")
        if told.delegate:
            told_them = _delegation(office, kept, digest.week, leader=by, delegate=told.delegate, tick=tick)
            await work.messages.queue(told_them, leader.name, now)
        await show(office, work, digest, tick)
        return kept


def _delegation(office: Office, kept: Review, week: str, *, leader: str, delegate: str, tick: datetime) -> Message:
    """What whoever takes it on is told, by a message of their own."""
    raw = json.dumps(delegation_post(week, leader, kept.words)).encode()
    message_id = office.message_id(f"{Kind.DELEGATION}:{kept.id}")
    return Message(0, Kind.DELEGATION, kept.id, delegate, "", message_id, raw, kept.at, tick, via=Via.SLACK)
