"""The post of a digest shows what came of it: who decided what, and where its addendum stands. Its numbers stay."""

import json
from collections.abc import Sequence
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import slack_user
from handlers.words.blocks import Reviewed, digest_post
from storage.work import ClaimedDigest, Work
from surveys.digest import from_json
from surveys.message import Kind
from surveys.workdays import Week


async def show(office: Office, work: Work, digest: ClaimedDigest, tick: datetime) -> None:
    """Let the post say so, in the transaction of `work`; a mail stays as it was sent."""
    post = await work.messages.about(Kind.DIGEST, digest.id)
    if post is None or not digest.channel.startswith("slack:"):
        return
    told, reviewed = from_json(digest.content), await _reviewed(work, digest.id)
    later = await _addendum_in(work, Week.parse(digest.week).shift(1))
    shown = digest_post(told, "", digest.id, reviewed, office.zone, addendum=later)
    await work.messages.revise(post, json.dumps({**json.loads(post.raw), **shown}).encode(), tick)


async def _reviewed(work: Work, digest_id: int) -> Sequence[Reviewed]:
    found = []
    for one in await work.reviews.of_digest(digest_id):
        leader, delegate = await slack_user(work, one.person_id), await slack_user(work, one.delegate_id)
        if leader:
            found.append(Reviewed(leader, one.at, one.decision, one.words, delegate))
    return found


async def _addendum_in(work: Work, following: Week) -> str:
    """`W48` where the digest of the following week says what became known since; else nothing."""
    told = await work.digests.of_week(following)
    there = told and told[0].content["numbers"]["standing"].get("addendum")
    return f"W{following.number:02d}" if there else ""
