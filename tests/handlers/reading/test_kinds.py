"""What kind of mail it is, by headers and by words."""

import pytest

from handlers.reading import Kind, as_mail, read
from surveys.questionnaires import load

DELIVERY = load("post_delivery")


def kind(headers, body="5"):
    return read(f"From: a@b.example\n{headers}\n\n{body}".encode(), DELIVERY).kind


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "X-Autoreply: yes",
        "X-Autorespond: Away",
        "Precedence: auto_reply",
        "Precedence: bulk",
        "X-Apple-Action: VACATION",
        "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: a@b.example",
        "Return-Path: <>\nAuto-Submitted: auto-replied",
        "Subject: Automatic reply: How did we do?",
        "Subject: Abwesenheitsnotiz: Lieferung",
        "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_livraison?=",
        "Subject: Respuesta automática: entrega",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
    ],
)
def test_what_a_program_wrote_is_automatic(headers):
    """By the headers of RFC 3834 and its relatives, then by how the subject begins (checklist 30)."""
    assert kind(headers) == Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    ["Auto-Submitted: no", "X-Auto-Response-Suppress: All", "Subject: Re: Automatic reply: thanks", "Precedence: list"],
)
def test_what_a_person_wrote_is_a_reply(headers):
    """One of two headers, or a notice that somebody answers, is no evidence."""
    assert kind(headers) == Kind.REPLY


def test_a_customer_who_tells_of_a_bounce_is_no_bounce():
    """Only mail from a mail system is looked at for failures in words."""
    words = "I got this:\nThe following addresses had permanent fatal errors\n<jo@buyer.example>"
    assert kind("Subject: Re: delivery", words) == Kind.REPLY


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "STOP.",
        "Unsubscribe",
        "Please unsubscribe me",
        "abmelden",
        "Bitte abmelden, danke",
        "désabonner",
        "baja",
        "Please take me off your list.",
    ],
)
def test_who_only_wants_to_leave_unsubscribes(words):
    """Politeness aside, the mail says nothing else."""
    found = read(as_mail(words, "plain"), DELIVERY)
    assert (found.kind, found.unsubscribe) == (Kind.UNSUBSCRIBE, True)


def test_an_empty_mail_may_say_so_in_its_subject():
    """So the link of List-Unsubscribe writes it."""
    assert read(as_mail("", "plain", subject="unsubscribe"), DELIVERY).kind == Kind.UNSUBSCRIBE


def test_who_leaves_beside_a_mark_is_heard_for_both():
    """The mark counts and no survey follows."""
    found = read(as_mail("4, and please no more surveys.", "plain"), DELIVERY)
    assert (found.kind, found.answers, found.unsubscribe) == (Kind.REPLY, {"overall": 4}, True)


@pytest.mark.parametrize(
    "words", ["We will stop ordering.", "Please stop sending us damaged goods", "The bus stop is closed"]
)
def test_other_things_may_stop(words):
    """Surveys go on for who complains about something else."""
    assert not read(as_mail(words, "plain"), DELIVERY).unsubscribe


def test_an_exim_bounce_names_who_failed_in_a_header():
    """X-Failed-Recipients decides where there is no report."""
    raw = b"From: Mailer-Daemon@x.example\nX-Failed-Recipients: jo@buyer.example\n\n550 no such user"
    found = read(raw, DELIVERY)
    assert (found.bounce.recipients, found.bounce.permanent) == (("jo@buyer.example",), True)


def test_a_delay_is_not_permanent():
    """Class 4 is tried again (RFC 3463)."""
    report = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; jo@b.example\n"
    found = read((report + "Action: delayed\nStatus: 4.4.1\n").encode(), DELIVERY)
    assert (found.bounce.permanent, found.bounce.status) == (False, "4.4.1")


@pytest.mark.parametrize(
    ("address", "tokens"),
    [
        ("feedback+kmfrggzdfmztwq2lknnwg23tpob@h.example", ("kmfrggzdfmztwq2lknnwg23tpob",)),
        ("<KMFRGGZDFMZTWQ2LKNNWG23TPOB@h.example>", ("kmfrggzdfmztwq2lknnwg23tpob",)),
        ("feedback+kmfrggzdfmztwq2lknnwg23tpo@h.example", ()),
        ("xkmfrggzdfmztwq2lknnwg23tpob@h.example", ()),
        ("feedback@h.example", ()),
    ],
)
def test_tokens_are_found_in_addresses_whatever_their_case(address, tokens):
    """Gateways change case; one character too few or too many is no token (checklist 27)."""
    assert tokens == read(f"Delivered-To: {address}\n\n5".encode(), DELIVERY).to_tokens
