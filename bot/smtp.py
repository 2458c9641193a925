"""Send one mail over SMTP, and say in which phase a failure came: that decides whether it may be sent again."""

import ssl
from dataclasses import replace

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException

from bot.result import Accepted, Begin, Cut, Dropped, Refused, Result, Unreachable
from bot.settings import MailSection
from surveys.customer import printable
from surveys.message import Message

CONNECT_SECONDS = 30
REPLY_SECONDS = 600
"""RFC 5321 section 4.5.3.2: ten minutes for the reply after the final dot; less makes copies."""

MOST_MAILS = 100
"""Mails over one connection before it is made anew; servers set limits of this size."""

MOST_WORDS = 300


def connections(settings: MailSection, password: str | None) -> list["Connection"]:
    """As many connections as the settings allow, none of them open yet."""
    return [Connection(settings, password) for _ in range(settings.connections)]


class Connection:
    """One connection to the sending server, opened when needed and kept; one task uses it at a time."""

    def __init__(self, settings: MailSection, password: str | None) -> None:
        self.settings = settings
        self.password = password
        self.client: aiosmtplib.SMTP | None = None
        self.mails = 0

    async def send(self, message: Message, begin: Begin) -> Result:
        """Send one message. `begin` is awaited just before DATA and says whether to go on."""
        if not message.recipient.isascii():
            return Refused(553, "553 5.6.7 an address beyond ASCII needs SMTPUTF8", recipient=True)
        try:
            return await self._send(message, begin)
        except BaseException:
            await self.close()
            raise

    async def login(self) -> str:
        """Open the connection and say who answered; raises what goes wrong."""
        client = await self._open()
        return str(client.last_ehlo_response.message if client.last_ehlo_response else "")

    async def close(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            client.close()

    async def _send(self, message: Message, begin: Begin) -> Result:
        """Until a recipient is named, a refusal is about the account and says nothing about the mail."""
        try:
            client = await self._open()
            await client.mail(message.envelope_from)
        except (SMTPException, OSError) as why:
            await self.close()
            return Unreachable(_told(why))
        return await self._recipient(client, message, begin)

    async def _recipient(self, client: aiosmtplib.SMTP, message: Message, begin: Begin) -> Result:
        try:
            await client.rcpt(message.recipient)
        except (SMTPException, OSError) as why:
            refused = await self._refused(client, why)
            return replace(refused, recipient=not _policy(refused)) if refused else Unreachable(_told(why))
        if not await begin():
            await self._reset(client)
            return Dropped()
        return await self._data(client, message)

    async def _data(self, client: aiosmtplib.SMTP, message: Message) -> Result:
        try:
            reply = await client.data(message.raw, timeout=REPLY_SECONDS)
        except (SMTPException, OSError) as why:
            return await self._refused(client, why) or Cut(_told(why))
        self.mails += 1
        return Accepted(_line(f"{reply.code} {reply.message}"))

    async def _refused(self, client: aiosmtplib.SMTP, why: Exception) -> Refused | None:
        """The definite reply in `why`, after which the connection is fit for the next mail; else it is closed."""
        if isinstance(why, SMTPResponseException) and 400 <= why.code < 600:
            await self._reset(client)
            return Refused(why.code, _line(f"{why.code} {why.message}"))
        await self.close()
        return None

    async def _open(self) -> aiosmtplib.SMTP:
        if self.mails >= MOST_MAILS:
            await self.close()
        if self.client is None or not self.client.is_connected:
            self.mails = 0
            self.client = await self._connect()
        return self.client

    async def _connect(self) -> aiosmtplib.SMTP:
        chosen = self.settings
        client = aiosmtplib.SMTP(
            hostname=chosen.host,
            port=chosen.port,
            timeout=CONNECT_SECONDS,
            use_tls=chosen.security == "tls",
            start_tls=chosen.security == "starttls",
            tls_context=None if chosen.security == "none" else ssl.create_default_context(),
            username=chosen.username or None,
            password=self.password or None,
        )
        try:
            await client.connect()
        except BaseException:
            client.close()
            raise
        return client

    async def _reset(self, client: aiosmtplib.SMTP) -> None:
        """Make the connection fit for the next mail, or drop it: a late reply must never meet the next command."""
        try:
            await client.rset()
        except (SMTPException, OSError):
            await self.close()


def _policy(refused: Refused) -> bool:
    """Whether the server objects to us rather than to the address (RFC 3463, X.7)."""
    return refused.reply[4:8] in ("4.7.", "5.7.")


def _told(why: Exception) -> str:
    return _line(f"{type(why).__name__}: {why}")


def _line(words: str) -> str:
    """What a server said, as it may stand in one line of store, log and terminal."""
    return printable(" ".join(words.split()), MOST_WORDS)
