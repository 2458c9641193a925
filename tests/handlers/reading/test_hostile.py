"""Hostile and broken mails, each with the outcome it must have; numbers are those of the project's list of threats.

Numbers 13 to 15 are about the mailbox (tests/bot/test_imap.py), 25 to 37 about who wrote and about loops
(tests/handlers/test_about.py, tests/handlers/test_mail.py).
"""

import gzip
import time
from dataclasses import dataclass
from typing import Any

import pytest

from handlers.reading import Kind, read
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
FIVE = {"overall": 5}
PACKED = gzip.compress(b"\0" * 1_000_000)
MOST_CPU_SECONDS = 1


@dataclass(frozen=True)
class Case:
    """A mail, and what is read of it."""

    number: int
    sentence: str
    raw: bytes
    expected: dict[str, Any]


def case(number: int, sentence: str, head: str | bytes, body: str | bytes = "5", **expected: Any) -> Case:
    first = head if isinstance(head, bytes) else head.encode()
    rest = body if isinstance(body, bytes) else body.encode()
    sender = b"" if first.lower().startswith(b"from:") else b"From: a@b.example\n"
    return Case(number, sentence, sender + first + b"\n\n" + rest, expected)


def unreadable(number: int, sentence: str, note: str, head: str | bytes, body: str | bytes = "5") -> Case:
    return case(number, sentence, head, body, kind=Kind.UNREADABLE, notes=(note,), answers={})


def unclear(text: str) -> Case:
    return case(24, f"{text} on a scale of 1 to 5 is asked about", "Subject: Re", text, unclear=True, answers={})


UNKNOWN = ("unknown charset, read as utf-8",)
MIXED = "Content-Type: multipart/mixed; boundary=b"
HEAVY = b"--b\nX: " + b"y" * 5000 + b"\n\n5\n"
ENCLOSED = b"Content-Type: message/rfc822\n\n"
LEVELS = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))

