"""Sealed evidence: whatever is changed afterwards is found."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.evidence import START, Anchor, BadAnchor, Block, Row, anchor, broken, faults, row_hash, seal

KEY = b"evidence key of a test, 32 bytes"
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ROW = Row(id=1, at=NOW, by="staff:7", thing="complaint", thing_id=3, facts={"state": "received", "late": None})

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
nested = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
facts = st.dictionaries(st.text(max_size=5), nested, max_size=4)
rows = st.builds(
    Row,
    id=st.just(0),
    at=st.integers(0, 10**9).map(lambda ms: NOW + timedelta(milliseconds=ms)),
    by=st.sampled_from(["service", "staff:1", "staff:2"]),
    thing=st.sampled_from(["answer", "complaint"]),
    thing_id=st.integers(1, 10**6),
    facts=st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)),
)
books = st.lists(st.lists(rows, max_size=5), min_size=1, max_size=5)


def chain(book: list[list[Row]], key: bytes = KEY) -> list[Block]:
    blocks: list[Block] = []
    for number, page in enumerate(book):
        previous = blocks[-1] if blocks else None
        blocks.append(seal(map(row_hash, page), previous, key, NOW + timedelta(hours=number)))
    return blocks


def verify(book: list[list[Row]], blocks: list[Block], key: bytes = KEY) -> list[str]:
    hashes = [[row_hash(row) for row in page] for page in book]
    before = [None, *blocks]
    return [
        fault
        for block, page, prior in zip(blocks, hashes, before, strict=False)
        for fault in faults(block, page, prior, key)
    ]


def test_the_first_block() -> None:
    """The first block follows nothing, and counts its rows."""
    block = seal([row_hash(ROW)], None, KEY, NOW)
    assert (block.number, block.rows, block.previous, block.sealed_at) == (1, 1, START, NOW)


def test_hashes_stay_the_same() -> None:
    """Hashes are printed in digests and kept by others, so the way they are made is fixed."""
    block = seal([row_hash(ROW)], None, KEY, NOW)
    assert (row_hash(ROW)[:16], block.hash[:16], block.seal[:16]) == (
        "a3ac63930c4373e0",
        "83aff0281b33072f",
        "4f2856876d7a6dcc",
    )


@given(book=books)
def test_what_was_sealed_holds(book) -> None:
    """Untouched rows verify, and each block names the hash of the one before."""
    blocks = chain(book)
    linked = [after.previous == before.hash for before, after in pairwise(blocks)]
    assert (verify(book, blocks), all(linked), [block.number for block in blocks]) == (
        [],
        True,
        list(range(1, len(book) + 1)),
    )


@given(facts=facts)
def test_a_row_survives_its_store(facts) -> None:
    """Facts kept as JSON hash as before, whatever order a database gives its keys."""
    kept = json.loads(json.dumps(dict(reversed(facts.items()))))
    assert row_hash(replace(ROW, facts=kept)) == row_hash(replace(ROW, facts=facts))


def test_the_same_instant_in_another_zone() -> None:
    """A row is the same in whatever zone its time is read back, and whatever id it was given."""
    local = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert row_hash(replace(ROW, at=local, id=99)) == row_hash(ROW)


CHANGES = {
    "at": NOW + timedelta(microseconds=1),
    "by": "staff:8",
    "thing": "answer",
    "thing_id": 4,
    "facts": {"state": "declined", "late": None},
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_row_is_found(field: str) -> None:
    """Whatever part of a row is changed after sealing, the block says so."""
    block = seal([row_hash(ROW)], None, KEY, NOW)
    changed = row_hash(replace(ROW, **{field: CHANGES[field]}))
    assert faults(block, [changed], None, KEY) == ["block 1: a row was changed after sealing"]


BLOCK_CHANGES = {
    "number": 3,
    "rows": 2,
    "rows_hash": "1" * 64,
    "previous": "1" * 64,
    "sealed_at": NOW + timedelta(microseconds=1),
    "hash": "1" * 64,
    "seal": "1" * 64,
}


@pytest.mark.parametrize("field", BLOCK_CHANGES)
def test_a_changed_block_is_found(field: str) -> None:
    """Whatever part of a block is changed after sealing is found, the newest block included."""
    before = seal([], None, KEY, NOW)
    block = seal([row_hash(ROW)], before, KEY, NOW)
    changed = replace(block, **{field: BLOCK_CHANGES[field]})
    assert len(faults(changed, [row_hash(ROW)], before, KEY)) == 1


@given(book=books, data=st.data())
def test_a_removed_row_is_found(book, data) -> None:
    """A row that is gone is missed in its block."""
    blocks = chain(book)
    page = data.draw(st.sampled_from([page for page in book if page] or [[ROW]]))
    touched = [page_[1:] if page_ is page else page_ for page_ in book]
    assert (verify(touched, blocks) == []) == (touched == book)


@given(book=books, row=rows, data=st.data())
def test_a_slipped_in_row_is_found(book, row, data) -> None:
    """A row written later with an earlier id makes its block too long."""
    blocks = chain(book)
    number = data.draw(st.integers(0, len(book) - 1))
    touched = [[*page, row] if n == number else page for n, page in enumerate(book)]
    assert len(verify(touched, blocks)) == 1


@given(book=books, order=st.randoms())
def test_reordered_rows_are_found(book, order) -> None:
    """Rows in another order are other evidence."""
    blocks = chain(book)
    touched = [order.sample(page, len(page)) for page in book]
    same = [[row_hash(row) for row in page] for page in touched] == [[row_hash(row) for row in page] for page in book]
    assert (verify(touched, blocks) == []) == same


@given(book=books.filter(lambda book: len(book) > 1), data=st.data())
def test_a_removed_block_is_found(book, data) -> None:
    """A block that is gone breaks the chain, unless it is the last: that one is missed by who holds its hash."""
    blocks = chain(book)
    number = data.draw(st.integers(0, len(book) - 2))
    assert verify(book[:number] + book[number + 1 :], blocks[:number] + blocks[number + 1 :]) != []


@given(book=books, key=st.binary(min_size=16, max_size=64))
def test_a_forged_chain_is_found(book, key) -> None:
    """Who rewrites everything without the evidence key is found in every block."""
    forged = chain(book, key)
    expected = [] if key == KEY else [f"block {block.number} was not sealed with this evidence key" for block in forged]
    assert verify(book, forged) == expected


def test_a_rewritten_block_breaks_the_next() -> None:
    """Even with the key, a rewritten block is not the one that the next block names."""
    blocks = chain([[ROW], [ROW]])
    rewritten = seal([row_hash(replace(ROW, by="staff:8"))], None, KEY, NOW)
    assert faults(blocks[1], [row_hash(ROW)], rewritten, KEY) == ["block 2 does not follow the block before it"]


@given(number=st.integers(1, 10**9 - 1), digits=st.text("0123456789abcdefABCDEF", min_size=16, max_size=64))
def test_an_anchor_is_read_as_a_digest_prints_it(number, digits) -> None:
    """Number and digits, in either case of letters, with or without the dots behind them."""
    for written in (f"{number}:{digits}", f" {number}: {digits}... "):
        assert anchor(written) == Anchor(number, digits.lower())


BAD = [
    "", "12", "12:", "12:9f86d081884c7d6", "0:9f86d081884c7d65", "x:9f86d081884c7d65", "12:9f86d081884c7d65g",
    "12 9f86d081884c7d65", "\u0661:9f86d081884c7d65",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    """Its message says how one is written."""
    with pytest.raises(BadAnchor, match=r"write the block's number, a colon and 16 to 64 hex digits"):
        anchor(text)


@given(book=books.filter(bool), data=st.data())
def test_every_cut_end_is_found_by_an_anchor(book, data) -> None:
    """Whoever holds the hash of a block misses it, and holds nothing against a chain that is whole."""
    blocks = chain(book)
    held = [Anchor(block.number, block.hash[:16]) for block in blocks]
    left = data.draw(st.integers(0, len(blocks)))
    found = broken(held, {block.number: block.hash for block in blocks[:left]})
    assert len(found) == len(blocks) - left
