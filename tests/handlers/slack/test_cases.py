"""A case in Slack, from assessment to closure, and back again; everything through the real app."""

import json
from dataclasses import replace
from datetime import timedelta

from bot.demo.gestures import buttons
from surveys.complaint import Cause, Decision, State
from surveys.message import Kind
from surveys.severity import Severity
from tests.handlers.slack.casework import (
    FOUND,
    GRAVE,
    answers,
    complained,
    does,
    investigated,
    letters,
    passes,
    the_case,
    thread,
)
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, STRANGER, Site, fill, press
from tests.handlers.stage import DAY, ZOE, sound, told


async def test_a_case_is_assessed_and_taken_on_by_its_owner(harbor: Site) -> None:
    """Acknowledged before; the severity, the problem and the owner stand on the card, each move in its thread."""
    card = await complained(harbor)
    await does(harbor, card, "acknowledge", how="person")
    await does(harbor, card, "assess", owner=BEN, **GRAVE)
    case = await the_case(harbor)
    assert (case.state, case.severity, case.problem) == (State.ASSESSED, Severity.S2, "defect")
    await does(harbor, card, "take_on", by=MARA)
    assert harbor.whispered(MARA)[-1].text == "C-1 is taken on by its owner, and by nobody else."
    await does(harbor, card, "take_on", by=BEN)
    assert (await the_case(harbor)).state is State.INVESTIGATING
    assert thread(harbor, card) == [
        "acknowledged: told by phone or in person, by ",
        "assessed: S2, by ",
        "under investigation, by ",
    ]
    assert await sound(harbor.office)


async def test_only_the_gravest_is_assessed_before_the_customer_knows(harbor: Site) -> None:
    """The form says so at its field."""
    card = await complained(harbor)
    await does(harbor, card, "assess", owner=MARA, **GRAVE)
    assert "only an S1 is assessed before that" in harbor.form(MARA).errors["severity"]
    await fill(harbor, owner=MARA, **(GRAVE | {"severity": "s1", "safety": "yes"}))
    case = await the_case(harbor)
    assert (case.state, case.safety, case.acknowledged_at) == (State.ASSESSED, True, None)


async def test_leaders_learn_of_the_gravest_at_once(harbor: Site) -> None:
    """Once, in their channel, whatever restarts."""
    card = await complained(harbor)
    await does(harbor, card, "assess", owner=BEN, **(GRAVE | {"severity": "s1"}))
    await passes(harbor, timedelta(0))
    await passes(harbor, timedelta(minutes=1))
    said = [one.text for one in harbor.said(LEADERS) if "S1" in one.text]
    assert said == ["C-1 is S1: The box was wet"]


async def test_a_question_waits_for_the_customer(harbor: Site) -> None:
    """It leaves by mail in the words of the form; the answer stands in the thread, and the case goes on."""
    card = await investigated(harbor)
    await does(harbor, card, "ask", words="Which side was wet?", how="mail")
    assert (await the_case(harbor)).state is State.INVESTIGATING
    [question] = await letters(harbor)
    assert question["To"] == ZOE
    assert question["Reply-To"] == harbor.office.case_address(1)
    assert "Which side was wet?" in str(question.get_body(("plain",)))
    assert (await the_case(harbor)).state is State.AWAITING_CUSTOMER
    assert await answers(harbor, "The left one.", 1) == "case"
    assert (await the_case(harbor)).state is State.INVESTIGATING
    assert thread(harbor, card)[-4:] == [
        "Question to the customer, by Which side was wet?",
        "waiting for the customer: by mail",
        "The customer saysThe left one.",
        "under investigation: the customer answered",
    ]


async def test_silence_after_a_question_keeps_nobody_waiting(harbor: Site) -> None:
    """After five business days the case goes on with what is known; the wait does not count against the response."""
    card = await investigated(harbor)
    await does(harbor, card, "ask", words="Which side was wet?", how="person")
    await passes(harbor, 4 * DAY)
    assert (await the_case(harbor)).state is State.AWAITING_CUSTOMER
    await passes(harbor, 4 * DAY)
    case = await the_case(harbor)
    assert (case.state, case.waited) == (State.INVESTIGATING, (5 + 5 * 8 + 4 - 1) * 3600)


