"""What the people of Harbor Parts do in Slack: clerks look after complaints, leaders review their digest.

Everything is drawn from (seed, order), as the customers' acts are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.casework import assessment, clerks
from bot.demo.doing import CASE, DAY, ORDER, Doing, at_desk, found
from bot.demo.gestures import Choose, Gesture, Press, Type, buttons
from bot.demo.improving import decides_action, plan
from bot.demo.orders import Order
from bot.demo.people import Marks, Temper
from bot.demo.staff import BEN, COMPLAINTS_CHANNEL, DIRECTOR, LEADERS_CHANNEL, MARA, QUALITY
from bot.demo.workspace.records import Message

Values = Mapping[str, str] | None

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


NOTHING_TO_DO = (
    "All within the usual; the late pallet is being looked after.",
    "One slow week of the carrier, already back to normal.",
    "The open cases have owners and dates.",
)
TASKS = (
    "Ask the carrier why the Friday run is late, and tell me by Thursday.",
    "Call the three customers with open cases today.",
    "Check the packing list for gasket sets before they leave.",
)


def on_card(seed: int, card: Message, now: datetime, zone: ZoneInfo, *, in_slack: bool = False) -> Iterator[Doing]:
    """What the clerks do about a new card: at the desk as soon as it is open, and again a day later.

    Four of ten are closed on the spot, as many are assessed and investigated, the rest is left lying;
    those of customers who are `in_slack` are always investigated.
    """
    case, order = found(CASE, card.text), order_of(card)
    dice = Random(f"{seed}/{order}/{case if not order else ''}/card")
    clerk, other = clerks(seed, order or case)
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
    drawn = dice.random()
    if in_slack or drawn < 0.4:
        press = Press(clerk, COMPLAINTS_CHANNEL, card.ts, "assess", assessment(seed, order or case, clerk))
        yield Doing(at + timedelta(minutes=2), f"{case}/assess", press, case=case)
        return
    yield does("assign", at + timedelta(minutes=2), "acknowledged", {"owner": dice.choice((clerk, other))})
    if drawn < 0.8:
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
            acts = leader == DIRECTOR and decides_action(now)
            decision, values = ("action", plan(dice, now, zone)) if acts else _decision(dice)
            press = Press(leader, LEADERS_CHANNEL, post.ts, f"review.{decision}", values)
            yield Doing(at, f"{now:%Y-%m-%d}/{leader}/review", press)


def _decision(dice: Random) -> tuple[str, Mapping[str, str]]:
    """Mostly nothing has to be done; now and then somebody gets a task."""
    if dice.random() < 0.7:
        return "no_action", {"words": dice.choice(NOTHING_TO_DO)}
    return "delegate", {"delegate": dice.choice((MARA, BEN)), "words": dice.choice(TASKS)}


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


def order_of(card: Message) -> str:
    """The number of the order that a card is about."""
    return found(ORDER, card.text)
