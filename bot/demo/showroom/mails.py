"""A letter opened: what a mail program shows of it."""

import re
from base64 import b64encode
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from html import unescape

from bot.demo.provider import Received

SURVEY = re.compile(r"https?://[^\s\"<>?]+/s/[a-z0-9]+")


@dataclass(frozen=True)
class Opened:
    """`asks` where an answer by mail has somewhere to go; `survey` is the page that the letter links to, if any."""

    subject: str
    sender: str
    text: str
    html: str
    asks: bool
    survey: str


@lru_cache(maxsize=4096)
def opened(mail: Received) -> Opened:
    """A mail is read once, however often a list shows it."""
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    text = _part(parsed, "plain")
    found = SURVEY.search(text)
    return Opened(
        subject=str(parsed["Subject"] or "(no subject)"),
        sender=str(parsed["From"] or ""),
        text=text,
        html=_with_pictures(parsed, _part(parsed, "html")),
        asks="Reply-To" in parsed,
        survey=unescape(found.group()) if found else "",
    )


def _with_pictures(parsed: EmailMessage, html: str) -> str:
    """The letter's HTML, each picture that came with it written into its place."""
    for part in parsed.walk():
        name = str(part.get("Content-ID", "")).strip("<>")
        if name:
            data = b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html


def _part(parsed: EmailMessage, subtype: str) -> str:
    part = parsed.get_body((subtype,))
    return str(part.get_content()) if part else ""
