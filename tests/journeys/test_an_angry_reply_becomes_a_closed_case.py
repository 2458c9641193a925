"""The whole way of a complaint: an angry reply, a case, a question, an answer that does not help, and one that does."""

from datetime import timedelta

from bot.demo.workspace.records import Message
from surveys.complaint import Complaint, State
from surveys.severity import Severity
from tests.handlers.slack.stage import BEN, COMPLAINTS, MARA
from tests.house import MONDAY, House
from tests.servers import until

FOUND = {"cause": "method", "decision": "upheld", "remedy": "A new box", "open": "no", "how": "mail"}


async def test_an_angry_reply_is_looked_after_until_the_customer_says_yes(house: House) -> None:
    """By mail on one side and in Slack on the other, with another owner after the no."""
    await house.told()
    house.go_on(MONDAY + timedelta(days=1, hours=2))
    survey = await house.receives("R-1")
    await house.writes("1\n\nThe box was crushed and nobody answers the phone.", survey)
    card = await house.shows(COMPLAINTS, lambda one: "not confirmed yet" in one.text)

    await house.press(MARA, card, "confirm")
    await house.press(MARA, card, "acknowledge", how="mail")
    await stands(house, card, "acknowledged")
    await house.press(MARA, card, "assess", severity="s2", problem="short_or_damaged", safety="no", owner=MARA)
    await house.press(MARA, card, "take_on")
    await house.press(MARA, card, "ask", words="Which box was it?", how="mail")
    await stands(house, card, "waiting for the customer")
    await house.writes("The left one.", await house.receives("A question about your complaint on delivery R-1"))
    await stands(house, card, "under investigation")

    await house.press(MARA, card, "respond", words="A new box has arrived by now.", **FOUND)
    await stands(house, card, "answered")
    await house.writes("No, it is broken too.", await house.receives("Our answer to your complaint about delivery R-1"))
    await stands(house, card, "reopened")

    await house.press(BEN, card, "assign", owner=BEN)
    await house.press(BEN, card, "take_on")
    await house.press(BEN, card, "respond", words="Our driver brings a new one today.", **FOUND)
    await house.writes("Yes, thank you.", await house.receives("Our answer to your complaint", 2))
    await stands(house, card, "closed")
    await kept(house, card)


async def test_a_press_on_the_page_closes_a_case(house: House) -> None:
    """The links of the letter only show the page; its form closes the case, with what was said of how it went."""
    await house.told()
    await house.slack.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet")
    card = await house.shows(COMPLAINTS, lambda one: "C-1, received" in one.text)
    await house.press(MARA, card, "acknowledge", how="person")
    await house.press(MARA, card, "assess", severity="s3", problem="defect", safety="no", owner=MARA)
    await house.press(MARA, card, "take_on")
    await house.press(MARA, card, "respond", words="A new box is on its way.", **FOUND)
    await house.receives("Our answer to your complaint")
    await stands(house, card, "answered")
    page = house.service.office.case_url(1).removeprefix(house.service.office.public_url)
    shown = await house.http.get(f"{page}?solved=yes")
    assert "Is it solved for you?" in shown.text
    assert (await the_case(house)).state is State.RESPONDED
    await house.http.post(page, data={"solved": "yes", "handling": "5"})
    await stands(house, card, "closed")
    await house.shows(COMPLAINTS, lambda one: one.text == "The customer says It is solved. handling 5")
    await house.shows(COMPLAINTS, lambda one: one.text == "closed: the customer says it is solved")


async def stands(house: House, card: Message, state: str) -> None:
    """The card says so."""
    await house.shows(COMPLAINTS, lambda one: one.ts == card.ts and f"C-1, {state}:" in one.text)


async def the_case(house: House) -> Complaint:
    async with house.service.office.store.read() as work:
        return await work.complaints.get(1)


async def kept(house: House, card: Message) -> None:
    """The case, its moves and its file; the thread says all of it; figures and evidence are sound."""
    async with house.service.office.store.read() as work:
        case = await work.complaints.get(1)
        moves = [one.target for one in await work.moves.of_complaint(1) if one.source is not one.target]
        filed = [one.words for one in await work.entries.of_complaint(1) if one.kind == "customer"]
        entries = len(await work.entries.of_complaint(1))
        assert await work.figure_differences() == []
        assert (await work.evidence.verify())[2] == []
    assert (case.state, case.severity, case.reopened, case.silent) == (State.CLOSED, Severity.S1, 1, False)
    assert case.owner_id != case.former_owner_id
    assert moves == [
        State.RECEIVED, State.ACKNOWLEDGED, State.ASSESSED, State.INVESTIGATING, State.AWAITING_CUSTOMER,
        State.INVESTIGATING, State.RESPONDED, State.REOPENED, State.INVESTIGATING, State.RESPONDED, State.CLOSED,
    ]  # fmt: skip
    assert filed == ["The left one.", "No, it is broken too.", "Yes, thank you."]
    await until(lambda: len([one for one in house.said(COMPLAINTS) if one.thread_ts == card.ts]) == entries)
