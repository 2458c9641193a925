"""People of the organisation, so that evidence can name them by an opaque id."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from storage.collection import Collection
from storage.tables import staff
from storage.values import Person


class Staff(Collection[Person]):
    table = staff
    kind = Person
    evident = ("leader",)

    async def meet(self, slack_user: str, by: str, now: datetime) -> Person:
        """The person of this Slack id, kept where they are new."""
        known = await self.of_slack(slack_user)
        if known is not None:
            return known
        new = Person(0, slack_user=slack_user)
        return await self.keep_once(new, by, now) or await self.meet(slack_user, by, now)

    async def of_slack(self, slack_user: str) -> Person | None:
        return await self._one(staff.c.slack_user == slack_user)

    async def leaders(self) -> Sequence[Person]:
        return await self._all(staff.select().where(staff.c.leader).order_by(staff.c.id))

    async def appoint(self, addresses: Iterable[str], by: str, now: datetime) -> None:
        """Make exactly these addresses the leaders; somebody who was one before stays known."""
        wanted = set(addresses)
        for person in await self._all(staff.select()):
            if person.leader != (person.email in wanted):
                await self.keep(replace(person, leader=not person.leader), by, now)
            wanted.discard(person.email)
        for email in sorted(wanted):
            await self.keep(Person(0, email, leader=True), by, now)

    async def every(self) -> Sequence[Person]:
        return await self._all(staff.select().order_by(staff.c.id))
