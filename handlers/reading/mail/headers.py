"""Headers from strangers, read safely.

On hostile values the standard library raises (IndexError, OverflowError, RecursionError) or takes quadratic time,
so every look is caught and every value is cut before it is parsed.
"""

import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from handlers.reading.mail.head import Head

MOST = 2000
ADDRESSED = ("Delivered-To", "X-Original-To", "To", "Cc")

_ID = re.compile(r"<[^<>\s]{1,500}>")
MOST_RECIPIENTS = 50
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_TOKEN = re.compile(r"(?<![a-z0-9.=_+-])(?:[a-z0-9._-]{1,64}\+)?([a-z][a-z2-7]{26})@", re.IGNORECASE | re.ASCII)
_UNWANTED = re.compile("[\x00\ud800-\udfff]")

# How nearly everybody writes it: `Ana Ruiz <ana@buyer.example>`, `"Ruiz, Ana" <...>`, or the address alone.
USUAL_SENDER = re.compile(
    r"""(?:(?:[\w .'=?/+*-]{0,200}|"[^"\\<>]{0,200}"[ ]?)<)?([\w.+-]{1,100}@[\w.-]{1,100})>?""", re.ASCII
)


class UnreadableSender(ValueError):
    """The From header cannot be read."""


def every(head: Head, name: str) -> list[str]:
    """All values of a header, as they came: unfolded and cleaned, not decoded, not cut."""
    return list(head.every(name))


def first(head: Head, name: str) -> str:
    values = head.every(name)
    return values[0][:MOST].strip() if values else ""


def decoded(head: Head, name: str) -> str:
    """The first value with its encoded words (RFC 2047) decoded; as it came where they are broken."""
    return _words(first(head, name))


def content_type(head: Head) -> str:
    """The type in lower case, text/plain where it is missing or broken (RFC 2045, 5.2)."""
    told = first(head, "Content-Type").partition(";")[0].strip().lower()
    return told if told.count("/") == 1 else "text/plain"


def parameter(head: Head, name: str, header: str = "Content-Type") -> str:
    """A parameter of a header, "" where there is none or it is broken."""
    value = first(head, header)
    if name not in value.lower():
        return ""
    if "*" in value or "\\" in value:
        return _extended(value, name)
    return _parameters(value).get(name, "")


def file_name(head: Head) -> str:
    """The name the sender gave an attachment, only ever shown."""
    return _words((parameter(head, "filename", "Content-Disposition") or parameter(head, "name"))[:MOST])


def sender(head: Head) -> str:
    """The address in From, in lower case; "" where there is none.

    Raises: UnreadableSender.
    """
    value = first(head, "From")
    usual = USUAL_SENDER.fullmatch(value)
    if usual and ("<" in value) == value.endswith(">"):
        return usual[1].lower()
    try:
        return clean(parseaddr(value)[1]).strip().lower()
    except Exception as why:
        raise UnreadableSender(f"sender unreadable: {type(why).__name__}") from why


def ids(head: Head, name: str) -> tuple[str, ...]:
    """The message identifiers in a header (RFC 5322, 3.6.4), in order."""
    return tuple(_ID.findall(" ".join(head.every(name))))


def tokens(head: Head) -> tuple[str, ...]:
    """What looks like one of our tokens in the addresses the mail was sent to, in lower case, each once.

    Delivered-To and X-Original-To come first: they are written by our own server, To by the stranger.
    """
    found = [one for name in ADDRESSED for value in head.every(name) for one in _TOKEN.findall(value)]
    return tuple(dict.fromkeys(one.lower() for one in found))


def recipients(head: Head) -> tuple[str, ...]:
    """The first addresses that the mail was sent to, in lower case, each once."""
    found = [one for name in ADDRESSED for value in head.every(name)[:5] for one in _ADDRESS.findall(value[:MOST])]
    return tuple(dict.fromkeys(one.lower() for one in found))[:MOST_RECIPIENTS]


def clean(text: str) -> str:
    """Text that every store can hold: no NUL, no lone surrogate."""
    return _UNWANTED.sub("", text)


def _words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return clean("".join(_word(text, charset) for text, charset in decode_header(value)))
    except Exception:  # noqa: BLE001 - any fault of the library on a stranger's header
        return value


def _word(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return text.decode("utf-8", "replace")


def _parameters(value: str) -> dict[str, str]:
    """Parameters by name in lower case, the first of each; a semicolon between quote marks ends none."""
    found: dict[str, str] = {}
    for piece in _pieces(value):
        name, _, content = piece.partition("=")
        found.setdefault(name.strip().lower(), _unquoted(content.strip()))
    return found


def _pieces(value: str) -> Iterator[str]:
    piece = ""
    for part in value.split(";"):
        piece = f"{piece};{part}" if piece else part
        if piece.count('"') % 2 == 0:
            yield piece
            piece = ""
    if piece:
        yield piece


def _unquoted(content: str) -> str:
    quoted = len(content) > 1 and content[0] + content[-1] in {'""', "<>"}
    return content[1:-1] if quoted else content


def _extended(value: str, name: str) -> str:
    """A parameter where some are escaped, continued or in a charset (RFC 2231), by the library."""
    message = Message()
    try:
        message["X"] = value
        found = message.get_param(name, "", "X")
        if isinstance(found, tuple):
            charset, _, text = found
            found = text.encode("latin-1", "replace").decode(charset or "ascii", "replace")
        return clean(str(found)).replace("\r", "").replace("\n", "")
    except Exception:  # noqa: BLE001
        return ""
