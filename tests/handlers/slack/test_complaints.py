"""Staff log complaints in Slack and handle them on the case's card."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.demo.workspace.records import Message
from handlers.steps.sending import begin, claim, finish
from storage.work import Work
from surveys.complaint import Complaint, Problem, State
from surveys.message import Kind, Via, sent
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LOUNGE, MARA, STRANGER, ZOE, Site
from tests.handlers.stage import asked, given, gives, sound, told

DAY = timedelta(days=1)
BOUGHT = {"words": "The box was wet.", "order": "R-1", "problem": "short_or_damaged"}


async def cases(site: Site) -> list[Complaint]:
    async with site.office.store.read() as work:
        return list(await work.complaints.between(site.clock.now() - 30 * DAY, site.clock.now() + DAY))


async def the_case(site: Site) -> Complaint:
    [case] = await cases(site)
    return case


async def delivered(site: Site) -> None:
    """Order R-1 went to Zoë, and she was not asked yet."""
    await told(site.office, site.clock.now())


async def candidate(site: Site) -> None:
    """Zoë gave the lowest mark; the card of her candidate is in the channel."""
    of = await asked(site.office, site.clock.now(), site.clock.tick())
    await gives(site.office, of, given({"overall": 1}, comment="never again"), site.clock.now())
    await site.deliver()


async def logged(site: Site) -> None:
    """A complaint about R-1 that Mara typed; its card is in the channel."""
    await delivered(site)
    await site.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet")
    await site.deliver()


def card(site: Site) -> Message:
    [one] = site.said(COMPLAINTS)
    return one


def shown(message: Message) -> str:
    """All words of a card."""
    words = []
    for block in message.blocks:
        if block["type"] == "header":
            words.append(block["text"]["text"])
        if block["type"] == "rich_text":
            words += [e.get("text") or f"@{e['user_id']}" for part in block["elements"] for e in part["elements"]]
    return "".join(words)


def buttons(message: Message) -> list[str]:
    return [one["action_id"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


async def press(site: Site, button: str, user: str = MARA, **filled: Any) -> dict[str, Any] | None:
    """Press a button of the card; what is filled goes into the form that it opens. Then the card is brought."""
    reply = await site.acts.press(user, COMPLAINTS, card(site).ts, button)
    await site.settled()
    if filled:
        reply = await site.acts.submit(user, site.form(user).id, filled)
    await site.settled()
    await site.deliver()
    return reply


async def post(site: Site) -> int:
    """Send the mails of the outbox; returns how many."""
    mails = await claim(site.office, site.clock.tick(), 9, Via.MAIL)
    for mail in mails:
        begun = await begin(site.office, mail, site.clock.now())
        assert begun
        await finish(site.office, sent(begun, "250 taken", site.clock.tick()), site.clock.now())
    return len(mails)


async def test_a_command_keeps_a_complaint(harbor: Site) -> None:
    """Order and words in one line; its number is the answer, and its card is in the channel."""
    await logged(harbor)
    case = await the_case(harbor)
    assert (case.name, case.state, case.words, case.door) == ("C-1", State.RECEIVED, "the box was wet", "staff")
    assert harbor.whispered(MARA)[-1].text == "C-1 about R-1 is kept: something else."
    assert shown(card(harbor)).startswith("C-1: receivedthe box was wetOrder R-1")
    assert buttons(card(harbor)) == ["acknowledge", "assign", "close"]
    assert await sound(harbor.office)


async def test_the_answer_comes_after_the_commit(harbor: Site) -> None:
    """Whoever reads the number can rely on it: the store has the case before Slack is answered."""
    await delivered(harbor)
    seen: list[int] = []
    usual = harbor.slack.courier.carrier.carry

    class Watching:
        async def carry(self, envelope: Any) -> Any:
            reply = await usual(envelope)
            async with harbor.office.store.read() as work:
                seen.append(await work.complaints.total())
            return reply

    harbor.slack.carry_by(Watching())
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet")
    assert seen == [1]


async def test_a_form_asks_for_what_a_command_leaves_out(harbor: Site) -> None:
    """The command alone opens it; no problem is chosen beforehand, and the sent form says the number."""
    await delivered(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint")
    await harbor.settled()
    fields = {block["block_id"]: block["element"] for block in harbor.form(MARA).blocks}
    assert list(fields) == ["words", "order", "problem"]
    assert "initial_option" not in fields["problem"]
    await harbor.acts.submit(MARA, harbor.form(MARA).id, BOUGHT)
    case = await the_case(harbor)
    assert (case.words, case.problem) == ("The box was wet.", Problem.SHORT_OR_DAMAGED)
    told_back = harbor.form(MARA).blocks[0]["elements"][0]["elements"][0]["text"]
    assert told_back == "C-1 about R-1 is kept: short or damaged."


async def test_a_complaint_about_no_known_order(harbor: Site) -> None:
    """Prose without a number is kept as it is; a number that is no order is asked about."""
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "Nobody answers your phone")
    case = await the_case(harbor)
    assert (case.delivery_id, case.customer_id, case.words) == (None, None, "Nobody answers your phone")
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-77 <!channel> late")
    assert harbor.whispered(MARA)[-1].text.startswith("No delivery of order 'R-77' is known;")
    assert len(await cases(harbor)) == 1
    assert await sound(harbor.office)


async def test_a_message_becomes_a_complaint(harbor: Site) -> None:
    """Its words are in the form, its author is the customer, and the card leads to where it was said."""
    await told(harbor.office, harbor.clock.now(), slack_user=ZOE)
    await harbor.acts.join(harbor.slack.workspace.bot.id, LOUNGE)
    said = harbor.acts.say(ZOE, LOUNGE, "Your pallet was `crushed` <!here>")
    for _ in range(2):
        await harbor.acts.shortcut(MARA, LOUNGE, said.ts, "log_complaint")
        await harbor.settled()
        await harbor.acts.submit(MARA, harbor.form(MARA).id, {"problem": "short_or_damaged"})
    await harbor.deliver()
    case = await the_case(harbor)
    async with harbor.office.store.read() as work:
        customer = await work.customers.get(case.customer_id or 0)
    assert (case.words, customer.slack_user) == ("Your pallet was `crushed` <!here>", ZOE)
    assert case.link.endswith(said.ts.replace(".", ""))
    assert "`crushed` <!here>" in shown(card(harbor))
    assert "&lt;!here&gt;" in card(harbor).text


async def test_the_same_told_twice_is_one_case(harbor: Site) -> None:
    """A command typed again because its answer was lost, in whatever spacing, however many at once."""
    await delivered(harbor)
    texts = ["R-1 the box was wet", "R-1  The box  was wet", "R-1 the box was wet"]
    await asyncio.gather(*(harbor.acts.command(MARA, COMPLAINTS, "/complaint", text) for text in texts))
    assert len(await cases(harbor)) == 1
    assert sorted(one.text for one in harbor.whispered(MARA)) == [
        "C-1 about R-1 has this already; nothing was kept twice.",
        "C-1 about R-1 has this already; nothing was kept twice.",
        "C-1 about R-1 is kept: something else.",
    ]
    await harbor.acts.command(BEN, COMPLAINTS, "/complaint", texts[0])
    assert len(await cases(harbor)) == 2


async def test_a_candidate_waits_for_a_person(harbor: Site) -> None:
    """A low answer posts a card; confirmed it is a complaint of the same number, and pressing twice changes nothing."""
    await candidate(harbor)
    assert shown(card(harbor)).startswith("C-1: not confirmed yetnever againOrder R-1")
    assert buttons(card(harbor)) == ["confirm", "decline"]
    ts = card(harbor).ts
    await asyncio.gather(*(harbor.acts.press(user, COMPLAINTS, ts, "confirm") for user in (MARA, BEN)))
    await harbor.settled()
    await harbor.deliver()
    assert (await the_case(harbor)).state is State.RECEIVED
    refused = [one.text for user in (MARA, BEN) for one in harbor.whispered(user)]
    assert refused == ["C-1 is received already."]
    assert (card(harbor).ts, buttons(card(harbor))) == (ts, ["acknowledge", "assign", "close"])


async def test_a_candidate_is_declined_with_a_reason(harbor: Site) -> None:
    """The reason stays with the case and out of evidence, and the figures count it no more."""
    await candidate(harbor)
    await press(harbor, "decline", reason="Praise for the driver, a slip of the finger.")
    case = await the_case(harbor)
    async with harbor.office.store.read() as work:
        [move] = await work.moves.of_complaint(case.id)
        rows = [*await work.evidence.about("moves", move.id), *await work.evidence.about("complaints", case.id)]
    assert (case.state, move.source, move.target) == (State.DECLINED, State.CANDIDATE, State.DECLINED)
    assert move.reason == "Praise for the driver, a slip of the finger."
    assert "slip of the finger" not in str(rows)
    assert "slip of the finger" in shown(card(harbor))
    assert buttons(card(harbor)) == []
    assert await sound(harbor.office)


async def test_a_letter_acknowledges_once_it_was_sent(harbor: Site) -> None:
    """Pressed twice it is one letter; the case moves in the transaction that records it as sent."""
    await logged(harbor)
    await press(harbor, "acknowledge", how="mail")
    assert (await the_case(harbor)).state is State.RECEIVED
    await press(harbor, "acknowledge", how="mail")
    assert harbor.form(MARA).errors == {"how": "C-1 has its letter on the way already."}
    assert await post(harbor) == 1
    await harbor.deliver()
    case = await the_case(harbor)
    async with harbor.office.store.read() as work:
        letter = await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)
        [move] = await work.moves.of_complaint(case.id)
    assert letter
    assert (case.state, move.reason) == (State.ACKNOWLEDGED, f"by letter {letter.message_id}")
    assert shown(card(harbor)).startswith("C-1: acknowledged")


async def test_a_case_is_handled_on_its_card(harbor: Site) -> None:
    """Told by phone, given to Ben, and closed: the card shows each step, and how it ended."""
    await logged(harbor)
    await press(harbor, "acknowledge", how="phone")
    await press(harbor, "assign", owner=BEN)
    assert f"Owner @{BEN}" in shown(card(harbor))
    await press(harbor, "close", BEN, ending="solved", words="A new box came.")
    case = await the_case(harbor)
    async with harbor.office.store.read() as work:
        moves = [(move.source, move.target) for move in await work.moves.of_complaint(case.id)]
    assert moves == [
        (State.RECEIVED, State.ACKNOWLEDGED), (State.ACKNOWLEDGED, State.RESPONDED), (State.RESPONDED, State.CLOSED),
    ]  # fmt: skip
    assert "A new box came." in shown(card(harbor))
    assert buttons(card(harbor)) == []
    assert await sound(harbor.office)


@pytest.mark.parametrize(("ending", "state"), [("withdrawn", State.WITHDRAWN), ("no_complaint", State.RECLASSIFIED)])
async def test_a_case_may_end_otherwise(harbor: Site, ending: str, state: State) -> None:
    """Withdrawn it stays counted, as no complaint it stays in the log."""
    await logged(harbor)
    await press(harbor, "close", ending=ending, words="They said so.")
    assert (await the_case(harbor)).state is state
    assert await sound(harbor.office)


async def test_after_three_business_days_nothing_is_closed_on_the_spot(harbor: Site) -> None:
    """The form says until when it could have been, and nothing is kept."""
    await logged(harbor)
    harbor.clock.business += 7 * DAY
    await press(harbor, "close", ending="solved", words="A new box came.")
    [why] = harbor.form(MARA).errors.values()
    assert why.startswith("C-1 could be closed on the spot until 2026-11-19 17:00")
    assert (await the_case(harbor)).state is State.RECEIVED


async def test_a_button_of_an_old_card_is_answered_in_words(harbor: Site) -> None:
    """Somebody else closed it meanwhile: what the form asks for is refused with what can be done."""
    await logged(harbor)
    await harbor.acts.press(BEN, COMPLAINTS, card(harbor).ts, "close")
    await press(harbor, "close", ending="solved", words="A new box came.")
    await harbor.acts.submit(BEN, harbor.form(BEN).id, {"ending": "withdrawn", "words": "They said so."})
    assert list(harbor.form(BEN).errors.values()) == ["C-1 is closed: nothing more can be done."]


async def test_only_staff_may_handle(harbor: Site) -> None:
    """Commands, buttons, shortcuts and owners: a stranger is told so, and nothing changes."""
    await logged(harbor)
    before = await cases(harbor)
    await harbor.acts.command(STRANGER, COMPLAINTS, "/complaint", "R-1 give me money")
    for button in ("acknowledge", "assign", "close"):
        await harbor.acts.press(STRANGER, COMPLAINTS, card(harbor).ts, button)
    await harbor.acts.shortcut(STRANGER, COMPLAINTS, card(harbor).ts, "log_complaint")
    await harbor.settled()
    assert len(harbor.whispered(STRANGER)) == 5
    assert all(one.text.startswith("This is for the staff") for one in harbor.whispered(STRANGER))
    assert harbor.slack.workspace.modals[STRANGER] == []
    await press(harbor, "assign", owner=STRANGER)
    assert harbor.form(MARA).errors == {"owner": "This person is not of the staff."}
    assert await cases(harbor) == before


async def test_a_leader_may_handle_too(harbor: Site) -> None:
    """Leaders count as staff."""
    await candidate(harbor)
    await press(harbor, "confirm", INES)
    assert (await the_case(harbor)).state is State.RECEIVED


async def test_a_store_that_does_not_answer_keeps_nothing(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is told to try again, and the words they typed are not lost with a warning of Slack."""
    await delivered(harbor)

    async def full(_self: Work) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Work, "settle", full)
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet")
    assert harbor.whispered(MARA)[-1].text.startswith("Nothing was kept: the store does not answer.")
    monkeypatch.undo()
    assert await cases(harbor) == []
