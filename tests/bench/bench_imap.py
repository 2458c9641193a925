"""Reading a mailbox: our reader, which keeps every mail in the inbox, beside imapclient, which keeps nothing.

All log in to the same server and read the same mails anew: Dovecot where it is installed, else pymap.
"""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from imapclient import IMAPClient

from bot.demo.provider import PASSWORD, USER, Provider
from bot.imap import Mailbox
from bot.loop import run
from bot.settings import Imap
from handlers.office import Office
from storage.tables import inbox, mailboxes
from tests import servers
from tests.bench.measuring import Bench, Way
from tests.bench.stage import NOW, TICK, embedded, replies
from tests.edges import StandingClock

MANY = 1000
BATCH = 100


async def main() -> None:
    _only_warnings()
    mails = [raw for raw, _ in replies(MANY)]
    async with _server(mails) as (name, settings, password), embedded() as office:
        reader = Reader(office, settings, password, mails)
        ways = [
            _peer("imapclient, one a FETCH", settings, password, 1),
            _peer(f"imapclient, {BATCH} a FETCH", settings, password, BATCH),
            Way(f"afterword, {BATCH} a FETCH, kept in SQLite", MANY, reader.run, reader.before, reader.done),
        ]
        size = sum(map(len, mails)) / MANY / 1000
        await Bench("imap").compare(f"{MANY} mails of {size:.1f} kB from {name}", "mails", ways)


class Reader:
    """Our reader as the service runs it, on an inbox that is empty before each run."""

    def __init__(self, office: Office, settings: Imap, password: str, mails: Sequence[bytes]) -> None:
        self.office = office
        self.settings = settings
        self.password = password
        self.mails = frozenset(mails)

    async def before(self) -> None:
        async with self.office.store.work() as work:
            await work.connection.execute(inbox.delete())
            await work.connection.execute(mailboxes.delete())
        self.newest = await asyncio.to_thread(_newest, self.settings, self.password)
        self.mailbox = Mailbox(self.office, StandingClock(NOW, TICK), self.settings, self.password)

    async def run(self) -> None:
        self.watching = asyncio.create_task(self.mailbox.watch())
        while self.mailbox.read_up_to < self.newest:
            await self.mailbox.arrived.wait()
            self.mailbox.arrived.clear()

    async def done(self) -> int:
        """How many mails are kept as they were sent."""
        self.watching.cancel()
        await asyncio.wait([self.watching])
        self.mailbox.close()
        async with self.office.store.read() as work:
            kept = await work.connection.execute(inbox.select())
            return len(self.mails & {row.raw for row in kept})


def _peer(name: str, settings: Imap, password: str, batch: int) -> Way:
    return Way(name, MANY, lambda: asyncio.to_thread(_fetch_all, settings, password, batch))


def _fetch_all(settings: Imap, password: str, batch: int) -> int:
    """Read every mail, so many at a time; returns how many there were."""
    with _open(settings, password) as client:
        uids = client.search(["ALL"])
        parts = (client.fetch(uids[first : first + batch], ["BODY.PEEK[]"]) for first in range(0, len(uids), batch))
        return sum(bool(mail[b"BODY[]"]) for part in parts for mail in part.values())


def _newest(settings: Imap, password: str) -> int:
    with _open(settings, password) as client:
        return int(max(client.search(["ALL"])))


def _open(settings: Imap, password: str) -> IMAPClient:
    client = IMAPClient(settings.host, port=settings.port, ssl=False, timeout=60)
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.login(settings.username, password)
    client.select_folder("INBOX", readonly=True)
    return client


@asynccontextmanager
async def _server(mails: Sequence[bytes]) -> AsyncIterator[tuple[str, Imap, str]]:
    """An IMAP server with these mails: its name, how to reach it, and the password."""
    if shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin"):
        with servers.dovecot() as mailbox:
            for raw in mails:
                mailbox.deliver(raw)
            yield "Dovecot", _settings(mailbox.port, mailbox.user), mailbox.password
    else:
        async with _pymap(mails) as port:
            yield "pymap", _settings(port, USER), PASSWORD


@asynccontextmanager
async def _pymap(mails: Sequence[bytes]) -> AsyncIterator[int]:
    provider = Provider(frozenset(), lambda: NOW)
    await provider.start()
    try:
        for raw in mails:
            await provider.deliver(raw)
        yield provider.imap_port
    finally:
        await provider.stop()


def _settings(port: int, user: str) -> Imap:
    return Imap(host="127.0.0.1", port=port, security="none", username=user)


def _only_warnings() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))


if __name__ == "__main__":
    run(main())
