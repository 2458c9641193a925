"""A complaint is logged, carded and handled in Slack, by the staff alone; everything through the real app."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.demo.workspace.records import Message
from handlers.office import Office
from handlers.steps.answering import Outcome
from surveys.complaint import Complaint, Problem, State
from surveys.message import Kind
from tests.edges import StandingClock
from tests.handlers import stage
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LOUNGE, MARA, STRANGER, ZOE, Site, fill, press
from tests.handlers.stage import DAY, acknowledgement, given, gives, sound, told

STAFF_ONLY = "This is for the staff"


async def cases(site: Site) -> Sequence[Complaint]:
    async with site.office.store.read() as work:
        now = site.clock.now()
        return await work.complaints.between(now - 60 * DAY, now + 60 * DAY)


async def the_case(site: Site) -> Complaint:
    [case] = await cases(site)
    return case


async def delivered(site: Site) -> None:
    await told(site.office, site.clock.now())


async def complained(site: Site, text: str = "R-1 The box was wet", by: str = MARA) -> Message:
    """A complaint logged by command, and its card as it was posted."""
    await delivered(site)
    await site.acts.command(by, COMPLAINTS, "/complaint", text)
    await site.deliver()
    return site.said(COMPLAINTS)[-1]


async def found(site: Site) -> Message:
    """A candidate found in an answer, and its card."""
    of = await stage.asked(site.office, site.clock.now(), site.clock.tick())
    assert await gives(site.office, of, given({"overall": 1}), site.clock.now()) is Outcome.KEPT
    await site.deliver()
    return site.said(COMPLAINTS)[-1]


def answer(site: Site, user: str) -> str:
    return site.whispered(user)[-1].text


async def newest(site: Site) -> dict[str, Any]:
    """What the card of the one case says by now, as it waits in the outbox."""
    async with site.office.store.read() as work:
        post = await work.messages.about(Kind.CARD, (await the_case(site)).id)
    assert post is not None
    return dict(json.loads(post.raw))


def title(post: Any) -> str:
    return str(post["blocks"][0]["text"]["text"])


async def test_a_command_keeps_at_once(harbor: Site) -> None:
    """Answered after it was committed, with the number; the card is posted to the channel of complaints."""
    await delivered(harbor)
    reply = await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 The <box> was wet & cold")
    case = await the_case(harbor)
    assert reply is not None
    assert reply["text"] == "C-1 is kept: The &lt;box&gt; was wet &amp; cold"
    assert (case.words, case.state, case.problem) == ("The <box> was wet & cold", State.RECEIVED, Problem.OTHER)
    await harbor.deliver()
    [card] = harbor.said(COMPLAINTS)
    assert card.blocks[0]["text"]["text"] == "C-1, received: order R-1"
    assert await sound(harbor.office)


async def test_the_same_command_twice_is_one_case(harbor: Site) -> None:
    """Also where it is sent many times at once."""
    await delivered(harbor)
    same = [harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 The box was wet") for _ in range(6)]
    answers = [str(reply["text"]) for reply in await asyncio.gather(*same) if reply]
    assert sorted(answers) == ["C-1 is kept already: The box was wet"] * 5 + ["C-1 is kept: The box was wet"]
    assert (await the_case(harbor)).number == 1


@pytest.mark.parametrize(
    ("text", "words", "order"),
    [
        ("R-1 It leaks", "It leaks", True),
        ("The box of R-1 was wet", "The box of R-1 was wet", False),
        ("rude", "rude", False),
    ],
)
async def test_a_line_of_prose_needs_no_order(harbor: Site, text: str, words: str, order: bool) -> None:
    """A first word without a digit is no order number."""
    await complained(harbor, text)
    case = await the_case(harbor)
    assert (case.words, case.delivery_id is not None) == (words, order)


async def test_an_unknown_order_is_named(harbor: Site) -> None:
    """Else a complaint would be kept beside its order."""
    await delivered(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-<9> It leaks")
    assert answer(harbor, MARA) == (
        "No delivery of order 'R-&lt;9&gt;' is known; leave the order out to log it without one."
    )
    assert await cases(harbor) == []


@pytest.mark.parametrize(("text", "order"), [("", ""), ("R-1", "R-1")])
async def test_without_words_a_form_asks_for_them(harbor: Site, text: str, order: str) -> None:
    """With the order where it was named; its answer is a notice in its place."""
    await delivered(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", text)
    await harbor.settled()
    assert await cases(harbor) == []
    await fill(harbor, words="It came\ntoo late", problem="late")
    case = await the_case(harbor)
    assert (case.words, case.problem, case.door) == ("It came\ntoo late", Problem.LATE, "form")
    assert (case.delivery_id is not None) == bool(order)
    assert "C-1 is kept: It came too late" in json.dumps(harbor.form(MARA).body)


async def test_a_form_names_the_field_at_fault(harbor: Site) -> None:
    """It stays open, and nothing is kept."""
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint")
    await harbor.settled()
    await fill(harbor, order="R-<9>", words="It leaks", problem="defect")
    assert harbor.form(MARA).errors == {
        "order": "No delivery of order 'R-<9>' is known; leave the order out to log it without one."
    }
    assert await cases(harbor) == []


async def test_the_shortcut_logs_a_message(harbor: Site) -> None:
    """Its words, its author where they are a customer, and a link to it; once, whoever points at it."""
    of = await told(harbor.office, harbor.clock.now())
    async with harbor.office.store.work() as work:
        zoe = await work.customers.get(of.customer_id)
        await work.customers.keep(replace(zoe, slack_user=ZOE), stage.BY, harbor.clock.now())
    said = harbor.acts.say(ZOE, LOUNGE, "My pump leaks &amp; stinks")
    await harbor.acts.join(harbor.slack.workspace.bot.id, LOUNGE)
    await harbor.acts.shortcut(MARA, LOUNGE, said.ts, "log_complaint")
    await harbor.settled()
    await fill(harbor, problem="defect")
    case = await the_case(harbor)
    assert (case.words, case.customer_id, case.door) == ("My pump leaks & stinks", zoe.id, "shortcut")
    assert case.link.endswith(f"/archives/{LOUNGE}/p{said.ts.replace('.', '')}")
    assert case.received_at == harbor.clock.now()
    await harbor.acts.shortcut(MARA, LOUNGE, said.ts, "log_complaint")
    await harbor.settled()
    await fill(harbor, words="again", problem="late")
    assert await the_case(harbor) == case
    assert "C-1 is kept already" in json.dumps(harbor.form(MARA).body)


async def test_a_message_without_a_link_is_logged_too(harbor: Site) -> None:
    """Slack may not tell where it is."""
    said = harbor.acts.say(MARA, COMPLAINTS, "Sam rang: it leaks")
    harbor.slack.api.faults.fail("chat.getPermalink")
    await harbor.acts.shortcut(MARA, COMPLAINTS, said.ts, "log_complaint")
    await harbor.settled()
    await fill(harbor, problem="defect")
    assert ((await the_case(harbor)).link, (await the_case(harbor)).customer_id) == ("", None)


async def test_a_candidate_is_confirmed(harbor: Site) -> None:
    """And its card offers what comes next."""
    card = await found(harbor)
    assert card.blocks[0]["text"]["text"] == "C-1, not confirmed yet: order R-1"
    await press(harbor, card, "confirm")
    assert (await the_case(harbor)).state is State.RECEIVED
    assert title(await newest(harbor)) == "C-1, received: order R-1"


async def test_a_second_press_is_answered_kindly(harbor: Site) -> None:
    """Nothing is kept twice, though two press at once."""
    card = await found(harbor)
    await asyncio.gather(press(harbor, card, "confirm"), press(harbor, card, "confirm", BEN))
    assert [one.text for user in (MARA, BEN) for one in harbor.whispered(user)] == ["C-1 is received already."]
    async with harbor.office.store.read() as work:
        assert len(await work.moves.of_complaint((await the_case(harbor)).id)) == 1


async def test_a_candidate_is_declined_with_a_reason(harbor: Site) -> None:
    """It is counted no more, and its card says why."""
    await press(harbor, await found(harbor), "decline")
    assert await fill(harbor, reason="meant as a joke") is None
    case = await the_case(harbor)
    assert (case.state, case.outcome) == (State.DECLINED, "meant as a joke")
    assert "meant as a joke" in json.dumps(await newest(harbor))
    assert harbor.slack.workspace.modals[MARA] == []
    assert await sound(harbor.office)


async def test_a_case_is_acknowledged_by_letter(harbor: Site) -> None:
    """The presser is proposed by name; the case waits for the letter to be sent."""
    await press(harbor, await complained(harbor), "acknowledge")
    assert await fill(harbor, how="mail") is None
    case = await the_case(harbor)
    letter = await acknowledgement(harbor.office, case)
    assert letter is not None
    assert b"Mara Lind at Harbor Parts" in letter.raw
    assert case.state is State.RECEIVED
    assert "on its way" in json.dumps(await newest(harbor))


async def test_a_name_that_slack_does_not_tell_is_left_open(harbor: Site) -> None:
    """The form opens all the same, and the letter speaks for the organisation."""
    card = await complained(harbor)
    harbor.slack.api.faults.fail("users.info")
    await press(harbor, card, "acknowledge")
    await fill(harbor, how="mail")
    letter = await acknowledgement(harbor.office, await the_case(harbor))
    assert letter is not None
    assert b"Harbor Parts looks after it." in letter.raw


async def test_a_case_is_acknowledged_in_person(harbor: Site) -> None:
    """At once."""
    await press(harbor, await complained(harbor), "acknowledge")
    await fill(harbor, how="person")
    assert (await the_case(harbor)).state is State.ACKNOWLEDGED


async def test_a_case_is_assigned_to_staff(harbor: Site) -> None:
    """To nobody else; the letter then names its owner."""
    card = await complained(harbor)
    await press(harbor, card, "assign")
    await fill(harbor, owner=STRANGER)
    assert harbor.form(MARA).errors == {"owner": "Only somebody of the staff can look after a case."}
    await fill(harbor, owner=BEN)
    assert BEN in json.dumps(await newest(harbor))
    await press(harbor, card, "assign", INES)
    assert f'"initial_user": "{BEN}"' in json.dumps(harbor.form(INES).body)
    await press(harbor, card, "acknowledge")
    assert "Ben Osei" in json.dumps(harbor.form(MARA).body)


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        ("solved", State.CLOSED),
        ("withdrawn", State.WITHDRAWN),
        ("spam", State.RECLASSIFIED),
    ],
)
async def test_a_case_is_closed(harbor: Site, ending: str, state: State) -> None:
    """On the spot, withdrawn, or as no complaint; the card says how, and a closed one may still come back."""
    await press(harbor, await complained(harbor), "close")
    assert await fill(harbor, ending=ending, words="sent a new one") is None
    assert (await the_case(harbor)).state is state
    post = await newest(harbor)
    assert "sent a new one" in json.dumps(post)
    left = [one["text"]["text"] for one in post["blocks"][-1]["elements"] if one["type"] == "button"]
    assert left == (["The customer said..."] if state is State.CLOSED else [])
    assert await sound(harbor.office)


async def test_after_three_business_days_nothing_is_closed_on_the_spot(harbor: Site) -> None:
    """The form says so at its field, and stays open."""
    card = await complained(harbor)
    harbor.clock.business += 7 * DAY
    await press(harbor, card, "close")
    await fill(harbor, ending="solved", words="sent a new one")
    assert "3 business days after it was received" in harbor.form(MARA).errors["ending"]
    assert (await the_case(harbor)).state is State.RECEIVED


@pytest.mark.parametrize("button", ["acknowledge", "assign", "close"])
async def test_a_press_on_an_old_card_is_refused(harbor: Site, button: str) -> None:
    """No form opens over a case that is over."""
    card = await complained(harbor)
    await press(harbor, card, "close")
    await fill(harbor, ending="withdrawn", words="found it")
    await press(harbor, card, button, BEN)
    assert answer(harbor, BEN).startswith("C-1 is withdrawn")
    assert not harbor.slack.workspace.modals.get(BEN)


@pytest.mark.parametrize(
    ("button", "values"),
    [
        ("acknowledge", {"how": "person"}),
        ("assign", {"owner": BEN}),
        ("close", {"ending": "solved", "words": "done"}),
    ],
)
async def test_a_form_that_was_overtaken_says_so(harbor: Site, button: str, values: dict[str, str]) -> None:
    """Somebody else closed the case while it was being filled in."""
    card = await complained(harbor)
    await press(harbor, card, button)
    await press(harbor, card, "close", BEN)
    await fill(harbor, BEN, ending="withdrawn", words="found it")
    await fill(harbor, **values)
    assert [words.startswith("C-1 is withdrawn: ") for words in harbor.form(MARA).errors.values()] == [True]
    assert (await the_case(harbor)).outcome == "found it"


async def test_strangers_neither_log_nor_decide(harbor: Site) -> None:
    """By command, shortcut or button; a form that they were not given is not taken either."""
    card = await complained(harbor)
    await harbor.acts.command(STRANGER, COMPLAINTS, "/complaint", "R-1 It leaks")
    assert answer(harbor, STRANGER).startswith(STAFF_ONLY)
    await harbor.acts.command(ZOE, LOUNGE, "/complaint")
    assert answer(harbor, ZOE).startswith(STAFF_ONLY)
    said = harbor.acts.say(ZOE, LOUNGE, "It leaks")
    await harbor.acts.shortcut(ZOE, LOUNGE, said.ts, "log_complaint")
    for button in ("acknowledge", "assign", "close"):
        await press(harbor, card, button, STRANGER)
        assert answer(harbor, STRANGER).startswith(STAFF_ONLY)
    await harbor.settled()
    assert not harbor.slack.workspace.modals.get(STRANGER)
    assert not harbor.slack.workspace.modals.get(ZOE)
    assert [case.state for case in await cases(harbor)] == [State.RECEIVED]


async def test_a_stranger_confirms_no_candidate(harbor: Site) -> None:
    """Being in the channel is no right."""
    card = await found(harbor)
    for button in ("confirm", "decline"):
        await press(harbor, card, button, STRANGER)
        assert answer(harbor, STRANGER).startswith(STAFF_ONLY)
    assert (await the_case(harbor)).state is State.CANDIDATE


async def test_who_lost_the_right_sends_no_form(harbor: Site) -> None:
    """The right is looked at when a form is sent, too."""
    await press(harbor, await complained(harbor), "close")
    harbor.door.rights.staff = (BEN,)
    await fill(harbor, ending="withdrawn", words="found it")
    assert [words.startswith(STAFF_ONLY) for words in harbor.form(MARA).errors.values()] == [True]
    assert (await the_case(harbor)).state is State.RECEIVED


async def test_a_broken_store_keeps_nothing_and_says_so(harbor: Site, office: Office) -> None:
    """An answer that it is kept comes after the commit alone."""
    await delivered(harbor)
    async with office.store.work() as work:
        await work.connection.exec_driver_sql("ALTER TABLE complaints RENAME TO gone")
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 It leaks")
    assert answer(harbor, MARA).startswith("Nothing was kept: the store does not answer.")


async def test_why_and_status_know_the_case(harbor: Site, clock: StandingClock) -> None:
    """`/feedback why` tells its moves, `/feedback status` that nobody looks after it."""
    card = await complained(harbor)
    clock.business += DAY / 24
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "status")
    assert "C-1 received since 2026-11-16, without an owner: other" in json.dumps(harbor.whispered(MARA)[-1].blocks)
    await press(harbor, card, "close")
    await fill(harbor, ending="solved", words="sent a new one")
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "why R-1")
    told_back = json.dumps(harbor.whispered(MARA)[-1].blocks)
    assert "C-1 closed by staff:1: sent a new one" in told_back
