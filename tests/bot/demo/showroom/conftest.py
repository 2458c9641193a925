"""A showroom with a browser without scripts in front of it: as it stands, or served with an app beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.demo.showroom.app import showroom
from bot.demo.showroom.surveys import Surveys
from tests.showroom import Scene, furnished, opened


@pytest.fixture
async def scene(tmp_path: Path) -> Scene:
    """For what is only looked at."""
    return furnished(tmp_path)


@pytest.fixture
async def browser(scene: Scene) -> AsyncIterator[httpx.AsyncClient]:
    app = httpx.ASGITransport(showroom(scene.world, Surveys(scene.world)))
    async with httpx.AsyncClient(transport=app, base_url=scene.url, follow_redirects=True) as client:
        yield client
    await scene.world.child.http.aclose()


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[Scene]:
    """For what is done there."""
    async with opened(tmp_path) as found:
        yield found


@pytest.fixture
async def visitor(live: Scene) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=live.url, follow_redirects=True) as client:
        yield client
