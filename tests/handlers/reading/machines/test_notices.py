"""Failure notices in words: one example for each kind of mail system, written after how it writes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.machines.bounces import bounce
from handlers.reading.mail.parts import parse
from handlers.reading.reading import Bounce

JO = ("jo@buyer.example",)
BOTH = ("jo@buyer.example", "ana@buyer.example")

RETURNED = """
Received: from out.harbor.example by mx.example; Tue, 3 Mar 2026 09:00:00 +0000
Message-ID: <letter-1@harbor.example>
From: Harbor Parts <feedback@harbor.example>
To: Jo Reed <jo@buyer.example>
Subject: How was your delivery?

1 2 3 4 5, write to office@harbor.example
"""

NOTICES = {
    "postfix": (
        "Subject: Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.\n\nFor further assistance, please send mail to postmaster.\n\n"
        "<jo@buyer.example>: host mx.buyer.example[192.0.2.1] said: 550 5.1.1\n    <jo@buyer.example>: unknown",
        Bounce(JO, True, "5.1.1"),
    ),
    "postfix, expanded": (
        "Subject: Undelivered Mail Returned to Sender",
        "<jo@buyer.example> (expanded from <all@buyer.example>): mail for buyer.example\n    loops back to myself",
        Bounce(JO, True, None),
    ),
    "qmail": (
        "Subject: failure notice",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message.\n\n"
        "<jo@buyer.example>:\nSorry, I couldn't find any host by that name. (#4.1.2)\n\n"
        "--- Below this line is a copy of the message.",
        Bounce(JO, False, "4.1.2"),
    ),
    "exim, two": (
        "Subject: Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its recipients. This is a permanent error.\n\n  jo@buyer.example\n    host "
        "mx.buyer.example [192.0.2.1]: 550 no such user\n  ana@buyer.example\n    Unrouteable address\n\n"
        "------ This is a copy of the message, including all the headers. ------",
        Bounce(BOTH, True, None),
    ),
    "exim, delayed": (
        "Subject: Warning: message 1abc delayed 24 hours",
        "A message that you sent has not yet been delivered to one or more of its recipients.\n\n"
        "  jo@buyer.example\n    Delay reason: SMTP error: 450 try later",
        Bounce(JO, False, None),
    ),
    "exim, full": (
        "Subject: Mail delivery failed",
        "This is a permanent error. The following address failed:\n\n  jo@buyer.example\n    mailbox is full: retry "
        "timeout exceeded",
        Bounce(JO, False, None),
    ),
    "sendmail": (
        "Subject: Returned mail: see transcript for details",
        "The original message was received at Tue, 3 Mar 2026 09:00:00 +0000\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n<jo@buyer.example>\n"
        "    (reason: 550 5.1.1 <jo@buyer.example>... User unknown)\n\n   ----- Transcript of session follows -----\n"
        "... while talking to mx.buyer.example.:\n>>> DATA\n<<< 550 5.1.1 <jo@buyer.example>... User unknown",
        Bounce(JO, True, "5.1.1"),
    ),
    "sendmail 5": (
        "Subject: Returned mail: User unknown",
        "   ----- Transcript of session follows -----\n>>> RCPT To:<jo@buyer.example>\n<<< 550 Invalid user\n"
        "550 <jo@buyer.example>... User unknown\n\n   ----- Unsent message follows -----",
        Bounce(JO, True, None),
    ),
    "dragonfly": (
        "Subject: Mail delivery failed",
        "This is the DragonFly Mail Agent v0.13 at mx.example.\n\nThere was an error delivering your mail to "
        "<jo@buyer.example>.\n\nmx.buyer.example did not like our RCPT TO:\n550 5.7.1 refused\n\n"
        "Message headers follow.",
        Bounce(JO, True, "5.7.1"),
    ),
    "opensmtpd": (
        "Subject: Delivery status notification: error",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred "
        "while attempting to deliver a message for\n    the following list of recipients:\n\n"
        "jo@buyer.example: 550 5.2.2 Over quota\n\n    Below is a copy of the original message:",
        Bounce(JO, True, "5.2.2"),
    ),
    "gmail": (
        "Subject: Delivery Status Notification (Failure)",
        "Delivery to the following recipient failed permanently:\n\n     jo@buyer.example\n\nTechnical details of "
        "permanent failure:\nThe error that the other server returned was:\n550 5.1.1 no mailbox\n\n"
        "----- Original message -----",
        Bounce(JO, True, "5.1.1"),
    ),
    "gmail, delayed": (
        "Subject: Delivery Status Notification (Delay)",
        "THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n"
        "     jo@buyer.example\n\nMessage will be retried for 2 more day(s)",
        Bounce(JO, False, None),
    ),
    "google groups": (
        "Subject: Delivery Status Notification (Failure)",
        "Hallo feedback@harbor.example,\n\ndie Gruppe (stores) nimmt keine Beiträge an. Fragen beantwortet die Hilfe "
        "unter https://groups.example/.\n\n----- Original message -----",
        Bounce(JO, True, None),
    ),
    "amazon workmail": (
        "Subject: Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail to the following recipients:\njo@buyer.example\n\n"
        "Technical report:\n\nReporting-MTA: dsn; mx.example\n\nAction: failed\nFinal-Recipient: rfc822; "
        "jo@buyer.example\nDiagnostic-Code: smtp; 550 5.2.2 full\nStatus: 5.2.2",
        Bounce(JO, True, "5.2.2"),
    ),
    "yahoo": (
        "Subject: Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<jo@buyer.example>:\n"
        "554: delivery error: This user doesn't have an account [0]\n\n--- Below this line is a copy of the message.",
        Bounce(JO, True, None),
    ),
    "ezweb": (
        "Subject: Mail System Error - Returned Mail",
        "The user(s) account is disabled.\n\n<jo@buyer.example>\n\n---------------------------",
        Bounce(JO, True, None),
    ),
    "kddi": (
        "Subject: Undelivered",
        "Your mail sent on: Tue, 3 Mar 2026 09:00:00 +0900\n    Could not be delivered to: <jo@buyer.example>\n"
        "    As their mailbox is full.",
        Bounce(JO, True, None),
    ),
    "notes": (
        "Subject: DELIVERY FAILURE: User Jo Reed (jo@buyer.example) not listed",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\njo@buyer.example\n\n"
        "------- Returned Message --------",
        Bounce(JO, True, None),
    ),
    "mailmarshal": (
        "Subject: Undeliverable Mail: How was your delivery?",
        "Your message:\n   From:    feedback@harbor.example\n   Subject: How was your delivery?\n\nCould not be "
        "delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n"
        "    jo@buyer.example",
        Bounce(JO, True, "5.1.1"),
    ),
    "imail": (
        "Subject: Undeliverable Mail",
        "Unknown user: jo@buyer.example\n\nOriginal message follows.",
        Bounce(JO, True, None),
    ),
    "exchange": (
        "Subject: Undeliverable: How was your delivery?",
        "Your message\n\n  To:      jo@buyer.example\n  Subject: How was your delivery?\n\ndid not reach the following "
        "recipient(s):\n\njo@buyer.example on Tue, 3 Mar 2026 09:00:00 -0400\n    The recipient name is not recognized",
        Bounce(JO, True, None),
    ),
    "zoho": (
        "Subject: Undelivered Mail Returned to Sender",
        "A message that you sent could not be delivered to its recipients. This is a permanent error.\n\n"
        "jo@buyer.example Error, ERROR_CODE :421, ERROR_CODE :, Host not reachable.",
        Bounce(JO, False, None),
    ),
    "surfcontrol": (
        "Subject: How was your delivery?",
        "Your message could not be sent.\nA transcript of the attempts to send the message follows.\nAddressed To: "
        "jo@buyer.example\n\nFailed to send to identified host,\njo@buyer.example: [192.0.2.1], 550 no such user",
        Bounce(JO, True, None),
    ),
    "interscan": (
        "Subject: Mail could not be delivered",
        "****** Message from a scanner ******\n\nSent <<< RCPT TO:<jo@buyer.example>\nReceived >>> 550 5.1.1 unknown",
        Bounce(JO, True, "5.1.1"),
    ),
    "inline": (
        "Subject: There was an error sending your mail",
        "We had trouble delivering your message.\n\n1 error(s):\n\nThe following recipients returned permanent errors: "
        "jo@buyer.example. Reason: refused (DATA) [554 5.4.6 Hop count exceeded].",
        Bounce(JO, True, "5.4.6"),
    ),
    "japanese": (
        "Subject: 配信エラーのお知らせ",
        "以下の宛先にメールを配信できませんでした。\n宛先: jo@buyer.example\n550 no such user",
        Bounce(JO, True, None),
    ),
    "chinese": (
        "Subject: 系统退信",
        "您的邮件无法投递到下列收件人：\njo@buyer.example\n原因：550 User not found",
        Bounce(JO, True, None),
    ),
    "russian": (
        "Subject: Ваше сообщение не доставлено",
        "К сожалению, письмо не может быть доставлено:\n\n  jo@buyer.example\n    550 5.1.1 нет такого ящика",
        Bounce(JO, True, "5.1.1"),
    ),
    "only given back": (
        "Subject: Returned mail",
        "Your mail could not be delivered.",
        Bounce(JO, True, None),
    ),
}


@pytest.mark.parametrize("system", NOTICES)
def test_each_mail_system_names_who_failed(system):
    """Recipients, class and status, whatever the returned mail says below."""
    subject, words, expected = NOTICES[system]
    head = f"Return-Path: <>\nFrom: Mail System <MAILER-DAEMON@mx.example>\nTo: feedback@harbor.example\n{subject}\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}\n{RETURNED}"
    assert expected == bounce(parse(raw.encode()))


def test_a_notice_in_html_is_read_too():
    """Some systems send nothing else."""
    words = "<p>Your message to <b>jo@buyer.example</b> couldn't be delivered.</p><p>550 5.1.1 unknown</p>"
    raw = f"From: postmaster@mx.example\nSubject: Undeliverable: x\nContent-Type: text/html\n\n{words}"
    assert Bounce(JO, True, "5.1.1") == bounce(parse(raw.encode()))


def test_one_may_write_to_oneself():
    """Where nobody else is named, who gets the notice is who failed."""
    raw = "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: jo@buyer.example\nSubject: Undelivered mail\n\n"
    assert bounce(parse(f"{raw}<jo@buyer.example>: mailbox full".encode())).recipients == JO


def test_failed_recipients_may_stand_in_a_header():
    """X-Failed-Recipients, of Exim and Gmail."""
    raw = b"From: x@x.example\nX-Failed-Recipients: jo@buyer.example,\n ana@buyer.example\n\n550 no"
    assert Bounce(BOTH, True, None) == bounce(parse(raw))


@pytest.mark.parametrize(("kind", "permanent"), [("Permanent", True), ("Transient", False), ("Undetermined", False)])
def test_notifications_of_amazon_ses_are_bounces(kind, permanent):
    """They come as JSON in JSON where Amazon SNS sends them by mail."""
    failed = {"emailAddress": "Jo@buyer.example", "status": "5.1.1"}
    told = {"notificationType": "Bounce", "bounce": {"bounceType": kind, "bouncedRecipients": [failed]}}
    body = json.dumps({"Type": "Notification", "Message": json.dumps(told)}, indent=2)
    raw = f"From: SES <no-reply@sns.amazonaws.com>\nSubject: AWS Notification Message\n\n{body}"
    assert Bounce(JO, permanent, "5.1.1") == bounce(parse(raw.encode()))


def test_an_error_notice_from_a_nameless_sender_must_name_who_failed():
    """Some providers send from an address that nobody reads, and say it in a sentence."""
    raw = "From: no-reply@provider.example\nSubject: メールエラー通知\n\nCould not be delivered to: <jo@buyer.example>"
    assert Bounce(JO, True, None) == bounce(parse(raw.encode()))


def test_a_report_that_names_nobody_is_completed_by_its_words():
    """The address of a report may be missing or no address at all."""
    status = "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; root\nAction: failed\nStatus: 5.1.2\n"
    parts = f"--b\n\n<jo@buyer.example>: unknown host\n--b\n{status}--b--"
    raw = f"From: MAILER-DAEMON@x\nContent-Type: multipart/report; boundary=b\n\n{parts}"
    assert Bounce(JO, True, "5.1.2") == bounce(parse(raw.encode()))


PEOPLE = {
    "forwards": (
        "Subject: Fwd: Undelivered Mail Returned to Sender",
        "Your address fails:\n\n<office@harbor.example>: host mx said: 550 5.1.1 unknown",
    ),
    "replies": (
        "Subject: Re: delivery",
        "I got this:\nThe following addresses had permanent fatal errors\n<jo@buyer.example>",
    ),
    "has a parcel": (
        "Subject: Delivery failure",
        "The parcel could not be delivered. Please write to jo@buyer.example.",
    ),
    "has goods back": ("Subject: Returned mail order", "We sent it back, ask jo@buyer.example."),
    "is a postmaster": (
        "From: Postmaster <postmaster@buyer.example>\nSubject: Re: How was your delivery?",
        "4, and thanks. jo@buyer.example",
    ),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_people_who_write_of_failures_send_no_bounce(who):
    """Only a mail system's words are taken for a failure."""
    head, words = PEOPLE[who]
    sender = "" if head.startswith("From:") else "From: Ana Ruiz <ana@buyer.example>\n"
    assert bounce(parse(f"{sender}{head}\n\n{words}".encode())) is None


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Automatic reply: How was your delivery?", "I am out of the office. Contact jo@buyer.example."),
        ("Automatische Antwort: Lieferung", "Ich bin im Urlaub. Vertretung: jo@buyer.example"),
        ("Out of office", "I am away until Monday, please write to jo@buyer.example."),
    ],
)
def test_an_absence_told_by_postmaster_is_no_bounce(subject, words):
    """Microsoft 365 sends them so, with an empty sender."""
    raw = f"Return-Path: <>\nFrom: <postmaster@buyer.example>\nSubject: {subject}\nAuto-Submitted: auto-generated\n\n"
    assert bounce(parse(f"{raw}{words}".encode())) is None


