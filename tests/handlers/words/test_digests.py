"""The digest as a mail and as plain text."""

from collections import Counter
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from handlers.words import digests
from surveys.chart import alt_text
from surveys.digest import Digest, Standing, digest
from surveys.line import Enquired
from surveys.promise import Kept
from surveys.questionnaires import load
from surveys.workdays import Week

WEEK = Week(2026, 47)
FULL = Counter(
    {
        "deliveries": 50,
        "promised": 50,
        "on_time": 44,
        "wrong": 2,
        "invited": 46,
        "answered": 16,
        "complaints": 3,
        "post_delivery.responses": 16,
        "post_delivery.comments": 9,
        "post_delivery.overall.5": 13,
        "post_delivery.overall.2": 3,
        "post_delivery.on_time.4": 12,
        "post_delivery.on_time.1": 3,
        "post_delivery.responsiveness.4": 4,
        "post_delivery.responsiveness.3": 2,
        "post_delivery.complaint_handling.2": 3,
    }
)
OPEN = Standing(
    open_complaints=1,
    oldest_open_days=6,
    observations=7,
    block_number=12,
    block_hash="3fa9c1d2" * 8,
    verbatim="Third late pallet.",
    verbatim_from="C-7",
)


def told(
    counts: Counter[str] = FULL, standing: Standing = OPEN, week: Week = WEEK, organisation: str = "Acme"
) -> Digest:
    return digest(
        week,
        ZoneInfo("Europe/Berlin"),
        organisation=organisation,
        counts=counts,
        history=[(week, counts)],
        questionnaire=load("post_delivery"),
        standing=standing,
    )


def test_the_plain_text_reads_in_half_a_minute():
    """Verdict first, then one line a measure, from both sides."""
    expected = """\
3 new complaints, 1 open for 6 days; 6 of 50 deliveries late.
Acme, week 2026-W47, 16-22 Nov

                   customers say           records show
On time            80 % (12/15, CI 55-93)  88 % (44/50, CI 76-94)
Accuracy           not rated (16 answers)  96 % (48/50, CI 87-99) right so far
Complaint handling too few to show: 3      1 open, none answered
Responsiveness     4 of 6                  no data yet
Feedback forms     9 of 16 wrote words     35 % (16/46, CI 23-49) replied so far
Overall satisfied  81 % (13/16, CI 57-93)
Complaints         3 new on 50 deliveries (60 per 1000, CI 12 to 175); 1 open
                   for 6 days
Left out           7 machine clicks
Voice              “Third late pallet.” (C-7)
Evidence           block 12, 3fa9c1d23fa9c1d2...
"""
    assert expected == digests.text(told())


def test_a_quiet_week_in_full():
    """The whole text of a week in which nobody answered."""
    expected = """\
Quiet week: no responses (12 invited).
Acme, week 2026-W47, 16-22 Nov

                   customers say  records show
On time            no responses   no deliveries
Accuracy           no responses   no deliveries
Complaint handling no responses   none open
Responsiveness     no responses   no data yet
Feedback forms     no responses   0 of 12 replied so far
Overall satisfied  no responses (12 invited)
Complaints         none new; none open
Left out           nothing
Evidence           no block yet
"""
    assert expected == digests.text(told(Counter(invited=12), Standing()))


def test_the_plain_text_keeps_to_eighty_columns():
    """In a week of ordinary size no line is wider than a terminal."""
    assert max(len(line) for line in digests.text(told()).splitlines()) <= 80


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        (Week(2026, 47), "Acme, week 2026-W47, 16-22 Nov"),
        (Week(2026, 49), "Acme, week 2026-W49, 30 Nov - 6 Dec"),
        (Week(2026, 53), "Acme, week 2026-W53, 28 Dec - 3 Jan"),
    ],
)
def test_the_week_is_told_in_days(week, expected):
    """A week over the end of a month names both months."""
    assert expected == digests.text(told(week=week)).splitlines()[1]


def test_the_mail_has_its_verdict_in_the_subject():
    """A manager who reads only the list of mails knows what needs attention."""
    subject, text, _ = digests.mail(told(), "chart@acme")
    expected = ("Customer week 2026-W47 - 3 new complaints, 1 open for 6 days; 6 of 50 deliveries late", True)
    assert expected == (
        (
            subject,
            text == digests.text(told()),
        )
    )


