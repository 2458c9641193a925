"""What a mail looks like on the wire."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handlers.words.mail import Mail, compose
from surveys.message import UnsafeHeader

MAIL = Mail(
    sender_name="Example Logistics",
    sender="feedback@example.com",
    recipient="zoe@customer.example",
    reply_to="feedback+a5kq3m2n4p@example.com",
    subject="How was delivery A-1017?",
    message_id="<a5kq3m2n4p6r7s2t@example.com>",
    date=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
    text="Hello Zoë,\n\nhow did it go?\n",
    html="<!DOCTYPE html><html lang='en'><p>Hello Zoë</p></html>\n",
    language="en",
    headers={"List-Unsubscribe": "<https://survey.example.com/u/b5kq>"},
)

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(256))

HOSTILE = [
    "A\r\nBcc: x@y",
    "A\nBcc: x@y",
    "A 💩 =?UTF-8?Q?=0A?=Bcc: x@y",
    "=?utf-8?B?QQ==?=",
    "A\x00B",
    "A\x85B",
    "A\u2028Bcc: x@y",
    "A\ud800B",
]

NAMES = ["Zoë", 'O\'Brien "x"', "💩", "back\\slash", "a, b; c: d", "(c) <d@e>", '[a] "', ""]

printable = st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"], include_characters=" "), max_size=200)


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def part(raw: bytes, kind: str) -> str:
    """The decoded words of one part, with the line ends of a text file."""
    found = next(part for part in read(raw).walk() if part.get_content_type() == kind)
    return found.get_content().replace("\r\n", "\n")


def test_the_same_mail_gives_the_same_bytes():
    """A retry sends the very same mail, so the boundaries come from the Message-ID and not from chance."""
    assert compose(MAIL) == compose(replace(MAIL))


def test_another_message_id_gives_other_boundaries():
    """A mail that quotes another one of ours cannot close its parts."""
    other = compose(replace(MAIL, message_id="<other@example.com>"))
    assert read(compose(MAIL)).get_boundary() != read(other).get_boundary()


def test_every_field_says_what_it_was_given():
    """A mail program reads back each header field."""
    expected = {
        "Date": "Wed, 04 Mar 2026 09:00:00 +0000",
        "From": "Example Logistics <feedback@example.com>",
        "To": "zoe@customer.example",
        "Reply-To": "feedback+a5kq3m2n4p@example.com",
        "Message-ID": "<a5kq3m2n4p6r7s2t@example.com>",
        "Subject": "How was delivery A-1017?",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "MIME-Version": "1.0",
        "List-Unsubscribe": "<https://survey.example.com/u/b5kq>",
    }
    message = read(compose(MAIL))
    actual = {name: message[name] for name in message if name != "Content-Type"}
    assert expected == {name: value.replace('"', "") for name, value in actual.items()}


def test_the_text_comes_before_the_html():
    """Of two alternatives the last is the best one (RFC 2046, section 5.1.4)."""
    parts = [part.get_content_type() for part in read(compose(MAIL)).walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]


def test_an_image_travels_beside_the_html_that_shows_it():
    """An image is related to the HTML, found by its Content-ID (RFC 2387), and arrives unchanged."""
    message = read(compose(replace(MAIL, images={"chart": PIXEL})))
    parts = [part.get_content_type() for part in message.walk()]
    image = list(message.walk())[-1]
    assert parts == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    assert (image["Content-ID"], image.get_content()) == ("<chart>", PIXEL)


@pytest.mark.parametrize("body", ["text", "html"])
@pytest.mark.parametrize(
    "words",
    [
        ".",
        "..\n.\n",
        "From here on\n",
        "5 4 5 N 4  \n\t\n",
        "Zoë 💩\n",
        "=3D=\n",
        "x" * 5000,
        "a=_b\n--=_c\n",
        "\x00\x1b[2J\n",
    ],
)
def test_a_body_arrives_word_for_word(body, words):
    """Single dots, trailing spaces, long lines and what looks like our own encoding survive."""
    kind = {"text": "text/plain", "html": "text/html"}[body]
    actual = part(compose(replace(MAIL, **{body: words})), kind)
    assert actual == words.removesuffix("\n") + "\n"


def test_every_kind_of_line_break_becomes_crlf():
    """No CR or LF stands alone, so that no server reads another mail out of this one (SMTP smuggling)."""
    raw = compose(replace(MAIL, text="a\r.\r\nMAIL FROM:<x>\nb\r\r\n", images={"chart": PIXEL}))
    alone = raw.replace(b"\r\n", b"")
    assert (b"\r" in alone, b"\n" in alone) == (False, False)


def test_no_line_is_a_dot_alone():
    """A lone dot would end the mail at a server that gets it without dot-stuffing (RFC 5321, section 4.5.2)."""
    raw = compose(replace(MAIL, text=".\n.\n", html="."))
    assert b"." not in raw.split(b"\r\n")


def test_lines_are_short_and_ascii():
    """Every line fits the limit of RFC 5322, section 2.1.1, and passes a server that takes seven bits only."""
    long = "ü" * 3000
    references = " ".join(f"<{n:040}@example.com>" for n in range(60))
    raw = compose(
        replace(MAIL, subject=long, sender_name=long, text=long, html=long, headers={"References": references})
    )
    assert max(len(line) for line in raw.split(b"\r\n")) <= 120
    assert raw.isascii()
    assert read(raw)["References"] == references


@pytest.mark.parametrize("name", NAMES)
def test_a_senders_name_is_read_back_as_it_is(name):
    """Quotes, commas, accents and emoji each need their own way of writing (RFC 5322, RFC 2047)."""
    sender = read(compose(replace(MAIL, sender_name=name)))["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (name, MAIL.sender)


@pytest.mark.parametrize("subject", [name for name in NAMES if name])
def test_a_subject_is_read_back_as_it_is(subject):
    """What an order is called does not change on its way through a header."""
    actual = read(compose(replace(MAIL, subject=subject)))["Subject"]
    assert actual == subject


@settings(max_examples=50, deadline=None)
@given(name=printable, subject=printable)
@example(name="Łódź " * 60, subject="x" * 300)
@example(name="x" * 300, subject="💩 " * 200)
@example(name=" two  spaces ", subject=" ")
def test_any_printable_name_and_subject_comes_back(name, subject):
    """Whatever can be printed arrives, and adds no field of its own."""
    assume("=?" not in name + subject)
    message = email.message_from_bytes(compose(replace(MAIL, sender_name=name, subject=subject)))
    written, address = parseaddr(message["From"])
    actual = str(make_header(decode_header(written))), str(make_header(decode_header(message["Subject"])))
    assert (actual, address) == ((name, subject), MAIL.sender)
    assert message.keys() == email.message_from_bytes(compose(MAIL)).keys()


@settings(max_examples=50, deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=2000))
def test_any_words_arrive(words):
    """A body holds whatever a person can write."""
    assert part(compose(replace(MAIL, text=words)), "text/plain") == words.removesuffix("\n") + "\n"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "place", ["sender_name", "sender", "recipient", "reply_to", "subject", "message_id", "language"]
)
def test_a_value_that_would_write_headers_is_refused(place, value):
    """Line breaks, control characters and encoded words never reach a header (CVE-2024-6923)."""
    with pytest.raises(UnsafeHeader):
        compose(replace(MAIL, **{place: value}))


@pytest.mark.parametrize("value", HOSTILE)
def test_a_further_field_is_held_to_the_same_rule(value):
    """Neither the value nor the name of a further field, nor the name of an image, may break out."""
    for change in ({"headers": {"Feedback-ID": value}}, {"headers": {value: "x"}}, {"images": {value: PIXEL}}):
        with pytest.raises(UnsafeHeader):
            compose(replace(MAIL, **change))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@c.example",
        "a@b.c>,<v@w.example",
        "alice@x.org(<bob@y.org>",
        "ü@example.com",
        "a@[127.0.0.1]",
    ],
)
def test_a_recipient_is_one_plain_address(address):
    """What is not one address in its plainest form is refused, not guessed at (CVE-2023-27043)."""
    with pytest.raises(UnsafeHeader):
        compose(replace(MAIL, recipient=address))


def test_a_refusal_names_the_place():
    """Whoever reads the refusal knows where to look, and is not shown the hostile value."""
    with pytest.raises(UnsafeHeader, match=r"^the subject has a line break or a control character$"):
        compose(replace(MAIL, subject="A\r\nBcc: x@y"))


@pytest.mark.parametrize("name", ["From", "bcc ", "Auto-Submitted", "content-type", "Reply-To", "Subject"])
def test_own_fields_cannot_be_written_twice(name):
    """A further field never doubles or replaces what this module says itself."""
    mail = replace(MAIL, reply_to="", headers={name: "no"})
    if name.strip() != name:
        with pytest.raises(UnsafeHeader):
            compose(mail)
    else:
        assert compose(mail) == compose(replace(MAIL, reply_to="", headers={}))


def test_without_a_reply_address_there_is_no_such_field():
    """Answers then go to the sender."""
    assert read(compose(replace(MAIL, reply_to="")))["Reply-To"] is None


def test_a_word_longer_than_a_line_is_refused():
    """A structured field cannot be folded inside a word, and a longer line is not mail."""
    with pytest.raises(UnsafeHeader, match="List-Unsubscribe"):
        compose(replace(MAIL, headers={"List-Unsubscribe": f"<https://example.com/{'x' * 1000}>"}))
