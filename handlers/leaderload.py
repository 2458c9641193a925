"""What waits for a leader, and what the last week looked like (ISO 9001:2015, 5.1.2 and 9.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.digesting import WEEKS_REMEMBERED
from handlers.steps.improving.counting import improved
from storage.work import Work
from surveys.digest import Digest, from_json
from surveys.line import Improved
from surveys.meeting import Input, uncovered
from surveys.message import Kind

REVIEWED_WITHIN = timedelta(weeks=52)
"""Within which every input of a management review is to be looked at; reviews may be spread over it."""


@dataclass(frozen=True)
class Desk:
    """`digest` is the newest that was posted, and `picture` its charts as the uploaded file of Slack. `unreviewed` are
    weeks that this leader has not decided about, `left` the inputs that no review of the last year has looked at.
    """

    digest: Digest | None
    picture: str
    unreviewed: Sequence[str]
    improved: Improved
    left: Sequence[Input]


async def desk(office: Office, slack_user: str, now: datetime) -> Desk:
    async with office.store.read() as work:
        newest = await work.digests.newest_in_slack()
        post = await work.messages.about(Kind.DIGEST, newest.id) if newest else None
        week = timedelta(weeks=1)
        return Desk(
            digest=from_json(newest.content) if newest else None,
            picture=post.file if post else "",
            unreviewed=await _unreviewed(work, slack_user, now),
            improved=await improved(office, work, now - week, now + timedelta(seconds=1), now),
            left=uncovered(await work.meetings.opened_between(now - REVIEWED_WITHIN, now)),
        )


async def _unreviewed(work: Work, slack_user: str, now: datetime) -> list[str]:
    """The posted weeks about which this leader has not said anything yet."""
    person = await work.staff.of_slack(slack_user)
    told = await work.digests.posted_since(now - timedelta(weeks=WEEKS_REMEMBERED))
    mine = await work.reviews.of_digests([one.id for one in told])
    done = {one.digest_id for one in mine if person and one.person_id == person.id}
    reviewed = {one.week for one in told if one.id in done}
    return sorted({one.week for one in told} - reviewed)
