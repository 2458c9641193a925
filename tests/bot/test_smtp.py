"""One mail over SMTP, and in which phase a failure came: that decides whether it may be sent again."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import smtp
from bot.result import Accepted, Cut, Dropped, Refused, Result, Unreachable
from bot.settings import MailSection
from bot.smtp import Connection
from surveys.message import Kind, Message
from tests import servers
from tests.edges import CUT, SILENCE, ScriptedSmtp

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
RAW = b"From: feedback@harbor.example\r\nTo: zoe@buyer.example\r\nSubject: How was it?\r\n\r\nTell us.\r\n"

Open = Callable[..., Connection]


@pytest.fixture
async def connect() -> AsyncIterator[Open]:
    """Connections to a port of the loopback address, closed at the end."""
    opened: list[Connection] = []

    def to(port: int, password: str | None = None, **more: Any) -> Connection:
        told = {"sender": "feedback@harbor.example", "host": "127.0.0.1", "port": port, "security": "none", **more}
        opened.append(Connection(MailSection.model_validate(told), password))
        return opened[-1]

    yield to
    for connection in opened:
        await connection.close()


def mail(number: int = 1, raw: bytes = RAW, recipient: str = "zoe@buyer.example") -> Message:
    message_id = f"<{number}@harbor.example>"
    return Message(number, Kind.INVITATION, number, recipient, "b+x@harbor.example", message_id, raw, NOW, NOW)


async def send(line: Connection, message: Message | None = None, *, go_on: bool = True) -> tuple[Result, bool]:
    """What became of it, and whether DATA was announced."""
    begun = False

    async def begin() -> bool:
        nonlocal begun
        begun = True
        return go_on

    return await line.send(message or mail(), begin), begun


async def test_a_mail_that_the_server_takes_is_accepted(connect: Open) -> None:
    """The server's words are kept, and envelope and content arrive as they were."""
    async with servers.smtp() as server:
        assert await send(connect(server.port)) == (Accepted("250 2.0.0 taken"), True)
        (envelope,) = server.envelopes
        assert (envelope.mail_from, envelope.rcpt_tos) == ("b+x@harbor.example", ["zoe@buyer.example"])
        assert envelope.original_content == RAW


async def test_whatever_a_server_says_is_one_line(connect: Open) -> None:
    """Bytes that are no text, control characters and many lines are made fit to be kept and shown."""
    async with ScriptedSmtp(
        dot=["250-taken \xff\x1b[2J\r\n250 and more"], rcpt=[f"550-no\r\n550 {'x' * 900}"]
    ) as server:
        line = connect(server.port)
        result, _ = await send(line)
        assert isinstance(result, Refused)
        assert result.reply == f"550 no {'x' * 293}... (907 characters)"
        assert (await send(line))[0] == Accepted(
            "250 taken \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[2J and more"
        )


