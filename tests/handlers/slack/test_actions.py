"""Actions in Slack, from a decision under a digest to what came of it; everything through the real app."""

from datetime import timedelta

from bot.demo.gestures import buttons
from bot.demo.workspace.records import Json, Message
from handlers.clock import tend
from handlers.steps.digesting import current
from surveys.action import Action, State
from surveys.workdays import Week
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, STRANGER, Site, fill, press
from tests.handlers.slack.test_reviewing import decides, posted, reviews

PLAN = {
    "words": "Warn customers of late pallets",
    "kind": "corrective",
    "cause": "Nobody watches the Friday run",
    "owner": MARA,
    "due": "2026-12-11",
    "measure": "on_time",
    "aim": "better",
}


async def the_action(site: Site, id_: int = 1) -> Action:
    async with site.office.store.read() as work:
        return await work.actions.get(id_)


async def decided(site: Site, **other: str) -> Message:
    """An action that Ines decided under a digest, and its card in the leaders' channel."""
    assert await decides(site, await posted(site), "action", **(PLAN | other)) is None
    await site.deliver()
    return card_of(site)


def card_of(site: Site, name: str = "A-1") -> Message:
    return next(one for one in site.said(LEADERS) if one.text.startswith(f"{name},") and not one.thread_ts)


def thread(site: Site, card: Message) -> list[str]:
    return [one.text for one in site.said(LEADERS) if one.thread_ts == card.ts]


async def does(site: Site, card: Message, button: str, by: str = MARA, **values: str) -> Json | None:
    await site.acts.join(by, LEADERS)
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.settled()
    await site.deliver()
    return reply


async def later(site: Site, weeks: int) -> None:
    site.clock.business += timedelta(weeks=weeks)
    await tend(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()


async def done(site: Site) -> Message:
    """An action that its owner has carried out."""
    card = await decided(site)
    await does(site, card, "action_begin")
    await does(site, card, "action_done", reason="The carrier's list is checked every Friday noon")
    return card


async def test_a_leader_decides_an_action_under_a_digest(harbor: Site) -> None:
    """One press keeps the review and the action; the card says how it will be judged, and its owner is told."""
    card = await decided(harbor)
    [review] = await reviews(harbor)
    action = await the_action(harbor)
    assert (review.words, action.state, action.digest_id) == ("A-1, Warn customers of late pallets", State.AGREED, 1)
    shown = str(card.blocks)
    assert "on time, in the records: better than was usual, looked at after 8 weeks" in shown
    assert "the digest of 2026-W47" in shown
    [told] = harbor.said(harbor.slack.workspace.direct(MARA).id)
    assert told.text.startswith("You own A-1, to be done by Fri 11 Dec 2026")


async def test_without_a_day_nothing_is_decided(harbor: Site) -> None:
    """The form says what is missing; neither review nor action is kept."""
    refused = await decides(harbor, await posted(harbor), "action", **(PLAN | {"due": ""}))
    assert refused is not None
    assert refused["errors"] == {"due": "A-1 needs an owner and a day."}
    assert await reviews(harbor) == []
    async with harbor.office.store.read() as work:
        assert await work.actions.total() == 0


async def test_a_target_is_a_whole_number(harbor: Site) -> None:
    """Told at its field."""
    wrong = PLAN | {"aim": "target", "target": "lots"}
    refused = await decides(harbor, await posted(harbor), "action", **wrong)
    assert refused is not None
    assert refused["errors"] == {"target": "Write a whole number, like 95."}


async def test_staff_propose_and_a_leader_agrees(harbor: Site) -> None:
    """By command, because of a case; only a leader agrees."""
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "Phoned: the pallet was late again")
    await harbor.settled()
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "action C-1 Watch the Friday run")
    await harbor.deliver()
    assert "A-1 is proposed" in harbor.whispered(MARA)[-1].text
    card = card_of(harbor)
    assert "C-1" in str(card.blocks)
    await does(harbor, card, "action_plan")
    assert harbor.whispered(MARA)[-1].text.startswith("Only a leader may do this.")
    await does(harbor, card, "action_plan", INES, **PLAN)
    action = await the_action(harbor)
    assert (action.state, action.complaint_id) == (State.AGREED, 1)
    assert thread(harbor, card_of(harbor))[0].startswith("proposed")


