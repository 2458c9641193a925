"""What people ask Harbor Parts for in the demo before they order, and how the clerks look after it.

Everything is drawn from (seed, order): about each of these orders somebody has asked a week before.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.doing import DAY, ORDER, Doing, at_desk, found
from bot.demo.gestures import Press, Type, Values
from bot.demo.orders import Order
from bot.demo.staff import BEN, ENQUIRIES_CHANNEL, MARA
from bot.demo.workspace.records import Message
from surveys.requirement import Check

EVERY, EVERY_LATE, BEFORE = 70, 12, 8
"""About every so many orders, and of the late ones, somebody asks first, so many days before they are delivered."""

LINES = 2
"""Requirements of each enquiry, beside the day."""

DELIVERED = "was delivered on"


def enquiries(seed: int, orders: Sequence[Order], start: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """A clerk logs what somebody asked on the phone."""
    late = [order for order in orders if order.late]
    for order in dict.fromkeys((*orders[EVERY // 2 :: EVERY], *late[EVERY_LATE // 2 :: EVERY_LATE])):
        dice = Random(f"{seed}/{order.order}/enquiry")
        at = at_desk(order.delivered_at - BEFORE * DAY + timedelta(minutes=dice.randrange(0, 200)), zone)
        if at > start:
            asked = f"Phoned: {order.product}, {dice.randrange(2, 30)} of them, for order {order.order}?"
            said = Type(MARA, ENQUIRIES_CHANNEL, "/enquiry", f"{order.person.email} {asked}")
            yield Doing(at, f"{order.order}/enquiry", said)


def on_enquiry(seed: int, card: Message, now: datetime, orders: Sequence[Order], zone: ZoneInfo) -> Iterator[Doing]:
    """From the first reply to the agreement, and for some to a change of it; few are promised before anybody looked."""
    order = next((one for one in orders if one.order == found(ORDER, card.text)), None)
    if order is None:
        return
    dice, at = Random(f"{seed}/{order.order}/agreed"), now
    for number, (what, hours, values) in enumerate(_steps(order, dice, zone)):
        at = at_desk(at + timedelta(hours=hours, minutes=dice.randrange(1, 20)), zone)
        otherwise = {**values, "how": "person"} if values and "how" in values else None
        press = Press(BEN, ENQUIRIES_CHANNEL, card.ts, what, values, otherwise=otherwise)
        yield Doing(at, f"{order.order}/enquiry/{number:02d}/{what}", press)


def _steps(order: Order, dice: Random, zone: ZoneInfo) -> Iterator[tuple[str, float, Values]]:
    """One after the other, with the hours between them."""
    due = order.promised_at.astimezone(zone).date().isoformat()
    quay = f"Delivered to the quay of {order.person.account or order.person.name}"
    reviewed = {"due": due, "checked": list(Check), "remark": "", "lines": f"{order.product}, as drawn\n{quay}"}
    if dice.random() < 0.15:
        yield "commit", 0, {"words": "Promised on the phone at once, by Mara"}
    yield "own", 0, {"owner": BEN}
    late = dice.random() < 0.2
    yield "reply", 5 if late else 0.5, {"words": "Yes, we have them. The offer follows today.", "how": "mail"}
    yield "scrutinise", 1, reviewed
    yield "understand", 0.5, None
    yield "offer", 0.5, {"words": "Thank you for asking.", "how": "mail"}
    yield "agree", 20, {"words": "Yes, on the phone", "order": order.order}
    if dice.random() < 0.35:
        spare = {"lines": f"{order.product}, as drawn, and a spare set\n{quay}", "why": "They want a spare set as well"}
        yield "change", 24, {**reviewed, **spare, "concerned": [MARA]}
        yield "agree", 1, {"words": "Yes, with the spare set", "order": order.order}


def on_delivered(seed: int, card: Message, newest: str, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """What was agreed has come: line by line, was it what they wanted?"""
    if DELIVERED not in newest:
        return
    dice = Random(f"{seed}/{found(ORDER, newest)}/met")
    met = {f"line{at}": dice.choices(("yes", "no"), (92, 8))[0] for at in range(LINES)}
    at = at_desk(now + timedelta(hours=2, minutes=dice.randrange(90)), zone)
    press = Press(BEN, ENQUIRIES_CHANNEL, card.ts, "fulfil", {**met, "remark": "Asked them on the phone"})
    yield Doing(at, f"{found(ORDER, newest)}/fulfil", press)


def on_change(user: str, post: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """Whom a change concerns says that they know of it."""
    at = at_desk(now + timedelta(hours=1), zone)
    yield Doing(at, f"{post.ts}/know", Press(user, post.channel, post.ts, "know"))
