"""A request counts as Slack's only where Slack signed these very bytes, lately."""

import hmac
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.signature import SIGNATURE, STAMP, genuine

SECRET = "loopback-only"
BODY = b"command=%2Fcomplaint&text=HP-1"


def signed(body: bytes, at: datetime, secret: str = SECRET) -> list[tuple[bytes, bytes]]:
    stamp = str(int(at.timestamp())).encode()
    mac = hmac.digest(secret.encode(), b"v0:" + stamp + b":" + body, "sha256").hex()
    return [(b"host", b"127.0.0.1"), (STAMP, stamp), (SIGNATURE, b"v0=" + mac.encode())]


def test_what_slack_signed_is_genuine(tick: datetime) -> None:
    """Up to five minutes later, and up to five minutes early where clocks differ."""
    for seconds in (0, 299, -299):
        assert genuine(SECRET, signed(BODY, tick - timedelta(seconds=seconds)), BODY, tick)


@given(body=st.text().map(str.encode))
def test_any_text_can_be_signed(body: bytes) -> None:
    """The signature is over bytes, whatever they say."""
    tick = datetime.fromisoformat("2030-01-01T00:00:00+00:00")
    assert genuine(SECRET, signed(body, tick), body, tick)


@pytest.mark.parametrize("seconds", [301, -301, 10**6])
def test_an_old_request_may_be_a_replay(tick: datetime, seconds: int) -> None:
    """Its signature is right, and it is refused."""
    assert not genuine(SECRET, signed(BODY, tick - timedelta(seconds=seconds)), BODY, tick)


def test_other_bytes_or_another_secret_are_not_genuine(tick: datetime) -> None:
    """One changed byte is enough."""
    assert not genuine(SECRET, signed(BODY, tick), BODY + b"0", tick)
    assert not genuine(SECRET, signed(BODY, tick, "other"), BODY, tick)


def test_a_body_that_is_no_text_is_refused(tick: datetime) -> None:
    """Even where it is signed."""
    assert not genuine(SECRET, signed(b"\xff\xfe", tick), b"\xff\xfe", tick)


@pytest.mark.parametrize("stamp", [b"", b"soon", b"1.5", b"-1", "１２３".encode(), b"\xb2", b"9" * 40])
def test_a_timestamp_that_is_no_number_is_refused(tick: datetime, stamp: bytes) -> None:
    """Whatever stands there, nothing is raised."""
    headers = [(STAMP, stamp), *signed(BODY, tick)[2:]]
    assert not genuine(SECRET, headers, BODY, tick)


@pytest.mark.parametrize("signature", [b"", b"v0=", "v0=ä".encode(), b"v0=\xff", b"v1=00"])
def test_a_signature_of_any_bytes_is_refused(tick: datetime, signature: bytes) -> None:
    """Also one that is not ASCII."""
    headers = [*signed(BODY, tick)[:2], (SIGNATURE, signature)]
    assert not genuine(SECRET, headers, BODY, tick)


def test_a_header_that_comes_twice_proves_nothing(tick: datetime) -> None:
    """Nor one that is missing."""
    headers = signed(BODY, tick)
    assert not genuine(SECRET, [*headers, headers[2]], BODY, tick)
    assert not genuine(SECRET, headers[:2], BODY, tick)
