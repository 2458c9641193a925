"""Addresses in their one spelling, and text from outside made fit for one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.customer import BadAddress, address, printable
from surveys.message import header


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna@example.com", "anna@example.com"),
        (" Anna@Example.COM\n", "anna@example.com"),
        ("anna+orders@example.com", "anna+orders@example.com"),
        ("o'hara@example.com", "o'hara@example.com"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@XN--BCHER-KVA.example", "anna@xn--bcher-kva.example"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
        ("anna@customers.test", "anna@customers.test"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    """An address is kept trimmed, in lower case, with the ASCII form of its domain."""
    assert address(text) == expected


HOSTILE = [
    "",
    " ",
    "anna",
    "@example.com",
    "anna@",
    "anna@localhost",
    "anna@example..com",
    "anna@-example.com",
    "anna@example.com.",
    "anna@exam_ple.com",
    "anna@192.0.2.1",
    "jürgen@example.com",
    "anna@[192.0.2.1]",
    "anna@example.invalid",
    ".anna@example.com",
    "anna.@example.com",
    "an..na@example.com",
    '"anna b"@example.com',
    "Anna <anna@example.com>",
    "anna@example.com, ben@example.com",
    "anna@example.com ben@example.com",
    "mailto:anna@example.com",
    "anna@evil.example(<anna@example.com>",
    "a@b.example>\r\nRCPT TO:<v@w.example",
    "anna\r\nBcc: ben@example.com",
    "anna@example.com\r\nBcc: ben@example.com",
    "an\0na@example.com",
    "an\u202ena@example.com",
    "an\u200bna@example.com",
    "anna@exa\u2028mple.com",
    "\ud800@example.com",
    "anna@\ud800.example",
    "a" * 65 + "@example.com",
    "anna@" + "a" * 64 + ".example",
    "anna@" + "a." * 130 + "example",
    "é" * 100_000 + "@example.com",
    "anna@" + "é" * 100_000,
    "=?utf-8?q?anna?=@example.com",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_what_is_no_address_is_refused(text: str) -> None:
    """What is no address, or one that could break a mail, is refused in one line that names it."""
    with pytest.raises(BadAddress) as refused:
        address(text)
    assert (str(refused.value).isprintable(), f"'{printable(text)}'" in str(refused.value)) == (True, True)


pieces = st.text(st.sampled_from("abzÄéİßK.+-_'%=?@ <>()[]\",:;\\\r\n\0\u200b\u2028"), max_size=20)


@given(local=pieces, domain=st.one_of(pieces, st.sampled_from(["example.com", "BÜCHER.example"])))
def test_a_kept_address_is_safe(local, domain) -> None:
    """Whatever is accepted is one spelling for good, has one @, and may stand in a header."""
    try:
        kept = address(f"{local}@{domain}")
    except BadAddress:
        return
    assert (address(kept), header(kept, "address"), kept.count("@")) == (kept, kept, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\r\nb\x1b[2J", "a\ufffd\ufffdb\ufffd[2J"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 80 + "... (81 characters)"),
        ("right\u202eleft", "right\ufffdleft"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    """Control characters are replaced, and what is too long is cut and says so."""
    assert printable(text) == expected


@given(text=st.text(), most=st.integers(0, 40))
def test_one_line_is_printable(text, most) -> None:
    """Whatever is given becomes one printable line of bounded length."""
    shown = printable(text, most)
    assert (shown.isprintable(), len(shown) <= most + 30) == (True, True)