def test_the_mail_begins_with_the_verdict_and_shows_the_gauges():
    """The heading is the verdict; each gauge is a row with a large measure and its numbers below."""
    page = LexborHTMLParser(digests.mail(told(), "chart@acme")[2])
    rows = {row.css_first("th").text(): " ".join(row.text().split()) for row in page.css(".gauges tbody tr")}
    expected = "3 new complaints, 1 open for 6 days; 6 of 50 deliveries late."
    assert expected == page.css_first("h1").text()
    expected = [
        "On time",
        "Accuracy",
        "Complaint handling",
        "Responsiveness",
        "Feedback forms",
        "Overall satisfied",
    ]
    assert expected == list(rows)
    expected = "On time 80 % 12/15, CI 55\u201193 88 % 44/50, CI 76\u201194"
    assert expected == rows["On time"]
    expected = "Responsiveness 4 of 6 no data yet"
    assert expected == rows["Responsiveness"]


def test_the_picture_is_attached_and_has_words():
    """The one picture is named by its Content-ID and carries the chart's own sentence."""
    pictures = LexborHTMLParser(digests.mail(told(), "chart@acme")[2]).css("img")
    assert [("cid:chart@acme", alt_text(told().chart))] == [
        (picture.attributes["src"], picture.attributes["alt"]) for picture in pictures
    ]


def test_the_mail_fetches_nothing():
    """No font service, no tracking picture, no remote style."""
    html = digests.mail(told(), "chart@acme")[2]
    page = LexborHTMLParser(html)
    expected = ([], [], False)
    assert expected == (page.css("link"), page.css("script"), "@import" in html)


def test_dark_mode_survives_inlining():
    """The @media rules that mailboxes need for their dark mode are still there."""
    html = digests.mail(told(), "chart@acme")[2]
    assert "prefers-color-scheme: dark" in html


def test_what_people_wrote_is_text_and_nothing_else():
    """Customers' words and names are escaped, and no template runs in them."""
    nasty = '<script>alert(1)</script> {{ 7 * 7 }} & "quoted"'
    html = digests.mail(told(standing=Standing(verbatim=nasty), organisation="A<b>c"), "chart@acme")[2]
    page = LexborHTMLParser(html)
    assert ([], f"“{nasty}”") == (page.css("script"), page.css_first("blockquote").text())
    expected = ([], "A<b>c, week 2026-W47, 16-22 Nov")
    assert expected == (page.css("b"), page.css_first("title").text())


def test_a_mail_without_voice_has_no_empty_quote():
    """Nothing stands where nobody spoke."""
    html = digests.mail(told(standing=Standing()), "chart@acme")[2]
    expected = []
    assert expected == LexborHTMLParser(html).css("blockquote")


def test_what_came_of_enquiries_stands_in_the_mail_too() -> None:
    """In both its forms, beside the complaints."""
    asked = replace(OPEN, enquired=Enquired(new=2, open=1, met=Kept(2, 3), unmet=("E-1",)))
    _, text, html = digests.mail(told(FULL, asked), "chart")
    expected = "2 new, 1 open; requirements met 2 of 3; not met: E-1"
    assert expected in " ".join(text.split())
    assert expected in LexborHTMLParser(html).body.text()  # type: ignore[union-attr]


def low(found: Digest) -> Digest:
    """The same digest, with its first line out of the usual by the records."""
    first, *others = found.lines
    judged = replace(first, usual="usual", observed_usual="LOW, usual 89-100, was 96 %")
    return replace(found, lines=(judged, *others))


def test_what_is_unusual_stands_behind_its_numbers():
    """On the side that it is about, and in a colour of its own in the mail."""
    assert "80 % (12/15, CI 55-93) usual  88 % (44/50, CI 76-94) LOW," in digests.text(low(told()))
    page = LexborHTMLParser(digests.mail(low(told()), "chart")[2])
    assert [one.text() for one in page.css(".unusual")] == ["LOW, usual 89-100, was 96 %"]


def test_no_comma_is_left_in_front_of_the_rest():
    """What stands behind a measure is told without the sign that joined it."""
    behind = [one.text() for one in LexborHTMLParser(digests.mail(told(), "chart")[2]).css(".behind")]
    assert "none answered" in behind