async def test_only_its_owner_begins(harbor: Site) -> None:
    """Somebody else is told so; nothing moves."""
    card = await decided(harbor)
    await does(harbor, card, "action_begin", BEN)
    assert harbor.whispered(BEN)[-1].text == "A-1 is for its owner to move."
    assert (await the_action(harbor)).state is State.AGREED


async def test_it_is_not_closed_before_its_effect_was_looked_at(harbor: Site) -> None:
    """Once it is done its card has no button until the weeks are over."""
    await done(harbor)
    assert buttons(list(card_of(harbor).blocks)) == set()
    assert (await the_action(harbor)).state is State.IMPLEMENTED


async def test_too_little_is_known_is_waited_for_once_and_then_a_person_judges(harbor: Site) -> None:
    """With too few deliveries the figures propose nothing, and whoever judges says why; never its owner."""
    card = await done(harbor)
    await later(harbor, 9)
    assert (await the_action(harbor)).state is State.IMPLEMENTED
    assert "waited for 8 weeks more: fewer than 30 deliveries since then" in thread(harbor, card)
    await later(harbor, 8)
    action = await the_action(harbor)
    assert (action.state, action.proposal) == (State.VERIFYING, "")
    refused = await does(harbor, card_of(harbor), "action_verify", result="effective", reason="It works")
    assert refused is not None
    assert refused["errors"] == {"reason": "A-1 is verified by somebody other than its owner."}
    await does(harbor, card_of(harbor), "action_verify", BEN, result="partly", reason="Seen on four Fridays")
    action = await the_action(harbor)
    assert (action.state, action.result) == (State.PARTLY, "Seen on four Fridays")


async def test_what_did_not_work_is_followed_by_another(harbor: Site) -> None:
    """Proposed with the judgement, and named after it."""
    await done(harbor)
    await later(harbor, 9)
    await later(harbor, 8)
    await does(harbor, card_of(harbor), "action_verify", INES, result="ineffective", reason="As late as before")
    follower = await the_action(harbor, 2)
    assert (follower.state, follower.follows_id) == (State.PROPOSED, 1)
    assert follower.words == "Instead of A-1: Warn customers of late pallets"


async def test_what_is_late_is_told_to_its_owner_once_and_to_leaders_every_week(harbor: Site) -> None:
    """After its day; the digest names it until it is done."""
    await decided(harbor)
    harbor.clock.business += timedelta(weeks=6)
    for _ in range(2):
        await tend(harbor.office, harbor.clock.now(), harbor.clock.tick())
        await harbor.deliver()
    told = [one.text for one in harbor.said(harbor.slack.workspace.direct(MARA).id)]
    assert [one for one in told if "was to be done by" in one] == [
        "A-1 was to be done by Fri 11 Dec 2026: Warn customers of late pallets"
    ]
    week = Week.of(harbor.clock.now(), harbor.office.zone).shift(-1)
    digest = await current(harbor.office, week, harbor.clock.now())
    [line] = [one.words for one in digest.lines if one.key == "actions"]
    assert line.startswith("late: A-1 by ")
    assert "1 action late" in digest.verdict


async def test_actions_are_listed_and_shown(harbor: Site) -> None:
    """Open ones and those closed lately, to whoever of the staff asks; one by its name."""
    await decided(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "actions")
    await harbor.settled()
    assert "Open actions" in str(harbor.whispered(MARA)[-1].blocks)
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "actions A-1")
    await harbor.settled()
    assert "Nobody watches the Friday run" in str(harbor.whispered(MARA)[-1].blocks)
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "actions A-9")
    await harbor.settled()
    assert harbor.whispered(MARA)[-1].text == "There is no action A-9."


async def test_strangers_propose_nothing(harbor: Site) -> None:
    """The settings say who is of the staff."""
    await harbor.acts.command(STRANGER, COMPLAINTS, "/feedback", "action Give me a refund")
    await harbor.settled()
    async with harbor.office.store.read() as work:
        assert await work.actions.total() == 0
