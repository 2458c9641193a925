"""A leader says that they reviewed a digest: evidence with its hash, shown on the post (ISO 9001:2015, 5.1.2)."""

import json
from collections.abc import Sequence
from datetime import datetime

from handlers.office import Office
from handlers.words.blocks import digest_post
from storage.work import ClaimedDigest, Review, Work
from surveys.digest import from_json
from surveys.message import Kind

Reviewed = tuple[str, datetime]
"""Who in Slack, and when."""


class AlreadyReviewed(Exception):
    """This person has reviewed this digest before; its words are for them."""


async def review(office: Office, digest_id: int, slack_user: str, now: datetime, tick: datetime) -> Review:
    """Keep that this person reviewed this digest, and let its post say so.

    Raises: AlreadyReviewed.
    """
    async with office.store.work() as work:
        person = await work.staff.meet(slack_user, "slack", now)
        digest = await work.digests.get(digest_id)
        kept = await work.reviews.keep_once(Review(0, digest.id, person.id, digest.hash, now), person.name, now)
        if kept is None:
            raise AlreadyReviewed("You have reviewed this digest before.")
        await _show(office, work, digest, tick)
        return kept


async def _show(office: Office, work: Work, digest: ClaimedDigest, tick: datetime) -> None:
    post = await work.messages.about(Kind.DIGEST, digest.id)
    if post is None:
        return
    shown = digest_post(from_json(digest.content), "", digest.id, await _reviewed(work, digest.id), office.zone)
    await work.messages.revise(post, json.dumps({**json.loads(post.raw), **shown}).encode(), tick)


async def _reviewed(work: Work, digest_id: int) -> Sequence[Reviewed]:
    reviews = await work.reviews.of_digest(digest_id)
    people = [(await work.staff.get(one.person_id), one.at) for one in reviews]
    return [(person.slack_user, at) for person, at in people if person.slack_user]
