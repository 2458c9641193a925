"""Fetch mails into the inbox: IDLE wakes, UID FETCH reads in batches, a poll is the floor.

A UID is used as a bookmark and nothing else: flags are what people click, and no data of a mail goes into a command.
"""

import asyncio
import select
import socket
import ssl
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from bot.clock import Clock
from bot.settings import Imap
from handlers.office import Office
from handlers.steps.arriving import Fetched, arrive, read_up_to
from surveys.customer import printable

log = structlog.get_logger()

BATCH = 100
LARGEST = 25 * 1024 * 1024
AT_ONCE = 50 * 1024 * 1024
"""Bytes held in memory at a time; a batch of large mails is read in parts."""

ATTEMPTS = 5
"""How often a mail is fetched that the server or the protocol cannot bring; then it is left behind, with a note."""

TIMEOUT = 60
NO_IDLE_SECONDS = 30.0
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
UNREACHABLE = (IMAPClientError, OSError)
UNFETCHED = (*UNREACHABLE, ValueError)
"""What FETCH raises; imaplib makes numbers of any digits."""


class Mailbox:
    """One folder of one account, read by one connection that one task owns; imapclient is not thread-safe."""

    def __init__(self, office: Office, clock: Clock, settings: Imap, password: str) -> None:
        self.office = office
        self.clock = clock
        self.settings = settings
        self.password = password
        self.name = f"{settings.username}@{settings.host}/{settings.folder}"
        self.arrived = asyncio.Event()
        self.read_up_to = 0
        self.alone_up_to = 0
        self.failures: Counter[int] = Counter()
        self.pause = FIRST_WAIT
        self.waker, self.woken = socket.socketpair()

    async def watch(self) -> None:
        """Read for ever: connect, read, wait for more, and connect again after a failure, each time a little later."""
        while True:
            try:
                async with self.office.store.leading(f"imap:{self.name}") as leads:
                    if leads:
                        await self._session()
                self.pause = FIRST_WAIT
            except UNREACHABLE as why:
                words = printable(f"{type(why).__name__}: {why}", 300)
                log.warning("mailbox not reachable", mailbox=self.name, why=words, again=self.pause)
            except Exception:
                log.exception("mailbox not read", mailbox=self.name, again=self.pause)
            await asyncio.sleep(self.pause)
            self.pause = min(self.pause * 2, LONGEST_WAIT)

    async def check(self) -> str:
        """Log in, open the folder, and say how many mails are in it; raises what goes wrong."""
        client = await asyncio.to_thread(self._connect)
        try:
            selected = await asyncio.to_thread(client.select_folder, self.settings.folder, readonly=True)
            return f"{selected[b'EXISTS']} mails in {self.settings.folder}"
        finally:
            await asyncio.to_thread(_leave, client)

    async def newest(self, most: int = 20) -> list[bytes]:
        """The last mails of the folder, as they are."""
        client = await asyncio.to_thread(self._connect)
        try:
            await asyncio.to_thread(client.select_folder, self.settings.folder, readonly=True)
            uids = sorted(await asyncio.to_thread(client.search, ["ALL"]))[-most:]
            found = await asyncio.to_thread(_fetch, client, await asyncio.to_thread(_sizes, client, uids))
        finally:
            await asyncio.to_thread(_leave, client)
        return [one.raw for one in found if one.raw is not None]

    def close(self) -> None:
        self.waker.close()
        self.woken.close()

    async def _session(self) -> None:
        client = await asyncio.to_thread(self._connect)
        try:
            selected = await asyncio.to_thread(client.select_folder, self.settings.folder, readonly=True)
            uidvalidity = int(selected[b"UIDVALIDITY"])
            while True:
                _told_of_more(client)
                await self._read_new(client, uidvalidity)
                self.pause = FIRST_WAIT
                if not _told_of_more(client):
                    await self._wait(client)
        finally:
            await asyncio.shield(asyncio.to_thread(_leave, client))

    async def _read_new(self, client: IMAPClient, uidvalidity: int) -> None:
        """Keep everything above the last UID; a new UIDVALIDITY begins anew, and known content is not doubled."""
        known, last = await read_up_to(self.office, self.name)
        last = last if known == uidvalidity else 0
        self.read_up_to = last
        found = await asyncio.to_thread(client.search, ["UID", f"{last + 1}:*"])
        for batch in self._batches(sorted(uid for uid in found if uid > last)):
            sizes = await asyncio.to_thread(_sizes, client, batch)
            for part in _parts(sizes):
                await self._read(client, uidvalidity, part)

    def _batches(self, uids: Sequence[int]) -> Iterator[Sequence[int]]:
        """Mails that could not be fetched together come alone, so that one of them keeps no other back."""
        alone = [uid for uid in uids if uid <= self.alone_up_to]
        yield from ([uid] for uid in alone)
        for first in range(len(alone), len(uids), BATCH):
            yield uids[first : first + BATCH]

    async def _read(self, client: IMAPClient, uidvalidity: int, sizes: Mapping[int, int]) -> None:
        last = max(sizes)
        try:
            fetched = await asyncio.to_thread(_fetch, client, sizes)
        except UNFETCHED as why:
            self.alone_up_to = last
            self.failures.update([last] if len(sizes) == 1 else [])
            if self.failures[last] < ATTEMPTS:
                raise
            fetched = [Fetched(last, None, sizes[last], f"could not be fetched: {printable(str(why), 200)}")]
        new = await arrive(self.office, self.name, uidvalidity, fetched, read_up_to=last, now=self.clock.now())
        self.arrived.set()
        self.read_up_to = last
        log.info("mails kept", mailbox=self.name, fetched=len(fetched), new=new)

    async def _wait(self, client: IMAPClient) -> None:
        waiting = asyncio.create_task(asyncio.to_thread(self._idle, client))
        try:
            await asyncio.shield(waiting)
        except asyncio.CancelledError:
            self.wake()
            await asyncio.wait([waiting])
            raise

    def _idle(self, client: IMAPClient) -> None:
        """Wait in IDLE for news, at most one poll long.

        The socket is watched here rather than by `idle_check`, which fails on a line that arrives in two parts; then
        `idle_done` reads what came, with the socket's own time-out as its end.
        """
        if not client.has_capability("IDLE"):
            self._sleep([], min(self.settings.poll_seconds, NO_IDLE_SECONDS))
            client.noop()
            return
        client.idle()
        if not _more_came_along(client):
            self._sleep([client.socket()], self.settings.poll_seconds)
        client.idle_done()

    def _sleep(self, lines: list[Any], seconds: float) -> None:
        ready, _, _ = select.select([*lines, self.woken], [], [], seconds)
        if self.woken in ready:
            self.woken.recv(64)

    def wake(self) -> None:
        """Look for new mail at once, whatever the server tells."""
        self.waker.send(b".")

    def _connect(self) -> IMAPClient:
        chosen = self.settings
        context = None if chosen.security == "none" else ssl.create_default_context()
        client = IMAPClient(
            chosen.host, port=chosen.port, ssl=chosen.security == "tls", ssl_context=context, timeout=TIMEOUT
        )
        _bound(client)
        try:
            if chosen.security == "starttls":
                client.starttls(context)
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(chosen.username, self.password)
        except BaseException:
            _leave(client)
            raise
        return client


