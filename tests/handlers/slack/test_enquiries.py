"""Enquiries in Slack and by mail, from first word to what was delivered; everything through the real app."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from bot.demo.gestures import buttons
from bot.demo.workspace.records import Message
from handlers.clock import tend
from handlers.steps.digesting import current
from handlers.steps.promising import measured, register
from surveys.enquiry import Enquiry, State
from surveys.message import Kind
from surveys.promise import Kept, Promise, Subject
from surveys.requirement import DUE, Check
from surveys.workdays import Week
from tests.handlers.slack.stage import BEN, COMPLAINTS, ENQUIRIES, INES, LEADERS, MARA, STRANGER, ZOE, Site, fill, press
from tests.handlers.stage import ZOE as ZOES_MAIL
from tests.handlers.stage import comes, leave, mail, sound, told

LINES = "12 gaskets, DN 80\nStainless steel"
REVIEWED = {"lines": LINES, "due": "2026-11-20", "checked": list(Check), "remark": ""}
ASKS = "enquiries@harbor.example"


@pytest.fixture
def asked_by_mail(harbor: Site) -> Site:
    """The office has an address for enquiries."""
    harbor.door.office = replace(harbor.office, enquiries_address=ASKS)
    return harbor


async def the_enquiry(site: Site) -> Enquiry:
    async with site.office.store.read() as work:
        return await work.enquiries.get(1)


async def logged(site: Site, words: str = f"{ZOES_MAIL} Do you have 12 gaskets by Friday?") -> Message:
    """An enquiry logged by command, and its card."""
    await site.acts.command(MARA, COMPLAINTS, "/enquiry", words)
    await site.deliver()
    return site.said(ENQUIRIES)[0]


async def does(site: Site, card: Message, button: str, by: str = MARA, **values: Any) -> dict[str, Any] | None:
    """Press a button, and fill in the form that it opens; the card is shown anew."""
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.deliver()
    return reply


async def agreed(site: Site) -> Message:
    """The card of an enquiry that was reviewed, and confirmed by the customer."""
    card = await logged(site)
    await does(site, card, "scrutinise", **REVIEWED)
    await does(site, card, "understand")
    await does(site, card, "agree", words="Yes, that is it", order="R-1")
    return card


async def letters(site: Site) -> list[EmailMessage]:
    """Send every mail that waits; what left, oldest first."""
    left = await leave(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()
    return [message_from_bytes(one.raw, policy=default) for one in left]  # type: ignore[misc]


async def arrives(site: Site, words: str, to: str, uid: int = 1, **more: str) -> str:
    """How a mail ends."""
    raw = mail(site.office, None, words, To=to, Message_ID=f"<ask-{uid}@buyer.example>", **more)
    end = await comes(site.office, raw, site.clock.now(), site.clock.tick(), uid)
    await site.deliver()
    return end.outcome


async def passes(site: Site, time: timedelta) -> None:
    site.clock.business += time
    await tend(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()


def shown(site: Site, card: Message) -> str:
    """All that the card says."""
    found = site.slack.workspace.message(card.channel, card.ts)
    assert found is not None
    return "".join(_words(found.blocks))


def thread(site: Site, card: Message) -> list[str]:
    return ["".join(_words(one.blocks)) for one in site.said(ENQUIRIES) if one.thread_ts == card.ts]


def _words(node: Any) -> Sequence[str]:
    if isinstance(node, dict):
        return [str(node["text"])] if node.get("type") == "text" else [w for one in node.values() for w in _words(one)]
    return [word for one in node for word in _words(one)] if isinstance(node, list | tuple) else []


async def test_a_command_keeps_an_enquiry_and_says_so(harbor: Site) -> None:
    """Once, however often it is sent; the address before the words is the customer's."""
    for number in (1, 2):
        await harbor.acts.command(MARA, COMPLAINTS, "/enquiry", f"{ZOES_MAIL} 12 gaskets <!channel>")
        assert ("already" in harbor.whispered(MARA)[-1].text) is (number == 2)
    assert harbor.whispered(MARA)[0].text == "E-1 is kept: 12 gaskets &lt;!channel&gt;"
    async with harbor.office.store.read() as work:
        [enquiry] = await work.enquiries.open()
        assert enquiry.customer_id is not None
        assert (await work.customers.get(enquiry.customer_id)).email == ZOES_MAIL


async def test_the_form_names_a_bad_address(harbor: Site) -> None:
    """Nothing is kept then; without an address nobody can be written to."""
    await harbor.acts.command(MARA, COMPLAINTS, "/enquiry", "")
    await harbor.settled()
    await fill(harbor, email="zoe@", name="", words="12 gaskets")
    assert "zoe@" in harbor.form(MARA).errors["email"]
    await fill(harbor, email="", name="", words="12 gaskets")
    await harbor.deliver()
    assert "E-1, received" in harbor.said(ENQUIRIES)[0].text