HOSTILE = [
    case(
        1, "an id in square brackets", "Message-ID: <[b378]@m.example>", answers=FIVE, message_id="<[b378]@m.example>"
    ),
    case(2, "an id with three of them", "Message-ID: <[a1].1c.X_ADDED_[a5]@[a13].O.EXAMPLE>", answers=FIVE),
    case(3, "a parameter that ends at its star", "Content-Type: text/plain; name*", answers=FIVE, attachments=()),
    case(4, "a recipient that is a comment", "To: (c):", answers=FIVE, to_tokens=()),
    case(5, "a date beyond all calendars", "Date: Mon, 1 Jan 999999999999 00:00:00 +0000", answers=FIVE),
    unreadable(6, "a sender in 5,000 comments", "sender unreadable: RecursionError", "From: " + "(" * 5000 + " a@b.c"),
    unreadable(7, "a sender of 5,000 colons", "sender unreadable: RecursionError", "From: " + ":" * 5000),
    case(
        8,
        "a charset nobody knows",
        "Content-Type: text/plain; charset=no-such",
        b"5 caf\xc3\xa9",
        text="5 caf\u00e9",
        notes=UNKNOWN,
    ),
    case(9, "a charset with a NUL", 'Content-Type: text/plain; charset="a\0b"', answers=FIVE, notes=UNKNOWN),
    unreadable(10, "1,000 mails inside each other", "nested deeper than 20 parts", b"X: 1\n" + ENCLOSED * 1000),
    unreadable(10, "1,000 multiparts inside each other", "nested deeper than 20 parts", b"X: 1\n" + LEVELS),
    unreadable(11, "100,000 parts", "more than 200 parts", MIXED, b"--b\n\n\n" * 100_000),
    unreadable(11, "100,000 false boundaries", "too many boundaries", MIXED, b"--bb\n" * 100_000),
    unreadable(12, "20,000 recipients", "more than 64 KB of headers", "To: " + "a@b.example, " * 20_000),
    unreadable(12, "20,000 header lines", "more than 64 KB of headers", "\n".join(f"X-{n}: 1" for n in range(20_000))),
    unreadable(12, "headers of 100 parts", "more than 64 KB of headers", MIXED, HEAVY * 100),
    unreadable(13, "more than 25 MB", "larger than 25 MB", "Subject: large", b"x" * (25 * 1024 * 1024)),
    case(
        16,
        "base64 that is none",
        "Content-Transfer-Encoding: base64",
        "@@@=",
        text="",
        answers={},
        notes=("no text found",),
    ),
    case(16, "base64 cut in the middle", "Content-Transfer-Encoding: base64", "NQ", answers=FIVE),
    case(18, "a five between marks of direction", "Subject: Re", "\u202e5\u202c", answers=FIVE),
    case(18, "a five after a space of no width", "Subject: Re", "\u200b5\u200b", answers=FIVE),
    case(18, "a five as wide as an ideograph", "Subject: Re", "\uff15", answers=FIVE, text="\uff15"),
    case(
        18,
        "a five in flowed text",
        "Content-Type: text/plain; format=flowed; charset=utf-8",
        "5 \n\u200fThank you",
        answers=FIVE,
    ),
    case(
        19,
        "a NUL in subject, id and body",
        "Subject: a\0b\nMessage-ID: <a\0@b>",
        "5\n\na\0b",
        text="5\n\nab",
        message_id="<a@b>",
    ),
    case(
        20,
        "a lone surrogate",
        "Content-Type: text/plain; charset=utf-8",
        b"5\n\n\xed\xa0\x80",
        answers=FIVE,
        text="5\n\n\ufffd\ufffd\ufffd",
    ),
    case(
        20,
        "a lone surrogate by way of utf-7",
        "Content-Type: text/plain; charset=utf-7",
        b"5\n\n+2AA-x",
        answers=FIVE,
        text="5\n\nx",
    ),
    case(
        21, "200 KB that begin quotes and end none", "Subject: Re", "5\n\n" + "\n on xxx at yyy" * 15_000, answers=FIVE
    ),
    case(21, "200 KB of it in one line", "Subject: Re", "5\n\n" + " on xxx at yyy" * 15_000, answers=FIVE),
    case(21, "50 KB of tabs before a word", "Subject: Re", "Thank you.\n" + "\t" * 50_000 + "x", answers={}),
    case(21, "50 KB of spaces before a word", "Subject: Re", "Thank you.\n" + " " * 50_000 + "x", answers={}),
    case(21, "200 KB of digits and dots", "Subject: Re", "Thank you.\n" + "1." * 100_000, answers={}),
    case(
        22,
        "a day at the start of a sentence",
        "Subject: Re",
        "On Tuesday I am away. 4/5",
        text="On Tuesday I am away. 4/5",
        answers={"overall": 4},
    ),
    case(23, "the scale in the quote", "Subject: Re", "2\n\n> How was it?\n> 1 2 3 4 5\n> 5", answers={"overall": 2}),
    case(23, "nothing but the quote", "Subject: Re", "> How was it?\n> 1 2 3 4 5\n> 5", answers={}, text=""),
    *map(unclear, ["10", "5/1", "3-4", "\u00bd", "4-5", "4 or 5"]),
    case(24, "a four in Arabic digits is a four", "Subject: Re", "\u0664", answers={"overall": 4}),
    case(30, "a machine that says five", "Auto-Submitted: auto-replied", kind=Kind.AUTO_REPLY, answers={}),
    case(31, "nobody who says five", "Return-Path: <>", kind=Kind.BOUNCE, answers={}),
]


@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: f"{given.number} {given.sentence}")
def test_a_hostile_mail_has_its_outcome(given: Case) -> None:
    """It is read or set aside with a reason, and in less than a second of work."""
    started = time.process_time()
    found = read(given.raw, DELIVERY)
    assert time.process_time() - started < MOST_CPU_SECONDS
    assert {name: getattr(found, name) for name in given.expected} == given.expected
    assert not any(note.startswith("not readable") for note in found.notes)


def test_a_packed_attachment_is_never_opened() -> None:
    """Hash and size, whatever it would grow to (17)."""
    head = f"From: a@b.example\n{MIXED}\n\n--b\n\n5\n--b\nContent-Type: application/gzip\n".encode()
    raw = head + b'Content-Disposition: attachment; filename="../../etc/x.gz"\n\n' + PACKED + b"\n--b--\n"
    found = read(raw, DELIVERY)
    [attachment] = found.attachments
    assert (found.answers, attachment.name) == (FIVE, "x.gz")
    assert (attachment.type, attachment.size) == ("application/gzip", len(PACKED))


def test_every_number_of_the_list_is_here() -> None:
    """1 to 24, but for the mailbox's."""
    assert {given.number for given in HOSTILE} | {14, 15, 17} >= set(range(1, 25))
