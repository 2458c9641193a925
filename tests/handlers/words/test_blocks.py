"""What we say in Slack: every word stands as it was written, within Slack's limits."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.words.blocks import LINES, Reviewed, cut, digest_post, digest_words, escaped, paragraph, written
from surveys.digest import Digest, Standing
from surveys.line import Enquired, Improved, Line
from surveys.review import Decision
from tests.handlers.words.test_digests import FULL, OPEN, told
from tests.harbor import ZONE
from tests.payloads import faults


def accepted(blocks: list[dict[str, Any]]) -> None:
    """Slack's own models know each block, find nothing wrong with it, and give it back unchanged."""
    assert list(faults(blocks)) == []


def words_of(blocks: list[dict[str, Any]]) -> str:
    """What is shown of all rich text."""
    sections = [one for block in blocks if block["type"] == "rich_text" for one in block["elements"]]
    return "".join(element["text"] for section in sections for element in section["elements"])


def post_of(digest: Digest, reviewed: Sequence[Reviewed] = ()) -> dict[str, Any]:
    return digest_post(digest, "F123", 7, reviewed, ZONE)


def test_a_digest_is_read_in_half_a_minute() -> None:
    """The verdict with the week and at most eleven lines of numbers, then one picture in words too."""
    post = post_of(told())
    accepted(post["blocks"])
    lines = words_of(post["blocks"]).splitlines()
    assert len(lines) <= LINES
    assert lines[0] == "3 new complaints, 1 open for 6 days; 6 of 50 deliveries late. Acme, week 2026-W47, 16-22 Nov"
    assert "On time  80 % (12/15, CI 55-93); records: 88 % (44/50, CI 76-94)" in lines
    picture, _press = post["blocks"][1:]
    assert (picture["slack_file"], picture["alt_text"][:14]) == ({"id": "F123"}, "Control charts")


def test_a_full_digest_keeps_its_evidence() -> None:
    """Whatever else there is to tell: the block that was sealed last is the anchor of all before it."""
    asked = replace(OPEN, enquired=Enquired(new=1, open=1, unreviewed=("E-1",)), improved=Improved(open=2))
    full = told(FULL + Counter({"relationship.overall.10": 6, "relationship.overall.0": 2}), asked)
    lines = words_of(post_of(full)["blocks"]).splitlines()
    assert (len(lines), len(full.lines)) == (LINES, LINES + 1)
    assert lines[-1].startswith("Left out  ")
    assert "Evidence  block 12, 3fa9c1d2" in lines[-1]
    assert "Actions, risks  2 open" in lines
    assert "Enquiries  1 new, 1 open; bound without a review: E-1" in lines


def test_a_digest_shows_what_was_decided() -> None:
    """By name and local time, under the buttons that others may still press; the numbers stay as they were."""
    before = post_of(told())["blocks"]
    after = post_of(
        told(), [Reviewed("UINES", datetime(2026, 7, 6, 8, 5, tzinfo=UTC), Decision.NO_ACTION, "All *usual*")]
    )["blocks"]
    accepted(before)
    accepted(after)
    assert before[:2] == after[:2]
    assert [(one["action_id"], one["value"]) for one in after[2]["elements"]] == [
        ("review.no_action", "7"),
        ("review.action", "7"),
        ("review.escalate", "7"),
        ("review.delegate", "7"),
    ]
    (line,) = after[3]["elements"]
    assert line["elements"][2:] == [
        {"type": "user", "user_id": "UINES"},
        written(", Mon 06 Jul, 09:05: "),
        written("no action needed"),
        written(": All *usual*"),
    ]


def test_a_digest_says_what_its_mail_says() -> None:
    """Number by number: every line of the digest is in the post."""
    digest = told()
    shown = words_of(post_of(digest)["blocks"])
    assert [line.key for line in digest.lines if line.words not in shown or line.observed not in shown] == []


def test_a_customers_words_call_nobody() -> None:
    """They stand in rich text, which Slack does not parse, and in no place that it does."""
    loud = Standing(verbatim="<!channel> *late* `x` <https://evil.example|our page>", verbatim_from="C-7")
    post = post_of(told(FULL, loud, organisation="A & B <!here>"))
    accepted(post["blocks"])
    assert loud.verbatim in words_of(post["blocks"])
    assert "mrkdwn" not in json.dumps(post)
    assert "A &amp; B &lt;!here&gt;" in post["text"]
    assert "<" not in post["text"]


def test_a_quiet_week_has_its_post_too() -> None:
    """No data is said, never 0 %."""
    post = post_of(told(type(FULL)(), Standing()))
    accepted(post["blocks"])
    assert "0 %" not in words_of(post["blocks"])
    assert "no responses (none invited)" in words_of(post["blocks"])


@given(words=st.text(max_size=200), most=st.integers(30, 100))
def test_what_is_cut_says_how_much_is_missing(words: str, most: int) -> None:
    """Never longer than asked for; the beginning and the number of characters left out make the whole."""
    shown = cut(words, most)
    assert len(shown) <= most
    if len(words) > most:
        kept, _, missing = shown.rpartition("... (")
        assert words.startswith(kept)
        assert len(kept) + int(missing.removesuffix(" more)")) == len(words)


@given(words=st.text())
def test_escaped_words_hold_no_control_character_of_slack(words: str) -> None:
    """Reading the three entities back gives the words."""
    safe = escaped(words, 10_000)
    assert not {"<", ">"} & set(safe)
    assert safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == words


@given(words=st.text(min_size=1))
def test_any_words_make_a_block(words: str) -> None:
    """Whatever a customer wrote is accepted, and printable."""
    block = dict(paragraph([[written(words, bold=True)], [written("x")]]))
    accepted([block])
    assert words_of([block]).replace("\n", "").isprintable()


def test_what_is_unusual_is_bold() -> None:
    """In a post the eye finds it first; a usual week is in plain letters."""
    line = Line("on_time", "On time", "80 %", observed="88 %", usual="usual", observed_usual="LOW, usual 89-100")
    post = digest_words(replace(told(), lines=(line, *told().lines[1:])))
    elements = post["elements"][0]["elements"]
    bold = [one["text"].strip() for one in elements if one.get("style", {}).get("bold")]
    assert bold[1:3] == ["On time", "LOW, usual 89-100"]
