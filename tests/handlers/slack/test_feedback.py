"""`/feedback` shows how things stand, to staff alone, and changes nothing."""

import pytest

from handlers.steps.digesting import digest_due, due_at
from surveys.workdays import Week
from tests.handlers.slack.stage import COMPLAINTS, INES, LOUNGE, MARA, STRANGER, ZOE, Site
from tests.handlers.stage import asked


def shown(site: Site, user: str) -> str:
    """What this person was last told, in words or blocks."""
    last = site.whispered(user)[-1]
    inner = [element for block in last.blocks for part in block.get("elements", ()) for element in part["elements"]]
    return "".join(element.get("text", "") for element in inner) or last.text


async def test_help_is_for_everybody(harbor: Site) -> None:
    """Each word with what it does; a command alone is a call for help."""
    for text in ("help", ""):
        await harbor.acts.command(STRANGER, LOUNGE, "/feedback", text)
        words = [line.split()[0] for line in shown(harbor, STRANGER).splitlines()]
        assert words == ["status", "why", "trace", "digest", "actions", "action", "evidence", "help"]


async def test_status_says_what_the_terminal_says(harbor: Site) -> None:
    """Counts, and what a person has to look at."""
    await asked(harbor.office, harbor.clock.now(), harbor.clock.tick())
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "status")
    lines = shown(harbor, MARA).splitlines()
    assert lines[0] == "running"
    assert "deliveries   1 invited" in lines
    assert "invitations  1 open" in lines


async def test_why_tells_an_order(harbor: Site) -> None:
    """From its delivery to the state it is in now."""
    await asked(harbor.office, harbor.clock.now(), harbor.clock.tick())
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "why R-1")
    assert shown(harbor, MARA).splitlines()[-1] == "now: asked, open (mail queued)"


async def test_a_digest_is_told_as_it_was_posted(harbor: Site) -> None:
    """The week that is over where none is named; one not posted is told as it stands, and says so."""
    await asked(harbor.office, harbor.clock.now(), harbor.clock.tick())
    week = Week.of(harbor.clock.now(), harbor.office.zone)
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", f"digest {week}")
    assert harbor.whispered(MARA)[-1].blocks[-1]["elements"][0]["text"].startswith("Not posted")
    harbor.clock.business = due_at(harbor.office, week)
    await digest_due(harbor.office, harbor.clock.now(), harbor.clock.tick())
    await harbor.acts.command(INES, COMPLAINTS, "/feedback", "digest")
    assert f"week {week}" in shown(harbor, INES)
    assert len(harbor.whispered(INES)[-1].blocks) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("why", "Which order? Write: why ORDER"),
        ("why <!channel>", "No delivery of order '&lt;!channel&gt;' is known."),
        ("digest soon", "'SOON' is no ISO week; write it like 2026-W47"),
        ("dance", "'dance' is no word of this command. There are:"),
    ],
)
async def test_what_cannot_be_shown_is_said(harbor: Site, text: str, told: str) -> None:
    """In one sentence that says what to write."""
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", text)
    assert shown(harbor, MARA).startswith(told)


@pytest.mark.parametrize("text", ["status", "why R-1", "digest"])
async def test_strangers_and_customers_are_refused(harbor: Site, text: str) -> None:
    """What is kept of customers is for the staff."""
    for user in (STRANGER, ZOE):
        await harbor.acts.command(user, LOUNGE, "/feedback", text)
        assert shown(harbor, user).startswith("This is for the staff")


async def test_one_command_does_for_all(harbor: Site) -> None:
    """`/afterword feedback help` and `/afterword help` are `/feedback help`; another word is answered with the list."""
    await harbor.acts.command(MARA, COMPLAINTS, "/feedback", "help")
    wanted = shown(harbor, MARA)
    for text in ("feedback help", "help"):
        await harbor.acts.command(MARA, COMPLAINTS, "/afterword", text)
        assert shown(harbor, MARA) == wanted
    await harbor.acts.command(MARA, COMPLAINTS, "/afterword", "")
    assert shown(harbor, MARA).startswith("Write one of these after /afterword: ")
