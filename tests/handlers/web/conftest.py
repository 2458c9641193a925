"""A browser in front of the web door, and somebody who was asked."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from httpx import AsyncClient

from handlers.office import Office
from surveys.invitation import Invitation
from tests.handlers.stage import asked
from tests.handlers.web.visit import browser


@pytest.fixture
async def client(office: Office, now: datetime) -> AsyncIterator[AsyncClient]:
    async with browser(office, now) as opened:
        yield opened


@pytest.fixture
async def of(office: Office, now: datetime, tick: datetime) -> Invitation:
    """An invitation to Zoë about R-1."""
    return await asked(office, now, tick)
