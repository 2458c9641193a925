"""Opportunities in Slack: seen by the staff or by the charts, pursued by leaders, missed when nobody does."""

from collections import Counter
from datetime import timedelta
from typing import Any

from bot.demo.workspace.records import Json, Message
from handlers.steps.digesting import current
from handlers.steps.improving.signalling import signal
from surveys.figure import Counts
from surveys.opportunity import Opportunity, State
from surveys.risk import Risk
from surveys.workdays import Week
from tests.handlers.slack.stage import COMPLAINTS, INES, LEADERS, MARA, Site, fill, press
from tests.handlers.slack.test_actions import PLAN
from tests.handlers.stage import asked

IDEA = "A photo of every delivery at the quay"


async def seen(site: Site) -> Message:
    """What a clerk sees, and its card."""
    await site.acts.command(MARA, COMPLAINTS, "/risk", f"opportunity {IDEA}")
    await site.deliver()
    return card_of(site)


def card_of(site: Site) -> Message:
    return next(one for one in site.said(LEADERS) if one.text.startswith("O-1,") and not one.thread_ts)


async def registers(site: Site) -> tuple[list[Opportunity], list[Risk]]:
    async with site.office.store.read() as work:
        return list(await work.opportunities.every()), list(await work.risks.every())


async def does(site: Site, card: Message, button: str, by: str = INES, **values: Any) -> Json | None:
    await site.acts.join(by, LEADERS)
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.settled()
    await site.deliver()
    return reply


def weeks(on_time: list[int]) -> list[tuple[Week, Counts]]:
    """So many of 40 on time each week."""
    first = Week(2026, 20)
    return [(first.shift(at), Counter(deliveries=40, promised=40, on_time=n)) for at, n in enumerate(on_time)]


async def test_a_leader_pursues_what_a_clerk_sees(harbor: Site) -> None:
    """With an action that has its own criterion; the card names it."""
    card = await seen(harbor)
    assert await does(harbor, card, "chance_pursue", **PLAN, benefit="4", effort="2") is None
    [found], _ = await registers(harbor)
    async with harbor.office.store.read() as work:
        [action] = await work.actions.of_opportunity(found.id)
    assert (found.state, found.benefit, found.effort, action.name) == (State.PURSUED, 4, 2, "A-1")
    assert "A-1, agreed" in str(card_of(harbor).blocks)


async def test_only_leaders_decide_about_it(harbor: Site) -> None:
    """Others are told so; no is said with a reason."""
    card = await seen(harbor)
    await does(harbor, card, "chance_pursue", MARA)
    assert harbor.whispered(MARA)[-1].text.startswith("Only a leader may do this.")
    await does(harbor, card, "chance_reject", reason="The carrier does that already")
    [found], _ = await registers(harbor)
    assert (found.state, found.reason) == (State.REJECTED, "The carrier does that already")


async def test_the_registers_stand_beside_each_other(harbor: Site) -> None:
    """`/risk` shows both; a command without words says how."""
    await seen(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/risk", "")
    await harbor.settled()
    shown = str(harbor.whispered(MARA)[-1].blocks)
    assert "No risk is known." in shown
    assert IDEA in shown
    await harbor.acts.command(MARA, COMPLAINTS, "/risk", "opportunity")
    await harbor.settled()
    assert harbor.whispered(MARA)[-1].text == "What could go better? Write: opportunity WORDS"


async def test_what_the_charts_call_unusual_is_proposed_once(harbor: Site) -> None:
    """Better is an opportunity, worse a risk; noise is neither."""
    usual = [32, 33, 31, 33, 32, 34, 31, 32, 33, 32, 31, 33, 32, 33, 32]
    now = harbor.clock.now()
    assert await signal(harbor.office, weeks([*usual, 32]), now) == 0
    for _ in range(2):
        await signal(harbor.office, weeks([*usual, 40]), now)
        await signal(harbor.office, weeks([*usual, 20]), now)
    [found], [risk] = await registers(harbor)
    assert (found.theme, found.cause) == ("on_time", "on time, in the records HIGH, usual 71-90, was 80 %")
    assert (risk.theme, risk.cause) == ("on_time", "on time, in the records LOW, usual 71-90, was 80 %")


async def test_a_quarter_without_any_is_told(harbor: Site) -> None:
    """In its last four weeks, until one is pursued in it."""
    await asked(harbor.office, harbor.clock.now(), harbor.clock.tick())

    async def line(week: Week) -> str:
        digest = await current(harbor.office, week, harbor.clock.now())
        return "".join(one.words for one in digest.lines if one.key == "actions")

    assert await line(Week.parse("2026-W47")) == ""
    assert await line(Week.parse("2026-W51")) == "no opportunity pursued in 2026-Q4"
    card = await seen(harbor)
    harbor.clock.business += timedelta(hours=1)
    await does(harbor, card, "chance_pursue", **PLAN, benefit="4", effort="2")
    assert "no opportunity" not in await line(Week.parse("2026-W51"))
