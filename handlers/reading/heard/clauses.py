"""A reply cut into clauses: sentences, cut again where a contrast begins and at commas between longer parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.reading.heard.folding import fold
from handlers.reading.heard.lexicon import Lexicon

MOST = 5000
"""Characters looked at: nobody writes more about a delivery."""

_TOKEN = re.compile(
    r"(?P<run>[\u3040-\u30ff\u3400-\u9fff々ー]+)|(?P<word>[^\W\d_]+)|(?P<number>\d+)"
    r"|(?P<face>(?<!\w)[:;=]-?[()d/]|\^\^)|(?P<end>[.!?…;:。\n]+|\s[-–—]+\s)|(?P<comma>[,、()])|(?P<sign>[^\w\s])"
)
_FEW = 3
_ENDS = (".", "?")
_ASKS = "?"


@dataclass(frozen=True)
class Clause:
    """Its words, the concepts that stand at them, and whether it asks."""

    words: tuple[str, ...]
    concepts: tuple[tuple[int, str], ...]
    asks: bool = False


def clauses(text: str, lexicon: Lexicon) -> Iterator[Clause]:
    sentence: list[str] = []
    for token in _tokens(fold(text[:MOST]), lexicon):
        if token not in _ENDS:
            sentence.append(token)
            continue
        yield from _cut(sentence, lexicon, token == _ASKS)
        sentence = []
    yield from _cut(sentence, lexicon, asks=False)


def _tokens(text: str, lexicon: Lexicon) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found[0]
        if kind == "run":
            yield from lexicon.segments(token)
        elif kind == "number":
            yield "0"
        elif kind == "comma":
            yield ","
        elif kind == "end":
            yield _ASKS if _ASKS in token else _ENDS[0]
        else:
            yield token


def _cut(sentence: Sequence[str], lexicon: Lexicon, asks: bool) -> Iterator[Clause]:
    concepts = _concepts(sentence, lexicon)
    parted = {place for place, concept in concepts if concept == "but"} | _commas(sentence)
    if not parted and sentence:
        yield Clause(tuple(sentence), tuple(concepts), asks)
        return
    starts = [0]
    for place in sorted(parted):
        if place > starts[-1]:
            starts.append(place)
    for start, end in zip(starts, [*starts[1:], len(sentence)], strict=True):
        if end > start:
            inside = tuple((place - start, concept) for place, concept in concepts if start <= place < end)
            yield Clause(tuple(sentence[start:end]), inside, asks)


def _concepts(sentence: Sequence[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    place = 0
    while place < len(sentence):
        here = lexicon.at(sentence, place)
        if here is None:
            place += 1
            continue
        length, concept = here
        found.append((place, concept))
        if concept == "waiting" and length > 1 and lexicon.at(sentence, place + length - 1) == (1, "not"):
            found.append((place + length - 1, "not"))  # "still no reply" denies the reply
        place += length
    return found


def _commas(sentence: Sequence[str]) -> set[int]:
    """Commas with a few words on both sides, counted from the comma before."""
    chosen: set[int] = set()
    if "," not in sentence:
        return chosen
    last = -1
    for place, word in enumerate(sentence):
        if word == "," and place - last > _FEW and len(sentence) - place > _FEW:
            chosen.add(place)
            last = place
    return chosen
