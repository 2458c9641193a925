"""What a whole mail says."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.reading import Bounce, Kind, Sent, as_mail, read, to_json
from surveys.questionnaires import load

MAILS = Path(__file__).parents[2] / "mails"
DELIVERY = load("post_delivery")
TOKEN = "kmfrggzdfmztwq2lknnwg23tpob"


def mail(name):
    return read((MAILS / name).read_bytes(), DELIVERY)


def test_a_plain_reply_gives_marks_words_and_who_wrote_to_which_token():
    """The customer's words come without signature and quote; addresses and tokens are in lower case."""
    found = mail("reply_plain.eml")
    marks = {"overall": 5, "accuracy": 4, "on_time": 5, "responsiveness": None, "complaint_handling": 4}
    assert (Kind.REPLY, "5 4 5 N 4\nThe new driver found us at once.", marks) == (found.kind, found.text, found.answers)
    assert (found.sender, found.to_tokens, found.to_token) == ("ana@buyer.example", (TOKEN,), TOKEN)
    assert (found.message_id, found.in_reply_to) == ("<c1@buyer.example>", "<letter-1@harbor.example>")
    assert found.references == ("<order-9@harbor.example>", "<letter-1@harbor.example>")


def test_the_scale_in_the_quote_is_no_answer():
    """A rating comes from new text only, never from the quoted scale below it (checklist 23)."""
    assert mail("reply_gmail.eml").answers == {"overall": 2}


def test_html_mails_are_read_without_what_gmail_quotes():
    """A mail that has only HTML is shown as lines of text."""
    found = mail("reply_gmail.eml")
    assert (
        found.text,
        found.complaint,
        found.complaint_reason,
    ) == ("2\n\nThe box was broken.", True, "short_or_damaged")


def test_an_empty_plain_part_gives_way_to_the_html_part_of_outlook():
    """What follows Outlook's mark is the mail that is answered."""
    found = mail("reply_outlook.eml")
    assert (found.text, found.gauges) == ("4\n\nAlles vollständig.", {"accuracy": "+"})


def test_attachments_are_never_opened():
    """Name, type, size and hash are all that is taken of one (checklist 17)."""
    (box,) = mail("reply_outlook.eml").attachments
    assert (box.name, box.type, box.size, box.sha256[:8]) == ("box.jpg", "image/jpeg", 5, "2cf24dba")


def test_a_report_with_several_statuses_keeps_the_worst():
    """One recipient waits, one failed for good: the mail counts as failed for good (checklist 33)."""
    found = mail("dsn_two_statuses.eml")
    assert Bounce(("ana@buyer.example", "jo@buyer.example"), True, "5.1.1") == found.bounce
    assert (found.kind, found.to_tokens, found.returned_ids) == (Kind.BOUNCE, (TOKEN,), ("<letter-2@harbor.example>",))


def test_a_report_of_success_is_no_bounce():
    """A delivered mail only makes a system write to us."""
    assert (mail("dsn_delivered.eml").kind, mail("dsn_delivered.eml").bounce) == (Kind.AUTO_REPLY, None)


def test_a_bounce_in_words_is_read_too():
    """Some mail systems write for people; the 5 in the returned mail is no mark."""
    found = mail("bounce_in_words.eml")
    assert Bounce(("jo@buyer.example",), True, "5.1.1") == found.bounce
    assert (found.answers, found.returned_ids) == ({}, ("<letter-3@harbor.example>",))


def test_an_automatic_reply_has_no_rating():
    """Whatever number a program writes, nobody gave it (checklist 30)."""
    found = mail("vacation.eml")
    assert (found.kind, found.answers, found.unclear) == (Kind.AUTO_REPLY, {}, False)


def test_an_abuse_report_names_the_mail_it_is_about():
    """Somebody pressed "this is spam": the returned Message-ID tells on which letter."""
    found = mail("abuse_report.eml")
    assert (found.kind, found.returned_ids) == (Kind.REPORT, ("<letter-4@harbor.example>",))


def test_a_null_sender_without_a_report_is_an_unknown_bounce():
    """Nobody to answer, no rating (checklist 31)."""
    found = read(b"Return-Path: <>\nFrom: a@b.example\n\n5", DELIVERY)
    assert (Kind.BOUNCE, Bounce(), {}) == (found.kind, found.bounce, found.answers)
    assert found.notes == ("null sender without a delivery report",)


def test_our_own_letter_is_the_quote_even_without_quote_marks():
    """What we sent before is recognised by its own lines and by its token."""
    sent = Sent(text="Dear customer, thank you for your order.\nReply with a mark.", token=TOKEN, language="en")
    raw = as_mail(f"4\n\nDear customer, thank you for your order.\n1 2 3 4 5\nhttps://x.example/{TOKEN}", "plain")
    found = read(raw, DELIVERY, sent=sent)
    assert (found.text, found.answers, found.language) == ("4", {"overall": 4}, "en")


def test_to_json_has_the_keys_of_the_contract():
    """The command prints these keys and no other."""
    keys = "path kind text answers unclear spans complaint complaint_reason gauges tone language unsubscribe bounce"
    keys += " sender message_id in_reply_to to_token attachments notes reader_version"
    assert set(keys.split()) == set(to_json(mail("reply_plain.eml"), "x.eml"))
    bounce = {"recipients": ["jo@buyer.example"], "permanent": True, "status": "5.1.1"}
    assert bounce == to_json(mail("bounce_in_words.eml"), "x.eml")["bounce"]


def test_a_body_alone_can_be_read():
    """`afterword read` takes a .txt or .html body; a line break in its subject makes no header."""
    assert read(as_mail("<p>5</p>", "html"), DELIVERY).answers == {"overall": 5}
    assert read(as_mail("5", "plain", subject="a\nFrom: x@y.example"), DELIVERY).sender == ""


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=3000))
def test_reading_never_raises(raw):
    """Any bytes at all give a reading that any store can hold."""
    text = str(to_json(read(raw, DELIVERY), "x"))
    assert "\x00" not in text
    assert text == text.encode().decode()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["5", "N", "-", "/", ".", ":", ")", "1", "10", "of", "von", "½", "٤", "\n", " ", "%"])))
@example(["1", ".", "5"])
def test_a_mark_read_is_on_the_scale_and_stands_where_its_span_says(pieces):
    """Nothing is clamped, nothing is made up, and an unclear answer keeps no mark."""
    found = read(as_mail("".join(pieces), "plain"), DELIVERY)
    lowest, highest = DELIVERY.scale[0], DELIVERY.scale[-1]
    assert all(mark is None or lowest <= mark <= highest for mark in found.answers.values())
    assert set(found.answers) == set(found.spans)
    assert all(found.text[start:end].strip() for start, end in found.spans.values())
    assert not (found.unclear and found.answers)
