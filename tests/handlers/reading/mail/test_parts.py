"""Hostile mails: limits, broken headers, broken bodies."""

import pytest

from handlers.reading import Kind, read
from surveys.questionnaires import load

DELIVERY = load("post_delivery")


def reading(raw):
    return read(raw, DELIVERY)


@pytest.mark.parametrize(
    "header",
    [
        b"Message-ID: <[b378]@microsoft.com>",
        b"Message-ID: <[anu10].1c.SMTPIN_ADDED_[au5]@[anu13].OUTLOOK.COM>",
        b"Content-Type: text/plain; name*",
        b"To: (c):",
        b"Date: Mon, 1 Jan 999999999999 00:00:00 +0000",
        b"Content-Type: text/plain; charset=no-such",
        b'Content-Type: text/plain; charset="a\0b"',
        b"Subject: a\0b =?x?q?",
        b"From: J\xf6rg <a@b.example>",
    ],
)
def test_a_broken_header_does_not_keep_an_answer_from_us(header):
    """The mail is read as if the header were not there (checklist 1-5, 8, 9, 19)."""
    assert reading(header + b"\n\n5").answers == {"overall": 5}


def test_an_unknown_charset_is_noted():
    """The text is read as UTF-8 and a person can see why it looks odd (checklist 8)."""
    found = reading(b"Content-Type: text/plain; charset=no-such\n\n5 caf\xff")
    assert (found.text, found.notes) == ("5 caf\ufffd", ("unknown charset, read as utf-8",))


@pytest.mark.parametrize("sender", [b"(" * 5000 + b" a@b.example", b":" * 5000])
def test_a_sender_that_cannot_be_read_sets_the_mail_aside(sender):
    """Nested comments exhaust the library's stack; the mail is unreadable, not the mailbox (checklist 6, 7)."""
    found = reading(b"From: " + sender + b"\n\n5")
    assert (found.kind, found.notes) == (Kind.UNREADABLE, ("sender unreadable: RecursionError",))


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (b"Content-Type: message/rfc822\n\n" * 1000, "nested deeper than 20 parts"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n\n" * 100_000, "more than 200 parts"),
        (b"To: " + b"a@b.example, " * 20_000 + b"\n\n5", "more than 64 KB of headers"),
        (b"\n" * (25 * 1024 * 1024 + 1), "larger than 25 MB"),
    ],
    ids=["depth", "parts", "headers", "size"],
)
def test_what_goes_over_a_limit_is_not_taken_apart(raw, note):
    """Each limit holds before the full parse and is named (checklist 10-13)."""
    found = reading(raw)
    assert (Kind.UNREADABLE, (note,)) == (found.kind, found.notes)


def test_nested_multiparts_end_at_the_same_depth():
    """A thousand multiparts inside each other are cut off at the twenty-first (checklist 10)."""
    levels = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
    assert reading(b"".join(levels) + b"\n5").notes == ("nested deeper than 20 parts",)


def test_ordinary_nesting_is_read():
    """Ten levels are odd, not hostile."""
    raw = b"\n5"
    for level in range(10):
        start, end = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", b"\n--b%d--\n"
        raw = start % (level, level) + raw + end % level
    assert reading(raw).answers == {"overall": 5}


def test_a_body_that_cannot_be_decoded_is_empty():
    """Broken base64 leaves no text, and so no answer (checklist 16)."""
    found = reading(b"Content-Transfer-Encoding: base64\n\n@@@=")
    assert (found.text, found.answers, found.notes) == ("", {}, ("no text found",))


def test_nul_and_lone_surrogates_never_reach_a_store():
    """They are taken out wherever they stand (checklist 19, 20)."""
    found = reading(b"From: a@b.example\nMessage-ID: <a\xff@b>\n\n5 a\0b \xed\xa0\x80")
    assert "\0" not in found.text
    assert found.text.encode()
    assert (found.message_id or "").encode()


def test_a_mail_that_begins_with_a_blank_line_still_has_headers():
    """Some files are saved so."""
    assert reading(b"\r\nFrom: a@b.example\r\n\r\n5").sender == "a@b.example"


def test_a_boundary_that_begins_like_another_is_told_apart():
    """`--b` does not end at `--bb` (RFC 2046, 5.1.1)."""
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n5\n--bb\nstill text\n--b--\nepilogue"
    assert reading(raw).text == "5\n--bb\nstill text"


def test_soft_line_breaks_are_joined():
    """format=flowed breaks lines where no one did (RFC 3676, checklist 18)."""
    raw = b"Content-Type: text/plain; format=flowed\n\nThe driver was \nvery kind.\n"
    assert reading(raw).text == "The driver was very kind."


@pytest.mark.parametrize(
    "raw",
    [
        b"\n" + b" on xxx at yyy" * 15_000,
        b"\n" + b"Am schrieb Am schrieb\n" * 5_000,
        b"\n" + b"5 of " * 20_000,
        b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
        b"From: MAILER-DAEMON@x.example\nSubject: Undelivered\n\n" + b"<a@b.example>\n" * 50_000,
    ],
    ids=["crisp", "headers", "fractions", "html", "bounce"],
)
def test_what_slows_other_readers_down_is_read_like_any_mail(raw):
    """Every scanner is linear or sees a bounded window, so this test ends (checklist 21)."""
    assert reading(raw).answers == {}
