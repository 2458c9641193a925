"""Abuse reports (RFC 5965)."""

from handlers.reading.machines.abuse import report
from handlers.reading.mail.parts import parse

FEEDBACK = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"


def test_a_feedback_report_is_known_by_its_type_or_its_part():
    """Some senders leave out the type of the report."""
    typed = "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nx\n--b--"
    plain = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{FEEDBACK}--b--"
    assert [report(parse(raw.encode())) for raw in (typed, plain)] == [True, True]


def test_a_forwarded_report_is_not_one():
    """It was made for somebody else."""
    inner = f"Content-Type: multipart/report; boundary=c\n\n--c\n{FEEDBACK}--c--"
    raw = f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--"
    assert not report(parse(raw.encode()))
