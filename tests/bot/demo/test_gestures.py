"""Hands do what people do, and do it again where the service did not take it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.demo.gestures import Choose, Hands, Press, Type
from handlers.office import Office
from tests.edges import StandingClock
from tests.handlers.slack.stage import COMPLAINTS, MARA, Site, site
from tests.handlers.stage import told


@pytest.fixture
async def harbor(office: Office, clock: StandingClock) -> AsyncIterator[Site]:
    async with site(office, clock) as built:
        yield built


@pytest.fixture
def hands(harbor: Site) -> Hands:
    async def revive() -> None:
        await harbor.deliver()

    return Hands(harbor.slack, revive)


async def words(site: Site) -> list[str]:
    async with site.office.store.read() as work:
        return [case.words for case in await work.complaints.open_at(site.clock.now().replace(year=2027))]


async def test_a_command_a_form_and_a_shortcut(harbor: Site, hands: Hands, clock: StandingClock) -> None:
    """Each takes effect once, and leaves no form open."""
    await told(harbor.office, clock.now())
    await hands.make(Type(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet"))
    await harbor.deliver()
    [card] = harbor.said(COMPLAINTS)
    await hands.make(Press(MARA, COMPLAINTS, card.ts, "acknowledge", {"how": "person"}))
    noted = {"order": "R-1", "problem": "defect"}
    await hands.make(Choose(MARA, COMPLAINTS, "Phoned: R-1 leaks", "log_complaint", noted))
    await harbor.settled()
    assert await words(harbor) == ["the box was wet", "Phoned: R-1 leaks"]
    assert harbor.slack.workspace.modals[MARA] == []


async def test_a_form_that_did_not_open_is_asked_for_again(
    harbor: Site, hands: Hands, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack told the service to wait: the person sees that, and presses once more."""
    monkeypatch.setattr("bot.demo.gestures.FORM_SECONDS", 0.1)
    await told(harbor.office, clock.now())
    await hands.make(Type(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet"))
    await harbor.deliver()
    [card] = harbor.said(COMPLAINTS)
    harbor.slack.api.faults.limit("views.open", times=2)
    await hands.make(Press(MARA, COMPLAINTS, card.ts, "close", {"ending": "withdrawn", "words": "never mind"}))
    assert len(harbor.slack.api.made("views.open")) == 3
    assert await words(harbor) == []


async def test_what_was_pressed_before_is_done(harbor: Site, hands: Hands) -> None:
    """A button that is gone is no reason to press for ever."""
    message = harbor.slack.workspace.say(COMPLAINTS, harbor.slack.workspace.bot.id, "done")
    await asyncio.wait_for(hands.make(Press(MARA, COMPLAINTS, message.ts, "confirm")), 5)
