"""The mails that the demo's customers and their mail systems send back, complete and raw (RFC 5322).

Nothing here draws a number of its own: shape and wording come from the dice handed in, times from the caller.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from random import Random
from typing import Any

from bot.demo.orders import Order
from bot.demo.people import Person


@dataclass(frozen=True)
class Letter:
    """What the world found in a mail of the service. `sender` is its From; `envelope_from` where a bounce goes.

    One that came as a direct message in Slack has the `channel` and `ts` of that, and nothing of a mail. One about a
    complaint names its `case`.
    """

    person: Person
    order: Order
    subject: str
    message_id: str
    date: datetime
    reply_to: str = ""
    sender: str = ""
    page_url: str = ""
    unsubscribe_url: str = ""
    text: str = ""
    envelope_from: str = ""
    reminder: bool = False
    channel: str = ""
    ts: str = ""
    case: str = ""
    asks_if_solved: bool = False


@dataclass(frozen=True)
class Sheet:
    """The paper a mail is written on: which letter it answers, under which name, when, and how the dice fall."""

    letter: Letter
    key: str
    when: datetime
    dice: Random

    @property
    def message_id(self) -> str:
        domain = self.letter.person.email.partition("@")[2]
        return f"<{self.stem}@{domain}>"

    @property
    def stem(self) -> str:
        return sha256(f"{self.letter.person.email}/{self.key}".encode()).hexdigest()[:24]

    @property
    def phrases(self) -> Mapping[str, Any]:
        return wording(self.letter.person.language)


def reply(sheet: Sheet, said: str, *, close: bool, picture: bytes = b"") -> bytes:
    """What a person writes back, perhaps with a JPEG picture.

    `close` allows a polite last line, which counts as words of the customer.
    """
    if close and sheet.dice.random() < 0.3:
        name = sheet.letter.person.name.split()[0]
        said = f"{said}\n\n{sheet.dice.choice(sheet.phrases['regards'])}\n{name}"
    mail = _headed(sheet, f"Re: {sheet.letter.subject}")
    mail["In-Reply-To"] = sheet.letter.message_id
    mail["References"] = sheet.letter.message_id
    shape = sheet.dice.choices(tuple(SHAPES), tuple(SHAPES.values()))[0]
    shape(mail, sheet, said)
    if picture:
        mail.add_attachment(picture, maintype="image", subtype="jpeg", filename=f"IMG_{sheet.stem[:4]}.jpg")
        mail.set_boundary(f"=_{sheet.stem}_mixed")
    return mail.as_bytes()


def absence(sheet: Sheet) -> bytes:
    """What a mail program answers while its owner is away (RFC 3834)."""
    subject = sheet.dice.choice(sheet.phrases["away_subject"]).format(subject=sheet.letter.subject)
    mail = _headed(sheet, subject)
    mail["In-Reply-To"] = sheet.letter.message_id
    mail["Auto-Submitted"] = "auto-replied"
    if sheet.dice.random() < 0.5:
        mail["X-Auto-Response-Suppress"] = "All"
    _fill(mail, sheet, f"{sheet.dice.choice(sheet.phrases['away'])}\n\n{sheet.letter.person.name}")
    return mail.as_bytes()


def returned(sheet: Sheet) -> bytes:
    """The delivery report about a mail that was accepted and then had nowhere to go (RFC 3464)."""
    letter = sheet.letter
    values = {
        "domain": letter.person.email.partition("@")[2],
        "to": letter.envelope_from,
        "date": format_datetime(sheet.when),
        "sent": format_datetime(letter.date),
        "message_id": sheet.message_id,
        "boundary": f"{sheet.stem}/mx1",
        "address": letter.person.email,
        "returned": _returned_headers(letter),
    }
    text: str = sheet.dice.choice(_data()["reports"])["text"]
    return text.lstrip("\n").format(**values).replace("\n", "\r\n").encode("ascii")


def wording(language: str) -> Mapping[str, Any]:
    """What mail programs say in this language."""
    found: Mapping[str, Any] = _data()[language]
    return found


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("bot.demo").joinpath("replies.toml").read_text("utf-8"))


def _headed(sheet: Sheet, subject: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((sheet.letter.person.name, sheet.letter.person.email))
    mail["To"] = sheet.letter.reply_to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sheet.when)
    mail["Message-ID"] = sheet.message_id
    return mail


def _above(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """Top-posted: the answer, perhaps a signature, the quote."""
    _fill(mail, sheet, f"{said}{_signature(sheet)}\n\n{_wrote(sheet)}\n{_quoted(sheet)}\n")


def _below(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """Bottom-posted, as old hands do."""
    _fill(mail, sheet, f"{_wrote(sheet)}\n{_quoted(sheet)}\n\n{said}{_name_block(sheet)}\n")


def _bare(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    _fill(mail, sheet, f"{said}{_signature(sheet)}\n")


def _outlook(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """Over the whole mail without quote marks, as Outlook does in plain text."""
    head = "\n".join(f"{name}: {value}" for name, value in _fields(sheet).items())
    original = f"{sheet.phrases['original']}\n{head}\n\n{sheet.letter.text}"
    _fill(mail, sheet, f"{said}{_signature(sheet)}\n\n{original}\n")


def _both(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """Plain text and HTML, as most programs send."""
    signed = f"{said}{_signature(sheet)}"
    _fill(mail, sheet, f"{signed}\n\n{_wrote(sheet)}\n{_quoted(sheet)}\n")
    mail.add_alternative(_gmail_page(sheet, signed), subtype="html", charset="utf-8", cte="quoted-printable")
    mail.set_boundary(f"=_{sheet.stem}")


def _gmail(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """HTML only, with Gmail's wrapping."""
    _fill(mail, sheet, _gmail_page(sheet, f"{said}{_signature(sheet)}"), subtype="html")


