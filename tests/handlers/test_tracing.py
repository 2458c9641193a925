"""What became of an order, told in the order in which it happened."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.assessing import assign
from handlers.steps.complaining import Told, close, confirm, log
from handlers.steps.inviting import invite_due, remind_due
from handlers.tracing import trace
from surveys.answer import Door
from surveys.course import Ending
from tests.handlers.stage import DAY, IN_SLACK, again, asked, given, gives, in_slack, told


async def test_an_unknown_order_has_no_trace(office: Office) -> None:
    """A percent sign is an order number like any other."""
    assert [list(await trace(office, order)) for order in ("R-1", "%", "")] == [[], [], []]


async def test_a_delivery_that_waits_says_until_when(office: Office, now: datetime) -> None:
    """With the promise it kept."""
    await told(office, now, delivered_at=now, promised_at=now + DAY)
    [found] = await trace(office, "R-1")
    assert found.state == "waiting to be asked about on 2026-11-17"
    assert [(f"{when:%m-%d %H}", what) for when, what in found.events] == [
        ("11-16 12", "delivered, on time"),
        ("11-16 12", "told of by shop as event-1"),
        ("11-17 10", "is to be asked about"),
        ("11-17 12", "promised for"),
    ]


async def test_a_delivery_that_was_not_asked_about_says_why(office: Office, now: datetime, tick: datetime) -> None:
    """In one state, with its reason and the words of it."""
    await asked(office, now, tick)
    await told(office, now, 2)
    await invite_due(office, now + 2 * DAY, tick)
    [found] = await trace(office, "R-2")
    assert found.state == "not asked, quarantine: asked on 2026-11-16, next allowed on 2027-02-14"


async def test_the_whole_life_of_a_delivery_is_told(office: Office, now: datetime, tick: datetime) -> None:
    """Mail by mail and answer by answer, and the complaint that came of it."""
    of = await asked(office, now, tick, promised_at=now - 2 * DAY)
    await remind_due(office, now + 5 * DAY, tick)
    of = await again(office, of)
    marks = {"overall": 5, "accuracy": None}
    await gives(office, of, given(marks, "mail:1", door=Door.MAIL, verified=False), now + 6 * DAY)
    await gives(office, of, given({"overall": 1}, "page:1"), now + 7 * DAY)
    [found] = await trace(office, "R-1")
    assert found.state == "asked, answered (mail queued)"
    assert [(f"{when:%m-%d}", what) for when, what in found.events] == [
        ("11-14", "promised for"),
        ("11-15", "delivered, late"),
        ("11-16", "told of by shop as event-1"),
        ("11-16", "asked in en with post_delivery 1"),
        ("11-16", "invitation mail: queued"),
        ("11-21", "reminded"),
        ("11-21", "reminder mail: failed (answered meanwhile)"),
        ("11-22", "answer 1 by mail: accuracy N, overall 5, from another address"),
        ("11-23", "answer 2 by page: overall 1"),
        ("11-23", "complaint C-1: other, candidate"),
        ("12-07", "answers until"),
    ]
    assert json.loads(json.dumps(found.as_json()))["events"][0] == {
        "at": "2026-11-14T12:00:00+00:00", "what": "promised for",
    }  # fmt: skip


async def test_who_was_asked_in_slack_is_told_so(office: Office, now: datetime, tick: datetime) -> None:
    """A post, and an answer by Slack."""
    of = await asked(in_slack(office), now, tick, **IN_SLACK)
    await gives(office, of, given({"overall": 4}, "slack:1", door=Door.SLACK), now + DAY)
    [found] = await trace(office, "R-1")
    assert found.state == "asked, answered (post queued)"
    told_of = [what for _, what in found.events]
    assert [one for one in told_of if "post:" in one or "by slack" in one] == [
        "invitation post: queued", "answer 1 by slack: overall 4",
    ]  # fmt: skip


async def test_an_order_may_have_several_deliveries(office: Office, now: datetime) -> None:
    """Each has its own trace."""
    for number in (1, 2):
        await told(office, now, number, order="R-1")
    assert [len(one.events) for one in await trace(office, "R-1")] == [4, 4]


async def test_a_case_is_told_move_by_move(office: Office, now: datetime, tick: datetime) -> None:
    """Each with who made it and why; staff appear by opaque id."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 1}), now)
    await confirm(office, 1, by="UMARA", now=now + DAY / 8, tick=tick)
    await assign(office, 1, "UBEN", by="UMARA", now=now + DAY / 4, tick=tick)
    await close(office, 1, Ending.SOLVED, "sent again", by="UBEN", now=now + DAY / 2, tick=tick)
    [found] = await trace(office, "R-1")
    assert [what for _, what in found.events if what.startswith(("complaint", "C-1"))] == [
        "complaint C-1: other, closed",
        "C-1 received by staff:1",
        "C-1 noted by staff:1: given to staff:2",
        "C-1 answered by staff:2: sent again",
        "C-1 closed by staff:2: sent again",
    ]


async def test_a_case_about_no_order_is_found_by_its_name(office: Office, now: datetime, tick: datetime) -> None:
    """In whatever case it is written; one about an order is told with that."""
    await log(office, Told("nobody answers"), "UMARA", now, tick)
    await told(office, now)
    await log(office, Told("too late", "R-1"), "UMARA", now, tick)
    [found] = await trace(office, "c-1")
    assert (found.order, found.state) == ("C-1", "received")
    assert [what for _, what in found.events] == ["complaint C-1: other, received"]
    assert [list(await trace(office, name)) for name in ("C-2", "C-3", "C-", "C-\u00b2", "C-" + "9" * 30)] == [[]] * 5
