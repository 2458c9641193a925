"""What stands in the thread of a case's card: one post for each entry of its file."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.words.blocks import Block, cut, escaped, image, paragraph, person, quoted, written
from surveys.complaint import Move
from surveys.course import plain
from surveys.entry import Entry, Kind

LONGEST_NOTICE = 200
LONGEST_NAME = 500

TITLES: Mapping[Kind, str] = {
    Kind.NOTE: "Note",
    Kind.AMENDMENT: "Amended",
    Kind.CUSTOMER: "The customer says",
    Kind.QUESTION: "Question to the customer",
    Kind.RESPONSE: "Answer to the customer",
    Kind.SIGNPOST: "The customer is told where else to turn",
    Kind.REPLY: "Reply to the customer",
    Kind.OFFER: "The customer is asked to confirm",
}
"""What comes before the words; a move and an alarm are a line by themselves."""

STAFF = re.compile(r"(staff:\d+)")
MESSAGE_ID = re.compile(r"\s*<[^<>\s]+@[^<>\s]+>")


SHOWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
"""How the pictures begin that Slack shows in a post (docs.slack.dev/reference/block-kit/blocks/image-block)."""

NOT_YET = ""
"""The picture of a post has no name before it is uploaded."""


def entry_post(entry: Entry, people: Mapping[str, str], picture: bytes = b"") -> dict[str, Any]:
    """`text` and `blocks` of the post; `people` are the Slack users of those of the staff whom the entry names.

    A `picture` goes with it where Slack can show it.
    """
    shown = picture if picture.startswith(SHOWN) else b""
    post: dict[str, Any] = {
        "text": escaped(f"{TITLES.get(entry.kind, '')} {STAFF.sub('somebody', entry.words)}".strip(), LONGEST_NOTICE),
        "blocks": [
            paragraph([_head(entry, people)]),
            *([quoted(entry.words)] if entry.kind in TITLES else []),
            *([image(NOT_YET, entry.words)] if shown else []),
        ],
    }
    if shown:
        content = b64encode(shown).decode("ascii")
        post["picture"] = {"name": f"picture-{entry.id}", "alt": cut(entry.words, LONGEST_NAME), "content": content}
    return post


def named(entry: Entry) -> set[str]:
    """Those of the staff whom an entry names, as evidence has them."""
    return {entry.by, *(STAFF.findall(entry.words) if entry.kind not in TITLES else ())}


def move_words(move: Move) -> str:
    """A move as a line of the file: `acknowledged: by mail`."""
    reason = MESSAGE_ID.sub("", move.reason)
    what = plain(move.target) if move.source is not move.target else ""
    return ": ".join(part for part in (what, reason) if part)


def _head(entry: Entry, people: Mapping[str, str]) -> list[Block]:
    said = TITLES.get(entry.kind)
    line = [written(said, bold=True)] if said else list(_with_people(entry.words, people))
    by = [written(", by "), person(people[entry.by])] if people.get(entry.by) else []
    return [*line, *by]


def _with_people(words: str, people: Mapping[str, str]) -> Iterator[Block]:
    """The words of a move, with those of the staff as Slack shows them."""
    for part in STAFF.split(words):
        if STAFF.fullmatch(part):
            yield person(people[part]) if people.get(part) else written("somebody")
        elif part:
            yield written(part)
