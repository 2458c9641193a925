"""The only fakes: a clock that stands, and what stands at the far end of a real socket and fails when told to."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Self

CUT = "cut"
"""Instead of a reply: the line is lost."""

SILENCE = "silence"
"""Instead of a reply: none ever comes."""

USUAL = {
    "connect": "220 mail.example ESMTP",
    "ehlo": "250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
    "auth": "235 2.7.0 welcome",
    "mail": "250 2.1.0 OK",
    "rcpt": "250 2.1.5 OK",
    "data": "354 go ahead",
    "dot": "250 2.0.0 taken",
    "rset": "250 2.0.0 forgotten",
    "quit": "221 bye",
}


@dataclass
class StandingClock:
    """Both times stand where the test puts them."""

    business: datetime
    machine: datetime

    def now(self) -> datetime:
        return self.business

    def tick(self) -> datetime:
        return self.machine


class _Gone(Exception):
    """The script ends this connection here."""


class ScriptedSmtp:
    """A mail server that says what its script says, phase by phase, and otherwise takes every mail.

    `script` maps a phase (connect, ehlo, auth, mail, rcpt, data, dot, rset, quit) to the replies to give there in turn.
    With `cut_in_body`, each line is lost after so many bytes of a mail. `taken` are the mails it has answered for,
    `read` all that it had in full, and `heard` every command with the number of its connection.
    """

    def __init__(self, *, cut_in_body: int | None = None, **script: Sequence[str]) -> None:
        self.script = {phase: deque(replies) for phase, replies in script.items()}
        self.cut_in_body = cut_in_body
        self.taken: list[bytes] = []
        self.read: list[bytes] = []
        self.heard: list[tuple[int, str]] = []
        self.connections = 0
        self.open: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        for task in self.open:
            task.cancel()
        await asyncio.gather(*self.open, return_exceptions=True)

    def commands(self, connection: int = 1) -> list[str]:
        """The verbs heard over this connection."""
        return [verb for number, verb in self.heard if number == connection]

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.open.add(task)
        task.add_done_callback(self.open.discard)
        self.connections += 1
        try:
            await self._serve(reader, writer, self.connections)
        except (_Gone, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        await self._reply(writer, "connect")
        under_way = False
        while line := await reader.readline():
            verb = line.split()[0].decode("ascii", "replace").lower()
            self.heard.append((number, verb))
            if verb == "mail" and under_way:
                await self._write(writer, "503 5.5.1 a mail is under way")
                continue
            reply = await self._reply(writer, verb)
            if verb == "mail":
                under_way = reply.startswith("250")
            if verb == "data" and reply.startswith("354"):
                await self._body(reader, writer)
            if verb in ("data", "rset"):
                under_way = False
            if verb == "quit":
                return

    async def _body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut_in_body is not None:
            await reader.readexactly(self.cut_in_body)
            raise _Gone
        raw = (await reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        self.read.append(raw)
        if (await self._reply(writer, "dot")).startswith("250"):
            self.taken.append(raw)

    async def _reply(self, writer: asyncio.StreamWriter, phase: str) -> str:
        planned = self.script.get(phase)
        reply = planned.popleft() if planned else USUAL.get(phase, "502 5.5.1 what?")
        if reply == SILENCE:
            await asyncio.Event().wait()
        if reply == CUT:
            raise _Gone
        await self._write(writer, reply)
        return reply

    async def _write(self, writer: asyncio.StreamWriter, reply: str) -> None:
        writer.write(f"{reply}\r\n".encode("latin-1"))
        await writer.drain()
        if reply.startswith("421"):
            raise _Gone


class Wire:
    """A wire to a real server: it can be cut, refuse calls, and be mended, while the server itself knows nothing."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self.calls = 0
        self.whole = True
        self.ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        """Every line is lost, and no new one is had until `mend`."""
        self.whole = False
        for end in list(self.ends):
            end.transport.abort()

    def mend(self) -> None:
        self.whole = True

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        if not self.whole:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.to)
        self.ends |= {writer, there_writer}
        try:
            await asyncio.gather(_pour(reader, there_writer), _pour(there_reader, writer))
        finally:
            self.ends -= {writer, there_writer}


@asynccontextmanager
async def wire(to: int) -> AsyncIterator[Wire]:
    """A wire to the server on this port of the loopback address."""
    made = Wire(to)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        made.cut()
        await asyncio.sleep(0)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()
