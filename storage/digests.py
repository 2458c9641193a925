"""Digests, claimed once for a channel, kind and week; what they say is frozen at the claim."""

from collections.abc import Sequence
from datetime import datetime

from storage.collection import Collection
from storage.tables import digests
from storage.values import ClaimedDigest
from surveys.workdays import Week

WEEKLY = "weekly"


class Digests(Collection[ClaimedDigest]):
    table = digests
    kind = ClaimedDigest
    evident = ("channel", "kind", "week", "hash", "late")

    async def claim(self, digest: ClaimedDigest, by: str, now: datetime) -> ClaimedDigest | None:
        """Keep it as the one digest of its channel, kind and week; None where somebody claimed that before."""
        return await self.keep_once(digest, by, now)

    async def of_week(self, week: Week) -> Sequence[ClaimedDigest]:
        mine = digests.select().where(digests.c.week == str(week)).order_by(digests.c.id)
        return await self._all(mine)

    async def posted_since(self, when: datetime) -> Sequence[ClaimedDigest]:
        """Those that went to a channel of Slack, where they can be reviewed."""
        there = digests.c.channel.startswith("slack:") & (digests.c.claimed_at >= when)
        return await self._all(digests.select().where(there).order_by(digests.c.week, digests.c.id))

    async def newest_in_slack(self) -> ClaimedDigest | None:
        there = digests.c.channel.startswith("slack:")
        found = await self._all(digests.select().where(there).order_by(digests.c.week.desc(), digests.c.id).limit(1))
        return found[0] if found else None

    async def oldest(self) -> ClaimedDigest | None:
        found = await self._all(digests.select().order_by(digests.c.week, digests.c.id).limit(1))
        return found[0] if found else None

    async def newest(self) -> ClaimedDigest | None:
        found = await self._all(digests.select().order_by(digests.c.week.desc(), digests.c.id).limit(1))
        return found[0] if found else None

    async def every(self) -> Sequence[ClaimedDigest]:
        return await self._all(digests.select().order_by(digests.c.week, digests.c.channel))

    async def of_weeks(self, first: Week, last: Week) -> Sequence[ClaimedDigest]:
        """Those of the weeks from the first to the last; weeks sort as they are written."""
        within = digests.c.week.between(str(first), str(last))
        return await self._all(digests.select().where(within).order_by(digests.c.week, digests.c.id))
