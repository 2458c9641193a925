"""The running service of the journeys through Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, opened


@pytest.fixture(params=["socket", "http"])
async def house(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """Told of what happens in Slack over a websocket, and over signed HTTP."""
    async with opened(tmp_path / "home", migrated_file, monkeypatch, mode=request.param) as found:
        yield found
