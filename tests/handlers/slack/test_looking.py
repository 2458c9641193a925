"""Looking at cases in Slack: by name, one's own, those that are late, those with some words; the home tab."""

import json
from datetime import timedelta
from typing import Any

from surveys.complaint import State
from tests.handlers.slack.casework import complained, does, investigated, the_case
from tests.handlers.slack.stage import BEN, COMPLAINTS, INES, LEADERS, MARA, STRANGER, Site
from tests.handlers.slack.test_reviewing import decides, posted
from tests.handlers.slack.test_risks import proposed
from tests.handlers.stage import DAY


async def asks(site: Site, words: str, by: str = MARA) -> dict[str, Any]:
    reply = await site.acts.command(by, COMPLAINTS, "/complaint", words)
    assert reply is not None
    return reply


def lines(view: Any) -> list[str]:
    """Every line of a list or tab, people as their ids."""
    rows = []
    for block in view["blocks"]:
        parts = [element for part in block.get("elements", ()) for element in part.get("elements", (part,))]
        rows.append("".join(str(one.get("text") or one.get("user_id")) for one in parts))
    return [line for row in rows for line in row.splitlines()]


async def home(site: Site, user: str = MARA) -> list[str]:
    await site.acts.open_home(user)
    await site.settled()
    return lines(site.slack.workspace.homes[user].body)


async def test_a_case_is_shown_by_its_name(harbor: Site) -> None:
    """Its whole card with its buttons, to the person who asks; a press there is one like any other."""
    await complained(harbor)
    reply = await asks(harbor, "c-1")
    assert reply["blocks"][0]["text"]["text"] == "C-1, received: order R-1"
    shown = harbor.whispered(MARA)[-1]
    await harbor.acts.press(MARA, COMPLAINTS, shown.ts, "acknowledge")
    await harbor.settled()
    assert harbor.form(MARA).body["callback_id"] == "acknowledge"
    assert (await asks(harbor, "C-7"))["text"] == "There is no case C-7."


async def test_ones_own_cases_come_by_what_is_due(harbor: Site) -> None:
    """With a link to the card; whoever has none is told so."""
    card = await investigated(harbor)
    link = await harbor.door.client.chat_getPermalink(channel=COMPLAINTS, message_ts=card.ts)
    reply = await asks(harbor, "mine")
    assert lines(reply) == [
        "Your cases",
        "C-1 S2, under investigation, respond by Mon 23 Nov, 17:00, UMARA",
        "order R-1, Zoë Ødegård: The box was wet",
    ]
    assert link["permalink"] in json.dumps(reply["blocks"])
    assert lines(await asks(harbor, "mine", BEN)) == ["Nothing is in your hands."]


async def test_what_is_late_is_listed_with_how_late_it_is(harbor: Site) -> None:
    """Nobody's cases are there too."""
    await complained(harbor)
    assert lines(await asks(harbor, "overdue")) == ["Nothing is late."]
    harbor.clock.business += 3 * DAY
    assert lines(await asks(harbor, "overdue"))[1] == ("C-1 received, LATE: acknowledge by Tue 17 Nov, 17:00, nobody's")


async def test_cases_are_found_by_words_anywhere_in_their_file(harbor: Site) -> None:
    """In the customer's words, a note, the order or the customer's name, in whatever case; all have to be there."""
    card = await complained(harbor, "Die KÜHLBOX war naß")
    await does(harbor, card, "note", words="Der Fahrer hieß Özil")
    for words in ("kühlbox", "R-1", "özil", "zoë kühl", "NAß"):
        assert lines(await asks(harbor, f"find {words}"))[1].startswith("C-1 received"), words
    for words in ("kühlbox trocken", "%", "_"):
        assert lines(await asks(harbor, f"find {words}"))[0].startswith("No case has"), words
    assert (await asks(harbor, "find"))["text"] == "Which words? Write: find WORDS"


