"""Customers, by the one address they are known under."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storage.collection import Collection
from storage.rows import from_row
from storage.tables import customers
from surveys.customer import Customer
from surveys.message import Via


class Customers(Collection[Customer]):
    table = customers
    kind = Customer
    evident = ("language",)

    async def hold(self, id_: int) -> Customer:
        """This person, about whom nobody else decides until this transaction ends; SQLite has one writer anyhow."""
        held = customers.select().where(customers.c.id == id_).with_for_update(key_share=True)
        return from_row(Customer, (await self.connection.execute(held)).one())

    async def by_email(self, email: str) -> Customer | None:
        return await self._one(customers.c.email == email)

    async def of_slack(self, slack_user: str) -> Customer | None:
        """Whom this Slack user is known as: the one met first, where several are."""
        known = customers.select().where(customers.c.slack_user == slack_user).order_by(customers.c.id).limit(1)
        found = await self._all(known) if slack_user else ()
        return found[0] if found else None

    async def meet(self, person: Customer, by: str, now: datetime, *, channel: Via | None = None) -> Customer:
        """The customer of this address: kept where new, brought up to date where something is newly told.

        `channel` is how they want to be asked, where that was told.
        """
        known = await self.by_email(person.email)
        if known is None:
            new = replace(person, channel=channel or person.channel)
            return await self.keep_once(new, by, now) or await self.meet(person, by, now, channel=channel)
        told = replace(
            known,
            name=person.name or known.name,
            language=person.language or known.language,
            account=person.account or known.account,
            slack_user=person.slack_user or known.slack_user,
            channel=channel or known.channel,
        )
        return known if told == known else await self.keep(told, by, now)

    async def of_ids(self, ids: Collected[int]) -> Sequence[Customer]:
        return await self._whose(customers.c.id, ids)
