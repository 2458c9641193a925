"""A doubtful reading is set right in Slack, by the staff alone; everything through the real app."""

import asyncio
import json

import pytest

from bot.demo.workspace.records import Message
from surveys.answer import Answer, current
from surveys.invitation import Invitation
from tests.handlers import stage
from tests.handlers.slack.stage import BEN, COMPLAINTS, MARA, STRANGER, ZOE, Site, fill, press
from tests.handlers.stage import DAY, comes, given, gives, mail, versions
from tests.handlers.words.test_cards import words_of

STAFF_ONLY = "This is for the staff"


async def asked(site: Site) -> Invitation:
    return await stage.asked(site.office, site.clock.now(), site.clock.tick())


async def doubtful(site: Site, of: Invitation, text: str = "4 or 5, the <!channel> driver was late & kind") -> Message:
    """The card of a mail of which nobody can tell the mark."""
    now, tick = site.clock.now(), site.clock.tick()
    assert (await comes(site.office, mail(site.office, of, text), now, tick)).outcome == "unclear"
    await site.deliver()
    return site.said(COMPLAINTS)[-1]


def rows(card: Message) -> list[str]:
    return "\n".join(words_of(dict(block)) for block in card.blocks).splitlines()


async def shown(site: Site, card: Message) -> Message:
    """The card as it stands in the channel by now."""
    await site.deliver()
    [found] = [one for one in site.said(COMPLAINTS) if one.ts == card.ts]
    return found


async def stands(site: Site, of: Invitation) -> Answer:
    found = current(await versions(site.office, of))
    assert found is not None
    return found


async def test_a_doubtful_reading_has_a_card(harbor: Site) -> None:
    """The customer's words as they are, order, customer and marks; its notification calls nobody."""
    card = await doubtful(harbor, await asked(harbor))
    assert rows(card) == [
        "Doubtful reading: order R-1",
        "4 or 5, the <!channel> driver was late & kind",
        "Customer  Zoë Ødegård",
        "Received  Mon 16 Nov 2026, 12:00, by mail",
        "In doubt  a mark was meant, but which one cannot be told",
        "Marks  none",
        "[Set it right...][Leave it as it is]",
    ]
    assert card.text == "Doubtful reading: order R-1: 4 or 5, the &lt;!channel&gt; driver was late &amp; kind"


async def test_it_is_set_right_in_a_form(harbor: Site) -> None:
    """Committed before it is acknowledged; the card then says who, when and to what, and offers nothing more."""
    of = await asked(harbor)
    await gives(harbor.office, of, given({"on_time": 3, "responsiveness": None}, "page:1"), harbor.clock.now())
    card = await doubtful(harbor, of)
    harbor.clock.business += DAY
    await press(harbor, card, "correct")
    form = json.dumps(harbor.form(MARA).body)
    assert "the <!channel> driver" in form
    assert {one["block_id"]: one["element"]["initial_option"]["value"] for one in harbor.form(MARA).body["blocks"]
            if "initial_option" in one.get("element", {})} == {"on_time": "3", "responsiveness": "N"}  # fmt: skip
    assert await fill(harbor, overall="4", accuracy="N") is None
    found = await stands(harbor, of)
    assert found.marks == {"overall": 4, "accuracy": None, "on_time": 3, "responsiveness": None}
    assert (found.by, found.corrected_at) == ("staff:1", harbor.clock.now())
    assert rows(await shown(harbor, card))[-1] == (
        f"Set right by <{MARA}>, Tue 17 Nov 2026, 12:00: "
        "overall 4, accuracy not applicable, on time 3, responsiveness not applicable"
    )
    assert await stage.sound(harbor.office)


async def test_it_is_left_as_it_is(harbor: Site) -> None:
    """With one press."""
    of = await asked(harbor)
    card = await doubtful(harbor, of)
    await press(harbor, card, "leave", BEN)
    assert rows(await shown(harbor, card))[-1] == f"Left as it is by <{BEN}>, Mon 16 Nov 2026, 12:00"
    assert (await stands(harbor, of)).marks == {}
    async with harbor.office.store.read() as work:
        assert await work.inbox.aside() == []


