"""The readable text of a mail, and what is attached to it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from handlers.reading.mail import headers, markup
from handlers.reading.mail.parts import ENCLOSED, STATUS, Part
from handlers.reading.reading import Attached

MOST_TEXT = 100_000
"""Characters of a mail that are read. What customers write is at the top."""

LONGEST_NAME = 120

# Quadratic, or made to run escapes: no mail program sends them.
_REFUSED = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


@dataclass(frozen=True)
class Body:
    text: str
    notes: tuple[str, ...] = ()


def body(root: Part) -> Body:
    """The plain parts, or what the HTML parts show where no plain part says anything."""
    shown = [part for part in _own(root) if not _attached(part)]
    plain = [_text(part) for part in shown if part.type == "text/plain"]
    if any(one.text.strip() for one in plain):
        return _joined(plain)
    html = [_text(part) for part in shown if part.type == "text/html"]
    found = _joined([Body(markup.words(one.text), one.notes) for one in html] or plain)
    return found if found.text.strip() else Body("", (*found.notes, "no text found"))


def attachments(root: Part) -> tuple[Attached, ...]:
    """Name, type, size and hash: an attachment is never opened, so a packed 4 GB costs nothing."""
    return tuple(_attachment(part) for part in attached(root))


def attached(root: Part) -> Iterator[Part]:
    return (part for part in _own(root) if _attached(part))


def _own(root: Part) -> Iterator[Part]:
    """The leaves of this mail itself; an enclosed mail counts as one."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        inner = [] if part.type in ENCLOSED | STATUS else part.children
        if inner:
            waiting.extend(reversed(inner))
        else:
            yield part


def _attached(part: Part) -> bool:
    disposition = headers.first(part.head, "Content-Disposition").lower()
    if part.type in {"text/plain", "text/html"}:
        return disposition.startswith("attachment") or bool(headers.file_name(part.head))
    return not part.type.startswith("multipart/")


def _attachment(part: Part) -> Attached:
    content = part.content()
    return Attached(safe(headers.file_name(part.head)), part.type, len(content), sha256(content).hexdigest())


def safe(name: str) -> str:
    """The name of a file as it may be shown and kept: no folders, nothing invisible, not over `LONGEST_NAME`."""
    last = re.split(r"[/\\]", name)[-1]
    shown = " ".join("".join(one if one.isprintable() else " " for one in last).split()).strip(". ")
    stem, dot, kind = shown.rpartition(".")
    if len(shown) <= LONGEST_NAME or not dot or len(kind) > 10:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(kind) - 1]}.{kind}"


def _text(part: Part) -> Body:
    content = part.content()[: MOST_TEXT * 4]
    charset = headers.parameter(part.head, "charset").strip().lower()
    found, notes = _decoded(content, charset)
    text = _LINE_END.sub("\n", headers.clean(found)).removeprefix("\ufeff")
    if len(text) > MOST_TEXT:
        notes = (*notes, f"only the first {MOST_TEXT} characters were read")
    if headers.parameter(part.head, "format").lower() == "flowed":
        text = _unflowed(text[:MOST_TEXT], headers.parameter(part.head, "delsp").lower() == "yes")
    return Body(text[:MOST_TEXT], notes)


def _decoded(content: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    """Undeclared and wrongly declared bytes are most often UTF-8, else the Western code page of Windows."""
    if charset in {"", "us-ascii", "ascii", "iso-8859-1", "latin1", "utf-8", "utf8"}:
        try:
            return content.decode("utf-8"), ()
        except UnicodeDecodeError:
            declared = charset.startswith("utf")
            return content.decode("utf-8" if declared else "cp1252", "replace"), ()
    try:
        if codecs.lookup(charset).name.replace("-", "_") not in _REFUSED:
            return content.decode(charset, "replace"), ()
    except (LookupError, ValueError, TypeError):
        pass
    return content.decode("utf-8", "replace"), ("unknown charset, read as utf-8",)


def _unflowed(text: str, delsp: bool) -> str:
    """Join the soft line breaks of RFC 3676; quoted lines and the signature mark keep theirs."""
    lines: list[str] = []
    soft = False
    for raw in text.split("\n"):
        line = raw.removeprefix(" ")
        fixed = line.startswith(">") or line == "-- "
        if soft and not fixed:
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + line
        else:
            lines.append(line)
        soft = line.endswith(" ") and not fixed
    return "\n".join(lines)


def _joined(found: list[Body]) -> Body:
    notes = dict.fromkeys(note for one in found for note in one.notes)
    return Body("\n".join(one.text for one in found)[:MOST_TEXT], tuple(notes))
