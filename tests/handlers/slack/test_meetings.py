"""Risk meetings and management reviews in Slack: opened, held, closed into a record, amended beside it."""

from typing import Any

from bot.demo.workspace.records import Json, Message
from handlers.slack.rights import ONLY_LEADERS
from surveys.meeting import Attendance, Meeting, Presence, State
from tests.handlers.slack.stage import COMPLAINTS, INES, LEADERS, MARA, Site, fill, press
from tests.handlers.slack.test_reviewing import decides, posted
from tests.handlers.slack.test_risks import proposed


async def opened(site: Site, kind: str = "risk", by: str = INES) -> Message:
    """A meeting that a leader opened by command, and its post."""
    await site.acts.join(by, LEADERS)
    await site.acts.command(by, COMPLAINTS, "/review", f"open {kind}")
    await site.deliver()
    return post_of(site)


def post_of(site: Site) -> Message:
    return next(one for one in site.said(LEADERS) if one.text.startswith("M-1,") and not one.thread_ts)


async def does(site: Site, card: Message, button: str, by: str = INES, **values: Any) -> Json | None:
    await site.acts.join(by, LEADERS)
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.settled()
    await site.deliver()
    return reply


async def kept(site: Site) -> tuple[Meeting, list[Attendance]]:
    async with site.office.store.read() as work:
        return await work.meetings.get(1), list(await work.attendances.of_meeting(1))


async def told(site: Site, words: str, command: str = "/feedback", by: str = MARA) -> str:
    await site.acts.command(by, COMPLAINTS, command, words)
    await site.settled()
    said = site.whispered(by)[-1]
    return f"{said.text} {said.blocks}"


async def test_a_meeting_gathers_what_waits_and_invites_the_leaders(harbor: Site) -> None:
    """A digest that was taken to it, and a risk that nobody has decided about."""
    await decides(harbor, await posted(harbor), "escalate", words="Is the carrier still the right one?")
    await proposed(harbor)
    await opened(harbor)
    meeting, people = await kept(harbor)
    assert meeting.agenda == (
        "from the digest of 2026-W47: Is the carrier still the right one?",
        "R-1 proposed, 4 x 3 = 12, high: Complaints come back: late",
    )
    assert [(one.leader, one.presence) for one in people] == [(True, Presence.INVITED)]
    assert INES in str(post_of(harbor).blocks)


async def test_it_is_closed_into_a_record(harbor: Site) -> None:
    """Who took part, what was decided and looked at, and what was left out; evidence has its fingerprint."""
    card = await opened(harbor, "management")
    await does(harbor, card, "meeting_present")
    await does(harbor, card, "meeting_present", MARA)
    await does(harbor, card, "meeting_decide", words="Ask for a second carrier")
    assert await does(harbor, card, "meeting_close", own=["satisfaction", "risks"], brought=["suppliers"]) is None
    meeting, people = await kept(harbor)
    assert (meeting.state, meeting.led, meeting.decisions) == (State.CLOSED, True, ("Ask for a second carrier",))
    assert sorted(meeting.covered) == ["risks", "satisfaction", "suppliers"]
    assert [(one.leader, one.presence) for one in people] == [(True, Presence.PRESENT), (False, Presence.PRESENT)]
    shown = str(post_of(harbor).blocks)
    assert "what audits found" in shown
    async with harbor.office.store.read() as work:
        row = (await work.evidence.about("meetings", 1))[-1]
    assert row.facts["hash"] == meeting.hash != ""


async def test_without_a_leader_it_says_so(harbor: Site) -> None:
    """Whoever was invited and said nothing was absent."""
    card = await opened(harbor)
    await does(harbor, card, "meeting_present", MARA)
    await does(harbor, card, "meeting_close", MARA, notes="Nothing waits")
    meeting, people = await kept(harbor)
    assert meeting.led is False
    assert [(one.presence, one.why) for one in people] == [(Presence.ABSENT, "said nothing"), (Presence.PRESENT, "")]
    assert post_of(harbor).text.startswith("M-1, Risk meeting, closed, without top management")


async def test_an_absence_has_its_reason(harbor: Site) -> None:
    """Kept with the person."""
    card = await opened(harbor)
    assert await does(harbor, card, "meeting_absent", words="At a customer's") is None
    _, [ines] = await kept(harbor)
    assert (ines.presence, ines.why) == (Presence.ABSENT, "At a customer's")


async def test_a_later_edit_is_an_amendment(harbor: Site) -> None:
    """The record stays as it was; what is added stands beside it with its time, also as evidence lists it."""
    card = await opened(harbor)
    await does(harbor, card, "meeting_present")
    await does(harbor, card, "meeting_close", notes="Nothing waits")
    before, _ = await kept(harbor)
    await does(harbor, post_of(harbor), "meeting_amend", words="Mara was there too")
    after, _ = await kept(harbor)
    assert before == after
    listed = await told(harbor, "evidence meetings 2026-Q4")
    assert "Mara was there too" in listed
    assert "Present  " in listed


async def test_one_of_a_kind_is_open(harbor: Site) -> None:
    """The second is refused and named; and one without anybody is not closed."""
    card = await opened(harbor)
    assert "M-1 is open: close it first." in await told(harbor, "open risk", "/review", INES)
    refused = await does(harbor, card, "meeting_close", notes="x")
    assert refused is not None
    assert refused["errors"] == {"notes": "M-1: nobody has said that they take part."}


async def test_only_leaders_open_one(harbor: Site) -> None:
    """The staff read, and are told how to ask."""
    assert ONLY_LEADERS in await told(harbor, "open risk", "/review")
    assert "No meeting was held yet." in await told(harbor, "", "/review")
    assert "There is no meeting M-7." in await told(harbor, "M-7", "/review")
    assert "Write: open risk" in await told(harbor, "open lunch", "/review", INES)
    assert "write it like 2026-Q4" in await told(harbor, "evidence meetings soon")
    assert "No meeting in 2026-Q4." in await told(harbor, "evidence meetings")
