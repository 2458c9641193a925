"""An office on PostgreSQL too, for what only several services at once can get wrong."""

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
