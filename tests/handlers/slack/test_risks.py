"""Risks in Slack: proposed once from what comes back, decided by leaders, with every change and its cause."""

from datetime import timedelta
from typing import Any

from bot.demo.workspace.records import Json, Message
from handlers.steps.digesting import current
from surveys.action import State as Doing
from surveys.risk import Risk, State
from surveys.workdays import Week
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, STRANGER, Site, fill, press
from tests.handlers.slack.test_actions import PLAN

DAY = timedelta(days=1)


async def complained(site: Site, number: int, problem: str = "late", severity: str = "s2") -> None:
    """Somebody phones, and what it is about is assessed."""
    await site.acts.command(MARA, COMPLAINTS, "/complaint", f"Phoned: call number {number}")
    await site.deliver()
    card = next(one for one in site.said(COMPLAINTS) if one.text.startswith(f"C-{number},") and not one.thread_ts)
    await press(site, card, "acknowledge")
    assert await fill(site, how="person") is None
    await site.settled()
    await press(site, card, "assess")
    assert await fill(site, severity=severity, problem=problem, safety="no", owner=MARA) is None
    await site.settled()
    await site.deliver()


async def proposed(site: Site) -> Message:
    """Three complaints about lateness in three days, and the card of the risk that they show."""
    for number in (1, 2, 3):
        await complained(site, number)
        site.clock.business += DAY
    return card_of(site)


def card_of(site: Site, name: str = "R-1") -> Message:
    return next(one for one in site.said(LEADERS) if one.text.startswith(f"{name},") and not one.thread_ts)


def thread(site: Site, card: Message) -> list[str]:
    return [one.text for one in site.said(LEADERS) if one.thread_ts == card.ts]


async def risks(site: Site) -> list[Risk]:
    async with site.office.store.read() as work:
        return list(await work.risks.every())


async def does(site: Site, card: Message, button: str, by: str = INES, **values: Any) -> Json | None:
    await site.acts.join(by, LEADERS)
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.settled()
    await site.deliver()
    return reply


async def test_three_late_complaints_are_one_candidate(harbor: Site) -> None:
    """Not three, and its file names them; a fourth one makes no second."""
    card = await proposed(harbor)
    await complained(harbor, 4)
    [risk] = await risks(harbor)
    assert (risk.state, risk.theme, risk.weight.words) == (State.CANDIDATE, "late", "5 x 3 = 15, very high")
    assert risk.cause == "late: 4 complaints in 28 days (C-1, C-2, C-3, C-4)"
    assert thread(harbor, card)[0].startswith(
        "proposed, 4 x 3 = 12, high: late: 3 complaints in 28 days (C-1, C-2, C-3)"
    )


async def test_a_leader_accepts_it_and_its_history_names_the_complaints(harbor: Site) -> None:
    """With owner and weight; a graver one later makes it heavier by itself, with its cause."""
    card = await proposed(harbor)
    assert await does(harbor, card, "risk_accept", likelihood="4", severity="3", owner=BEN) is None
    await complained(harbor, 4, severity="s1")
    [risk] = await risks(harbor)
    assert (risk.state, risk.weight.score, risk.inherent_severity) == (State.ACCEPTED, 25, 3)
    said = thread(harbor, card)
    assert "C-1, C-2, C-3" in said[0]
    assert said[1].startswith("accepted, 4 x 3 = 12, high")
    assert said[2] == "4 x 3 = 12, high becomes 5 x 5 = 25, very high: because of C-4"


async def test_a_rejected_one_comes_back_only_with_new_cases(harbor: Site) -> None:
    """No is said with a reason, and what was known then is not proposed again."""
    card = await proposed(harbor)
    await does(harbor, card, "risk_reject", reason="The carrier was on strike for three days")
    harbor.clock.business += DAY
    await complained(harbor, 4)
    assert [one.state for one in await risks(harbor)] == [State.REJECTED]
    for number in (5, 6):
        await complained(harbor, number)
    first, second = await risks(harbor)
    assert (first.state, second.state) == (State.REJECTED, State.CANDIDATE)
    assert second.cause == "late: 3 complaints in 28 days (C-4, C-5, C-6)"


