"""An office with a channel for cards, and one on PostgreSQL for what only several services at once get wrong."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handlers.office import Office
from storage.work import Store
from tests.conftest import KEY, ZONE


@pytest.fixture
async def replica_office(postgresql_url: str, office: Office) -> AsyncIterator[Office]:
    """The same office as one of several replicas."""
    store = Store(postgresql_url, ZONE, KEY)
    yield replace(office, store=store)
    await store.close()


@pytest.fixture
def carded(office: Office) -> Office:
    """The office with a channel for its cards."""
    return replace(office, complaints_channel="C0COMPLAINTS")
