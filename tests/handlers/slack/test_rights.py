"""Who may do what: the people and user groups of the settings."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from handlers.office import Office
from handlers.slack.rights import KNOWN_FOR, NotLeader, NotStaff, Right, Rights
from tests.edges import StandingClock
from tests.handlers.slack.stage import BEN, COMPLAINTS, ENQUIRIES, INES, MARA, STRANGER, Site, press, site


def rights(site: Site, staff: tuple[str, ...], leaders: tuple[str, ...] = ()) -> Rights:
    return Rights(site.door.client, staff, leaders, site.clock.tick)


async def test_people_are_staff_or_not(harbor: Site) -> None:
    """Leaders count as staff, staff not as leaders."""
    found = rights(harbor, (MARA,), (INES,))
    for person in (MARA, INES):
        await found.staff_only(person)
    await found.leaders_only(INES)
    with pytest.raises(NotStaff):
        await found.staff_only(STRANGER)
    with pytest.raises(NotLeader):
        await found.leaders_only(MARA)


async def test_a_group_stands_for_its_members(harbor: Site) -> None:
    """Looked up once in five minutes, so that who joined is let in soon and no act waits for Slack each time."""
    group = harbor.slack.workspace.add_group([MARA])
    found = rights(harbor, (group,))
    await found.staff_only(MARA)
    harbor.slack.workspace.add_group([MARA, BEN], group)
    with pytest.raises(NotStaff):
        await found.staff_only(BEN)
    harbor.clock.machine += KNOWN_FOR + timedelta(seconds=1)
    await found.staff_only(BEN)
    assert len(harbor.slack.api.made("usergroups.users.list")) == 2


async def test_a_slack_that_does_not_answer_locks_nobody_out(harbor: Site) -> None:
    """Members are as they were known last."""
    group = harbor.slack.workspace.add_group([MARA])
    found = rights(harbor, (group,))
    await found.learn()
    harbor.clock.machine += KNOWN_FOR
    harbor.slack.api.faults.limit("usergroups.users.list")
    await found.staff_only(MARA)
    assert [call.outcome for call in harbor.slack.api.made("usergroups.users.list")] == ["ok", "ratelimited"]


async def test_an_unknown_group_lets_nobody_in(harbor: Site) -> None:
    """Slack's own word for it is raised, so that the one who acts is told to try again and the log says why."""
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await rights(harbor, ("S0NONE",)).staff_only(MARA)


async def test_whoever_is_refused_stands_in_the_log(harbor: Site) -> None:
    """Who tried what, and where; nothing of what they wrote."""
    with capture_logs() as told:
        await harbor.acts.command(STRANGER, COMPLAINTS, "/complaint", "R-1 let me in")
    assert [line for line in told if line["event"] == "not allowed"] == [
        {"event": "not allowed", "log_level": "warning", "user": STRANGER, "act": "/complaint", "channel": COMPLAINTS}
    ]


@pytest.fixture
async def guarded(office: Office, clock: StandingClock) -> AsyncIterator[Site]:
    """Sam logs though nobody calls him staff; Mara alone closes, and looks customers up."""
    only = {Right.LOG: (MARA, BEN, STRANGER), Right.CLOSE: (MARA,), Right.SEE: (MARA,)}
    async with site(office, clock, only=only) as built:
        yield built


async def test_a_right_may_be_kept_for_some_or_opened_to_more(guarded: Site) -> None:
    """Who logs need not be staff; who is staff need not close; leaders may do all."""
    for command, kept in (("/complaint", "C-1 is kept"), ("/enquiry", "E-1 is kept")):
        await guarded.acts.command(STRANGER, COMPLAINTS, command, "the box was wet")
        assert guarded.whispered(STRANGER)[-1].text.startswith(kept)
    await guarded.deliver()
    for channel, button in ((COMPLAINTS, "close"), (ENQUIRIES, "end")):
        card = guarded.said(channel)[0]
        await press(guarded, card, button, BEN)
        assert "`may_close`" in guarded.whispered(BEN)[-1].text
        for who in (MARA, INES):
            await press(guarded, card, button, who)
            assert guarded.form(who).body["callback_id"] == button


@pytest.mark.parametrize(
    ("command", "words"),
    [("/complaint", "C-1"), ("/complaint", "find wet"), ("/enquiry", "find wet"), ("/feedback", "why R-1")],
)
async def test_what_customers_said_is_looked_up_by_some_alone(guarded: Site, command: str, words: str) -> None:
    """Others of the staff still see what they have to work on."""
    await guarded.acts.command(MARA, COMPLAINTS, "/complaint", "the box was wet")
    await guarded.acts.command(BEN, COMPLAINTS, command, words)
    assert "`may_see`" in guarded.whispered(BEN)[-1].text
    await guarded.acts.command(BEN, COMPLAINTS, command, "overdue" if command == "/complaint" else "status")
    assert "may_see" not in guarded.whispered(BEN)[-1].text
