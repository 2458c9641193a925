"""One thing that somebody at Harbor Parts does in Slack, and when there is somebody at a desk."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.gestures import Gesture
from bot.demo.people import Marks

OPENS, LAST_LOOK = time(9), time(16, 30)
DAY = timedelta(days=1)

CASE, ORDER = re.compile(r"C-\d+"), re.compile(r"HP-\d+")


@dataclass(frozen=True)
class Doing:
    """One gesture of somebody at Harbor Parts, at an instant.

    `case` is the number on the card where nobody else moves it afterwards, `state` what the case is in then; `words`
    those of a complaint that is logged, and `marks` those that are set right.
    """

    at: datetime
    key: str
    gesture: Gesture
    order: str = ""
    case: str = ""
    state: str = ""
    words: str = ""
    marks: Marks = field(default_factory=dict)


def at_desk(when: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `when` on at which somebody sits there: nine to half past four on weekdays."""
    local = when.astimezone(zone)
    while local.weekday() > 4 or local.time() > LAST_LOOK:
        local = datetime.combine(local.date() + DAY, OPENS, zone) + timedelta(minutes=local.minute)
    opens = datetime.combine(local.date(), OPENS, zone) + timedelta(minutes=local.minute)
    return (opens if local.time() < OPENS else local).astimezone(when.tzinfo)


def found(what: re.Pattern[str], text: str) -> str:
    """What stands in a text, or nothing."""
    return match.group() if (match := what.search(text)) else ""
