"""What the people of Harbor Parts do in Slack: at their desks, in good order, and the same for the same seed."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.desk import on_card, on_digest, on_doubt, phone_calls
from bot.demo.doing import Doing, at_desk
from bot.demo.gestures import Choose, Press, Type
from bot.demo.orders import orders
from bot.demo.people import Temper, people
from bot.demo.staff import CLERKS, LEADERS
from bot.demo.workspace.records import Message

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 10, 9, 15, 50, tzinfo=UTC)


def card(number: int, *names: str) -> Message:
    """The card of a case, with these buttons."""
    blocks = ({"type": "actions", "elements": [{"action_id": name} for name in names]},)
    return Message("C0COMPLAINTS", f"{number}.5", "U1", f"C-{number}, received: order HP-{10000 + number}: no", blocks)


def handled(number: int, *names: str) -> list[Doing]:
    return list(on_card(1, card(number, *names), NOW, ZONE))


def buttons(doings: list[Doing]) -> list[str]:
    return [one.gesture.button for one in doings if isinstance(one.gesture, Press)]


@given(minutes=st.integers(0, 130_000))
def test_somebody_sits_there_in_office_hours(minutes: int) -> None:
    """Not sooner than wanted, on a weekday between nine and half past four, and at once where that is so already."""
    when = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    at = at_desk(when, ZONE)
    local = at.astimezone(ZONE)
    assert when <= at <= when + timedelta(days=3, hours=1)
    assert local.weekday() < 5
    assert time(9) <= local.time() <= time(16, 31)
    if when.astimezone(ZONE).weekday() < 5 and time(9) <= when.astimezone(ZONE).time() <= time(16, 30):
        assert at == when


def test_a_case_is_handled_in_order_by_one_clerk() -> None:
    """Four of ten are closed on the spot, as many are assessed, the rest is left lying; never anything after an end."""
    all_of_them = [handled(number, "acknowledge", "assess", "assign", "close") for number in range(200)]
    ways = Counter(tuple(buttons(doings)) for doings in all_of_them)
    assert set(ways) == {
        ("acknowledge", "assess"),
        ("acknowledge", "assign"),
        ("acknowledge", "assign", "close"),
    }
    assert 60 < ways["acknowledge", "assess"] < 100
    assert 60 < ways["acknowledge", "assign", "close"] < 100
    for doings in all_of_them:
        assert [one.at for one in doings] == sorted(one.at for one in doings)
        assert len({one.gesture.user for one in doings}) == 1
        assert {one.gesture.user for one in doings} <= set(CLERKS)


def test_some_candidates_are_none() -> None:
    """Declined with a reason, and then left alone; the others are confirmed first."""
    all_of_them = [handled(number, "confirm", "decline") for number in range(200)]
    first = [buttons(doings)[0] for doings in all_of_them]
    assert set(first) == {"confirm", "decline"}
    assert 10 < first.count("decline") < 40
    assert {len(doings) for doings in all_of_them if buttons(doings)[0] == "decline"} == {1}


def test_a_doubt_is_asked_about_by_phone() -> None:
    """Most are set right to what was meant, some are left, each once and by one clerk at a desk."""
    meant = {"overall": 4, "accuracy": None}
    asked = [list(on_doubt(1, card(number, "correct", "leave"), NOW, ZONE, meant)) for number in range(100)]
    assert {len(doings) for doings in asked} == {1}
    presses = [one.gesture for [one] in asked if isinstance(one.gesture, Press)]
    assert {press.user for press in presses} == set(CLERKS)
    assert {(press.button, str(press.values)) for press in presses} == {
        ("correct", "{'overall': '4', 'accuracy': 'N'}"),
        ("leave", "None"),
    }
    assert 60 < sum(one.marks == meant for [one] in asked) < 95
    assert all(at_desk(one.at, ZONE) == one.at for [one] in asked)


def test_late_customers_who_never_answer_phone() -> None:
    """Each once, about their own order; every fifth call becomes a complaint by the menu of a message."""
    told = orders(1, people(1), NOW.date() - timedelta(days=11), 8, ZONE)
    calls = list(phone_calls(1, told, ZONE))
    by_order = {order.order: order for order in told}
    assert len(calls) >= 10
    assert {by_order[one.order].late for one in calls} == {True}
    assert {by_order[one.order].person.temper for one in calls} <= {Temper.SILENT, Temper.GONE, Temper.VANISHED}
    assert [isinstance(one.gesture, Choose) for one in calls] == [n % 5 == 4 for n in range(len(calls))]
    assert all(one.order in one.gesture.text for one in calls if isinstance(one.gesture, Type))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_does_the_same(seed: int) -> None:
    """Also the leaders, of whom the director reviews every week."""
    post = Message("C0LEADERS", "1.5", "U1", "quiet week")
    weeks = [NOW + timedelta(weeks=week) for week in range(8)]
    once, again = ([list(on_digest(seed, post, now, ZONE)) for now in weeks] for _ in range(2))
    assert once == again
    reviewers = [{one.gesture.user for one in doings} for doings in once]
    assert all(next(iter(LEADERS)) in week for week in reviewers)
    assert any(len(week) == 1 for week in reviewers)
