"""A survey that was handed on is known by its subject, and by what it shows of ours."""

import pytest

from handlers.reading.mail.forwarding import MOST_TOKENS, forwarded, shown_tokens
from handlers.reading.mail.head import head
from handlers.reading.mail.parts import parse

ONE, TWO = "kmfrggzdfmztwq2lknnwg23tpob", "knbswy3dpebqxezdfmztwq2lknn"
PAGE = f"https://feedback.harbor.example/s/{ONE}"


def subject(text: str) -> bool:
    return forwarded(head(f"Subject: {text}\n".encode()))


def shown(body: str, kind: str = "text/plain") -> tuple[str, ...]:
    return shown_tokens(parse(f"Content-Type: {kind}; charset=utf-8\n\n{body}".encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Fwd: R-1",
        "FW: R-1",
        "Fw:R-1",
        "[Fwd: R-1]",
        " WG: R-1",
        "TR : R-1",
        "RV: R-1",
        "VS: R-1",
        "\u8f6c\u53d1\uff1aR-1",
    ],
)
def test_a_subject_says_that_a_mail_was_handed_on(text: str) -> None:
    """In the words of mail programs of many languages."""
    assert subject(text)


@pytest.mark.parametrize("text", ["Re: R-1", "Re: Fwd: R-1", "Forward thinking: R-1", "Track: R-1", "", "fw R-1"])
def test_other_subjects_do_not(text: str) -> None:
    """A reply to a forward is a reply; a word is no mark."""
    assert not subject(text)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"1\n\n> {PAGE}", "text/plain"),
        (f"1\n\nhttps://feedback.harbor.example/u/{ONE}.", "text/plain"),
        (f"1\n\n> Reply-To: feedback+{ONE}@harbor.example", "text/plain"),
        (f'<p>1</p><blockquote><a href="{PAGE}">page</a></blockquote>', "text/html"),
    ],
    ids=["a page", "a link to leave", "an address", "a link of HTML"],
)
def test_tokens_in_a_body_are_seen(body: str, kind: str) -> None:
    """Wherever a mail program quotes them."""
    assert shown(body, kind) == (ONE,)


def test_tokens_in_an_enclosed_mail_are_seen() -> None:
    """Some programs forward a mail as an attachment."""
    raw = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\nContent-Type: message/rfc822\n\n\n{PAGE}\n--b--"
    assert shown_tokens(parse(raw.encode())) == (ONE,)


def test_each_token_is_told_once_and_not_too_many() -> None:
    """In the order of the mail."""
    assert shown(f"{PAGE} {PAGE} /u/{TWO}") == (ONE, TWO)
    assert len(shown(" ".join(f"/s/{ONE[:-1]}{letter}" for letter in "abcdefgh"))) == MOST_TOKENS


@pytest.mark.parametrize(
    "body", [f"/s/{ONE}x", f"/s/{ONE[:-1]}", f"/x/{ONE}", ONE, f"/s/{ONE.upper()}", "/s/" * 90_000]
)
def test_what_is_no_token_is_not_seen(body: str) -> None:
    """One letter too many or too few, or no link of ours."""
    assert shown(body) == ()
