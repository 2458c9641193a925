"""What people are told in Slack of a case that is grave or late."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words.blocks import Block, escaped, paragraph, person, quoted, written
from surveys.complaint import Complaint
from surveys.course import plain
from surveys.deadline import Alarm

LONGEST_QUOTE = 300
LONGEST_NOTICE = 200


def alarm_post(case: Complaint, alarm: Alarm, zone: ZoneInfo, owner: str) -> dict[str, Any]:
    """`text` and `blocks`: which case, what of it, since when and in whose hands; then the customer's words."""
    words = f"{case.name} {alarm.words}"
    return {
        "text": escaped(f"{words}: {case.words}", LONGEST_NOTICE),
        "blocks": [
            paragraph([[written(words, bold=True)], _state(case, zone, owner)]),
            *([quoted(case.words, LONGEST_QUOTE)] if case.words.strip() else []),
        ],
    }


def _state(case: Complaint, zone: ZoneInfo, owner: str) -> list[Block]:
    grade = f"{case.severity.upper()}, " if case.severity else ""
    since = _local(case.received_at, zone)
    held: list[Block] = [written("in the hands of "), person(owner)] if owner else [written("in nobody's hands")]
    return [written(f"{grade}{plain(case.state)}, received {since}, "), *held]


def _local(when: datetime, zone: ZoneInfo) -> str:
    return f"{when.astimezone(zone):%a %d %b, %H:%M}"
