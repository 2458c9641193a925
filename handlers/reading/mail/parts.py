"""A raw mail as a tree of parts, within limits that hold while it is taken apart.

The standard library parses line by line: a mail of 25 MB takes it up to six seconds and a thousand nested parts its
whole stack. Here a multipart is cut at its boundary (RFC 2046, 5.1.1) in one pass and without recursion.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from handlers.reading.mail import headers
from handlers.reading.mail.head import MOST_BYTES as MOST_HEADER_BYTES
from handlers.reading.mail.head import Head, halves, head

MOST_BYTES = 25 * 1024 * 1024
MOST_HEADER_BYTES_IN_ALL = 2 * MOST_HEADER_BYTES
MOST_BYTES_IN_ALL = 5 * MOST_BYTES
"""Of all parts together, as each level of nesting holds its content once more."""

MOST_PARTS = 200
MOST_BOUNDARIES = 1000
DEEPEST = 20

ENCLOSED = frozenset({"message/rfc822", "message/global", "message/news"})
STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})

_REST_OF_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_BETWEEN_BLOCKS = re.compile(rb"\n[ \t]*\r?\n")


class TooMuch(ValueError):
    """The mail goes over a limit and is not taken apart."""


@dataclass(eq=False)
class Part:
    """One part: its headers, its undecoded body, and what is inside it."""

    head: Head
    body: bytes
    depth: int = 0
    children: list["Part"] = field(default_factory=list)

    @cached_property
    def type(self) -> str:
        return headers.content_type(self.head)

    def content(self) -> bytes:
        """The body without its transfer encoding; what cannot be decoded is left out (RFC 2045, 6.8)."""
        encoding = headers.first(self.head, "Content-Transfer-Encoding").strip().lower()
        if encoding == "base64":
            return _base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        return self.body


def parse(raw: bytes) -> Part:
    """Take a mail apart.

    Raises: TooMuch, naming the limit.
    """
    if len(raw) > MOST_BYTES:
        raise TooMuch("larger than 25 MB")
    budget = _Budget()
    root = _open(raw.lstrip(b"\r\n") if raw[:1] in b"\r\n" else raw, 0, budget)
    waiting = [root]
    while waiting:
        part = waiting.pop()
        for piece in _inside(part):
            part.children.append(_open(piece, part.depth + 1, budget))
        if part.children and part.type.startswith("multipart/"):
            part.body = b""
        waiting.extend(part.children)
    return root


def walk(root: Part) -> Iterator[Part]:
    """Every part in the order of the mail; what an enclosed mail holds comes after that mail."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.children))


@dataclass
class _Budget:
    parts: int = 0
    header_bytes: int = 0
    bytes: int = 0

    def take(self, size: int, header_bytes: int, depth: int) -> None:
        self.parts += 1
        self.bytes += size
        self.header_bytes += header_bytes
        if self.parts > MOST_PARTS:
            raise TooMuch(f"more than {MOST_PARTS} parts")
        if self.bytes > MOST_BYTES_IN_ALL:
            raise TooMuch("larger than 125 MB taken apart")
        if depth > DEEPEST:
            raise TooMuch(f"nested deeper than {DEEPEST} parts")
        if header_bytes > MOST_HEADER_BYTES or self.header_bytes > MOST_HEADER_BYTES_IN_ALL:
            raise TooMuch("more than 64 KB of headers")


def _open(raw: bytes, depth: int, budget: _Budget) -> Part:
    block, body = halves(raw)
    budget.take(len(raw), len(block), depth)
    return Part(head(block), body, depth)


def _inside(part: Part) -> Iterator[bytes]:
    if part.type.startswith("multipart/"):
        boundary = headers.parameter(part.head, "boundary")
        if boundary:
            yield from _pieces(part.body, boundary.encode("utf-8", "surrogateescape"))
    elif part.type in ENCLOSED:
        yield part.content()
    elif part.type in STATUS:
        yield from (block + b"\n\n" for block in _BETWEEN_BLOCKS.split(part.content()) if block.strip())


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    mark = b"--" + boundary
    start, place, looked = None, 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1 or -1, 0
    while place >= 0:
        looked += 1
        if looked > MOST_BOUNDARIES:
            raise TooMuch("too many boundaries")
        line = _REST_OF_BOUNDARY.match(body, place + len(mark))
        if line:
            if start is not None:
                yield body[start : max(start, _before_line_end(body, place))]
            start = line.end()
            if line[1]:
                return
        place = body.find(b"\n" + mark, place + 1) + 1 or -1
    if start is not None:
        yield body[start:]


def _before_line_end(body: bytes, place: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    return place - (2 if body[place - 2 : place] == b"\r\n" else 1)


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        pass
    try:
        return binascii.a2b_base64(body + b"==")
    except binascii.Error:
        return b""
