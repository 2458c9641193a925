"""Delivery status notifications, as mail systems really write them."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.machines.addresses import in_field
from handlers.reading.machines.bounces import bounce
from handlers.reading.machines.reports import fields
from handlers.reading.mail.parts import parse
from handlers.reading.reading import Bounce

REPORT = """Return-Path: <>
From: MAILER-DAEMON@mx.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Something went wrong.
--b
Content-Type: message/{kind}

{fields}
--b--
"""


def reported(text, kind="delivery-status"):
    return bounce(parse(REPORT.format(kind=kind, fields=text).encode()))


def test_a_failure_names_recipient_and_status():
    """The plain case of RFC 3464."""
    text = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; Jo@Buyer.example\nAction: failed\nStatus: 5.1.1"
    assert Bounce(("jo@buyer.example",), True, "5.1.1") == reported(text)


def test_the_original_recipient_is_the_one_we_wrote_to():
    """Where a mail was forwarded the address at its end is nobody we know."""
    text = "Final-Recipient: rfc822; x7@inner.example\nOriginal-Recipient: rfc822;jo@buyer.example\nAction: failed"
    assert Bounce(("jo@buyer.example",), True, None) == reported(text)


@pytest.mark.parametrize(
    "text",
    [
        "\n\nAction: failed\nFinal-Recipient: rfc822;jo@buyer.example\nStatus: 5.0.0\n\n",
        "Reporting-MTA: dns; x\n\n\nFinal-Recipient: rfc822; <jo@buyer.example>\nAction: failed\nStatus: 5.0.0",
        "Final-Recipient: jo@buyer.example\nAction: failed (relay refused)\nStatus: 5.0.0 (no reason)",
        "Final-Recipient: rfc822;\n  jo@buyer.example\nAction: error\nStatus: 5.0.0",
        "FINAL-RECIPIENT: RFC822; JO@BUYER.EXAMPLE\nACTION: FAILED\nSTATUS: 5.0.0",
        "Original-Recipient: unknown\nFinal-Recipient: rfc822;jo@buyer.example\nAction: failed\nStatus: 5.0.0",
        "Final-Recipient: rfc822; jo@buyer.example\nStatus: 5.0.0",
    ],
)
def test_fields_are_read_however_they_are_laid_out(text):
    """Blank lines in front, folded values, comments, missing types and actions occur."""
    assert Bounce(("jo@buyer.example",), True, "5.0.0") == reported(text)


def test_recipients_need_no_blank_line_between_them():
    """A field that comes again begins the next recipient."""
    one = "Final-Recipient: rfc822; {}\nAction: failed\nStatus: {}\n"
    text = one.format("jo@buyer.example", "5.2.2") + one.format("ana@buyer.example", "5.1.1")
    assert Bounce(("jo@buyer.example", "ana@buyer.example"), True, "5.2.2") == reported(text)


@pytest.mark.parametrize(
    ("told", "permanent", "status"),
    [
        ("Action: failed\nStatus: 4.4.7", False, "4.4.7"),
        ("Action: delayed\nStatus: 5.4.1", False, "4.4.1"),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.10 no such recipient", True, "5.1.10"),
        ("Action: failed\nDiagnostic-Code: smtp; 452 4.2.2 mailbox full", False, "4.2.2"),
        ("Action: failed\nStatus: 2.0.0", True, None),
        ("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 552 5.2.2 over quota", True, "5.1.1"),
    ],
)
def test_class_and_status_come_from_the_most_telling_code(told, permanent, status):
    """A class alone gives way to what the other server said; a delay is tried again whatever its code."""
    found = reported(f"Final-Recipient: rfc822; jo@buyer.example\n{told}")
    assert (permanent, status) == (found.permanent, found.status)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("utf-8; jörg@käufer.example", "jörg@käufer.example"),
        (r"utf-8; j\x{F6}rg@k\x{E4}ufer.example", "jörg@käufer.example"),
        ("rfc822; jo+2Bstores@buyer.example", "jo+stores@buyer.example"),
        ("rfc822; jo+25@buyer.example", "jo+25@buyer.example"),
        ('rfc822; "jo..reed"@buyer.example', '"jo..reed"@buyer.example'),
        ("rfc822; jo..reed@buyer.example", '"jo..reed"@buyer.example'),
        ('rfc822; "jo"@buyer.example', "jo@buyer.example"),
        ("rfc822;<jo@buyer.example> (expanded)", "jo@buyer.example"),
        ("x400; /c=de/a= /p=x/", ""),
        (r"utf-8; \x{D800}\x{FFFFFF}@buyer.example", ""),
        ("", ""),
    ],
)
def test_addresses_in_fields_are_decoded(value, address):
    """The encodings of RFC 3461 and RFC 6533; numbers behind a plus sign are no encoding."""
    assert address == in_field(value)


def test_an_international_report_is_read():
    """message/global-delivery-status with addresses in UTF-8 (RFC 6533)."""
    text = "Original-Recipient: utf-8; jörg@käufer.example\nFinal-Recipient: utf-8; jörg@käufer.example\nAction: failed"
    assert reported(text, "global-delivery-status").recipients == ("jörg@käufer.example",)


def test_a_report_without_its_boundary_is_read_as_text():
    """Some gateways rewrite the boundary in one of two places."""
    raw = REPORT.format(kind="delivery-status", fields="Final-Recipient: rfc822; jo@buyer.example\nAction: failed")
    assert bounce(parse(raw.replace("boundary=b", "boundary=c").encode())).recipients == ("jo@buyer.example",)


def test_success_is_no_bounce():
    """Delivered, relayed and expanded are all good news."""
    assert reported("Final-Recipient: rfc822; jo@buyer.example\nAction: relayed\nStatus: 2.0.0") is None


def test_a_report_within_the_returned_mail_is_not_ours():
    """A bounce of a bounce names who failed this time."""
    inner = REPORT.format(kind="delivery-status", fields="Final-Recipient: rfc822; old@buyer.example\nAction: failed")
    inner = inner.replace("boundary=b", "boundary=c").replace("--b", "--c")
    outer = f"Final-Recipient: rfc822; jo@buyer.example\nAction: failed\n--b\nContent-Type: message/rfc822\n\n{inner}"
    assert reported(outer).recipients == ("jo@buyer.example",)


def test_a_person_may_enclose_a_report():
    """A customer who forwards a bounce as an attachment has written to us."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ana@buyer.example", "Fwd: Undelivered Mail Returned to Sender"
    mail.set_content("Your address does not work.")
    mail.add_attachment("Final-Recipient: rfc822; x@harbor.example\nAction: failed\n")
    raw = mail.as_bytes().replace(b"Content-Type: text/plain", b"Content-Type: message/delivery-status", 2)
    assert bounce(parse(raw)) is None


@given(st.text(alphabet="acfilnrostu-:;\n\t @.5ÄS", max_size=400))
def test_fields_never_fail(text):
    """Any text gives recipients that have at least one address field."""
    assert all(any("recipient" in name for name in one) for one in fields(f"Final-Recipient: {text}\n{text}"))
