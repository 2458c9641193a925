"""Headers from strangers, read safely.

On hostile values the standard library raises (IndexError, OverflowError, RecursionError) or takes quadratic time,
so every look is caught and every value is cut before it is parsed.
"""

import re
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

MOST = 2000
ADDRESSED = ("Delivered-To", "X-Original-To", "To", "Cc")

_ID = re.compile(r"<[^<>\s]{1,500}>")
_TOKEN = re.compile(r"(?<![a-z0-9.=_+-])(?:[a-z0-9._-]{1,64}\+)?([a-z][a-z2-7]{26})@", re.IGNORECASE | re.ASCII)
_UNWANTED = re.compile("[\x00\ud800-\udfff]")


class UnreadableSender(ValueError):
    """The From header cannot be read."""


def every(message: Message, name: str) -> list[str]:
    """All values of a header, as they came: unfolded and cleaned, not decoded, not cut."""
    wanted = name.lower()
    return [_plain(value) for key, value in message.raw_items() if key.lower() == wanted]


def first(message: Message, name: str) -> str:
    values = every(message, name)
    return values[0][:MOST].strip() if values else ""


def decoded(message: Message, name: str) -> str:
    """The first value with its encoded words (RFC 2047) decoded; as it came where they are broken."""
    value = first(message, name)
    try:
        pieces = [_word(text, charset) for text, charset in decode_header(value)]
    except Exception:  # noqa: BLE001 - any fault of the library on a stranger's header
        return value
    return clean("".join(pieces))


def content_type(message: Message) -> str:
    """The type in lower case, text/plain where it is missing or broken (RFC 2045, 5.2)."""
    try:
        return message.get_content_type()
    except Exception:  # noqa: BLE001
        return "text/plain"


def parameter(message: Message, name: str, header: str = "Content-Type") -> str:
    """A parameter of a header, "" where there is none or it is broken."""
    try:
        value = message.get_param(name, "", header)
        if isinstance(value, tuple):  # RFC 2231: charset, language, text
            charset, _, text = value
            value = text.encode("latin-1", "replace").decode(charset or "ascii", "replace")
        return _plain(str(value))
    except Exception:  # noqa: BLE001
        return ""


def file_name(message: Message) -> str:
    """The name the sender gave an attachment, only ever shown."""
    name = parameter(message, "filename", "Content-Disposition") or parameter(message, "name")
    try:
        return clean("".join(_word(text, charset) for text, charset in decode_header(name[:MOST])))
    except Exception:  # noqa: BLE001
        return name


def sender(message: Message) -> str:
    """The address in From, in lower case; "" where there is none.

    Raises: UnreadableSender.
    """
    value = first(message, "From")
    try:
        return clean(parseaddr(value)[1]).strip().lower()
    except Exception as why:
        raise UnreadableSender(f"sender unreadable: {type(why).__name__}") from why


def ids(message: Message, name: str) -> tuple[str, ...]:
    """The message identifiers in a header (RFC 5322, 3.6.4), in order."""
    return tuple(_ID.findall(" ".join(every(message, name))[: MOST * 5]))


def tokens(message: Message) -> tuple[str, ...]:
    """What looks like one of our tokens in the addresses the mail was sent to, in lower case, each once.

    Delivered-To and X-Original-To come first: they are written by our own server, To by the stranger.
    """
    found = [one for name in ADDRESSED for value in every(message, name) for one in _TOKEN.findall(value)]
    return tuple(dict.fromkeys(one.lower() for one in found))


def shorten(message: Message) -> None:
    """Cut the headers whose parameters are parsed later: that parser is quadratic (cpython #136063)."""
    for name in ("Content-Type", "Content-Disposition"):
        values = every(message, name)
        if values and len(values[0]) > MOST:
            message.replace_header(name, values[0][:MOST])


def clean(text: str) -> str:
    """Text that every store can hold: no NUL, no lone surrogate."""
    return _UNWANTED.sub("", text)


def _plain(value: object) -> str:
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return clean(text.replace("\r", "").replace("\n", ""))


def _word(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return text.decode("utf-8", "replace")