async def test_mails_share_a_connection(connect: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several mails go over one connection, and after a number of them it is made anew."""
    monkeypatch.setattr(smtp, "MOST_MAILS", 3)
    async with ScriptedSmtp() as server:
        line = connect(server.port)
        for number in range(7):
            assert (await send(line, mail(number)))[0] == Accepted("250 2.0.0 taken")
        assert (server.connections, len(server.taken)) == (3, 7)


@pytest.mark.parametrize(
    "body",
    [
        b"one\r\n.\r\ntwo\r\n",
        b".\r\n",
        b"..\r\n",
        b"a\r.\r\nMAIL FROM:<x@evil.example>\r\n",
        b"a\n.\nQUIT\n",
        b"no end",
    ],
)
async def test_no_body_ends_a_mail_early(connect: Open, body: bytes) -> None:
    """A line of one dot is content: one mail arrives, with equal content but for its line ends."""
    async with servers.smtp() as server:
        line = connect(server.port)
        assert (await send(line, mail(raw=RAW + body)))[0] == Accepted("250 2.0.0 taken")
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert [lines(raw) for raw in server.mails] == [lines(RAW + body), lines(RAW)]


def lines(raw: bytes) -> list[bytes]:
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mail_goes_encrypted(
    connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """With TLS from the start or after STARTTLS the password is given, and the mail is taken."""
    trusted = servers.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with servers.smtp(security=security, certificate=trusted, login=("feedback", "sesame")) as server:
        line = connect(server.port, "sesame", host="localhost", security=security, username="feedback")
        assert (await send(line))[0] == Accepted("250 2.0.0 taken")


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_stranger_gets_no_mail(
    connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """A certificate of another host ends the connection before anything is said."""
    other = servers.certificate(tmp_path, "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    async with servers.smtp(security=security, certificate=other) as server:
        result, begun = await send(connect(server.port, host="localhost", security=security))
        assert isinstance(result, Unreachable)
        assert "elsewhere.example" in result.why or "Hostname mismatch" in result.why
        assert (begun, server.mails) == (False, [])


async def test_a_server_without_starttls_gets_no_mail(connect: Open) -> None:
    """Where STARTTLS is asked for and not offered, nothing is sent in the clear."""
    async with ScriptedSmtp() as server:
        result, begun = await send(connect(server.port, security="starttls", username="feedback", password="x"))
        assert (type(result), begun) == (Unreachable, False)
        assert set(server.commands()) <= {"ehlo", "quit"}


async def test_a_wrong_password_refuses_no_mail(connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the account that is refused: the mail may be sent when the password is mended."""
    trusted = servers.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with servers.smtp(security="starttls", certificate=trusted, login=("feedback", "sesame")) as server:
        line = connect(server.port, "wrong", host="localhost", security="starttls", username="feedback")
        result, begun = await send(line)
        assert isinstance(result, Unreachable)
        assert ("535" in result.why, begun, server.mails) == (True, False, [])


@pytest.mark.parametrize(
    "script",
    [
        {"connect": [CUT]},
        {"connect": ["554 5.7.1 no service for you"]},
        {"connect": ["421 4.3.2 too busy"]},
        {"connect": ["what?"]},
        {"ehlo": [CUT]},
        {"ehlo": ["550 5.7.1 who are you"], "helo": ["550 5.7.1 who are you"]},
        {"mail": [CUT]},
        {"mail": ["530 5.7.0 log in first"]},
        {"mail": ["451 4.3.0 later"]},
        {"mail": ["553 5.7.1 you may not send as this"]},
        {"mail": ["\x00\xff garbage"]},
        {"rcpt": [CUT]},
        {"rcpt": ["garbage"]},
    ],
    ids=str,
)
async def test_before_a_recipient_is_refused_nothing_is_said_about_the_mail(
    connect: Open, script: dict[str, list[str]]
) -> None:
    """Whatever goes wrong with the line or the account, the mail was not sent and may be tried again at will."""
    async with ScriptedSmtp(**script) as server:
        line = connect(server.port)
        result, begun = await send(line)
        assert (type(result), begun, server.read) == (Unreachable, False, [])
        assert (await send(line))[0] == Accepted("250 2.0.0 taken")
        assert server.connections == 2


async def test_nobody_there_is_unreachable(connect: Open) -> None:
    """A refused connection says so, and the mail was not sent."""
    async with ScriptedSmtp() as server:
        pass
    result, begun = await send(connect(server.port))
    assert isinstance(result, Unreachable)
    assert ("SMTPConnectError" in result.why, begun) == (True, False)


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "451 4.3.0 later", "450 4.2.1 full", "552 5.2.2 full"])
async def test_a_refused_recipient_is_told_of(connect: Open, reply: str) -> None:
    """The code says whether for good; the connection takes the next mail."""
    async with ScriptedSmtp(rcpt=[reply]) as server:
        line = connect(server.port)
        assert await send(line) == (Refused(int(reply[:3]), reply, recipient=True), False)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert (server.connections, len(server.taken)) == (1, 1)


@pytest.mark.parametrize("reply", ["550 5.7.1 your network is on a list", "451 4.7.1 greylisted"])
async def test_a_refusal_of_us_says_nothing_about_the_recipient(connect: Open, reply: str) -> None:
    """A reply that speaks of policy (RFC 3463, X.7) does not mean that the address is not there."""
    async with ScriptedSmtp(rcpt=[reply]) as server:
        assert await send(connect(server.port)) == (Refused(int(reply[:3]), reply, recipient=False), False)


