"""The world's mail provider: an SMTP server that takes the service's mails, and an IMAP server it reads replies from.

Both are real servers on loopback. What was taken is kept as it came, so that the world can be asked later what it saw.
"""

import asyncio
import re
import socket
from argparse import Namespace
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

USER, PASSWORD = "feedback", "loopback-only"

APPENDED = re.compile(rb"APPENDUID \d+ (\d+)")

Hook = Callable[[str], None]


@dataclass(frozen=True)
class Received:
    """One mail as the SMTP server took it, at which business time."""

    recipient: str
    envelope_from: str
    raw: bytes
    at: datetime

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.raw)["Message-ID"])


class Provider:
    """Servers, mailboxes and what was delivered.

    `refused` are addresses that do not exist; mail to an address that begins as one of `own` does comes into the
    mailbox that the service reads.
    """

    def __init__(
        self,
        refused: frozenset[str],
        now: Callable[[], datetime],
        hook: Hook = lambda _: None,
        own: tuple[str, ...] = (),
    ) -> None:
        self.refused = refused
        self.own = own
        self.now = now
        self.hook = hook
        self.received: list[Received] = []
        self.appended = 0
        self.newest_uid = 0
        self.smtp_port = 0
        self.imap_port = 0
        self.arrived: Callable[[Received], None] = lambda _: None
        self._stack = AsyncExitStack()
        self._one_at_a_time = asyncio.Lock()

    async def start(self) -> None:
        """Listen on two free ports of the loopback address."""
        self.smtp_port, self.imap_port = await self._serve_smtp(), await self._serve_imap()
        self._client = await asyncio.to_thread(self._login)

    async def stop(self) -> None:
        await asyncio.to_thread(self._client.logout)
        await self._stack.aclose()

    async def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox that the service reads."""
        async with self._one_at_a_time:
            reply = await asyncio.to_thread(self._client.append, "INBOX", raw)
            self.appended += 1
            self.newest_uid = int(APPENDED.findall(reply)[-1])
        self.hook("imap")

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() in self.refused:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = Received(envelope.rcpt_tos[0].lower(), envelope.mail_from or "", raw, self.now())
        self.received.append(mail)
        self.arrived(mail)
        if mail.recipient.startswith(self.own):
            await self.deliver(raw)
        self.hook("smtp")
        return "250 2.0.0 taken"

    async def _serve_smtp(self) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self, hostname="mail.example", loop=loop), sock=listening)
        self._stack.push_async_callback(_close, server)
        return int(listening.getsockname()[1])

    async def _serve_imap(self) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        backend, config = await DictBackend.init(_pymap_arguments())
        config.apply_context()
        talk = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))

        async def talking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """A service that is killed leaves its line cut, which pymap raises as one of these."""
            with suppress(OSError, RuntimeError):
                await talk(reader, writer)

        server = await asyncio.start_server(talking, sock=listening)
        self._stack.push_async_callback(_close, server)
        return int(listening.getsockname()[1])

    def _login(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.imap_port, ssl=False, timeout=30)
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(USER, PASSWORD)
        return client


def _pymap_arguments() -> Namespace:
    return Namespace(
        debug=False,
        host=["127.0.0.1"],
        port="0",
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        inherited_sockets=None,
        passlib_cfg=None,
        demo_data=False,
        demo_user=USER,
        demo_password=PASSWORD,
    )


async def _close(server: Any) -> None:
    server.close()