async def test_the_home_tab_shows_ones_cases_and_what_is_late(harbor: Site) -> None:
    """Anew each time it is opened."""
    assert (await home(harbor))[:2] == [
        "Your cases".replace("Your cases", "Nothing is in your hands."),
        "Nothing is late in other hands.",
    ]
    await investigated(harbor)
    harbor.clock.business += timedelta(days=8)
    shown = await home(harbor)
    assert shown[0] == "Your cases"
    assert shown[1] == "C-1 S2, under investigation, LATE: respond by Mon 23 Nov, 17:00, UMARA"
    assert shown[3] == "Nothing is late in other hands."
    others = await home(harbor, BEN)
    assert others[0] == "Nothing is in your hands."
    assert others[1:3] == ["Late in other hands", shown[1]]
    assert shown[-1].startswith("As of Tue 24 Nov 2026, 12:00.")


async def test_the_home_tab_of_a_leader_says_what_waits_for_them(harbor: Site) -> None:
    """Before their cases: digests, risks, and the inputs that no review has looked at; with the last charts."""
    assert (await home(harbor, INES))[0] == "Nothing waits for your decision."
    ts = await posted(harbor)
    await proposed(harbor)
    shown = "\n".join(await home(harbor, INES))
    assert "Digests to decide about: 2026-W47" in shown
    assert "Risks to accept or reject, with their weight: R-1 12" in shown
    assert "Management reviews of the last year looked at 0 of 12 inputs" in shown
    blocks = harbor.slack.workspace.homes[INES].body["blocks"]
    assert [one["slack_file"]["id"] for one in blocks if one["type"] == "image"] != []
    await decides(harbor, ts)
    assert "Digests to decide about" not in "\n".join(await home(harbor, INES))


async def test_a_mention_under_another_post_notes_nothing(harbor: Site) -> None:
    """The post of a risk is no case, though both have the first number."""
    await proposed(harbor)
    risk = next(one for one in harbor.said(LEADERS) if one.text.startswith("R-1,"))
    await harbor.acts.mention(INES, LEADERS, "this is about the carrier", risk.ts)
    await harbor.settled()
    assert harbor.whispered(INES)[-1].text.startswith("Mention me in the thread of a case's card")
    async with harbor.office.store.read() as work:
        assert [one.words for one in await work.entries.of_complaint(1) if "carrier" in one.words] == []


async def test_the_home_tab_of_others_shows_no_case(harbor: Site) -> None:
    """Customers and guests see what the app is for."""
    await investigated(harbor)
    assert await home(harbor, STRANGER) == [
        "Here the staff of the organisation see the complaints that they look after. Surveys come as messages."
    ]
    reply = await asks(harbor, "C-1", STRANGER)
    assert reply["text"].startswith("This is for the staff")


async def test_a_mention_in_the_thread_notes_its_words(harbor: Site) -> None:
    """Once, however often Slack tells of it; with no words it shows the buttons there, to that person alone."""
    card = await complained(harbor)
    await harbor.acts.mention(MARA, COMPLAINTS, "phoned, they are at sea until Friday", card.ts)
    await harbor.settled()
    async with harbor.office.store.read() as work:
        assert [one.words for one in await work.entries.of_complaint(1)] == ["phoned, they are at sea until Friday"]
    await harbor.acts.mention(MARA, COMPLAINTS, "", card.ts)
    await harbor.settled()
    whisper = harbor.whispered(MARA)[-1]
    assert whisper.thread_ts == card.ts
    await harbor.acts.press(MARA, COMPLAINTS, whisper.ts, "close")
    await harbor.settled()
    assert harbor.form(MARA).body["callback_id"] == "close"


async def test_a_mention_elsewhere_says_where_it_works(harbor: Site) -> None:
    """And nobody but the staff is heard."""
    card = await complained(harbor)
    await harbor.acts.mention(MARA, COMPLAINTS, "what is up")
    await harbor.settled()
    assert harbor.whispered(MARA)[-1].text.startswith("Mention me in the thread of a case's card")
    await harbor.acts.mention(STRANGER, COMPLAINTS, "close it", card.ts)
    await harbor.settled()
    assert harbor.whispered(STRANGER)[-1].text.startswith("This is for the staff")
    assert (await the_case(harbor)).state is State.RECEIVED