@pytest.mark.parametrize("phase", ["data", "dot"])
@pytest.mark.parametrize("reply", ["554 5.6.0 not this", "452 4.3.1 no room", "550 5.7.1 spam"])
async def test_a_refused_mail_is_told_of(connect: Open, phase: str, reply: str) -> None:
    """A reply to DATA or after the dot is definite; the connection takes the next mail."""
    async with ScriptedSmtp(**{phase: [reply]}) as server:
        line = connect(server.port)
        assert await send(line) == (Refused(int(reply[:3]), reply), True)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert (server.connections, len(server.taken)) == (1, 1)


@pytest.mark.parametrize("phase", ["rcpt", "data", "dot"])
async def test_a_server_that_hangs_up_has_answered(connect: Open, phase: str) -> None:
    """421 is a definite reply; the next mail goes over a new connection."""
    async with ScriptedSmtp(**{phase: ["421 4.3.2 shutting down"]}) as server:
        line = connect(server.port)
        result, _ = await send(line)
        assert isinstance(result, Refused)
        assert result.code == 421
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert server.connections == 2


@pytest.mark.parametrize(
    "script",
    [
        {"data": [CUT]},
        {"dot": [CUT]},
        {"dot": ["garbage"]},
        {"dot": ["\x00"]},
        {"dot": ["25"]},
        {"dot": [f"250 {'x' * 20000}"]},
        {"dot": ["220 2.0.0 another conversation"]},
        {"dot": [SILENCE]},
        {"cut_in_body": 1},
        {"cut_in_body": 64},
    ],
    ids=lambda script: str(script)[:40],
)
async def test_without_a_clear_reply_after_data_a_mail_is_in_doubt(
    connect: Open, monkeypatch: pytest.MonkeyPatch, script: dict[str, Any]
) -> None:
    """Only a definite reply says what became of it, and this connection is never used again."""
    monkeypatch.setattr(smtp, "REPLY_SECONDS", 0.2)
    async with ScriptedSmtp(**script) as server:
        line = connect(server.port)
        result, begun = await send(line)
        assert (type(result), begun, server.taken) == (Cut, True, server.taken)
        server.cut_in_body = None
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert server.connections == 2


async def test_a_mail_not_wanted_any_more_is_not_sent(connect: Open) -> None:
    """Where the outbox says no just before DATA, the recipient is forgotten and the connection goes on."""
    async with ScriptedSmtp() as server:
        line = connect(server.port)
        assert await send(line, go_on=False) == (Dropped(), True)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert (server.connections, len(server.taken)) == (1, 1)
        assert server.commands() == ["ehlo", "mail", "rcpt", "rset", "mail", "rcpt", "data"]


async def test_an_outbox_that_fails_leaves_no_half_mail(connect: Open) -> None:
    """What goes wrong just before DATA is raised, and the next mail meets no conversation under way."""
    async with ScriptedSmtp() as server:
        line = connect(server.port)

        async def fail() -> bool:
            raise LookupError("the claim is lost")

        with pytest.raises(LookupError, match="the claim is lost"):
            await line.send(mail(), fail)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")


async def test_a_server_that_will_not_forget_is_left(connect: Open) -> None:
    """Where RSET fails, the next mail goes over a new connection."""
    async with ScriptedSmtp(rcpt=["550 5.1.1 no such user"], rset=["500 what?"]) as server:
        line = connect(server.port)
        assert isinstance((await send(line))[0], Refused)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
        assert server.connections == 2


async def test_an_address_that_smtp_cannot_carry_is_refused(connect: Open) -> None:
    """Letters beyond ASCII need SMTPUTF8, which is not spoken here: one definite answer, no exception."""
    async with ScriptedSmtp() as server:
        line = connect(server.port)
        result, begun = await send(line, mail(recipient="zoë@buyer.example"))
        assert isinstance(result, Refused)
        assert (result.code, begun) == (553, False)
        assert (await send(line, mail(2)))[0] == Accepted("250 2.0.0 taken")