async def test_an_enquiry_is_reviewed_agreed_changed_delivered_late_and_not_met(harbor: Site) -> None:
    """All of clause 8.2, on one card; those concerned by the change say that they know."""
    card = await agreed(harbor)
    changed = {
        **REVIEWED,
        "lines": "20 gaskets, DN 80\nStainless steel",
        "why": "They want twenty",
        "concerned": [BEN, INES],
    }
    await does(harbor, card, "change", **changed)
    assert (await the_enquiry(harbor)).state is State.CHANGED
    assert "not yet; edition 1 was" in shown(harbor, card)
    [told_ben] = harbor.said(harbor.slack.workspace.direct(BEN).id)
    await press(harbor, told_ben, "know", BEN)
    await harbor.deliver()
    assert shown(harbor, card).count("has not said so yet") == 1
    await does(harbor, card, "agree", words="Twenty it is", order="R-1")
    await told(harbor.office, datetime.fromisoformat("2026-11-23T12:00+00:00"), order="R-1")
    await harbor.deliver()
    assert "2 days after the day that was agreed" in thread(harbor, card)[-1]
    harbor.clock.business = datetime.fromisoformat("2026-11-24T10:00+00:00")
    await does(harbor, card, "fulfil", line0="yes", line1="yes", remark="")
    enquiry = await the_enquiry(harbor)
    assert (enquiry.state, enquiry.met, enquiry.agreed) == (State.FULFILLED, False, 2)
    assert "NOT MET (delivered on Sun 22 Nov 2026)" in shown(harbor, card)
    async with harbor.office.store.read() as work:
        judged = await work.judgements.of_edition(enquiry.id, 2)
        first, second = await work.editions.of_enquiry(enquiry.id)
    assert {one.line: one.met for one in judged} == {DUE: False, 0: True, 1: True}
    assert (first.lines[0], second.lines[0]) == ("12 gaskets, DN 80", "20 gaskets, DN 80")
    assert first.hash != second.hash
    assert await sound(harbor.office)
    digest = await current(harbor.office, Week.parse("2026-W48"), harbor.clock.now())
    [line] = [one for one in digest.lines if one.key == "enquiries"]
    assert "requirements met 2 of 3; not met: E-1" in line.words


async def test_nothing_is_agreed_while_a_question_is_open(harbor: Site) -> None:
    """A question on what was understood makes it unclear again."""
    card = await logged(harbor)
    await does(harbor, card, "scrutinise", **REVIEWED)
    await does(harbor, card, "understand")
    await does(harbor, card, "query", words="Which steel?", how="mail")
    assert (await the_enquiry(harbor)).state is State.SCRUTINISED
    await press(harbor, card, "understand")
    assert harbor.whispered(MARA)[-1].text == "E-1 is not understood yet: a question is still open."
    [letter] = await letters(harbor)
    assert (letter["To"], letter["Subject"]) == (ZOES_MAIL, "Your enquiry (E-1)")
    assert await arrives(harbor, "A4, please", str(letter["Reply-To"])) == "enquiry"
    assert "The customer saysA4, please" in thread(harbor, card)[-1]
    async with harbor.office.store.read() as work:
        [question] = await work.questions.open_of(1)
    await does(harbor, card, "resolve", questions=[str(question.id)], words="A4, please")
    await does(harbor, card, "understand")
    assert (await the_enquiry(harbor)).state is State.UNDERSTOOD


async def test_what_is_to_be_confirmed_stands_in_the_letter_line_by_line(harbor: Site) -> None:
    """And the customer's words are proposed as their confirmation."""
    card = await logged(harbor)
    await does(harbor, card, "scrutinise", **REVIEWED)
    await does(harbor, card, "understand")
    await does(harbor, card, "offer", words="Is this right?", how="mail")
    [letter] = await letters(harbor)
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert "1. 12 gaskets, DN 80\n2. Stainless steel\nTo be delivered by 20 November 2026." in text
    await arrives(harbor, "Yes, exactly.", str(letter["Reply-To"]))
    await press(harbor, card, "agree")
    assert "Yes, exactly." in json.dumps(harbor.form(MARA).blocks)


