"""Single headers, read as the standard library reads them where it can, and at all where it cannot."""

from email.message import Message
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.mail import headers
from handlers.reading.mail.head import head

VALUES = st.text(st.sampled_from("abn0/;= \t\"<>.*'%\\é"), max_size=40)


def of(name, value):
    return head(f"{name}: {value}\n".encode())


def library(value):
    message = Message()
    message["Content-Type"] = value.strip()
    return message


@given(VALUES)
def test_a_type_is_that_of_the_standard_library(value):
    """In lower case, text/plain where there is none."""
    assert library(value).get_content_type() == headers.content_type(of("Content-Type", value))


@given(VALUES, st.sampled_from(["name", "charset", "a", "b"]))
def test_a_parameter_is_that_of_the_standard_library(rest, name):
    """Quoted or not, with spaces around it, with a semicolon inside its quote marks."""
    value = f"text/plain; {name}{rest}"
    try:
        expected = library(value).get_param(name, "")
    except Exception:  # noqa: BLE001 - what the library cannot read is no parameter
        expected = ""
    if not isinstance(expected, tuple):
        assert str(expected) == headers.parameter(of("Content-Type", value), name)


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ('multipart/mixed; boundary="a;b"', "boundary", "a;b"),
        ("multipart/mixed; Boundary = a", "boundary", "a"),
        ('text/plain; charset="utf-8"; charset=latin1', "charset", "utf-8"),
        (r'text/plain; name="a\"b"', "name", 'a"b'),
        ("text/plain; name*=utf-8''%e2%82%ac.txt", "name", "€.txt"),
        ("text/plain; name*0=a; name*1=b", "name", "ab"),
        ("text/plain; name*=utf-7''+2AA-x", "name", "x"),
        ("text/plain; name*=no-such''x", "name", ""),
        ("text/plain; name*", "name", ""),
        ('text/plain; name="open', "name", '"open'),
        ("text/plain; " + "x" * 3000 + "; name=late", "name", ""),
    ],
)
def test_parameters_are_read(value, name, expected):
    """Also escaped, continued or in a charset of their own (RFC 2231); broken and late ones are none."""
    assert headers.parameter(of("Content-Type", value), name) == expected


@given(
    st.one_of(
        st.text(st.sampled_from("ab.<>@ \"',-_=?0"), max_size=30),
        st.from_regex(r"[\w .'=?-]{0,12}<[a-z.+-]{1,9}@[a-z.-]{1,9}>", fullmatch=True),
    )
)
def test_the_usual_sender_is_read_as_the_standard_library_reads_it(value):
    """The short way gives what the long way gives."""
    value = value.strip()
    if headers.USUAL_SENDER.fullmatch(value) and value.isascii():
        assert parseaddr(value)[1].lower() in {headers.sender(of("From", value)), ""}


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Ana Ruiz <Ana@Buyer.example>", "ana@buyer.example"),
        ('"Ruiz, Ana" <ana@buyer.example>', "ana@buyer.example"),
        ("=?utf-8?q?Zo=C3=AB?= <zoe@buyer.example>", "zoe@buyer.example"),
        ("ana@buyer.example", "ana@buyer.example"),
        ("ana@buyer.example (Ana)", "ana@buyer.example"),
        ("J\u00f6rg <j@b.example>", "j@b.example"),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_senders_are_read(value, address):
    """However the mail program writes them."""
    assert headers.sender(of("From", value)) == address


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?caf=C3=A9?= 5", "café 5"),
        ("=?utf-8?b?Y2Fmw6k=?=", "café"),
        ("=?no-such?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?A?=", "=?utf-8?b?A?="),
        ("=?x?q?", "=?x?q?"),
        ("plain", "plain"),
    ],
)
def test_encoded_words_are_decoded(value, text):
    """Broken ones stay as they came (RFC 2047)."""
    assert headers.decoded(of("Subject", value), "Subject") == text
