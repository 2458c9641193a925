"""One mail as the bytes that go over the wire: RFC 5322 headers, a text and an HTML part, nothing but ASCII.

The same `Mail` always gives the same bytes: the boundaries come from the Message-ID, so a retry is the same mail.
Every value is checked here before it stands in a header, and written by hand: it is three times as fast as the email
package, and no release of that package gets to fold what a customer is called.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256

from surveys.message import UnsafeHeader, header

LONGEST_LINE = 998
"""RFC 5322, section 2.1.1: no line may be longer, its CRLF not counted."""

LINE = 76

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>", re.ASCII)
FIELD_NAME = re.compile(r"[!-9;-~]+")
CONTENT_ID = re.compile(r"[\w.+@-]+", re.ASCII)


BY_MACHINE, IN_REPLY, BY_PERSON = "auto-generated", "auto-replied", "no"
"""Whether a person wrote it, which machines that read it go by (RFC 3834, section 5.2)."""


@dataclass(frozen=True)
class Mail:
    """What one mail says, from whom, to whom. `date` is UTC; `images` maps the cid that the HTML names to a PNG.

    `headers` holds further fields, such as List-Unsubscribe; the fields of this module win over them.
    """

    sender_name: str
    sender: str
    recipient: str
    reply_to: str
    subject: str
    message_id: str
    date: datetime
    text: str
    html: str
    language: str
    headers: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    submitted: str = BY_MACHINE


def compose(mail: Mail) -> bytes:
    """The mail as RFC 5322 bytes: multipart/alternative, the text first.

    Raises: UnsafeHeader, naming the value that may not stand in a header.
    """
    fields = [f"{name}: {value}\r\n" for name, value in _fields(mail).items()]
    return "".join(fields).encode("ascii") + _body(mail)


def _fields(mail: Mail) -> dict[str, str]:
    """The header fields in the order of RFC 5322, those of the caller last."""
    own = {
        "Date": format_datetime(mail.date),
        "From": _mailbox(mail.sender_name, mail.sender),
        "To": _shaped(mail.recipient, ADDRESS, "recipient"),
        **({"Reply-To": _shaped(mail.reply_to, ADDRESS, "reply address")} if mail.reply_to else {}),
        "Message-ID": _shaped(mail.message_id, MESSAGE_ID, "Message-ID"),
        "Subject": _words("Subject", header(mail.subject, "subject")),
        "Content-Language": _shaped(mail.language, re.compile(r"[A-Za-z0-9-]+"), "language"),
        "Auto-Submitted": mail.submitted,
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "MIME-Version": "1.0",
    }
    taken = {name.lower() for name in own} | {"content-type", "content-transfer-encoding", "reply-to"}
    more = {name: _further(name, value) for name, value in mail.headers.items() if name.lower() not in taken}
    return own | more


def _mailbox(name: str, address: str) -> str:
    """A display name and an address; RFC 5322, section 3.4."""
    words = _words("From", header(name, "sender's name"))
    if words == name:
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        words = f'"{escaped}"' if name else ""
    return f"{words} <{_shaped(address, ADDRESS, 'sender')}>".lstrip()


def _words(name: str, value: str) -> str:
    """Free words for the field `name`: as they are where ASCII and short, else encoded words (RFC 2047)."""
    if value.isascii() and value == " ".join(value.split()) and len(name) + len(value) < LINE - 4:
        return value
    return Header(value, "utf-8", LINE, name).encode(linesep="\r\n")


def _further(name: str, value: str) -> str:
    """A structured field such as List-Unsubscribe or References, folded at its spaces (RFC 5322, section 2.2.3)."""
    _shaped(name, FIELD_NAME, "name of a field")
    if not header(value, name).isascii():
        return _words(name, value)
    lines = [""]
    for word in value.split():
        if lines[-1] and len(name) + len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] += f" {word}"
    if len(name) + max(map(len, lines)) >= LONGEST_LINE:
        raise UnsafeHeader(f"the {name} has a word longer than a line of mail may be")
    return "\r\n".join(lines).lstrip()


def _shaped(value: str, shape: re.Pattern[str], what: str) -> str:
    if not shape.fullmatch(header(value, what)) or len(value) > 320:
        raise UnsafeHeader(f"the {what} is not written as one is")
    return value


def _body(mail: Mail) -> bytes:
    stem = sha256(mail.message_id.encode()).hexdigest()[:32]
    html = _words_part("html", mail.html)
    if mail.images:
        html = _multipart('related; type="text/html"', f"=_{stem}-r", html, *_image_parts(mail.images))
    return _multipart("alternative", f"=_{stem}-a", _words_part("plain", mail.text), html)


def _multipart(kind: str, boundary: str, *parts: bytes) -> bytes:
    """The parts behind one boundary; it begins with `=_`, which neither encoding can write (RFC 2045, section 6.7)."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    line = f"--{boundary}".encode("ascii")
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _words_part(kind: str, words: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = words.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    return head.encode("ascii") + b2a_qp(lines.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")


def _image_parts(images: Mapping[str, bytes]) -> Iterator[bytes]:
    for cid, png in images.items():
        name = _shaped(cid, CONTENT_ID, "name of an image")
        head = f'Content-Type: image/png; name="{name}.png"\r\nContent-Transfer-Encoding: base64\r\n'
        head += f'Content-ID: <{name}>\r\nContent-Disposition: inline; filename="{name}.png"\r\n\r\n'
        yield head.encode("ascii") + encodebytes(png).replace(b"\n", b"\r\n")
