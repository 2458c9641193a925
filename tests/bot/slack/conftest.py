"""What the tests of the transports to Slack share: a workspace with a channel for leaders."""

from collections.abc import AsyncIterator

import pytest

from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace
from tests.edges import StandingClock

CHANNEL = "C0LEADERS"


@pytest.fixture
async def slack(clock: StandingClock) -> AsyncIterator[StandIn]:
    """A workspace with a channel for leaders, which the app is in."""
    workspace = Workspace(clock.now)
    director = workspace.add_user("director").id
    workspace.add_channel("leaders", {director, workspace.bot.id}, id=CHANNEL)
    standin = StandIn(workspace, clock.tick)
    await standin.start()
    yield standin
    await standin.stop()