async def test_an_answer_says_what_was_found_and_what_is_done(harbor: Site) -> None:
    """The customer says yes by mail: closed, with their word as the reason."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    [answer] = await letters(harbor)
    assert "A new one leaves today." in str(answer.get_body(("plain",)))
    case = await the_case(harbor)
    assert (case.state, case.cause, case.decision, case.remedy_open) == (
        State.RESPONDED,
        Cause.METHOD,
        Decision.UPHELD,
        True,
    )
    assert await answers(harbor, "Yes, thank you!", 1) == "case"
    case = await the_case(harbor)
    assert (case.state, case.outcome, case.silent) == (State.CLOSED, "the customer says it is solved", False)
    assert await sound(harbor.office)


async def test_a_no_brings_a_case_back_to_somebody_else(harbor: Site) -> None:
    """Graver than before, with another owner than before, who takes it on."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    await letters(harbor)
    assert await answers(harbor, "No, it is still wet.", 1) == "case"
    case = await the_case(harbor)
    assert (case.state, case.reopened, case.owner_id, case.severity) == (State.REOPENED, 1, None, Severity.S1)
    await does(harbor, card, "assign", owner=MARA)
    assert "somebody else than before" in harbor.form(MARA).errors["owner"]
    await does(harbor, card, "assign", owner=BEN)
    await does(harbor, card, "take_on", by=BEN)
    await does(harbor, card, "respond", by=BEN, **FOUND)
    await letters(harbor)
    await answers(harbor, "Yes, thank you.", 2)
    assert (await the_case(harbor)).state is State.CLOSED


async def test_silence_after_an_answer_closes_a_case(harbor: Site) -> None:
    """After ten business days, and marked as closed without a word; a later no still brings it back."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    await letters(harbor)
    await passes(harbor, 13 * DAY)
    assert (await the_case(harbor)).state is State.RESPONDED
    await passes(harbor, 2 * DAY)
    assert ((await the_case(harbor)).state, (await the_case(harbor)).silent) == (State.CLOSED, True)
    await answers(harbor, "No, nothing is solved.", 1)
    assert (await the_case(harbor)).state is State.REOPENED


async def test_somebody_elses_words_move_nothing(harbor: Site) -> None:
    """They stand in the thread with their sender."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **FOUND)
    await letters(harbor)
    assert await answers(harbor, "Yes, thank you!", 1, sender="eve@elsewhere.example") == "unverified"
    assert (await the_case(harbor)).state is State.RESPONDED
    assert "from eve@elsewhere.example" in thread(harbor, card)[-1]


