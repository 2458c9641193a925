"""Evidence that an auditor accepts: what was kept, by whom, when, sealed into blocks that chain.

Rows are written unchained with the fact itself, so that no step waits for another. A clock step seals committed rows
into numbered blocks: each block holds the hash of its rows, the hash of the block before it, and an HMAC with the
evidence key. Every digest prints the newest block, so mailboxes outside hold the anchor (ISO 9001:2015, 7.5.3).
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

START = "0" * 64
SHORTEST = 16
"""Hex digits of a block's hash that each digest prints."""


class BadAnchor(ValueError):
    """This is no anchor."""


@dataclass(frozen=True)
class Row:
    """One thing kept. `facts` hold nothing of customers; people of the organisation appear by opaque id."""

    id: int
    at: datetime
    by: str
    thing: str
    thing_id: int
    facts: Mapping[str, Any]
    hash: str = ""


@dataclass(frozen=True)
class Block:
    number: int
    rows: int
    rows_hash: str
    previous: str
    sealed_at: datetime
    hash: str
    seal: str


@dataclass(frozen=True)
class Anchor:
    """A block as somebody outside wrote it down: its number and the beginning of its hash, of 16 hex digits or more.

    `source` says who kept it, for whoever reads a fault.
    """

    number: int
    hash: str
    source: str = "the anchor"


def anchor(text: str) -> Anchor:
    """Read `12:9f86d081884c7d65`, as each digest prints it; what a digest puts behind the digits is left away.

    Raises: BadAnchor.
    """
    found = re.fullmatch(rf"\s*(\d{{1,9}})\s*:\s*([0-9a-fA-F]{{{SHORTEST},64}})(?:\.\.\.|\u2026)?\s*", text, re.ASCII)
    if not found or not int(found[1]):
        raise BadAnchor(
            f"'{text}' is no anchor; write the block's number, a colon and {SHORTEST} to 64 hex digits of its hash,"
            " as a digest prints them: 12:9f86d081884c7d65"
        )
    return Anchor(int(found[1]), found[2].lower())


def broken(anchors: Iterable[Anchor], hashes: Mapping[int, str]) -> list[str]:
    """Where blocks, by number, are not those that somebody outside wrote down: cut off, or sealed anew."""
    newest = max(hashes, default=0)
    found = []
    for one in anchors:
        kept = hashes.get(one.number)
        if kept is None:
            end = f"the newest is block {newest}" if newest else "there is no block at all"
            found.append(f"block {one.number} of {one.source} is not there: the chain was cut, {end}")
        elif not kept.startswith(one.hash):
            told = f"it begins {kept[:SHORTEST]} where {one.source} has {one.hash[:SHORTEST]}"
            found.append(f"block {one.number} is not the one that was sealed first: {told}")
    return found


def row_hash(row: Row) -> str:
    """SHA-256 (hex) over the row's canonical JSON; the id is left out, since it is given only at the insert."""
    when = row.at.astimezone(UTC).isoformat()
    return _sha(json.dumps([when, row.by, row.thing, row.thing_id, row.facts], sort_keys=True, ensure_ascii=False))


def seal(hashes: Iterable[str], previous: Block | None, key: bytes, now: datetime) -> Block:
    """The block over these row hashes, in order, after `previous`."""
    listed = list(hashes)
    number = previous.number + 1 if previous else 1
    before = previous.hash if previous else START
    rows_hash = _sha("\n".join(listed))
    text = "|".join([str(number), str(len(listed)), rows_hash, before, now.astimezone(UTC).isoformat()])
    mac = hmac.digest(key, text.encode(), "sha256").hex()
    return Block(number, len(listed), rows_hash, before, now, _sha(text), mac)


def faults(block: Block, hashes: Iterable[str], previous: Block | None, key: bytes) -> list[str]:
    """What is wrong with a block, in words; empty where it holds."""
    again = seal(hashes, previous, key, block.sealed_at)
    found = []
    if again.rows != block.rows:
        found.append(f"block {block.number} has {again.rows} rows where {block.rows} were sealed")
    elif again.rows_hash != block.rows_hash:
        found.append(f"block {block.number}: a row was changed after sealing")
    if block.previous != again.previous or block.number != again.number:
        found.append(f"block {block.number} does not follow the block before it")
    if not found and block.hash != again.hash:
        found.append(f"block {block.number}: its time or hash was changed after sealing")
    if not found and not hmac.compare_digest(block.seal, again.seal):
        found.append(f"block {block.number} was not sealed with this evidence key")
    return found


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()
