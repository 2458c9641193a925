"""Ways to damage a mail, each by chance alone: the same dice give the same damage."""

import re
from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 400_000

CHARSETS = [
    "utf-7", "utf-16", "utf-32", "idna", "punycode", "unicode_escape", "hz", "iso2022_jp", "cp037", "koi8-r", "big5",
    "no-such", "a\0b", "*", ";", "", '"',
]  # fmt: skip
ENCODINGS = [
    "base64", "quoted-printable", "x-uuencode", "8bit", "BASE64 ", "7bit;", "binary\0", "", "base64\r\n\tx",
]  # fmt: skip
TYPES = [
    "text/html", "text/plain", "multipart/mixed", "multipart/report", "message/rfc822", "message/delivery-status",
    "message/feedback-report", "message/partial", "text/rfc822-headers", "text/", "/plain", "a/b/c",
]  # fmt: skip
PIECES = [
    b"=?utf-8?q?", b"=?utf-8?b?", b"?=", b"((((", b"))))", b"<<<<", b">>>>", b'"', b"\\", b"\0", b"\r", b"\n",
    b"\r\n\r\n",
    b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"name*0*=x;", b"boundary=", b"--", b"> ", b"-- \n",
    b"On Mon, 1 Jan 2026 at 1:00, a@b.example wrote:\n", b"From: ", b"5", b"\xc2\xbd", b"\xef\xbc\x95", b"1 2 3 4 5",
    b"<div>", b"<blockquote>", b"<!--", b"&#x35;", b"&", b"<b", b"unsubscribe", b"5.1.1", b"<a@b.example>", b"@", b",",
    b":" * 50, b";" * 50, b" " * 500, b"\t\n" * 50, b"a" * 1000, b"a@b.example, " * 50, b"Content-Type: ",
    b"----------",
]  # fmt: skip

Damage = Callable[[Random, bytes, bytes], bytes]
"""Dice, a mail, and another mail to take from."""


def flipped(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Some bits are turned."""
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 40) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(dice: Random, raw: bytes, other: bytes) -> bytes:
    """The end or a piece is missing."""
    start, end = _slice(dice, raw)
    return dice.choice((raw[:start], raw[:start] + raw[end:], raw[start:]))


def spliced(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Two mails grow together."""
    start, end = _slice(dice, other)
    place = dice.randint(0, len(raw))
    return dice.choice((raw[:place] + other[start:], raw[:place] + other[start:end] + raw[place:]))


def repeated(dice: Random, raw: bytes, other: bytes) -> bytes:
    """A piece comes again and again."""
    start = dice.randint(0, len(raw))
    end = start + dice.choice((1, 2, 7, 40, 300))
    return raw[:start] + raw[start:end] * dice.choice((2, 2, 9, 50, 50, 300, 5000)) + raw[end:]


def inserted(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Something that parsers stumble over stands where it should not."""
    for _ in range(dice.randint(1, 6)):
        place = dice.randint(0, len(raw))
        raw = raw[:place] + dice.choice(PIECES) * dice.choice((1, 1, 3, 200)) + raw[place:]
    return raw


def swapped(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Header lines of both mails are mixed: lines change places, or one name gets the value of another."""
    head, gap, body = _parted(raw)
    lines = head.split(b"\n") + dice.sample(_parted(other)[0].split(b"\n"), 1)
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    if dice.random() < 0.5:
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines[first] = lines[first].partition(b":")[0] + b":" + lines[second].partition(b":")[2]
    return b"\n".join(lines) + gap + body


def unbounded(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Boundaries are doubled, cut, closed too early, or are those of somebody else."""
    found = re.search(rb'boundary="?([^"\s;]{1,70})', raw)
    if found is None:
        return (
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" + raw + dice.choice((b"", b"\n--x--", b"\n--x\n--x"))
        )
    mark = b"--" + found[1]
    new = dice.choice((mark + b"--", mark[:-1], mark + b" ", b"-" + mark, mark + b"\n" + mark, b"", mark + b"x"))
    return raw.replace(mark, new, dice.choice((-1, 1, 2)))


def miscoded(dice: Random, raw: bytes, other: bytes) -> bytes:
    """Charset, transfer encoding or type are other than the truth."""
    name, values = dice.choice(((rb"charset=", CHARSETS), (rb"encoding:", ENCODINGS), (rb"content-type:", TYPES)))
    value = b" " * (name[-1:] == b":") + dice.choice(values).encode()
    changed, times = re.subn(
        rb"(?i)(" + name + rb")[^\r\n;]*", lambda line: line[1] + value, raw, count=dice.choice((0, 1))
    )
    return changed if times else b"Content-Type: text/plain; charset=" + dice.choice(CHARSETS).encode() + b"\n" + raw


def wrapped(dice: Random, raw: bytes, other: bytes) -> bytes:
    """The mail lies in others, some of them too deep."""
    for level in range(dice.choice((1, 2, 5, 18, 19, 20, 21, 40))):
        if dice.random() < 0.3:
            raw = b"Content-Type: message/rfc822\n\n" + raw
        else:
            mark = b"w%d" % level
            kind = dice.choice((b"mixed", b"alternative", b"report", b"digest"))
            raw = b"Content-Type: multipart/%b; boundary=%b\n\n--%b\n%b\n--%b--\n" % (kind, mark, mark, raw, mark)
    return raw


DAMAGES: Sequence[Damage] = (
    flipped, cut, spliced, repeated, inserted, swapped, unbounded, miscoded, wrapped,
)  # fmt: skip


def mutant(mails: Sequence[bytes], seed: int) -> bytes:
    """One mail, damaged up to three times; the same seed makes the same."""
    dice = Random(seed)
    raw = dice.choice(mails)
    for _ in range(dice.randint(1, 3)):
        raw = dice.choice(DAMAGES)(dice, raw, dice.choice(mails))[:MOST_BYTES]
    return raw


def _slice(dice: Random, raw: bytes) -> tuple[int, int]:
    start, end = sorted((dice.randint(0, len(raw)), dice.randint(0, len(raw))))
    return start, end


def _parted(raw: bytes) -> tuple[bytes, bytes, bytes]:
    end = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: end.start()], end[0], raw[end.end() :]) if end else (raw, b"", b"")