@pytest.mark.parametrize(
    "head",
    [
        "Return-Path: <>\nSubject: Re: How was your delivery?",
        "Auto-Submitted: auto-replied\nSubject: Change of address",
    ],
)
def test_who_names_a_colleague_automatically_sends_no_bounce(head):
    """The colleague on a line of its own did not fail, though the text says that an address no longer exists."""
    words = (
        "I no longer work here and this address no longer exists. For urgent matters please contact\n\nana@b.example"
    )
    assert bounce(parse(f"From: Jo Reed <jo@buyer.example>\n{head}\n\n{words}".encode())) is None


HOSTILE = ["a@", "a@b.", "RCPT TO:<", "deliver to ", " ", "\n ", "<", "5.1.1 ", "-", ">\n", "subject: x\n", '"a', "a."]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_hostile_notices_are_read_to_an_end(piece, kind):
    """200 KB of the same, for every pattern that looks at lines or addresses."""
    head = f"Return-Path: <>\nFrom: MAILER-DAEMON@x\nSubject: Undelivered mail\nContent-Type: {kind}\n\n"
    found = bounce(parse((head + piece * (200_000 // len(piece))).encode()))
    assert found is None or len(found.recipients) <= 50


@given(st.text(alphabet="ab@.:<>\n -5410\"'", max_size=600))
def test_notices_never_fail(words):
    """Whatever a mail system says, addresses come in lower case and each once."""
    head = "Return-Path: <>\nFrom: MAILER-DAEMON@x\nSubject: Undelivered mail\n\n"
    found = bounce(parse((head + words).encode()))
    assert found is not None
    assert list(dict.fromkeys(one.lower() for one in found.recipients)) == list(found.recipients)