async def test_what_was_said_on_the_phone_counts(harbor: Site) -> None:
    """A clerk enters it; the case moves as if the customer had written."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **(FOUND | {"how": "person"}))
    await does(harbor, card, "heard", solved="yes", words="Works like a charm")
    assert (await the_case(harbor)).state is State.CLOSED


async def test_a_case_goes_to_an_outside_body_when_there_is_no_agreement(harbor: Site) -> None:
    """Eight weeks have to pass, or a deadlock has to be called one; the customer is told where to turn."""
    card = await investigated(harbor)
    await does(harbor, card, "hand_over", why="long", words="The ombudsman", how="mail")
    assert "may go to an outside body from 2027-01-11 17:00" in harbor.form(MARA).errors["words"]
    await fill(harbor, why="deadlock", words="The ombudsman", how="mail")
    [signpost] = await letters(harbor)
    assert "The ombudsman" in str(signpost.get_body(("plain",)))
    assert (await the_case(harbor)).state is State.EXTERNAL


async def test_a_case_that_runs_late_is_brought_to_its_people(harbor: Site) -> None:
    """To its owner at 80 %, to the lead at 100 %, to the leaders at 150 % of the time: once each."""
    led = replace(harbor.office, complaints_lead=INES)
    harbor.door.office = led
    card = await investigated(harbor)
    for _ in range(11):
        await passes(harbor, DAY)
    late = [one.text for one in harbor.said(LEADERS) if one.text.startswith("C-1")]
    assert late == ["C-1 is overdue: respond: The box was wet"]
    async with led.store.read() as work:
        told_of = [e.words for e in await work.entries.of_complaint(1) if e.kind == "alarm"]
        alarms = [await work.messages.about(Kind.ALARM_LEAD, e.id) for e in await work.entries.of_complaint(1)]
    assert told_of == ["C-1 is soon due: respond", "C-1 is due: respond", "C-1 is overdue: respond"]
    assert [one.recipient for one in alarms if one] == [INES, INES]
    assert thread(harbor, card)[-3:] == told_of


async def test_a_note_stays_among_the_staff(harbor: Site) -> None:
    """In the thread, escaped, and no word of it goes to the customer."""
    card = await complained(harbor)
    await does(harbor, card, "note", words="<!channel> calls again")
    assert thread(harbor, card) == ["Note, by <!channel> calls again"]
    assert "<!channel>" not in json.dumps([one.text for one in harbor.said(COMPLAINTS)])
    assert await letters(harbor) == []


async def test_nobody_else_touches_a_case(harbor: Site) -> None:
    """Whoever is not of the staff is refused at every button."""
    card = await investigated(harbor)
    for button in ("respond", "ask", "hand_over", "assign", "regrade", "note", "close"):
        await press(harbor, card, button, STRANGER)
        assert harbor.whispered(STRANGER)[-1].text.startswith("This is for the staff")
    assert harbor.slack.workspace.modals[STRANGER] == []


async def test_the_gravest_is_acknowledged_after_its_assessment(harbor: Site) -> None:
    """Its card asks for both; the letter that leaves is noted, and its owner takes it on."""
    card = await complained(harbor)
    await does(harbor, card, "assess", owner=MARA, **(GRAVE | {"severity": "s1"}))
    await does(harbor, card, "take_on")
    assert "not acknowledged yet" in harbor.whispered(MARA)[-1].text
    await does(harbor, card, "acknowledge", how="mail")
    assert (await the_case(harbor)).acknowledged_at is None
    await letters(harbor)
    case = await the_case(harbor)
    assert (case.state, case.acknowledged_at) == (State.ASSESSED, harbor.clock.now())
    await does(harbor, card, "take_on")
    assert (await the_case(harbor)).state is State.INVESTIGATING
    assert "acknowledged: by mail" in thread(harbor, card)


async def test_a_case_without_an_order_is_linked_to_one(harbor: Site) -> None:
    """Its customer can be written to from then on, and the figures are those of a recount."""
    await told(harbor.office, harbor.clock.now())
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "Somebody phoned: wet boxes")
    await harbor.deliver()
    card = harbor.said(COMPLAINTS)[-1]
    await does(harbor, card, "link", order="R-9")
    assert "No delivery of order 'R-9' is known" in harbor.form(MARA).errors["order"]
    await fill(harbor, order="R-1")
    await harbor.deliver()
    case = await the_case(harbor)
    assert (case.delivery_id, case.customer_id) == (1, 1)
    assert thread(harbor, card) == ["about order R-1, by "]
    assert "link" not in buttons(list(harbor.said(COMPLAINTS)[0].blocks))
    assert await sound(harbor.office)


async def test_a_case_is_regraded_on_its_card(harbor: Site) -> None:
    """Less grave with a reason, about another problem at will."""
    card = await investigated(harbor)
    await does(harbor, card, "regrade", severity="s3", problem="late")
    assert "say why" in harbor.form(MARA).errors["severity"]
    await fill(harbor, severity="s3", problem="late", reason="only the label")
    case = await the_case(harbor)
    assert (case.severity, case.problem) == (Severity.S3, "late")


async def test_the_same_problem_before_stands_on_the_card(harbor: Site) -> None:
    """Then the old case may be the one to reopen."""
    card = await investigated(harbor)
    await does(harbor, card, "respond", **(FOUND | {"how": "person"}))
    await does(harbor, card, "heard", solved="yes", words="fine")
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 broken again")
    await harbor.deliver()
    again = harbor.said(COMPLAINTS)[-1]
    assert "C-1" not in "".join(map(str, again.blocks))
    await does(harbor, again, "acknowledge", how="person")
    await does(harbor, again, "assess", owner=MARA, **GRAVE)
    newest = [one for one in harbor.said(COMPLAINTS) if not one.thread_ts][-1]
    assert "the same problem in C-1" in str(newest.blocks)
