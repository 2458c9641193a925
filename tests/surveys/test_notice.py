"""The news that something was delivered: what is told is checked field by field."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.message import Via
from surveys.notice import BadField, Notice, notice

ZONE = ZoneInfo("Europe/London")
TOLD = {"order": "R-1", "email": "zoe@buyer.example", "delivered_at": "2026-11-15"}


def read(**more: str) -> Notice:
    return notice({**TOLD, **more}, "shop", ZONE)


def test_a_notice_needs_three_fields() -> None:
    """An order, an address and a day; what is not told is empty, and the way to ask is left open."""
    assert read() == Notice(
        source="shop",
        event_id="R-1",
        order="R-1",
        email="zoe@buyer.example",
        delivered_at=datetime(2026, 11, 15, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize("told", ["mail", "Mail", " MAIL "])
def test_a_customer_may_want_mail(told: str) -> None:
    """In whatever case it is written, and also where they are known in Slack."""
    assert (read(channel=told).channel, read(channel=told, slack_user="U012AB3CD").channel) == (Via.MAIL, Via.MAIL)


@pytest.mark.parametrize("told", ["slack", "Slack", "SLACK"])
def test_a_customer_may_want_slack(told: str) -> None:
    """With the id that Slack knows them by."""
    found = read(channel=told, slack_user=" W012AB3CD ")
    assert (found.channel, found.slack_user) == (Via.SLACK, "W012AB3CD")


def test_being_known_in_slack_is_no_wish_to_be_asked_there() -> None:
    """Only the channel says so."""
    assert read(slack_user="U012AB3CD").channel is None


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"channel": "slack"}, "channel: slack needs the customer's slack_user beside it"),
        ({"channel": "fax"}, "channel: 'fax' is no way to ask; write mail or slack"),
        ({"channel": "mail,slack"}, "channel: 'mail,slack' is no way to ask; write mail or slack"),
        ({"slack_user": "zoe"}, "slack_user: 'zoe' is no member's id of Slack; write U012AB3CD"),
        ({"slack_user": "@zoe", "channel": "slack"}, "slack_user: '@zoe' is no member's id of Slack; write U012AB3CD"),
        ({"slack_user": "u012ab3cd"}, "slack_user: 'u012ab3cd' is no member's id of Slack; write U012AB3CD"),
        ({"slack_user": "C012AB3CD"}, "slack_user: 'C012AB3CD' is no member's id of Slack; write U012AB3CD"),
    ],
    ids=str,
)
def test_what_cannot_be_is_named(told: dict[str, str], why: str) -> None:
    """With the field, and with what to write."""
    with pytest.raises(BadField, match=f"^{re.escape(why)}$"):
        read(**told)


@given(told=st.text(max_size=30))
def test_any_text_is_an_id_or_is_refused(told: str) -> None:
    """What is kept as an id can be shown and posted to: a letter, then capitals and figures."""
    try:
        found = read(slack_user=told).slack_user
    except BadField as why:
        assert why.field == "slack_user"
    else:
        assert found == "" or (found[0] in "UW" and found.isascii() and found.isalnum() and 3 <= len(found) <= 21)
