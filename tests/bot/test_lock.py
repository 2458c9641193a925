"""One service on one SQLite file."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.lock import AlreadyRunning, NoLock, only_service

SINCE = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_the_second_service_is_told_who_is_there(tmp_path: Path) -> None:
    """The process and its start; when the first has gone, the next one may run."""
    url = f"sqlite:///{tmp_path / 'afterword.db'}"
    with only_service(url, SINCE):
        with pytest.raises(AlreadyRunning) as caught, only_service(url, SINCE):
            raise AssertionError("both run")
        told = f"another service runs on {tmp_path}/afterword.db (process {os.getpid()}, since 2026-11-16 12:00:00 UTC)"
        assert str(caught.value) == f"{told}; stop it first"
    with only_service(url, SINCE):
        assert (tmp_path / "afterword.db.lock").read_text() == f"process {os.getpid()}, since 2026-11-16 12:00:00 UTC"


def test_a_postgresql_may_have_many_services() -> None:
    """Its replicas share the work by leases."""
    url = "postgresql://afterword@localhost/afterword"
    with only_service(url, SINCE), only_service(url, SINCE):
        pass


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    """With the file and the setting to look at."""
    with pytest.raises(NoLock) as caught, only_service(f"sqlite:///{tmp_path}/none/afterword.db", SINCE):
        raise AssertionError("it runs")
    assert str(caught.value) == f"{tmp_path}/none/afterword.db.lock: No such file or directory; see [store] url"
