"""What Harbor Parts does so that things go better: the director decides, a clerk does it, the head of quality judges.

Everything is drawn from (seed, week or post).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.doing import DAY, Doing, at_desk
from bot.demo.gestures import Press, Type
from bot.demo.staff import BEN, COMPLAINTS_CHANNEL, DIRECTOR, LEADERS_CHANNEL, MARA, QUALITY
from bot.demo.workspace.records import Message

WEIGHT, HEAVY = re.compile(r"(\d) x (\d) = "), 12
"""How a card says how heavy a risk is, and from when on something is done about it."""

EVERY, MEETS_EVERY = 3, 4
"""In one of so many weeks the director decides an action, and opens a risk meeting."""

JUDGE = "to be verified"
"""How the entry begins that says what the figures say of an action."""

PLANS = (
    ("Warn customers the day before when the Friday run is late", "Nobody watches the carrier's list", "on_time"),
    ("Let a second person check the packing list of gasket sets", "Sets look alike on the shelf", "right_first_time"),
    ("Agree with the carrier on a fixed slot for the quay", "The carrier comes when it suits them", "complaints.late"),
)
"""What is decided, why it is needed, and the measure it is judged by."""

DONE = (
    "It is in the checklist of the desk since today, and everybody has been shown.",
    "Agreed in writing, and tried with the first three orders.",
)
RESULTS = (
    ("effective", ("for sure", "HIGH", "LOW", "rarer")),
    ("partly", ("chance may help", "on the whole")),
    ("ineffective", ("",)),
)
"""What somebody says came of it, by what the figures say."""


def decides_action(now: datetime) -> bool:
    return now.isocalendar().week % EVERY == 0


def plan(dice: Random, now: datetime, zone: ZoneInfo) -> Mapping[str, str]:
    """The form of a new action: a target to be seen after two weeks, or better than was usual after eight."""
    words, cause, measure = dice.choice(PLANS)
    soon = dice.random() < 0.6 and not measure.startswith("complaints")
    return {
        "words": words,
        "kind": "corrective",
        "cause": cause,
        "owner": dice.choice((MARA, BEN)),
        "due": (now.astimezone(zone).date() + timedelta(days=dice.choice((7, 14)))).isoformat(),
        "measure": measure,
        "aim": "target" if soon else "better",
        "target": "85" if soon else "",
        "weeks": "2" if soon else "8",
    }


def on_risk(seed: int, card: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """The director takes most of what is proposed into the register, and decides an action for what is heavy."""
    if not (found := WEIGHT.search(card.text)):
        return
    dice = Random(f"{seed}/{card.text}/risk")
    at = at_desk(now + timedelta(hours=dice.randrange(2, 20)), zone)

    def does(what: str, when: datetime, values: Mapping[str, str]) -> Doing:
        return Doing(when, f"{card.ts}/{what}", Press(DIRECTOR, card.channel, card.ts, what, values))

    if dice.random() < 0.2:
        yield does("risk_reject", at, {"reason": "One bad week of the carrier; we look again if it comes back."})
        return
    weight = {"likelihood": found[1], "severity": found[2]}
    yield does("risk_accept", at, {**weight, "owner": dice.choice((MARA, BEN))})
    if int(found[1]) * int(found[2]) >= HEAVY:
        yield does("risk_action", at + timedelta(minutes=5), plan(dice, at, zone))


def on_chance(seed: int, card: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """The director makes something of whatever goes well."""
    dice = Random(f"{seed}/{card.text}/chance")
    at = at_desk(now + timedelta(hours=dice.randrange(2, 30)), zone)
    values = {**plan(dice, at, zone), "kind": "improvement", "benefit": "4", "effort": "2"}
    yield Doing(at, f"{card.ts}/pursue", Press(DIRECTOR, card.channel, card.ts, "chance_pursue", values))


def sees(order: str, at: datetime, zone: ZoneInfo) -> Doing:
    """A clerk hears of something that could be made more of."""
    words = f"opportunity The customer of {order} asks whether all deliveries could come with a photo at the quay"
    return Doing(at_desk(at, zone), f"{order}/opportunity", Type(MARA, COMPLAINTS_CHANNEL, "/risk", words))


def meets(now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """Once in four weeks the director opens a risk meeting on the day of the digest."""
    if now.isocalendar().week % MEETS_EVERY == 0:
        opens = Type(DIRECTOR, LEADERS_CHANNEL, "/review", "open risk")
        yield Doing(at_desk(now + timedelta(hours=4), zone), f"{now:%Y-%m-%d}/meeting", opens)


def on_meeting(seed: int, post: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """The director takes part, the head of quality mostly; one decision, and the record is closed."""
    dice, at = Random(f"{seed}/{post.text[:3]}/meeting"), at_desk(now + timedelta(minutes=20), zone)

    def does(minutes: int, who: str, what: str, values: Mapping[str, str] | None = None) -> Doing:
        press = Press(who, post.channel, post.ts, what, values)
        return Doing(at + timedelta(minutes=minutes), f"{post.ts}/{minutes}/{what}", press)

    yield does(0, DIRECTOR, "meeting_present")
    if dice.random() < 0.7:
        yield does(1, QUALITY, "meeting_present")
    else:
        yield does(1, QUALITY, "meeting_absent", {"words": "At the carrier's"})
    yield does(40, DIRECTOR, "meeting_decide", {"words": "We keep the carrier and look again in four weeks"})
    yield does(45, DIRECTOR, "meeting_close", {"notes": "Actions and risks were gone through one by one."})


def on_given(seed: int, user: str, post: Message, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """Whoever owns an action begins it within a day; most are done some days later, some are left lying."""
    dice = Random(f"{seed}/{post.text}/given")
    begins = at_desk(now + timedelta(hours=dice.randrange(1, 20)), zone)
    yield Doing(begins, f"{post.ts}/begin", Press(user, post.channel, post.ts, "action_begin"))
    if dice.random() < 0.8:
        ends = at_desk(begins + dice.randrange(2, 6) * DAY, zone)
        press = Press(user, post.channel, post.ts, "action_done", {"reason": dice.choice(DONE)})
        yield Doing(ends, f"{post.ts}/done", press)


def on_looked_at(card: Message, newest: str, now: datetime, zone: ZoneInfo) -> Iterator[Doing]:
    """The head of quality judges by the figures, two days later."""
    if newest.startswith(JUDGE):
        result = next(result for result, signs in RESULTS if any(sign in newest for sign in signs))
        values = {"result": result, "reason": "As the figures show, and the desk says so too."}
        press = Press(QUALITY, card.channel, card.ts, "action_verify", values)
        yield Doing(at_desk(now + 2 * DAY, zone), f"{card.ts}/verify", press)
