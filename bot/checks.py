"""Tries each part of an installation for real, and says what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx

from bot.result import Accepted, Cut, Dropped, Refused, Result, Unreachable
from bot.slack.trial import NotReady
from bot.slack.trial import examine as examine_slack
from bot.wiring import Parts, required
from handlers.office import Office
from handlers.reading import read
from handlers.words.letters import Letter, invitation
from handlers.words.mail import Mail, compose
from storage.work import PRAGMAS, StoreError, Unready
from surveys.customer import printable
from surveys.message import Kind, Message
from surveys.token import Purpose

PROBE_SECONDS = 30
LOOK_EVERY = 0.5
MOST_WORDS = 400


@dataclass(frozen=True)
class Finding:
    """What was tried, whether it works, and what was seen or is to be done."""

    part: str
    ok: bool
    words: str


async def examine(parts: Parts) -> list[Finding]:
    """Every part in turn; one that fails does not keep the others from being tried."""
    trials: list[tuple[str, Callable[[Parts], Awaitable[str]]]] = [
        ("database", _database),
        ("smtp", _smtp),
        ("imap", _imap),
        ("public url", _public_url),
        ("probe mail", _probe),
    ]
    if parts.settings.slack:
        trials.append(("slack", _slack))
    try:
        return [await _try(part, trial, parts) for part, trial in trials]
    finally:
        await parts.office.store.close()


async def send_example(parts: Parts, recipient: str, now: datetime) -> tuple[bool, str]:
    """Send one example invitation; whether it was taken, and what the server said."""
    office = parts.office
    message = _example(office, office.addresses.redirect_all_to or recipient, now)
    try:
        result = await _deliver(parts, message)
    finally:
        await office.store.close()
    return isinstance(result, Accepted), f"to {message.recipient}: {_said(result)}"


async def _try(part: str, trial: Callable[[Parts], Awaitable[str]], parts: Parts) -> Finding:
    try:
        return Finding(part, True, await trial(parts))
    except _Trouble as why:
        return Finding(part, False, _line(str(why)))
    except Exception as why:  # noqa: BLE001 - whatever a part does, the next one is tried
        return Finding(part, False, _line(f"{type(why).__name__}: {why}"))


def _line(words: str) -> str:
    """What went wrong, as one line of a terminal, whatever a server said."""
    return printable(" ".join(words.split()), MOST_WORDS)


class _Trouble(Exception):
    """Something that does not work; its text says what to do."""


async def _database(parts: Parts) -> str:
    store = parts.office.store
    try:
        await store.ready()
    except Unready as why:
        raise _Trouble(str(why)) from why
    except StoreError as why:
        raise _Trouble(f"{getattr(why, 'orig', None) or why}; see [store] url") from why
    found = await store.pragmas()
    wrong = [f"{name} is {value}, not {PRAGMAS[name]}" for name, value in found.items() if value != PRAGMAS[name]]
    if wrong:
        raise _Trouble(f"{'; '.join(wrong)}: is the file on a network drive?")
    kind = "SQLite, WAL, synchronous FULL, foreign keys" if found else "PostgreSQL"
    return f"{kind}; tables at {(await store.revision())[0]}"


async def _smtp(parts: Parts) -> str:
    line = parts.connection()
    try:
        await line.login()
    except Exception as why:
        raise _Trouble(f"{type(why).__name__}: {why}; see [mail] host, port, security, username") from why
    finally:
        await line.close()
    return f"{line.settings.host}:{line.settings.port} lets us in"


async def _imap(parts: Parts) -> str:
    mailbox = parts.mailbox()
    try:
        return await mailbox.check()
    except Exception as why:
        raise _Trouble(f"{type(why).__name__}: {why}; see [imap] host, port, security, username, folder") from why
    finally:
        mailbox.close()


async def _slack(parts: Parts) -> str:
    section, app_token = required(parts.settings.slack), parts.secrets.find("slack_app_token") or ""
    try:
        return await examine_slack(parts.slack_client(), section, app_token, parts.office.public_url)
    except NotReady as why:
        raise _Trouble(str(why)) from why


async def _public_url(parts: Parts) -> str:
    url = f"{parts.office.public_url}/health"
    try:
        async with httpx.AsyncClient(timeout=10, follow_redirects=False) as client:
            reply = await client.get(url)
    except httpx.HTTPError as why:
        raise _Trouble(
            f"{url}: {type(why).__name__}; is the service running, and does the address lead to it?"
        ) from why
    if reply.status_code != 200:
        raise _Trouble(f"{url} answers {reply.status_code}; does the address lead to this service?")
    return f"{parts.office.public_url} leads to the service"


async def _probe(parts: Parts) -> str:
    """A mail to ourselves: does it arrive, and does the token in its address survive?"""
    office = parts.office
    now = datetime.now(UTC)
    name = uuid4().hex
    token = office.keyring.mint(Purpose.NONCE, name)
    recipient = office.addresses.reply.replace("{token}", token)
    message = replace(_example(office, recipient, now), message_id=office.message_id(name))
    result = await _deliver(parts, replace(message, raw=_probe_mail(office, recipient, message.message_id, now)))
    if not isinstance(result, Accepted):
        raise _Trouble(f"not sent to {recipient}: {_said(result)}")
    raw = await _arrived(parts, message.message_id, now)
    if "{token}" not in office.addresses.reply:
        return "arrives; replies are known by their References, since reply_address has no {token}"
    if token not in read(raw, office.questionnaire).to_tokens:
        raise _Trouble("arrives, but without the token of its address: take reply_address without {token}")
    return "arrives, and the token of its address survives"


async def _arrived(parts: Parts, message_id: str, since: datetime) -> bytes:
    mailbox = parts.mailbox()
    try:
        until = since + timedelta(seconds=PROBE_SECONDS)
        while datetime.now(UTC) < until:
            for raw in await mailbox.newest():
                if message_id.encode() in raw.lower():
                    return raw
            await asyncio.sleep(LOOK_EVERY)
    finally:
        mailbox.close()
    raise _Trouble(f"sent, but not in {mailbox.name} after {PROBE_SECONDS} s: is it the mailbox of the sender?")


async def _deliver(parts: Parts, message: Message) -> Result:
    line = parts.connection()

    async def go_on(_file: str = "") -> bool:
        return True

    try:
        return await line.send(message, go_on)
    finally:
        await line.close()


def _said(result: Result) -> str:
    match result:
        case Accepted(reply):
            return f"the server took it: {reply}"
        case Refused(_, reply, _):
            return f"refused: {reply}"
        case Unreachable(why) | Cut(why):
            return f"the server could not be reached: {why}"
        case Dropped():
            return "not sent"


def _example(office: Office, recipient: str, now: datetime) -> Message:
    words = invitation(
        Letter(
            questionnaire=office.questionnaire,
            language=office.questionnaire.source_language,
            customer_name="",
            organisation=office.name,
            order="EXAMPLE-1",
            delivered_on=now.astimezone(office.zone).date(),
            page_url=f"{office.public_url}/s/example",
            unsubscribe_url=f"{office.public_url}/u/example",
            footer=office.footer,
        )
    )
    message_id = office.message_id(f"example:{now.isoformat()}")
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to="",
        subject=words.subject,
        message_id=message_id,
        date=now,
        text=words.text,
        html=words.html,
        language=office.questionnaire.source_language,
    )
    return Message(
        0, Kind.INVITATION, 0, recipient, office.addresses.sender, message_id, compose(mail), now, now
    )  # fmt: skip


def _probe_mail(office: Office, recipient: str, message_id: str, now: datetime) -> bytes:
    text = "This mail was sent by 'afterword check' to see that mail arrives. It can be deleted.\n"
    return compose(
        Mail(
            sender_name=office.addresses.sender_name,
            sender=office.addresses.sender,
            recipient=recipient,
            reply_to="",
            subject="Afterword checks itself",
            message_id=message_id,
            date=now,
            text=text,
            html=f"<p>{text}</p>",
            language="en",
        )
    )
