"""What we say in Slack, as Block Kit: every word stands in a rich text element, which Slack shows as it is.

A customer's words in `mrkdwn` could call a channel (`<!channel>`), hide a link or open a code block; the text elements
of rich text are never parsed. Only the fallback `text`, shown in notifications, is parsed, and is escaped
(docs.slack.dev/messaging/formatting-message-text and docs.slack.dev/reference/block-kit/blocks/rich-text-block).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words.digests import sentence, title
from surveys.chart import alt_text
from surveys.digest import Digest, Line
from surveys.review import Decision

Block = Mapping[str, Any]

LONGEST_TEXT = 3000
"""Of the fallback; Slack itself cuts at 40,000 and advises at most 4,000."""

LONGEST_ALT = 2000
LONGEST_QUOTE = 2500
LONGEST_BUTTON = 75
LONGEST_REASON = 300
SMALL = "left_out"
"""The line that shares the last row where there are many."""

LINES = 12
"""The most lines of a digest; leadership reads it in half a minute."""

REVIEW = "review"
"""The buttons under it, each with its decision after a dot, and their form, as the Slack door hears of them."""

DECISIONS = {
    Decision.NO_ACTION: "No action needed, because...",
    Decision.ACTION: "Decide an action...",
    Decision.ESCALATE: "Take to the risk meeting...",
    Decision.DELEGATE: "Delegate...",
}
"""What a leader may decide under it."""


@dataclass(frozen=True)
class Reviewed:
    """What a leader decided about a digest; `leader` and `delegate` are Slack users."""

    leader: str
    at: datetime
    decision: Decision
    words: str
    delegate: str = ""


def digest_post(
    digest: Digest, picture: str, about: int, reviewed: Sequence[Reviewed], zone: ZoneInfo, *, addendum: str = ""
) -> dict[str, Any]:
    """`text` and `blocks` of a digest, its chart as the uploaded file `picture` with its alternative text.

    Under it leaders decide; `about` is its id, and `reviewed` what was decided by now. `addendum` is the week whose
    digest says what became known since.
    """
    verdict = sentence(digest.verdict)
    press = buttons(*(button(f"{REVIEW}.{one}", words, str(about)) for one, words in DECISIONS.items()))
    later = [small(f"addendum in {addendum}")] if addendum else []
    picture_shown = image(picture, alt_text(digest.chart))
    return {
        "text": escaped(f"{verdict} {title(digest)}", LONGEST_TEXT),
        "blocks": [digest_words(digest), picture_shown, press, *later, *_reviewers(reviewed, zone)],
    }


def digest_words(digest: Digest) -> Block:
    """The lines of a digest without its picture; the evidence is never left out, for its readers hold the anchor."""
    *told, evidence = digest.lines
    head = [written(sentence(digest.verdict), bold=True), written(f" {title(digest)}")]
    last = _line(evidence)
    if len(told) > LINES - 2:
        last = [*(part for one in told if one.key == SMALL for part in [*_line(one), written("  ")]), *last]
        told = [one for one in told if one.key != SMALL]
    return paragraph([head, *(_line(one) for one in told[: LINES - 2]), last])


def paragraph(rows: Sequence[Sequence[Block]]) -> Block:
    """Rows of elements, one a line."""
    last = len(rows) - 1
    elements = [
        element for at, row in enumerate(rows) for element in (*row, *([written("\n")] if at < last else []))
    ]  # fmt: skip
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def columns(lines: Sequence[str]) -> Block:
    """Lines whose columns stand under each other."""
    shown = cut("\n".join(lines), LONGEST_TEXT)
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [written(shown)]}]}


def written(words: str, *, bold: bool = False) -> Block:
    """Words as they are; control characters, which no reader sees, become spaces."""
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in words)
    return {"type": "text", "text": shown, **({"style": {"bold": True}} if bold else {})}


def quoted(words: str, most: int = LONGEST_QUOTE) -> Block:
    """A customer's own words, set apart from ours."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [written(cut(words, most))]}]}


def person(slack_user: str) -> Block:
    """Somebody by name, in a line of rich text."""
    return {"type": "user", "user_id": slack_user}


def buttons(*made: Block) -> Block:
    return {"type": "actions", "elements": list(made)}


def button(name: str, words: str, value: str, *, style: str = "", confirm: Block | None = None) -> Block:
    """What `name` stands for is done with `value` when it is pressed; `style` is primary or danger."""
    return {
        "type": "button",
        "action_id": name,
        "text": {"type": "plain_text", "text": cut(words, LONGEST_BUTTON)},
        "value": value,
        **({"style": style} if style else {}),
        **({"confirm": confirm} if confirm else {}),
    }


def small(words: str) -> Block:
    """A line of small print, not parsed."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": cut(words, LONGEST_TEXT)}]}


def image(file: str, alt: str) -> Block:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(alt, LONGEST_ALT)}


def escaped(words: str, most: int) -> str:
    """Words for a place that Slack parses: its three control characters written as entities, cut before that."""
    return cut(words, most).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(words: str, most: int) -> str:
    """At most `most` characters; what is too long ends with how much is missing."""
    if len(words) <= most:
        return words
    kept = most - len(f"... ({len(words)} more)")
    return f"{words[:kept]}... ({len(words) - kept} more)"


def _reviewers(reviewed: Sequence[Reviewed], zone: ZoneInfo) -> list[Block]:
    if not reviewed:
        return []
    return [paragraph([[written("Decided", bold=True)], *(_decided(one, zone) for one in reviewed)])]


def _decided(one: Reviewed, zone: ZoneInfo) -> list[Block]:
    """`@ines, Mon 06 Jul, 09:05: delegated to @mara: call the carrier`."""
    when = written(f", {one.at.astimezone(zone):%a %d %b, %H:%M}: ")
    said = [written(f": {cut(one.words, LONGEST_REASON)}")] if one.words else []
    if one.decision is Decision.DELEGATE:
        return [person(one.leader), when, written("delegated to "), person(one.delegate), *said]
    what = {Decision.ACTION: "action", Decision.ESCALATE: "for the risk meeting"}.get(one.decision, "no action needed")
    return [person(one.leader), when, written(what), *said]


def _line(line: Line) -> list[Block]:
    """`On time  94 % (17/18), records 96 % (54/56)`."""
    observed = f"; records: {line.observed}" if line.observed else ""
    note = f" {line.note}" if line.note else ""
    return [
        written(line.label, bold=True),
        written(f"  {line.words}"),
        *_usual(line.usual),
        *([written(observed)] if observed else []),
        *_usual(line.observed_usual),
        *([written(note)] if note else []),
    ]


def _usual(words: str) -> list[Block]:
    """What is out of the usual stands out."""
    return [written(f" {words}", bold=not words.startswith("usual"))] if words else []
