"""What of a clause is weighed: its words and their parts, and the concepts in it with what denies them.

Every feature is a number below `CONCEPTS + WORDS`: concepts and their pairs share the first numbers, for all
languages; words, their neighbours and parts are scattered over the rest.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from handlers.reading.heard.clauses import Clause

CONCEPTS = 1 << 12
WORDS = 1 << 14
_REACH = 6
_MOST = 8
_SETTLED = "solved"
_EMPTY = frozenset({"0", ","})
_BACKWARD = frozenset({"ja", "tr"})
"""Languages that deny after the word."""


def features(said: Sequence[Clause], language: str) -> list[list[int]]:
    """The numbers of each clause of a reply. What a later clause calls settled is weighed by its concepts alone."""
    found: list[list[int]] = []
    later: frozenset[str] = frozenset()
    for clause in reversed(said):
        concepts = denied(clause, language)
        told = _told(concepts, clause.asks)
        if _SETTLED in later:
            numbers = {_concept(f"settled:{one}") for one in told}
        else:
            numbers = {_concept(one) for one in told}
            for part in _neighbours(clause.words):
                numbers.update(part)
        found.append(sorted(numbers))
        later = later.union(concepts)
    return found[::-1]


def denied(clause: Clause, language: str) -> list[str]:
    """The concepts in their order; one within reach of a negation is marked."""
    nots = [place for place, concept in clause.concepts if concept == "not"]
    if not nots:
        return [concept for _, concept in clause.concepts]
    commas = [place for place, word in enumerate(clause.words) if word == ","]
    backward = language in _BACKWARD
    return [
        f"!{concept}"
        if concept not in {"not", "but"} and any(_reaches(no, place, commas, backward) for no in nots)
        else concept
        for place, concept in clause.concepts
    ]


def _reaches(no: int, place: int, commas: Sequence[int], backward: bool) -> bool:
    first, last = (place, no) if backward else (no, place)
    return 0 < last - first <= _REACH and not any(first < comma < last for comma in commas)


def _told(concepts: Sequence[str], asks: bool) -> Iterator[str]:
    """Each concept, each two of them together, and each two in their order."""
    some = concepts[:_MOST]
    yield from some or ("none",)
    if asks:
        yield from ("?", *(f"{one}?" for one in some))
    for place, one in enumerate(some):
        for other in some[place + 1 :]:
            yield f"{one}&{other}" if one < other else f"{other}&{one}"
        if place + 1 < len(some):
            yield f"{one}>{some[place + 1]}"


def _neighbours(clause: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Numbers and commas are left out: marks stand anywhere."""
    words = [word for word in clause if word not in _EMPTY]
    for place, word in enumerate(words):
        yield _parts(word)
        if place + 1 < len(words):
            yield _pair(word, words[place + 1])
        if place + 2 < len(words) and len(word) == 1:
            yield _triple(word, words[place + 1], words[place + 2])


@lru_cache(maxsize=4096)
def _concept(name: str) -> int:
    return crc32(name.encode()) & (CONCEPTS - 1)


@lru_cache(maxsize=16384)
def _parts(word: str) -> tuple[int, ...]:
    """The word, its beginnings, and every four letters of it."""
    if len(word) < 4:
        return (_scattered(word),)
    framed = f"^{word[:24]}$"
    parts = {framed, *(framed[at : at + 5] for at in range(len(framed) - 4)), framed[:6]}
    return tuple(_scattered(part) for part in sorted(parts))


@lru_cache(maxsize=16384)
def _pair(one: str, other: str) -> tuple[int, ...]:
    return (_scattered(f"{one} {other}"),)


@lru_cache(maxsize=16384)
def _triple(one: str, other: str, third: str) -> tuple[int, ...]:
    return (_scattered(f"{one} {other} {third}"),)


def _scattered(text: str) -> int:
    return CONCEPTS + (crc32(text.encode()) & (WORDS - 1))
