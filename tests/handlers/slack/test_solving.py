"""A customer says in Slack whether their case is solved, beside the letter that asks the same."""

from datetime import timedelta

import pytest

from bot.demo.workspace.records import Message
from surveys.closure import Closure
from surveys.complaint import State
from surveys.entry import Kind
from surveys.message import Via
from tests.handlers import stage
from tests.handlers.slack.casework import FOUND, answers, does, investigated, letters, the_case
from tests.handlers.slack.stage import BEN, LOUNGE, MARA, STRANGER, ZOE, Recorded, Site
from tests.handlers.stage import told


@pytest.fixture
async def card(harbor: Site) -> Message:
    """A case of Zoë, whom we ask in Slack, after the letter with our answer has left."""
    await told(harbor.office, harbor.clock.now(), slack_user=ZOE, channel=Via.SLACK)
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    assert posts(harbor) == []
    await letters(harbor)
    return card


def posts(site: Site) -> list[Message]:
    return site.said(site.slack.workspace.direct(ZOE).id)


def controls(post: Message) -> list[str]:
    return [one["action_id"] for block in post.blocks if block["type"] == "actions" for one in block["elements"]]


def words(post: Message) -> str:
    parts = [one for block in post.blocks if block["type"] == "rich_text" for one in block["elements"]]
    return "\n".join("".join(element["text"] for element in part["elements"]) for part in parts)


async def press(site: Site, button: str, user: str = ZOE) -> None:
    [post] = posts(site)[-1:]
    await site.acts.press(user, post.channel, post.ts, button)
    await site.settled()
    await site.deliver()


async def closure(site: Site, number: int = 0) -> Closure | None:
    async with site.office.store.read() as work:
        return await work.closures.of_round(1, number)


async def heard(site: Site) -> list[str]:
    return [one.words for one in await stage.file_of(site.office, await the_case(site)) if one.kind is Kind.CUSTOMER]


@pytest.mark.usefixtures("card")
async def test_who_is_asked_in_slack_is_asked_there_too(harbor: Site) -> None:
    """Once the letter has left, with what it says and two buttons."""
    [post] = posts(harbor)
    assert words(post).splitlines()[:2] == [
        "Is it solved for you?",
        "Your complaint about delivery R-1 (C-1) to Harbor Parts.",
    ]
    assert "A new one leaves today." in words(post)
    assert controls(post) == ["solved", "unsolved"]


async def test_nobody_else_is(harbor: Site) -> None:
    """A customer whom we ask by mail reads it in the letter alone."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    await letters(harbor)
    assert posts(harbor) == []


@pytest.mark.usefixtures("card")
async def test_a_yes_closes_the_case(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept at once, and the thanks take the question's place; brought twice it is kept once."""
    recorded = Recorded(harbor, monkeypatch)
    await press(harbor, "solved")
    case, [thanks] = await the_case(harbor), posts(harbor)
    assert (case.state, case.silent) == (State.CLOSED, False)
    assert (words(thanks).splitlines()[0], controls(thanks)) == ("Thank you", ["solved_more", "unsolved"])
    await recorded.bring(*recorded.acts[0])
    await harbor.settled()
    assert await heard(harbor) == ["It is solved."]
    assert await stage.sound(harbor.office)


@pytest.mark.usefixtures("card")
async def test_a_no_brings_it_back(harbor: Site) -> None:
    """To somebody else; and who said yes first may still say no."""
    await press(harbor, "solved")
    await press(harbor, "unsolved")
    case = await the_case(harbor)
    assert (case.state, case.reopened) == (State.REOPENED, 1)
    assert await heard(harbor) == ["It is solved.", "It is not solved."]
    [thanks] = posts(harbor)
    assert controls(thanks) == ["solved_more"]
    kept = await closure(harbor)
    assert kept is not None
    assert not kept.solved


@pytest.mark.usefixtures("card")
async def test_how_it_went_is_kept_beside_it(harbor: Site) -> None:
    """Also after a no, when somebody else is at work already: it moves nothing."""
    await press(harbor, "unsolved")
    await press(harbor, "solved_more")
    sent = await harbor.acts.submit(ZOE, harbor.form(ZOE).id, {"handling": "2", "ease": "4", "comment": "*Still* wet"})
    await harbor.settled()
    assert sent is None
    kept = await closure(harbor)
    assert kept is not None
    assert (kept.solved, dict(kept.marks), kept.words) == (False, {"handling": 2, "ease": 4}, "*Still* wet")
    assert await heard(harbor) == ["It is not solved.", "It is not solved. handling 2, ease 4\n*Still* wet"]
    assert (await the_case(harbor)).state is State.REOPENED
    assert await stage.sound(harbor.office)


@pytest.mark.usefixtures("card")
async def test_only_its_customer_can_say_it(harbor: Site) -> None:
    """A press of anybody else is refused, and keeps nothing; a copy of the question asks nobody else."""
    copy = harbor.slack.workspace.say(LOUNGE, harbor.slack.workspace.bot.id, "", posts(harbor)[-1].blocks)
    for user in (MARA, STRANGER):
        await harbor.acts.press(user, LOUNGE, copy.ts, "solved")
        await harbor.settled()
        assert harbor.whispered(user)[-1].text.startswith("Only the person who was asked")
    assert (await the_case(harbor)).state is State.RESPONDED
    assert await closure(harbor) is None


async def test_an_old_question_asks_about_nothing(harbor: Site, card: Message) -> None:
    """Once the case came back by mail, a press of the question before says that it is looked after again."""
    await answers(harbor, "No, it is still wet.", 9)
    await press(harbor, "solved")
    assert (await the_case(harbor)).reopened == 1
    assert "There is nothing to answer about your complaint C-1" in harbor.whispered(ZOE)[-1].text
    assert await closure(harbor) is None


async def test_a_second_answer_asks_anew(harbor: Site, card: Message) -> None:
    """Each round has a question of its own, and its own word of the customer."""
    await press(harbor, "unsolved")
    harbor.clock.business += timedelta(hours=1)
    await does(harbor, card, "assign", owner=BEN)
    await does(harbor, card, "take_on", by=BEN)
    await does(harbor, card, "respond", by=BEN, **FOUND)
    await letters(harbor)
    await press(harbor, "solved")
    first, second = await closure(harbor), await closure(harbor, 1)
    assert first is not None
    assert second is not None
    assert (first.solved, second.solved) == (False, True)
    assert (await the_case(harbor)).state is State.CLOSED