def _bound(client: IMAPClient) -> None:
    """Refuse literals that are larger than any mail that is fetched: memory is taken as announced, before they come."""
    read = client._imap.read

    def bounded(size: int) -> Any:
        if size > LARGEST + 1024:
            raise client.AbortError(f"a literal of {size} bytes")
        return read(size)

    client._imap.read = bounded


def _sizes(client: IMAPClient, uids: Sequence[int]) -> dict[int, int]:
    """The size of each of these mails that is still there, in order of their UIDs."""
    told = client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
    return {uid: int(told[uid][b"RFC822.SIZE"]) for uid in sorted(told)}


def _parts(sizes: Mapping[int, int]) -> Iterator[dict[int, int]]:
    """These mails in parts that fit into memory, at least one a part; one too large takes no room."""
    part: dict[int, int] = {}
    room = AT_ONCE
    for uid, size in sizes.items():
        takes = size if size <= LARGEST else 0
        if part and takes > room:
            yield part
            part, room = {}, AT_ONCE
        part[uid] = size
        room -= takes
    if part:
        yield part


def _fetch(client: IMAPClient, sizes: Mapping[int, int]) -> list[Fetched]:
    """Raw mails, in order of their UIDs; one that is too large is told of and never downloaded."""
    small = [uid for uid, size in sizes.items() if size <= LARGEST]
    bodies = client.fetch(small, ["BODY.PEEK[]"]) if small else {}
    return [Fetched(uid, bodies.get(uid, {}).get(b"BODY[]"), size) for uid, size in sizes.items()]


def _told_of_more(client: IMAPClient) -> bool:
    """Whether the server told of new mail beside another reply since the last look: IDLE will not tell it again."""
    return bool(client._imap.untagged_responses.pop("EXISTS", None))


def _more_came_along(client: IMAPClient) -> bool:
    """Whether more was read together with the last line: then it lies in a buffer, and the socket is silent.

    imaplib has its own buffer from Python 3.14 on, and a buffered file before.
    """
    line: Any = client.socket()
    imap: Any = client._imap
    if getattr(line, "pending", int)():
        return True
    if hasattr(imap, "_readbuf"):
        return any(imap._readbuf)
    line.settimeout(0)
    try:
        return bool(imap.file.peek(1))
    except ssl.SSLWantReadError:
        return False
    finally:
        line.settimeout(TIMEOUT)


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except UNREACHABLE:
        with suppress(OSError):
            client.shutdown()
