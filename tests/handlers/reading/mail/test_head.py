"""Header fields are taken apart as the standard library does it under its `compat32` policy, in a tenth of its time."""

from email.parser import BytesHeaderParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.mail.head import MOST_BYTES, halves, head
from tests.handlers.reading.mail.samples import MAILS

NAMES = st.sampled_from(["To", "X-Own", "subject", "Received", "Content-Type", "A"])
WORDS = st.text(st.sampled_from('ab:;="<>@ \t\u00e9\u2028\x0b\x85\0'), max_size=20)
LINES = st.one_of(
    st.builds("{}: {}".format, NAMES, WORDS),
    st.builds(" {}".format, WORDS),
    st.builds("\t{}".format, WORDS),
    st.just(":nameless"),
    st.builds("From {}".format, WORDS),
)


def fields(block):
    """What the library finds: values by name, unfolded and as text; white space at the ends counts for nothing."""
    found = {}
    for name, value in BytesHeaderParser().parsebytes(block).raw_items():
        text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")
        found.setdefault(name.lower(), []).append(text.replace("\r", "").replace("\n", "").strip(" \t"))
    return found


def ours(block):
    return {name: [value.strip(" \t") for value in values] for name, values in head(block).values.items()}


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_fields_are_those_of_the_standard_library(lines, end):
    """Folded, repeated, nameless, in UTF-8, with envelope lines between them."""
    block = "".join(line + end for line in lines if not line.startswith("From ")).encode()
    assert fields(block) == ours(block)


@given(st.lists(LINES, max_size=8))
def test_an_envelope_line_is_no_field(lines):
    """Wherever the line of an mbox stands, it brings no field and ends none."""
    block = "".join(f"{line}\n" for line in lines)
    assert "from " not in ours(block.encode())
    assert all(not name.startswith("from ") for name in ours(block.encode()))


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS)
def test_the_fields_of_a_real_mail_are_those_of_the_standard_library(raw):
    """For every mail of this project."""
    block, _ = halves(raw)
    assert fields(block) == ours(block)


@pytest.mark.parametrize(
    ("raw", "block", "body"),
    [
        (b"A: 1\r\nB: 2\r\n\r\ntext\r\n", b"A: 1\r\nB: 2\r\n", b"text\r\n"),
        (b"A: 1\nno field\n\ntext", b"A: 1\n", b"no field\n\ntext"),
        (b"\nA: 1\n", b"", b"A: 1\n"),
        (b"A: 1\n \n b\n\ntext", b"A: 1\n \n b\n", b"text"),
        (b"A: 1\rB: 2\r\rtext", b"A: 1\rB: 2\r", b"text"),
        (b"A: 1", b"A: 1", b""),
        (b"", b"", b""),
        (b"text alone", b"", b"text alone"),
    ],
)
def test_headers_and_body_part_where_the_headers_end(raw, block, body):
    """At the first blank line, or before the first line that is no field."""
    assert (block, body) == halves(raw)


@given(st.binary(max_size=400))
def test_nothing_is_lost_between_headers_and_body(raw):
    """But for the blank line between them."""
    block, body = halves(raw)
    assert raw.startswith(block)
    assert raw[len(block) :].removesuffix(body) in {b"", b"\n", b"\r", b"\r\n"}


def test_a_text_without_a_blank_line_is_no_long_header():
    """The limit counts what is a header, not what comes before the first blank line."""
    assert halves(b"word " * 20_000) == (b"", b"word " * 20_000)


def test_headers_over_the_limit_are_seen_to_be_over_it():
    """More is not looked at."""
    assert len(halves(b"A: " + b"x" * 1_000_000)[0]) == MOST_BYTES + 1
    assert len(halves(b"A: x\n" * 1_000_000)[0]) > MOST_BYTES
