"""The whole way of an enquiry: a mail, a question, an agreement, a change, and a delivery that comes too late."""

from datetime import timedelta

from bot.demo.workspace.records import Message
from surveys.enquiry import State
from surveys.requirement import Check
from tests.handlers.slack.stage import BEN, COMPLAINTS, ENQUIRIES, MARA
from tests.house import MONDAY, House

REVIEWED = {"due": "2026-11-13", "checked": list(Check), "remark": ""}


async def test_an_enquiry_becomes_an_agreement_that_was_not_met(house: House) -> None:
    """By mail on one side and in Slack on the other; leadership can read which line was missed."""
    await house.slack.acts.command(MARA, COMPLAINTS, "/enquiry", "zoe@buyer.example 12 gaskets by the 13th, please")
    card = await house.shows(ENQUIRIES, lambda one: "E-1, received" in one.text)
    await house.press(MARA, card, "scrutinise", lines="12 gaskets, DN 80", **REVIEWED)
    await house.press(MARA, card, "query", words="Which steel?", how="mail")
    await house.writes("A4, please.", await house.receives("Your enquiry (E-1)"))
    await house.shows(ENQUIRIES, lambda one: one.text == "The customer says A4, please.")
    await house.press(MARA, card, "resolve", questions=["1"], words="A4")
    await house.press(MARA, card, "scrutinise", lines="12 gaskets, DN 80\nSteel A4", **REVIEWED)
    await house.press(MARA, card, "understand")
    await house.press(MARA, card, "offer", words="Is this what you want?", how="mail")
    await house.writes("Yes, please.", await house.receives("Your enquiry (E-1)", 2))
    await house.shows(ENQUIRIES, lambda one: one.text == "The customer says Yes, please.")
    await house.press(MARA, card, "agree", words="Yes, please.", order="R-1")
    await stands(house, card, "agreed")

    more = {"lines": "20 gaskets, DN 80\nSteel A4", "why": "They need twenty", "concerned": [BEN]}
    await house.press(MARA, card, "change", **REVIEWED, **more)
    notice = await house.shows(BEN, lambda one: "E-1 was changed" in one.text)
    await house.press(BEN, notice, "know")
    await house.press(MARA, card, "agree", words="Twenty, yes.", order="R-1")
    await stands(house, card, "agreed")

    house.go_on(MONDAY + timedelta(hours=2))
    await house.told()
    await house.shows(ENQUIRIES, lambda one: "3 days after the day that was agreed" in one.text)
    await house.press(MARA, card, "fulfil", line0="yes", line1="yes", remark="")
    await stands(house, card, "fulfilled")
    await kept(house)


async def stands(house: House, card: Message, state: str) -> None:
    """The card says so."""
    await house.shows(ENQUIRIES, lambda one: one.ts == card.ts and f"E-1, {state}:" in one.text)


async def kept(house: House) -> None:
    """Three editions, the first reply in time, one of three requirements missed; evidence holds."""
    async with house.service.office.store.read() as work:
        enquiry = await work.enquiries.get(1)
        editions = await work.editions.of_enquiry(1)
        judged = await work.judgements.of_edition(1, enquiry.agreed)
        [ben] = await work.concerned.of_enquiry(1)
        faults = (await work.evidence.verify())[2]
    assert (enquiry.state, enquiry.met, enquiry.unreviewed) == (State.FULFILLED, False, False)
    assert enquiry.answered_at is not None
    assert enquiry.answered_at <= enquiry.answer_by
    assert [one.agreed_at is not None for one in editions] == [False, True, True]
    assert sorted(one.met for one in judged) == [False, True, True]
    assert ben.acknowledged_at is not None
    assert faults == []
