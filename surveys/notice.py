"""The news that something was delivered, as a shop, a file or a person tells it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from surveys.customer import BadAddress, address, printable
from surveys.message import UnsafeHeader, Via, header
from surveys.workdays import instant

YEARS = range(2000, 2100)
LONGEST = 200
REQUIRED = ("order", "email", "delivered_at")

SLACK_USER = "[UW][A-Z0-9]{2,20}"
"""A member's id, which their profile in Slack has under "Copy member ID"."""


class BadField(ValueError):
    """A field of a delivery cannot be used; says which one and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


@dataclass(frozen=True)
class Notice:
    """One delivery as told. `(source, event_id)` is its identity; times are UTC.

    `channel` is how the customer wants to be asked, None where that was not told.
    """

    source: str
    event_id: str
    order: str
    email: str
    delivered_at: datetime
    promised_at: datetime | None = None
    name: str = ""
    language: str = ""
    account: str = ""
    product: str = ""
    region: str = ""
    owner: str = ""
    slack_user: str = ""
    channel: Via | None = None


FIELDS = tuple(field.name for field in fields(Notice) if field.name != "source")


def notice(told: Mapping[str, str], source: str, zone: ZoneInfo) -> Notice:
    """Check what was told, field by field; `event_id` falls back to the order.

    Times are ISO 8601 with a zone, or a plain date, read in the organisation's zone: delivered at noon, promised until
    the end of the day.

    Raises: BadField.
    """
    given = {name: told.get(name, "").strip() for name in FIELDS}
    for name in REQUIRED:
        if not given[name]:
            raise BadField(name, "is missing")
    for name, value in given.items():
        _check(name, value)
    promised = given["promised_at"]
    return Notice(
        source=source,
        event_id=given["event_id"] or given["order"],
        order=given["order"],
        email=_email(given["email"]),
        delivered_at=_time("delivered_at", given["delivered_at"], zone, time(12)),
        promised_at=_time("promised_at", promised, zone, time(23, 59, 59)) if promised else None,
        name=given["name"],
        language=given["language"].lower()[:2],
        account=given["account"],
        product=given["product"],
        region=given["region"],
        owner=given["owner"],
        slack_user=_slack_user(given["slack_user"]),
        channel=_channel(given["channel"], given["slack_user"]),
    )


def _check(name: str, value: str) -> None:
    if len(value) > LONGEST:
        raise BadField(name, f"has {len(value)} characters; {LONGEST} is the most")
    try:
        header(value, name)
    except UnsafeHeader as why:
        raise BadField(name, str(why)) from why


def _email(text: str) -> str:
    try:
        return address(text)
    except BadAddress as why:
        raise BadField("email", str(why)) from why


def _slack_user(text: str) -> str:
    if text and not re.fullmatch(SLACK_USER, text):
        raise BadField("slack_user", f"'{printable(text)}' is no member's id of Slack; write U012AB3CD")
    return text


def _channel(text: str, slack_user: str) -> Via | None:
    if not text:
        return None
    if text.lower() not in {via.value for via in Via}:
        raise BadField("channel", f"'{printable(text)}' is no way to ask; write mail or slack")
    if text.lower() == Via.SLACK and not slack_user:
        raise BadField("channel", "slack needs the customer's slack_user beside it")
    return Via(text.lower())


def _time(name: str, text: str, zone: ZoneInfo, at: time) -> datetime:
    try:
        found = instant(date.fromisoformat(text), at, zone) if len(text) == 10 else datetime.fromisoformat(text)
    except (ValueError, OverflowError) as why:
        raise BadField(name, f"'{printable(text)}' is no date; write 2026-11-23 or 2026-11-23T14:30+00:00") from why
    if found.tzinfo is None:
        raise BadField(name, f"'{printable(text)}' has no time zone; write 2026-11-23T14:30+00:00")
    if found.year not in YEARS:
        raise BadField(name, f"the year {found.year} cannot be right")
    return found.astimezone(UTC)


def in_future(notice: Notice, now: datetime) -> bool:
    """Whether the delivery is said to lie more than a day ahead: then it is no delivery yet."""
    return notice.delivered_at > now + timedelta(days=1)
