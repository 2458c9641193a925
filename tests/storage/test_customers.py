"""Customers, each known by one address."""

import asyncio
from dataclasses import replace
from datetime import datetime

from storage.work import Store
from surveys.message import Via
from tests.storage import things
from tests.storage.things import BY, evidence_of


async def test_a_customer_is_known_by_one_address(store: Store, now: datetime) -> None:
    """Meeting somebody again changes only what is newly told."""
    async with store.work() as work:
        first = await work.customers.meet(things.ZOE, BY, now)
        again = await work.customers.meet(replace(things.ZOE, name=""), BY, now)
        told = await work.customers.meet(replace(things.ZOE, name="", language="de", account="A-7"), BY, now)
    assert (again, told) == (first, replace(first, language="de", account="A-7"))
    assert len(await evidence_of(store, "customers", first.id)) == 2


async def test_a_wish_stays_until_another_is_told(store: Store, now: datetime) -> None:
    """How somebody wants to be asked, and who they are in Slack, change only where that is newly told."""
    in_slack = replace(things.ZOE, slack_user="UZOE")
    async with store.work() as work:
        met = [
            await work.customers.meet(in_slack, BY, now, channel=Via.SLACK),
            await work.customers.meet(things.ZOE, BY, now),
            await work.customers.meet(replace(things.ZOE, slack_user="UZO2"), BY, now),
            await work.customers.meet(things.ZOE, BY, now, channel=Via.MAIL),
        ]
    assert [(one.slack_user, one.channel) for one in met] == [
        ("UZOE", Via.SLACK), ("UZOE", Via.SLACK), ("UZO2", Via.SLACK), ("UZO2", Via.MAIL),
    ]  # fmt: skip
    async with store.read() as work:
        assert await work.customers.by_email(things.ZOE.email) == met[-1]


async def test_customers_met_at_once_are_one_customer(store: Store, now: datetime) -> None:
    """Two shops may tell of the same new address in the same moment."""

    async def meet(name: str) -> int:
        async with store.work() as work:
            return (await work.customers.meet(replace(things.ZOE, name=name), BY, now)).id

    ids = await asyncio.gather(*(meet(f"Zoë {number}") for number in range(8)))
    assert len(set(ids)) == 1


async def test_a_customer_is_found_by_their_slack_id(store: Store, now: datetime) -> None:
    """The one met first, where several addresses have it; nobody is found by no id."""
    async with store.work() as work:
        zoe = await work.customers.keep(replace(things.ZOE, slack_user="UZOE"), BY, now)
        await work.customers.keep(replace(things.ZOE, email="z@buyer.example", slack_user="UZOE"), BY, now)
        await work.customers.keep(replace(things.ZOE, email="eve@buyer.example"), BY, now)
        assert await work.customers.of_slack("UZOE") == zoe
        assert [await work.customers.of_slack(user) for user in ("UEVE", "")] == [None, None]
