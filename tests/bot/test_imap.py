"""Mails come from a mailbox into the inbox: each once, whatever server, flags and UIDs do."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError
from structlog.testing import capture_logs

from bot import imap
from bot.demo.provider import PASSWORD, USER, Provider
from bot.imap import Mailbox
from bot.settings import Imap
from handlers.office import Office
from storage.work import Mail
from tests.edges import StandingClock, wire
from tests.servers import until

Open = Callable[..., Mailbox]

FIRST = 101
"""The UID that this server gives to the first mail of a folder."""


@pytest.fixture
def mailbox(office: Office, clock: StandingClock, provider: Provider) -> Iterator[Open]:
    """Readers of the server's mailbox, by IDLE alone unless told otherwise."""
    opened: list[Mailbox] = []

    def reader(*, password: str = PASSWORD, **more: Any) -> Mailbox:
        told = {"host": "127.0.0.1", "port": provider.imap_port, "security": "none", "username": USER, **more}
        opened.append(Mailbox(office, clock, Imap.model_validate(told), password))
        return opened[-1]

    yield reader
    for one in opened:
        one.close()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox that could not be reached is tried again without waiting long."""
    monkeypatch.setattr(imap, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(imap, "LONGEST_WAIT", 0.05)


@asynccontextmanager
async def watching(mailbox: Mailbox) -> AsyncIterator[None]:
    task = asyncio.create_task(mailbox.watch())
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.wait([task])


@contextmanager
def person(provider: Provider, folder: str = "INBOX") -> Iterator[IMAPClient]:
    """Somebody who reads the same mailbox with a mail program."""
    client = IMAPClient("127.0.0.1", port=provider.imap_port, ssl=False, timeout=10)
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.login(USER, PASSWORD)
    client.select_folder(folder)
    yield client
    client.logout()


def mail(number: int, size: int = 0) -> bytes:
    head = f"From: zoe@buyer.example\r\nMessage-ID: <{number}@buyer.example>\r\nSubject: Re: HP-{number}\r\n\r\n"
    return f"{head}{number}\r\n".encode() + b"x" * size


async def kept(office: Office) -> list[Mail]:
    """Every mail of the inbox that no step has dealt with."""
    async with office.store.read() as work:
        ids = range(1, await work.inbox.waiting() + 1)
        found = [await work.inbox.find(id_) for id_ in ids]
    return [one for one in found if one is not None]


async def waiting(office: Office) -> int:
    async with office.store.read() as work:
        return await work.inbox.waiting()


def has(office: Office, number: int) -> Callable[[], Any]:
    async def looked() -> bool:
        return await waiting(office) == number

    return looked


async def test_new_mails_are_kept_as_they_came(
    mailbox: Open, provider: Provider, office: Office, clock: StandingClock
) -> None:
    """Raw, in the order of their UIDs, with the business time of their arrival."""
    for number in range(3):
        await provider.deliver(mail(number))
    async with watching(mailbox()):
        await until(has(office, 3))
    assert [(one.uid, one.raw, one.received_at) for one in await kept(office)] == [
        (FIRST + number, mail(number), clock.business) for number in range(3)
    ]


async def test_idle_wakes_the_reader(mailbox: Open, provider: Provider, office: Office) -> None:
    """A mail is read when it comes, long before the next poll, and the inbox hears of it."""
    reader = mailbox(poll_seconds=500)
    async with watching(reader):
        for number in range(3):
            await provider.deliver(mail(number))
            await until(has(office, number + 1))
        assert reader.arrived.is_set()


async def test_a_mail_that_comes_during_reading_is_not_overlooked(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server tells of it while other mails are fetched, and will not tell again in IDLE."""
    fetch, more = imap._fetch, [mail(2)]

    def fetch_while_mail_comes(client: IMAPClient, uids: Any) -> Any:
        while more:
            provider._client.append("INBOX", more.pop())
        return fetch(client, uids)

    monkeypatch.setattr(imap, "_fetch", fetch_while_mail_comes)
    await provider.deliver(mail(1))
    async with watching(mailbox(poll_seconds=500)):
        await until(has(office, 2))