async def test_only_a_reply_of_a_person_stops_the_clock(asked_by_mail: Site) -> None:
    """A machine says at once that the mail came; a letter counts when it has left."""
    site = asked_by_mail
    assert await arrives(site, "Do you have gaskets?", ASKS) == "enquiry"
    [receipt] = await letters(site)
    assert (receipt["Auto-Submitted"], receipt["In-Reply-To"]) == ("auto-replied", "<ask-1@buyer.example>")
    assert (await the_enquiry(site)).answered_at is None
    site.clock.business += timedelta(hours=1)
    await does(site, site.said(ENQUIRIES)[0], "reply", words="We have.", how="mail")
    assert (await the_enquiry(site)).answered_at is None
    [reply] = await letters(site)
    assert (await the_enquiry(site)).answered_at == site.clock.now()
    assert reply["Auto-Submitted"] == "no"
    assert reply["References"] == f"<ask-1@buyer.example> {receipt['Message-ID']}"


async def test_an_automatic_answer_is_no_enquiry_and_the_same_mail_is_one(asked_by_mail: Site) -> None:
    """No machine is answered by a machine."""
    site = asked_by_mail
    out = {"Auto_Submitted": "auto-replied", "Subject": "Out of office"}
    assert await arrives(site, "I am away until Monday", ASKS, **out) == "automatic"
    assert await letters(site) == []
    assert await arrives(site, "Do you have gaskets?", ASKS, 2) == "enquiry"
    async with site.office.store.read() as work:
        assert await work.enquiries.total() == 1


async def test_an_enquiry_that_nobody_replies_to_is_escalated_step_by_step(harbor: Site) -> None:
    """Each once: nobody owns it, so the lead and the leaders learn of it, and the file says so."""
    harbor.door.office = replace(harbor.office, complaints_lead=BEN)
    card = await logged(harbor)
    for hours in (3, 1, 1, 30, 30):
        await passes(harbor, timedelta(hours=hours))
    alarms = [one for one in thread(harbor, card) if one.startswith("E-1 is")]
    assert alarms[-1] == "E-1 is overdue: nobody has replied to the customer"
    assert len(alarms) == len(set(alarms))
    assert [one.text for one in harbor.said(LEADERS) if "E-1" in one.text] == [
        "E-1 is overdue: nobody has replied to the customer: Do you have 12 gaskets by Friday?"
    ]


async def test_a_commitment_without_a_review_is_for_leadership_to_see(harbor: Site) -> None:
    """It stays an exception when somebody reviews it afterwards (ISO 9001:2015, 8.2.3.1)."""
    card = await logged(harbor)
    await does(harbor, card, "commit", words="Ben said yes on the phone")
    await does(harbor, card, "scrutinise", **REVIEWED)
    assert "we were bound before anybody had reviewed what is wanted" in shown(harbor, card)
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    digest = await current(harbor.office, week, harbor.clock.now())
    [line] = [one for one in digest.lines if one.key == "enquiries"]
    assert line.words == "1 new, 1 open; bound without a review: E-1"
    assert "1 commitment without a review" in digest.verdict


async def test_the_share_of_replies_in_time_is_the_gauge_of_responsiveness(harbor: Site) -> None:
    """What nobody replied to counts as missed once its time is over."""
    await logged(harbor)
    await does(harbor, harbor.said(ENQUIRIES)[0], "reply", words="We have.", how="person")
    await harbor.acts.command(MARA, COMPLAINTS, "/enquiry", "Somebody asked for a pump")
    await passes(harbor, timedelta(days=1))
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    digest = await current(harbor.office, week, harbor.clock.now())
    assert {one.key: one.observed for one in digest.lines}["responsiveness"] == "1 of 2"


async def test_a_promise_is_registered_once_and_measured_while_it_holds(harbor: Site) -> None:
    """Another wording is another promise: what was measured by the first stays."""
    now = harbor.clock.now()
    one = Promise(0, "Answered within 4 business hours", Subject.ENQUIRY_ANSWERED, "4 business hours", now)
    promised = replace(harbor.office, promises=(one,))
    assert [await register(promised, now), await register(promised, now)] == [1, 0]
    await logged(harbor)
    await does(harbor, harbor.said(ENQUIRIES)[0], "reply", words="We have.", how="person")
    harbor.clock.business += timedelta(hours=1)
    await harbor.acts.command(MARA, COMPLAINTS, "/enquiry", "promises")
    assert "Answered within 4 business hours: kept 1 of 1" in json.dumps(harbor.whispered(MARA)[-1].blocks)
    harbor.clock.business += timedelta(days=1)
    faster = replace(one, words="Answered within 1 business hour", within="1 business hour")
    assert await register(replace(harbor.office, promises=(faster,)), harbor.clock.now()) == 2
    async with harbor.office.store.read() as work:
        found = await measured(harbor.office, work, now, harbor.clock.now() + timedelta(days=7))
    assert found == [(one.words, Kept(1, 1)), (faster.words, Kept(0, 0))]


