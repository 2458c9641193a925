"""What the people of Harbor Parts do in Slack: clerks look after complaints, leaders review their digest.

Everything is drawn from (seed, order), as the customers' acts are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.gestures import Choose, Gesture, Press, Type, buttons
from bot.demo.orders import Order
from bot.demo.people import Marks, Temper
from bot.demo.staff import BEN, COMPLAINTS_CHANNEL, DIRECTOR, LEADERS_CHANNEL, MARA, QUALITY
from bot.demo.workspace.records import Message

Values = Mapping[str, str] | None

OPENS, LAST_LOOK = time(9), time(16, 30)
DAY = timedelta(days=1)

CASE, ORDER = re.compile(r"C-\d+"), re.compile(r"HP-\d+")

PHONED = (
    "Phoned: third call this month, the pallet came days late and nobody warned them",
    "Phoned: two of the boxes were crushed, needs the parts before Friday",
    "Told our driver that half of the order is missing",
    "Phoned: wants to know why nobody answered their two mails about the delay",
    "Phoned: the wrong gasket set was in the box, the engine is open on the bench",
    "Told Hollis at the quay that the delivery was late again and cost them a tide",
)
SOLVED = (
    "Sent the missing parts by courier, they have arrived.",
    "Explained what happened and credited the freight.",
    "Replaced the damaged box the same day.",
    "Gave them a fixed contact and the tracking link; they are content with that.",
)
NOT_OURS = ("Praise with a low mark by mistake, asked by phone.", "About another supplier.", "A test of our own.")


@dataclass(frozen=True)
class Doing:
    """One gesture of somebody at Harbor Parts, at an instant.

    `case` is the number on the card where it is about one, `state` what the case is in afterwards; `words` those of a
    complaint that is logged, and `marks` those that are set right.
    """

    at: datetime
    key: str
    gesture: Gesture
    order: str = ""
    case: str = ""
    state: str = ""
    words: str = ""
    marks: Marks = field(default_factory=dict)


def on_card(seed: int, card: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """What the clerks do about a new card: at the desk as soon as it is open, and again a day later."""
    case, order = _found(CASE, card.text), order_of(card)
    dice = Random(f"{seed}/{order}/{case if not order else ''}/card")
    clerk, other = dice.sample((MARA, BEN), 2)
    at = at_desk(now + timedelta(minutes=dice.randrange(10, 90)), zone)

    def does(what: str, when: datetime, state: str, values: Values = None, otherwise: Values = None) -> Doing:
        press = Press(clerk, COMPLAINTS_CHANNEL, card.ts, what, values, otherwise=otherwise)
        return Doing(when, f"{case}/{what}", press, order, case, state)

    if "confirm" in buttons(list(card.blocks)):
        if dice.random() < 0.12:
            yield does("decline", at, "declined", {"reason": dice.choice(NOT_OURS)})
            return
        yield does("confirm", at, "received")
    by = "person" if dice.random() < 0.25 else "mail"
    yield does("acknowledge", at + timedelta(minutes=1), "acknowledged", {"how": by}, {"how": "person"})
    yield does("assign", at + timedelta(minutes=2), "acknowledged", {"owner": dice.choice((clerk, other))})
    if dice.random() < 0.75:
        later = at_desk(at + DAY + timedelta(minutes=dice.randrange(0, 120)), zone)
        yield does("close", later, "closed", {"ending": "solved", "words": dice.choice(SOLVED)})


def on_doubt(seed: int, card: Message, now: datetime, zone: ZoneInfo, meant: Marks) -> Iterator[Doing]:
    """A clerk rings the customer and asks which mark they meant; whoever cannot be reached is left as they are."""
    order = order_of(card)
    dice = Random(f"{seed}/{order}/doubt")
    clerk = dice.choice((MARA, BEN))
    at = at_desk(now + timedelta(minutes=dice.randrange(20, 120)), zone)
    if dice.random() < 0.2:
        yield Doing(at, f"{order}/leave", Press(clerk, COMPLAINTS_CHANNEL, card.ts, "leave"), order)
        return
    values = {key: "N" if mark is None else str(mark) for key, mark in meant.items()}
    press = Press(clerk, COMPLAINTS_CHANNEL, card.ts, "correct", values)
    yield Doing(at, f"{order}/correct", press, order, marks=meant)


def on_digest(seed: int, post: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """The director reviews every digest in the afternoon, the head of quality most of them in the morning."""
    dice = Random(f"{seed}/{now:%Y-%m-%d}/review")
    for leader, often, hours in ((DIRECTOR, 1.0, 7), (QUALITY, 0.6, 1)):
        at = at_desk(now + timedelta(hours=hours, minutes=dice.randrange(120)), zone)
        if dice.random() < often:
            yield Doing(at, f"{now:%Y-%m-%d}/{leader}/review", Press(leader, LEADERS_CHANNEL, post.ts, "review"))


def phone_calls(seed: int, orders: Sequence[Order], zone: ZoneInfo) -> Iterator[Doing]:
    """Late deliveries to people who never answer a survey: some of them call, and a clerk logs it."""
    for number, order in enumerate(one for one in orders if one.late and one.person.temper in UNHEARD):
        dice = Random(f"{seed}/{order.order}/call")
        at = at_desk(order.delivered_at + DAY + timedelta(minutes=dice.randrange(0, 300)), zone)
        words = f"{PHONED[number % len(PHONED)]}."
        yield Doing(at, f"{order.order}/call", _logged(order, words, number), order.order, words=words)


UNHEARD = {Temper.SILENT, Temper.GONE, Temper.VANISHED}


def _logged(order: Order, words: str, number: int) -> Gesture:
    """Mostly typed as a command; every fifth is a colleague's message that is made a complaint by its menu."""
    if number % 5 == 4:
        said = f"{order.person.name} about {order.order}: {words}"
        values = {"order": order.order, "words": words, "problem": "late"}
        return Choose(BEN, COMPLAINTS_CHANNEL, said, "log_complaint", values)
    return Type(MARA, COMPLAINTS_CHANNEL, "/complaint", f"{order.order} {words}")


def at_desk(when: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `when` on at which somebody sits there: nine to half past four on weekdays."""
    local = when.astimezone(zone)
    while local.weekday() > 4 or local.time() > LAST_LOOK:
        local = datetime.combine(local.date() + DAY, OPENS, zone) + timedelta(minutes=local.minute)
    opens = datetime.combine(local.date(), OPENS, zone) + timedelta(minutes=local.minute)
    return (opens if local.time() < OPENS else local).astimezone(when.tzinfo)


def order_of(card: Message) -> str:
    """The number of the order that a card is about."""
    return _found(ORDER, card.text)


def _found(what: re.Pattern[str], text: str) -> str:
    return found.group() if (found := what.search(text)) else ""
