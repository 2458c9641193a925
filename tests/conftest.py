"""What all tests share: hypothesis profiles, a store on both engines, an office, and the two times."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

from handlers.office import Office
from storage.work import Store
from tests import payloads, servers
from tests.harbor import ZONE, harbor_parts

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("soak", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("AFTERWORD_HYPOTHESIS", "dev"))

KEY = b"evidence key of the tests, 32 by"


@pytest.fixture(autouse=True)
def slack_takes_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In every test that has a workspace: what it took is also sound to Slack's own library."""
    faults = payloads.watch(monkeypatch)
    yield
    assert faults == []


MODES = pytest.StashKey[dict[Path, int]]()


def pytest_configure(config: pytest.Config) -> None:
    """Whoever starts the workers remembers which folders are closed to others, before a server opens them."""
    if servers.WORKER not in os.environ:
        config.stash[MODES] = servers.modes([servers.wheel()])


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.restore(config.stash.get(MODES, {}))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with its tables, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    asyncio.run(_migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def migrated_template(postgres: str) -> str:
    """A PostgreSQL database with its tables, to be copied."""
    asyncio.run(_execute(postgres, "CREATE DATABASE template_afterword"))
    asyncio.run(_migrate(_url(postgres, "template_afterword")))
    return "template_afterword"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """An empty store on each engine in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    shutil.copy(migrated_file, tmp_path / "afterword.db")
    return f"sqlite:///{tmp_path / 'afterword.db'}"


@pytest.fixture
def postgresql_url(postgres: str, migrated_template: str) -> Iterator[str]:
    name = f"test_{os.urandom(6).hex()}"
    asyncio.run(_execute(postgres, f"CREATE DATABASE {name} TEMPLATE {migrated_template}"))
    yield _url(postgres, name)
    asyncio.run(_execute(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    opened = Store(store_url, ZONE, KEY)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """For tests of steps and doors, which do not depend on the engine."""
    opened = Store(sqlite_url, ZONE, KEY)
    yield opened
    await opened.close()


@pytest.fixture
def office(sqlite_store: Store) -> Office:
    """Harbor Parts, with the settings of most installations."""
    return harbor_parts(sqlite_store)


@pytest.fixture
def now() -> datetime:
    """Business time: a Monday noon."""
    return datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def tick() -> datetime:
    """Machine time, on purpose another than business time."""
    return datetime(2030, 1, 1, tzinfo=UTC)


def _url(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


async def _migrate(url: str) -> None:
    opened = Store(url, ZONE, KEY)
    await opened.migrate()
    await opened.close()


async def _execute(url: str, statement: str) -> None:
    address = make_url(url)
    connection = await asyncpg.connect(
        host=address.query.get("host") or address.host, port=address.port, user=address.username,
        password=address.password, database=address.database,
    )  # fmt: skip
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