def _outlook_page(mail: EmailMessage, sheet: Sheet, said: str) -> None:
    """HTML only; the answered mail follows a mark, unwrapped."""
    head = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in _fields(sheet).items())
    paragraphs = "".join(f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>\n' for line in said.split("\n"))
    page = f'<div class="WordSection1">\n{paragraphs}</div>\n<hr tabindex="-1">\n<div id="divRplyFwdMsg">{head}</div>\n'
    _fill(mail, sheet, f"<html><body>\n{page}<div>{_lines(sheet.letter.text)}</div></body></html>\n", subtype="html")


SHAPES: Mapping[Callable[[EmailMessage, Sheet, str], None], int] = {
    _above: 5,
    _both: 5,
    _gmail: 3,
    _outlook_page: 2,
    _outlook: 2,
    _below: 2,
    _bare: 2,
}
"""Ways to write back, and how usual they are."""


def _fill(mail: EmailMessage, sheet: Sheet, text: str, subtype: str = "plain") -> None:
    cte = sheet.dice.choice(("quoted-printable", "base64", "8bit"))
    mail.set_content(text, subtype=subtype, charset="utf-8", cte=cte)


def _gmail_page(sheet: Sheet, signed: str) -> str:
    quote = f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{_lines(sheet.letter.text)}</blockquote>'
    wrote = f'<div dir="ltr" class="gmail_attr">{escape(_wrote(sheet).removeprefix("> "))}<br></div>'
    return f'<div dir="ltr">{_lines(signed)}</div>\n<br><div class="gmail_quote">{wrote}\n{quote}</div>\n'


def _lines(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.split("\n"))


def _signature(sheet: Sheet) -> str:
    drawn = sheet.dice.random()
    if drawn < 0.2:
        return f"\n\n{sheet.dice.choice(sheet.phrases['phone'])}"
    return _name_block(sheet) if drawn < 0.5 else ""


def _name_block(sheet: Sheet) -> str:
    person = sheet.letter.person
    return f"\n\n-- \n{person.name}\n{person.account} | {person.email}"


def _wrote(sheet: Sheet) -> str:
    """The line above a quote; Apple's programs quote that line too."""
    when, phrases = sheet.letter.date, sheet.phrases
    name, address = parseaddr(sheet.letter.sender)
    line: str = phrases["wrote"]
    return line.format(
        weekday=phrases["weekdays"][when.weekday()],
        day=when.day,
        month=phrases["months"][when.month - 1],
        year=when.year,
        time=f"{when:%H:%M}",
        name=name or "Harbor Parts",
        address=address,
    )


def _quoted(sheet: Sheet) -> str:
    return "\n".join(f"> {line}".rstrip() for line in sheet.letter.text.rstrip().split("\n"))


def _fields(sheet: Sheet) -> dict[str, str]:
    """The header lines that Outlook repeats, in the customer's language."""
    letter = sheet.letter
    values = (letter.sender, f"{letter.date:%d.%m.%Y %H:%M}", letter.person.email, letter.subject)
    return dict(zip(sheet.phrases["fields"], values, strict=True))


def _returned_headers(letter: Letter) -> str:
    subject = Header(letter.subject, "utf-8", header_name="Subject").encode()
    sender = formataddr(parseaddr(letter.sender), "utf-8")
    return "\n".join(
        (
            f"Return-Path: <{letter.envelope_from}>",
            f"From: {sender}",
            f"To: {letter.person.email}",
            f"Subject: {subject}",
            f"Date: {format_datetime(letter.date)}",
            f"Message-ID: {letter.message_id}",
        )
    )
