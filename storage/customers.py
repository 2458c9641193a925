"""Customers, by the one address they are known under."""

from datetime import datetime

from storage.collection import Collection
from storage.tables import customers
from surveys.customer import Customer


class Customers(Collection[Customer]):
    table = customers
    kind = Customer
    evident = ("language",)

    async def by_email(self, email: str) -> Customer | None:
        return await self._one(customers.c.email == email)

    async def meet(self, person: Customer, by: str, now: datetime) -> Customer:
        """The customer of this address: kept where new, brought up to date where something is newly told."""
        known = await self.by_email(person.email)
        if known is None:
            return await self.keep_once(person, by, now) or await self.meet(person, by, now)
        told = Customer(
            id=known.id,
            email=known.email,
            name=person.name or known.name,
            language=person.language or known.language,
            account=person.account or known.account,
        )
        return known if told == known else await self.keep(told, by, now)
