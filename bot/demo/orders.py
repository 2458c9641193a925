"""What Harbor Parts delivered in the demo: a steady trade with one bad week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.people import Person, accounts

ON_TIME = (0.88, 0.90, 0.91, 0.89, 0.65, 0.90, 0.94, 0.96)
"""The share delivered as promised, by week: the carrier fails in the fifth and is replaced."""

BAD_WEEK = 4
CUSTOMERS, TWICE = 50, 6
"""Customers with a delivery in each week, and how many of all get one more."""

FIRST_NUMBER = 10001
PROMISED_BY = time(17)
PRODUCTS = (
    "Cylinder liner set",
    "Fuel injection pump",
    "Impeller kit",
    "Gearbox seal set",
    "Piston rings",
    "Shaft bearing",
    "Hydraulic hose set",
    "Bilge pump",
    "Turbocharger cartridge",
    "Propeller shaft coupling",
    "Oil filter pack",
    "Anchor winch motor",
)


@dataclass(frozen=True)
class Order:
    """One delivery as the shop tells of it; times are UTC."""

    order: str
    event_id: str
    person: Person
    delivered_at: datetime
    promised_at: datetime
    product: str
    region: str
    owner: str

    @property
    def late(self) -> bool:
        return self.delivered_at > self.promised_at


def orders(seed: int, people: Sequence[Person], first_monday: date, weeks: int, zone: ZoneInfo) -> tuple[Order, ...]:
    """All deliveries of `weeks` weeks, on their working days, in the order in which they arrive."""
    found = [
        order
        for week in range(weeks)
        for order in _week(seed, people, first_monday + timedelta(weeks=week), week, zone)
    ]
    found.sort(key=lambda order: (order.delivered_at, order.event_id))
    return tuple(replace(order, order=f"HP-{number}") for number, order in enumerate(found, FIRST_NUMBER))


def notice(order: Order) -> dict[str, str]:
    """A delivery as the shop tells of it."""
    return {
        "event_id": order.event_id,
        "order": order.order,
        "email": order.person.email,
        "name": order.person.name,
        "language": order.person.language,
        "account": order.person.account,
        "delivered_at": order.delivered_at.astimezone(UTC).isoformat(),
        "promised_at": order.promised_at.astimezone(UTC).isoformat(),
        "product": order.product,
        "region": order.region,
        "owner": order.owner,
        **({"slack_user": order.person.slack_user, "channel": "slack"} if order.person.slack_user else {}),
    }


def _week(seed: int, people: Sequence[Person], monday: date, week: int, zone: ZoneInfo) -> Iterator[Order]:
    dice = Random(f"{seed}/week {week}")
    served = dice.sample(people, min(CUSTOMERS, len(people))) + dice.sample(people, min(TWICE, len(people)))
    share = ON_TIME[min(week, len(ON_TIME) - 1)]
    late = set(dice.sample(range(len(served)), round(len(served) * (1 - share))))
    for place, person in enumerate(served):
        delivered = _delivered(seed, person, dice, monday, zone)
        delay = _delay(dice, week) if place in late else 0
        yield _order(seed, person, f"dlv-{week + 1}-{place + 1:02d}", delivered, delay)


def _delivered(seed: int, person: Person, dice: Random, monday: date, zone: ZoneInfo) -> datetime:
    """Between 09:00 and 16:30; most customers have their usual day for the van from Harbor Parts."""
    usual = Random(f"{seed}/{person.email}/weekday").randrange(5)
    weekday = usual if dice.random() < 0.8 else dice.randrange(5)
    day = monday + timedelta(days=weekday)
    return datetime.combine(day, time(9), zone) + timedelta(minutes=dice.randrange(451))


def _delay(dice: Random, week: int) -> int:
    return dice.choice((2, 3, 4, 6) if week == BAD_WEEK else (1, 1, 2, 3))


def _order(seed: int, person: Person, event_id: str, delivered: datetime, delay: int) -> Order:
    """A delivery that misses its promise by `delay` working days, or keeps it."""
    dice = Random(f"{seed}/{person.email}/{event_id}")
    spare = dice.choices((0, 1, 2, 3), (60, 25, 10, 5))[0]
    promised_on = _moved(delivered.date(), -delay if delay else spare)
    promised = datetime.combine(promised_on, PROMISED_BY, delivered.tzinfo)
    account = accounts()[person.account]
    return Order(
        order="",
        event_id=event_id,
        person=person,
        delivered_at=delivered.astimezone(UTC),
        promised_at=promised.astimezone(UTC),
        product=dice.choice(PRODUCTS),
        region=account.region,
        owner=account.owner,
    )


def _moved(day: date, workdays: int) -> date:
    step = timedelta(days=1 if workdays > 0 else -1)
    while workdays:
        day += step
        if day.weekday() < 5:
            workdays -= int(step.days)
    return day