async def test_an_action_addresses_it_and_its_file_says_so(harbor: Site) -> None:
    """Complaint, risk and action hang together."""
    card = await proposed(harbor)
    await does(harbor, card, "risk_accept", likelihood="4", severity="3", owner=BEN)
    assert await does(harbor, card_of(harbor), "risk_action", **PLAN) is None
    async with harbor.office.store.read() as work:
        [action] = await work.actions.of_risk(1)
    assert (action.state, action.risk_id) == (Doing.AGREED, 1)
    assert thread(harbor, card)[-1].startswith("A-1 agreed: Warn customers of late pallets")
    assert "A-1, agreed" in str(card_of(harbor).blocks)


async def test_what_changed_because_of_a_complaint_is_told(harbor: Site) -> None:
    """An auditor's question: the risk it showed, every change of it, the action; another case changed nothing."""
    card = await proposed(harbor)
    await does(harbor, card, "risk_accept", likelihood="4", severity="3", owner=BEN)
    await does(harbor, card_of(harbor), "risk_action", **PLAN)
    await complained(harbor, 4, problem="defect")
    for words, wanted in (
        ("trace C-2", "R-1 accepted: 4 x 3 = 12, high as it was accepted, 4 x 3 = 12, high now"),
        ("trace C-2", "A-1 agreed: Warn customers of late pallets"),
        ("trace C-2", "C-2 received: "),
        ("trace C-4", "nothing changed"),
        ("trace C-9", "There is no case C-9."),
        ("trace late", "Write: trace C-12"),
    ):
        await harbor.acts.command(MARA, COMPLAINTS, "/feedback", words)
        await harbor.settled()
        said = harbor.whispered(MARA)[-1]
        assert wanted in f"{said.text} {said.blocks}"


async def test_a_person_makes_it_lighter_and_closes_it(harbor: Site) -> None:
    """With what has changed; then it is closed."""
    card = await proposed(harbor)
    await does(harbor, card, "risk_accept", likelihood="4", severity="3", owner=BEN)
    await does(harbor, card_of(harbor), "risk_weigh", likelihood="2", severity="3", reason="A-1 was effective")
    assert thread(harbor, card)[-1] == "4 x 3 = 12, high becomes 2 x 3 = 6, medium: A-1 was effective"
    await does(harbor, card_of(harbor), "risk_close", reason="The carrier is another one")
    assert [one.state for one in await risks(harbor)] == [State.CLOSED]


async def test_only_leaders_decide(harbor: Site) -> None:
    """Staff who press are told so."""
    card = await proposed(harbor)
    await does(harbor, card, "risk_accept", MARA)
    assert harbor.whispered(MARA)[-1].text.startswith("Only a leader may do this.")
    assert [one.state for one in await risks(harbor)] == [State.CANDIDATE]


async def test_the_register_is_shown_and_added_to(harbor: Site) -> None:
    """`/risk` to the staff; words after it are a risk that somebody sees; strangers neither read nor write."""
    await harbor.acts.command(MARA, COMPLAINTS, "/risk", "")
    await harbor.settled()
    assert "No risk is known." in str(harbor.whispered(MARA)[-1].blocks)
    await harbor.acts.command(MARA, COMPLAINTS, "/risk", "One supplier makes all gaskets <!channel>")
    await harbor.deliver()
    assert harbor.whispered(MARA)[-1].text.startswith("R-1 is proposed")
    for text in ("", "R-1"):
        await harbor.acts.command(MARA, COMPLAINTS, "/risk", text)
        await harbor.settled()
        assert "One supplier makes all gaskets" in str(harbor.whispered(MARA)[-1].blocks)
    await harbor.acts.command(STRANGER, COMPLAINTS, "/risk", "Strangers know everything")
    await harbor.settled()
    assert len(await risks(harbor)) == 1


async def test_leaders_are_told_every_week_what_waits_for_them(harbor: Site) -> None:
    """Until they decide; the heaviest stay named."""
    await proposed(harbor)
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    digest = await current(harbor.office, week, harbor.clock.now())
    [line] = [one.words for one in digest.lines if one.key == "actions"]
    assert line == "proposed as risks: R-1 12"
    assert "1 risk to decide on" in digest.verdict
