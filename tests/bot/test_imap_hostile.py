"""A mailbox whose server or mails are hostile: the reader stays small, goes on, and says what it left behind."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from bot import imap
from bot.imap import Mailbox
from bot.settings import Imap
from handlers.office import Office
from storage.work import Mail
from tests.edges import StandingClock
from tests.servers import until

GOOD = b"From: zoe@buyer.example\r\nSubject: Re\r\n\r\n5\r\n"
LITERAL = b"{%d}\r\n%b"


def literal(raw: bytes) -> bytes:
    return LITERAL % (len(raw), raw)


class Server:
    """Just enough of IMAP4rev1: one folder, whose mails are sent as the bytes that a test gives for each UID."""

    def __init__(self, bodies: Mapping[int, bytes], farewell: bytes = b"* BYE\r\n") -> None:
        self.bodies = bodies
        self.farewell = farewell
        self.heard: list[bytes] = []
        self.port = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with await asyncio.start_server(self.talk, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, command = line.rstrip().split(b" ", 1)
            self.heard.append(command)
            writer.write(self.reply(command) + tag + b" OK done\r\n")
            if command == b"LOGOUT":
                break
        writer.close()

    def reply(self, command: bytes) -> bytes:
        if command == b"LOGOUT":
            return self.farewell
        if command == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command.startswith(b"EXAMINE"):
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n" % len(self.bodies)
        if command.startswith(b"UID SEARCH"):
            return b"* SEARCH " + b" ".join(b"%d" % uid for uid in self.bodies) + b"\r\n"
        if command.startswith(b"UID FETCH"):
            return b"".join(self.item(uid, command) for uid in uids(command))
        return b""

    def item(self, uid: int, command: bytes) -> bytes:
        what = b"RFC822.SIZE 100" if b"SIZE" in command else b"BODY[] " + self.bodies[uid]
        return b"* %d FETCH (UID %d %b)\r\n" % (uid, uid, what)


def uids(command: bytes) -> list[int]:
    ranges = [one.split(b":") for one in command.split(b" ")[2].split(b",")]
    return [uid for ends in ranges for uid in range(int(ends[0]), int(ends[-1]) + 1)]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for long."""
    monkeypatch.setattr(imap, "TIMEOUT", 0.5)
    monkeypatch.setattr(imap, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(imap, "LONGEST_WAIT", 0.001)


async def read(office: Office, clock: StandingClock, server: Server, until_uid: int = 0) -> list[Mail]:
    """What is in the inbox when the reader has seen every mail of the server, or as far as this one."""
    settings = Imap(host="127.0.0.1", port=server.port, security="none", username="feedback")
    reader = Mailbox(office, clock, settings, "secret")
    task = asyncio.create_task(reader.watch())
    try:
        await until(lambda: reader.read_up_to == (until_uid or max(server.bodies)))
    finally:
        task.cancel()
        await asyncio.wait([task])
        reader.close()
    async with office.store.read() as work:
        found = [await work.inbox.find(id_) for id_ in range(1, len(server.bodies) + 1)]
    return [one for one in found if one]


@pytest.mark.parametrize(
    "body",
    [
        b"{9999999999}\r\n",
        b"{%d}\r\n" % (imap.LARGEST * 2),
        b'"' + b"x" * 2_000_000 + b'"',
        b"{" + b"9" * 5000 + b"}\r\n",
        b"{5}\r\n",
        b"(((",
    ],
    ids=[
        "a literal of 10 GB",
        "a literal over the limit",
        "a line of 2 MB",
        "a size of 5,000 digits",
        "cut",
        "brackets",
    ],
)
async def test_a_mail_that_cannot_be_fetched_is_left_behind(office: Office, clock: StandingClock, body: bytes) -> None:
    """After some attempts its place in the inbox says why, and the mails around it are read (checklist 14, 15)."""
    server = Server({1: literal(GOOD), 2: literal(GOOD + b"2"), 3: body, 4: literal(GOOD + b"4")})
    async with server.serving():
        found = await read(office, clock, server)
    assert [one.raw for one in found] == [GOOD, GOOD + b"2", None, GOOD + b"4"]
    assert found[2].note.startswith("could not be fetched: ")
    assert len(found[2].note) < 400


async def test_no_literal_is_read_that_is_larger_than_a_mail_may_be(office: Office, clock: StandingClock) -> None:
    """Memory is never asked for what a server only announces (checklist 14)."""
    server = Server({1: b"{9999999999}\r\n", 2: literal(GOOD)})
    async with server.serving():
        found = await read(office, clock, server)
    assert "9999999999" in found[0].note
    assert found[1].raw == GOOD


async def test_nothing_of_a_mail_goes_into_a_command(office: Office, clock: StandingClock) -> None:
    """Whatever a Message-ID says, the server hears of UIDs only (checklist 37)."""
    evil = b'Message-ID: x"\r\nX1 STORE 1:* +FLAGS (\\Deleted)\r\n' + GOOD
    server = Server({1: literal(evil), 2: literal(GOOD)})
    async with server.serving():
        found = await read(office, clock, server)
    assert [one.raw for one in found] == [evil, GOOD]
    known = rb"CAPABILITY|LOGIN feedback .*|EXAMINE \S+|UID (SEARCH UID|FETCH) [\d:*,]+( \([\w.\[\]]+\))?|NOOP|LOGOUT"
    assert [one for one in server.heard if not re.fullmatch(known, one)] == []


async def test_a_server_that_says_no_farewell_is_left_all_the_same(office: Office, clock: StandingClock) -> None:
    """The service stops when it is told to, whatever LOGOUT brings."""
    server = Server({1: literal(GOOD)}, farewell=b"")
    async with server.serving():
        assert [one.raw for one in await read(office, clock, server)] == [GOOD]


async def test_news_that_comes_in_one_piece_with_the_leave_to_idle_wakes_the_reader(
    office: Office, clock: StandingClock
) -> None:
    """Both lines are read from the socket at once, which is silent then; the mail does not wait for the next poll."""
    server = Hasty({1: literal(GOOD)})
    async with server.serving():
        assert [one.raw for one in await read(office, clock, server, until_uid=2)] == [GOOD, GOOD + b"2"]


class Hasty(Server):
    """A second mail comes just when the reader may idle."""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, command = line.rstrip().split(b" ", 1)
            if command == b"IDLE":
                self.bodies = {1: literal(GOOD), 2: literal(GOOD + b"2")}
                writer.write(b"+ idling\r\n* 2 EXISTS\r\n")
                assert await reader.readline() == b"DONE\r\n"
            writer.write(self.reply(command) + tag + b" OK done\r\n")
            if command == b"LOGOUT":
                break
        writer.close()

    def reply(self, command: bytes) -> bytes:
        return b"* CAPABILITY IMAP4rev1 IDLE\r\n" if command == b"CAPABILITY" else super().reply(command)