async def test_what_cannot_be_done_is_refused_in_words(harbor: Site) -> None:
    """Nothing is delivered yet; nobody is named; nothing was looked at."""
    card = await logged(harbor)
    await does(harbor, card, "scrutinise", **{**REVIEWED, "checked": ["stated"]})
    assert "say why it can be left out" in harbor.form(MARA).errors["lines"]
    await fill(harbor, **REVIEWED)
    await harbor.deliver()
    await does(harbor, card, "understand")
    await does(harbor, card, "agree", words="Yes", order="")
    await press(harbor, card, "fulfil")
    assert harbor.whispered(MARA)[-1].text == "Its order is not delivered yet, as far as we were told."
    await does(harbor, card, "end", ending="withdrawn", words="They found another")
    assert "They found another" in shown(harbor, card)
    assert buttons(list(harbor.slack.workspace.message(card.channel, card.ts).blocks)) == set()  # type: ignore[union-attr]


@pytest.mark.parametrize("who", [ZOE, STRANGER])
async def test_nobody_but_the_staff_logs_or_looks(harbor: Site, who: str) -> None:
    """Not by command, and not by a button."""
    for words in ("12 gaskets", "E-1", "mine"):
        await harbor.acts.command(who, COMPLAINTS if who == STRANGER else "C0LOUNGE", "/enquiry", words)
        assert "staff" in harbor.whispered(who)[-1].text
    async with harbor.office.store.read() as work:
        assert await work.enquiries.total() == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("E-1", "Do you have 12 gaskets by Friday?"),
        ("open", "E-1"),
        ("find GASKETS", "E-1"),
        ("find stainless", "E-1"),
        ("find pump", "There is none."),
        ("mine", "There is none."),
        ("promises", "Nothing is promised"),
    ],
)
async def test_looking_changes_nothing(harbor: Site, words: str, says: str) -> None:
    """Each word shows its list to who asks alone."""
    card = await logged(harbor)
    await does(harbor, card, "scrutinise", **REVIEWED)
    before = await the_enquiry(harbor)
    await harbor.acts.command(MARA, COMPLAINTS, "/enquiry", words)
    assert says in json.dumps(harbor.whispered(MARA)[-1].blocks)
    assert await the_enquiry(harbor) == before


async def test_a_mention_in_the_thread_notes_or_shows_the_buttons(harbor: Site) -> None:
    """As in the thread of a case; slash commands do not work there."""
    card = await logged(harbor)
    await harbor.acts.mention(MARA, ENQUIRIES, "They call again at four", card.ts)
    await harbor.settled()
    await harbor.deliver()
    assert "NoteThey call again at four" in thread(harbor, card)[-1].replace(", by ", "")
    await harbor.acts.mention(MARA, ENQUIRIES, "", card.ts)
    await harbor.settled()
    assert "scrutinise" in buttons(list(harbor.whispered(MARA)[-1].blocks))


async def test_the_home_tab_shows_what_nobody_has_replied_to(harbor: Site) -> None:
    """And one's own, whatever became of them."""
    await logged(harbor)
    await harbor.acts.open_home(BEN)
    await harbor.settled()
    assert "E-1" in json.dumps(harbor.slack.workspace.homes[BEN].blocks)
    await does(harbor, harbor.said(ENQUIRIES)[0], "reply", words="We have.", how="person")
    await does(harbor, harbor.said(ENQUIRIES)[0], "own", owner=MARA)
    for who, there in ((BEN, False), (MARA, True)):
        await harbor.acts.open_home(who)
        await harbor.settled()
        assert ("E-1" in json.dumps(harbor.slack.workspace.homes[who].blocks)) is there


async def test_pressed_twice_is_once(harbor: Site) -> None:
    """The same review, and the same reply, within a moment."""
    card = await logged(harbor)
    for _ in range(2):
        await does(harbor, card, "scrutinise", **REVIEWED)
        await does(harbor, card, "reply", words="We have.", how="mail")
    assert (await the_enquiry(harbor)).edition == 1
    assert len(await letters(harbor)) == 1


async def test_evidence_holds_nothing_of_the_customer(harbor: Site) -> None:
    """Neither their words nor what they want; who did what, when, and the hash of it."""
    await agreed(harbor)
    async with harbor.office.store.read() as work:
        facts = [
            str(row.facts)
            for thing in ("enquiries", "editions", "entries", "questions")
            for row in await work.evidence.about(thing, 1)
        ]
        card = await work.messages.about(Kind.ENQUIRY, 1)
    assert card is not None
    assert facts
    assert not [one for one in facts if "gasket" in one or ZOES_MAIL in one or "that is it" in one]