async def test_a_full_mailbox_is_read_in_batches(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is kept with how far the mailbox was read, so that a kill costs one batch at the most."""
    fetch, sizes = imap._fetch, []

    def counted(client: IMAPClient, uids: Any) -> Any:
        sizes.append(len(uids))
        return fetch(client, uids)

    monkeypatch.setattr(imap, "_fetch", counted)
    for number in range(250):
        await provider.deliver(mail(number))
    async with watching(mailbox()):
        await until(has(office, 250))
    assert sizes == [100, 100, 50]


async def test_a_reader_goes_on_where_the_last_one_stopped(mailbox: Open, provider: Provider, office: Office) -> None:
    """Started anew, it fetches nothing twice."""
    await provider.deliver(mail(1))
    async with watching(mailbox()):
        await until(has(office, 1))
    await provider.deliver(mail(2))
    async with watching(mailbox()):
        await until(has(office, 2))
    assert [one.uid for one in await kept(office)] == [FIRST, FIRST + 1]


async def test_flags_that_people_set_lose_nothing(mailbox: Open, provider: Provider, office: Office) -> None:
    """A mail that somebody has opened, answered or marked is read all the same, and none is marked by the reader."""
    await provider.deliver(mail(1))
    await provider.deliver(mail(2))

    def mark() -> None:
        with person(provider) as client:
            client.add_flags([FIRST], [b"\\Seen", b"\\Answered", b"\\Flagged"])

    def flags() -> dict[int, Any]:
        with person(provider) as client:
            return {
                uid: set(told[b"FLAGS"]) - {b"\\Recent"}
                for uid, told in client.fetch([FIRST, FIRST + 1], ["FLAGS"]).items()
            }

    await asyncio.to_thread(mark)
    async with watching(mailbox()):
        await until(has(office, 2))
    assert await asyncio.to_thread(flags) == {FIRST: {b"\\Seen", b"\\Answered", b"\\Flagged"}, FIRST + 1: set()}


async def test_a_mailbox_made_anew_is_read_anew(mailbox: Open, provider: Provider, office: Office) -> None:
    """Another UIDVALIDITY means other mails under the same UIDs: all are read, and what is known is not kept twice."""

    def fill(*numbers: int) -> None:
        with person(provider) as client:
            if client.folder_exists("Feedback"):
                client.delete_folder("Feedback")
            client.create_folder("Feedback")
            for number in numbers:
                client.append("Feedback", mail(number))

    await asyncio.to_thread(fill, 1, 2, 3)
    async with watching(mailbox(folder="Feedback")):
        await until(has(office, 3))
    await asyncio.to_thread(fill, 4, 2)
    async with watching(mailbox(folder="Feedback")):
        await until(has(office, 4))
    found = await kept(office)
    uids = [FIRST, FIRST + 1, FIRST + 2, FIRST]
    assert [(one.uid, one.raw) for one in found] == list(zip(uids, map(mail, (1, 2, 3, 4)), strict=True))
    assert len({one.uidvalidity for one in found}) == 2


async def test_a_mail_over_the_limit_is_told_of_and_never_fetched(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place in the inbox says how large it was, and the mails around it are read."""
    monkeypatch.setattr(imap, "LARGEST", 1000)
    fetched: list[Any] = []
    usual = IMAPClient.fetch

    def fetch(self: IMAPClient, uids: Any, data: Any, *more: Any) -> Any:
        if data == ["BODY.PEEK[]"]:
            fetched.extend(uids)
        return usual(self, uids, data, *more)

    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    for number, size in ((1, 0), (2, 2000), (3, 0)):
        await provider.deliver(mail(number, size))
    async with watching(mailbox()):
        await until(has(office, 3))
    first, large, last = await kept(office)
    assert (first.raw, large.raw, last.raw) == (mail(1), None, mail(3))
    assert large.note == f"too large: {len(mail(2, 2000))} bytes"
    assert fetched == [FIRST, FIRST + 2]


async def test_many_large_mails_are_not_fetched_at_once(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is fetched in parts that fit into memory."""
    monkeypatch.setattr(imap, "AT_ONCE", 5000)
    parts: list[int] = []
    usual = IMAPClient.fetch

    def fetch(self: IMAPClient, uids: Any, data: Any, *more: Any) -> Any:
        if data == ["BODY.PEEK[]"]:
            parts.append(len(uids))
        return usual(self, uids, data, *more)

    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    for number in range(5):
        await provider.deliver(mail(number, 2000))
    await provider.deliver(mail(5, 20000))
    async with watching(mailbox()):
        await until(has(office, 6))
    assert parts == [2, 2, 1, 1]


async def test_a_server_that_dies_is_read_when_it_is_back(mailbox: Open, provider: Provider, office: Office) -> None:
    """The reader says that it cannot reach it, tries again, and misses nothing."""
    async with wire(provider.imap_port) as line:
        reader = mailbox(port=line.port)
        with capture_logs() as logs:
            async with watching(reader):
                await provider.deliver(mail(1))
                await until(has(office, 1))
                line.cut()
                await until(lambda: line.calls >= 3)
                await provider.deliver(mail(2))
                line.mend()
                await until(has(office, 2))
    told = [log for log in logs if log["event"] == "mailbox not reachable"]
    assert len(told) >= 2
    assert {log["mailbox"] for log in told} == {reader.name}


async def test_a_wait_grows_and_begins_anew_after_a_success(mailbox: Open, provider: Provider, office: Office) -> None:
    """One short break after a good day is tried again at once."""
    async with wire(provider.imap_port) as line:
        with capture_logs() as logs:
            async with watching(mailbox(port=line.port)):
                line.cut()
                await until(lambda: line.calls >= 4)
                line.mend()
                await provider.deliver(mail(1))
                await until(has(office, 1))
                line.cut()
                await until(lambda: line.calls >= 8)
    again = [log["again"] for log in logs if log["event"] == "mailbox not reachable"]
    assert max(again) == imap.LONGEST_WAIT
    assert imap.FIRST_WAIT in again[again.index(imap.LONGEST_WAIT) :]


async def test_a_wrong_password_is_told_of_and_tried_again(mailbox: Open, provider: Provider, office: Office) -> None:
    """The reader waits for somebody to mend it; the log holds no password."""
    await provider.deliver(mail(1))
    reader = mailbox(password="hunter2")
    with capture_logs() as logs:
        async with watching(reader):
            await until(lambda: len(logs) >= 2)
            reader.password = PASSWORD
            await until(has(office, 1))
    assert "LoginError" in logs[0]["why"]
    assert "hunter2" not in str(logs)


async def test_what_nobody_foresaw_does_not_end_the_reading(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is locked or a reply without sense is logged, and the mailbox is tried again."""
    usual, trouble = imap.arrive, [ValueError("what?"), KeyError(b"UIDVALIDITY")]

    async def arrives(*args: Any, **more: Any) -> int:
        if trouble:
            raise trouble.pop()
        return await usual(*args, **more)

    monkeypatch.setattr(imap, "arrive", arrives)
    await provider.deliver(mail(1))
    with capture_logs() as logs:
        async with watching(mailbox()):
            await until(has(office, 1))
    assert [log["log_level"] for log in logs if log["event"] == "mailbox not read"] == ["error", "error"]


async def test_nobody_there_is_told_of(mailbox: Open, provider: Provider) -> None:
    """A port that nobody listens on is one warning for each attempt."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with capture_logs() as logs:
        async with watching(mailbox(port=port)):
            await until(lambda: len(logs) >= 2)
    assert {log["event"] for log in logs} == {"mailbox not reachable"}
    assert all("ConnectionRefusedError" in log["why"] for log in logs)


async def test_the_end_of_watching_ends_its_thread(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that waits in IDLE is woken, and nothing of it runs on."""
    idle, threads = Mailbox._idle, [0, 0]

    def counted(self: Mailbox, client: IMAPClient) -> None:
        threads[0] += 1
        idle(self, client)
        threads[1] += 1

    monkeypatch.setattr(Mailbox, "_idle", counted)
    async with watching(mailbox(poll_seconds=500)):
        await until(lambda: threads == [1, 0])
    assert threads == [1, 1]


async def test_a_server_without_idle_is_polled(
    mailbox: Open, provider: Provider, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The poll is the floor."""
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: False)
    async with watching(mailbox(poll_seconds=0.02)):
        for number in range(2):
            await provider.deliver(mail(number))
            await until(has(office, number + 1))


async def test_check_says_how_many_mails_there_are(mailbox: Open, provider: Provider) -> None:
    """It opens the folder as the reader does, and changes nothing."""
    await provider.deliver(mail(1))
    assert await mailbox().check() == "1 mails in INBOX"
    with pytest.raises(LoginError):
        await mailbox(password="hunter2").check()


async def test_newest_gives_the_last_mails(mailbox: Open, provider: Provider) -> None:
    """As they are, oldest first; an empty folder has none."""
    reader = mailbox()
    assert await reader.newest() == []
    for number in range(4):
        await provider.deliver(mail(number))
    assert await reader.newest(2) == [mail(2), mail(3)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_stranger_gets_no_password(
    mailbox: Open, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """Where the server cannot show a certificate of its name, nothing is said to it."""
    heard = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* PREAUTH welcome in\r\n")
        while some := await reader.read(1000):
            heard.extend(some)
            if b"STARTTLS" in some:
                writer.write(some.split()[0] + b" BAD never heard of it\r\n")
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setattr(imap, "TIMEOUT", 1)
        with pytest.raises(imap.UNREACHABLE):
            await mailbox(port=port, security=security, password="hunter2").check()
    assert b"hunter2" not in heard
    assert b"LOGIN" not in heard