async def test_the_customer_sees_what_was_set_right(harbor: Site) -> None:
    """Asked again in Slack, what stands is chosen in the form."""
    of = await stage.asked(harbor.office, harbor.clock.now(), harbor.clock.tick(), **stage.IN_SLACK)
    await harbor.deliver()
    card = await doubtful(harbor, of)
    await press(harbor, card, "correct")
    await fill(harbor, overall="4", on_time="2")
    [direct] = [one for one in harbor.slack.workspace.channels.values() if one.direct == ZOE]
    await harbor.acts.press(ZOE, direct.id, harbor.said(direct.id)[0].ts, "mark.4")
    await harbor.settled()
    [thanks] = [json.dumps([*one.blocks]) for one in harbor.said(direct.id)]
    assert "4 Satisfied" in thanks
    assert "2 Dissatisfied" in thanks


async def test_twice_is_once(harbor: Site) -> None:
    """Though two have the form open; the second is told, and nothing is kept of theirs."""
    of = await asked(harbor)
    card = await doubtful(harbor, of)
    await press(harbor, card, "correct")
    await press(harbor, card, "correct", BEN)
    await asyncio.gather(fill(harbor, overall="4"), fill(harbor, BEN, overall="5"))
    errors = [view[-1].errors for user in (MARA, BEN) if (view := harbor.slack.workspace.modals[user])]
    assert errors == [{"overall": "This was set right already."}]
    assert len(await versions(harbor.office, of)) == 2
    await press(harbor, card, "leave")
    await press(harbor, card, "correct")
    assert [one.text for one in harbor.whispered(MARA)] == ["This was set right already."] * 2


async def test_a_form_without_a_mark_stays_open(harbor: Site) -> None:
    """It says what to do."""
    of = await asked(harbor)
    await press(harbor, await doubtful(harbor, of), "correct")
    await fill(harbor)
    assert harbor.form(MARA).errors == {"overall": "Choose at least one mark, or leave it as it is."}
    assert len(await versions(harbor.office, of)) == 1


async def test_a_newer_answer_wins(harbor: Site) -> None:
    """While the form is open, and on a card that has not changed yet; the card says so afterwards."""
    of = await asked(harbor)
    card = await doubtful(harbor, of)
    await press(harbor, card, "correct")
    await gives(harbor.office, of, given({"overall": 2}, "page:1"), harbor.clock.now())
    await fill(harbor, overall="5")
    said = "The customer has answered again meanwhile, and that stands."
    assert harbor.form(MARA).errors == {"overall": said}
    await press(harbor, card, "leave", BEN)
    assert [one.text for one in harbor.whispered(BEN)] == [said]
    assert rows(await shown(harbor, card))[-1] == "Answered again, Mon 16 Nov 2026, 12:00: overall 2"
    assert (await stands(harbor, of)).marks == {"overall": 2}


@pytest.mark.parametrize("button", ["correct", "leave"])
async def test_only_the_staff_decides(harbor: Site, button: str) -> None:
    """Being in the channel is no right."""
    of = await asked(harbor)
    await press(harbor, await doubtful(harbor, of), button, STRANGER)
    assert harbor.whispered(STRANGER)[-1].text.startswith(STAFF_ONLY)
    assert not harbor.slack.workspace.modals.get(STRANGER)
    assert len(await versions(harbor.office, of)) == 1


async def test_who_lost_the_right_sends_no_form(harbor: Site) -> None:
    """It is checked again when it is sent."""
    of = await asked(harbor)
    await press(harbor, await doubtful(harbor, of), "correct")
    harbor.door.rights.staff = (BEN,)
    await fill(harbor, overall="4")
    assert [words.startswith(STAFF_ONLY) for words in harbor.form(MARA).errors.values()] == [True]
    assert len(await versions(harbor.office, of)) == 1


async def test_a_low_correction_brings_the_card_of_a_case(harbor: Site) -> None:
    """A candidate, for a person to confirm."""
    of = await asked(harbor)
    await press(harbor, await doubtful(harbor, of, "1 or 2"), "correct")
    await fill(harbor, overall="1")
    await harbor.deliver()
    assert rows(harbor.said(COMPLAINTS)[-1])[0] == "C-1, not confirmed yet: order R-1"
