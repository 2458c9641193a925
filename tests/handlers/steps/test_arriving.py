"""Mails have been fetched: kept raw, each once, before anybody tries to understand them."""

from datetime import datetime

import pytest

from handlers.office import Office
from handlers.steps.arriving import Fetched, arrive, claim, fingerprint, read_up_to
from tests.handlers.stage import MAILBOX

MAIL = b"""Received: from mx.buyer.example by mx.harbor.example; Mon, 16 Nov 2026 12:00:00 +0000
\tid 4711
From: zoe@buyer.example
To: feedback@harbor.example
Subject: Re: How was
 delivery R-1?
Message-ID: <1@buyer.example>
X-Spam-Score: 0.1

5
"""


@pytest.mark.parametrize(
    "copy",
    [
        MAIL.replace(b"\n", b"\r\n"),
        MAIL.replace(b"\tid 4711\n", b""),
        MAIL.replace(b"id 4711", b"id 4712"),
        MAIL.partition(b"From:")[1] + MAIL.partition(b"From:")[2],
        b"Delivered-To: feedback@harbor.example\nReturn-Path: <zoe@buyer.example>\n" + MAIL,
        MAIL.replace(b"0.1", b"9.9\n more"),
        b"ARC-Seal: i=1\nAuthentication-Results: mx.harbor.example; dkim=pass\n" + MAIL,
        MAIL.replace(b"X-Spam-Score", b"x-spam-score"),
    ],
    ids=["line ends", "no folding", "received", "not received", "delivered", "score", "signed", "case"],
)
def test_headers_that_servers_add_make_no_other_mail(copy: bytes) -> None:
    """Two copies of one mail, by two routes or out of two folders, have one fingerprint."""
    assert fingerprint(copy) == fingerprint(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"\n5\n", b"\n4\n"),
        MAIL.replace(b"zoe@", b"joe@"),
        MAIL.replace(b"R-1", b"R-2"),
        MAIL.replace(b"<1@", b"<2@"),
        MAIL + b"\n",
    ],
    ids=["body", "sender", "folded subject", "id", "one line more"],
)
def test_what_the_writer_wrote_makes_another_mail(other: bytes) -> None:
    """A Message-ID alone proves nothing: the same one with another body is another mail."""
    assert fingerprint(other) != fingerprint(MAIL)


@pytest.mark.parametrize("odd", [b"", b"\n\n", b" folded first\n\nbody", b"no body", b"\xff\0" * 10], ids=repr)
def test_any_bytes_have_a_fingerprint(odd: bytes) -> None:
    """A mail that is none is kept too."""
    assert len(fingerprint(odd)) == 32


async def test_a_batch_is_kept_with_how_far_it_reads(office: Office, now: datetime) -> None:
    """The same batch again brings nothing new."""
    batch = [Fetched(1, MAIL, len(MAIL)), Fetched(2, MAIL + b"more", 100)]
    assert await arrive(office, MAILBOX, 7, batch, read_up_to=5, now=now) == 2
    assert await arrive(office, MAILBOX, 7, batch, read_up_to=5, now=now) == 0
    assert await read_up_to(office, MAILBOX) == (7, 5)
    assert await read_up_to(office, "Other") == (0, 0)


async def test_a_mail_that_was_too_large_is_known_by_its_place(office: Office, now: datetime, tick: datetime) -> None:
    """It was never fetched, so that two of the same size are still two."""
    batch = [Fetched(1, None, 300_000_000), Fetched(2, None, 300_000_000)]
    assert await arrive(office, MAILBOX, 7, batch, read_up_to=2, now=now) == 2
    assert [one.note for one in await claim(office, tick, 10)] == ["too large: 300000000 bytes"] * 2


async def test_an_empty_inbox_has_nothing_to_claim(office: Office, tick: datetime) -> None:
    """Looking costs a read and no write."""
    assert await claim(office, tick, 10) == []
