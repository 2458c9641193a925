"""One service on one SQLite file: the second is refused, and told who is there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.work import database_file


class AlreadyRunning(Exception):
    """Another service runs on this store."""


class NoLock(Exception):
    """The lock file beside the store cannot be made."""


@contextmanager
def only_service(url: str, since: datetime) -> Iterator[None]:
    """Hold the store's lock file; the system lets go of it when the process ends, however it ends.

    Raises: AlreadyRunning, with the other's process id and start; NoLock.
    """
    database = database_file(url)
    if database is None:
        yield
        return
    file = Path(f"{database}.lock")
    try:
        held = file.open("a+")
    except OSError as why:
        raise NoLock(f"{file}: {why.strerror}; see [store] url") from why
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise AlreadyRunning(f"another service runs on {database} ({held.read().strip()}); stop it first") from None
        held.truncate(0)
        held.write(f"process {os.getpid()}, since {since:%Y-%m-%d %H:%M:%S} UTC")
        held.flush()
        yield
