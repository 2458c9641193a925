"""Which mails a server of ours has found to come from whom they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.mail.authentication import authentication, confirmed
from handlers.reading.mail.head import head
from handlers.reading.reading import Checked

MX = "mx.harbor.example"
ANA = "ana@buyer.example"


def found(*values, sender=ANA):
    fields = "".join(f"Authentication-Results: {value}\r\n" for value in values)
    return authentication(head(f"From: {sender}\r\n{fields}".encode()))


@pytest.mark.parametrize(
    "value",
    [
        f"{MX}; dmarc=pass",
        f"{MX}; dmarc=pass header.from=buyer.example",
        f"{MX} 1; DMARC=Pass (p=reject (strict) dis=none) header.from=Buyer.example",
        f"{MX.upper()};\r\n\tspf=pass (sender IP is 192.0.2.1) smtp.mailfrom=ana@buyer.example;\r\n\tdkim=none",
        f"{MX}; spf=pass smtp.mailfrom=buyer.example",
        f'{MX}; dkim=pass (2048-bit key; unprotected) header.d=buyer.example header.i=@buyer.example header.b="a+/b="',
        f"{MX}; dkim=pass header.i=@buyer.example header.s=s1 header.b=Kq1z; dmarc=none header.from=buyer.example",
        f"{MX}; dkim=fail header.d=list.example; dkim=pass header.d=buyer.example",
        f'{MX}; spf=fail reason="not; permitted" smtp.mailfrom=x@list.example; dmarc=pass action=none',
        f"{MX}; dkim/1 = pass header.d = buyer.example",
        f"{MX};\r\n dkim=pass header.i=@buyer.example header.s=k1 header.b=Zz9+/x=;\r\n spf=pass ({MX}: domain of"
        " ana@buyer.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=ana@buyer.example;\r\n"
        " dmarc=pass(p=NONE,sp=NONE) header.from=buyer.example; x-ptr=pass smtp.helo=a.example policy.ptr=a.example",
        f"{MX}; iprev=pass smtp.remote-ip=2001:db8::1 (mail.buyer.example); bimi=none (no record found); dmarc=pass"
        " policy.published-domain-policy=none policy.policy-from=p header.from=buyer.example",
    ],
)
def test_a_pass_for_the_domain_of_the_author_confirms(value):
    """By DMARC, else by SPF or DKIM for that domain, however the server writes it."""
    assert confirmed(found(value), MX, ANA)


@pytest.mark.parametrize(
    "value",
    [
        MX,
        f"{MX}; none",
        f"{MX}; dmarc=fail header.from=buyer.example",
        f"{MX}; dmarc=fail header.from=buyer.example; spf=pass smtp.mailfrom=buyer.example",
        f"{MX}; dmarc=pass header.from=elsewhere.example",
        f"{MX}; dmarc=pass header.from=buyer.example; dmarc=fail header.from=buyer.example",
        f"{MX}; spf=pass smtp.mailfrom=eve@elsewhere.example",
        f"{MX}; spf=pass smtp.mailfrom=eve@notbuyer.example",
        f"{MX}; spf=pass smtp.mailfrom=eve@evil.buyer.example",
        f"{MX}; spf=pass smtp.mailfrom=example",
        f"{MX}; spf=pass smtp.helo=buyer.example",
        f"{MX}; spf=softfail smtp.mailfrom=buyer.example",
        f"{MX}; dkim=pass",
        f"{MX}; arc=pass header.d=buyer.example",
        f"{MX}; x=pass dmarc=pass",
        f"other.{MX}; dmarc=pass",
        f"(comment) {MX}; dmarc=pass",
        f"{MX} 2; dmarc=pass",
        "dmarc=pass",
        "",
    ],
)
def test_anything_else_does_not(value):
    """Another domain, one below it, another server, another version, a failed check beside a passed one."""
    assert not confirmed(found(value), MX, ANA)


def test_only_the_topmost_header_of_our_server_counts():
    """A sender writes theirs before the mail reaches us, so it stands below (checklist 28)."""
    ours, forged = f"{MX}; dmarc=fail", f"{MX}; dmarc=pass"
    assert not confirmed(found(ours, forged), MX, ANA)
    assert not confirmed(found("relay.example; dmarc=pass", ours, forged), MX, ANA)
    assert confirmed(found("relay.example; dmarc=fail", forged, ours), MX, ANA)


@pytest.mark.parametrize(
    "sender_chose",
    [
        'spf=pass (domain of "a) ; dmarc=pass (" at evil.example)',
        'spf=pass smtp.mailfrom="a; dmarc=pass"@evil.example',
        r'spf=pass smtp.mailfrom="a\"; dmarc=pass; x="@evil.example',
        'spf=pass smtp.mailfrom="a; dmarc=pass',
        "spf=pass (((((((((; dmarc=pass",
        "spf=pass ) ; dmarc=pass",
        "spf=pass smtp.mailfrom=a b; dmarc=pass",
        "=; dmarc=pass",
        "spf=pass smtp.mailfrom=" + "a" * 5000 + "@evil.example; dmarc=pass",
    ],
)
def test_what_a_sender_chose_says_nothing(sender_chose):
    """An address in the header of our own server is made to look like a result of it."""
    assert not confirmed(found(f"{MX}; {sender_chose}"), MX, ANA)


def test_a_header_that_cannot_be_read_is_still_the_topmost():
    """The one below it does not take its place."""
    assert not confirmed(found(f"{MX}; spf=pass ((", f"{MX}; dmarc=pass"), MX, ANA)


@pytest.mark.parametrize("authors", ["", "From: ana@buyer.example\nFrom: eve@elsewhere.example\n"])
def test_a_mail_without_exactly_one_from_header_proves_nothing(authors):
    """The server may have looked at the other one."""
    assert authentication(head(f"{authors}Authentication-Results: {MX}; dmarc=pass\n".encode())) == ()


def test_results_are_kept_with_their_properties():
    """In lower case; the first of two equal names stays."""
    [checked] = found(f"{MX}; DKIM=Pass header.d=Buyer.example header.d=other.example")
    [result] = checked.results
    assert (result.method, result.value, result.properties) == ("dkim", "pass", {"header.d": "buyer.example"})


@given(st.text(st.sampled_from(f'{MX}=pas()";\\ \t@.d'), max_size=60))
def test_any_value_can_be_read(value):
    """Nothing raises, and a header without our server never speaks for it."""
    checked = found(value.replace("\n", ""))
    assert all(isinstance(one, Checked) for one in checked)
    assert not confirmed(checked, "never.example", ANA)


@pytest.mark.parametrize("piece", ["(", 'a"', "a=b ", "a", "()", ";", "a=", '"" '])
def test_long_values_say_nothing(piece):
    """However often a piece is repeated, up to and over what is read."""
    assert not confirmed(found(f"{MX}; dmarc=pass; {piece * 60_000}"), MX, ANA)
    assert not confirmed(found(f"{MX}; dmarc=pass; ({piece * 1000}"), MX, ANA)
