"""What the tests of the Slack door share: the office in a workspace, with both times standing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from handlers.office import Office
from tests.edges import StandingClock
from tests.handlers.slack.stage import Site, site


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    """Machine time begins as the machine's, since Slack's triggers run by it."""
    return StandingClock(now, datetime.now(UTC))


@pytest.fixture
async def harbor(office: Office, clock: StandingClock) -> AsyncIterator[Site]:
    async with site(office, clock) as built:
        yield built
