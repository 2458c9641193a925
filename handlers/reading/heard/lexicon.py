"""The words of each language by what they say: a TOML file a language, a concept a row."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from handlers.reading.heard.folding import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ru", "ja", "zh")
FAR_EAST = frozenset({"ja", "zh"})
EVERYWHERE = "any"
_FOLDER = Path(__file__).parent / "lexicon"
_LONGEST = 9

Phrase = tuple[tuple[str, ...], str]
"""The words after the first, and the concept."""


class Lexicon:
    """Finds the longest phrase that begins at a word. A word that ends in * stands for every ending."""

    def __init__(self, rows: dict[str, str]) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._begins: dict[str, list[Phrase]] = {}
        for concept, listed in rows.items():
            for entry in fold(listed).split():
                first, *rest = entry.split("_")
                table = self._begins if first.endswith("*") else self._exact
                table.setdefault(first.rstrip("*"), []).append((tuple(rest), concept))
        self.phrases = lru_cache(maxsize=4096)(self._phrases)

    def at(self, words: Sequence[str], place: int) -> tuple[int, str] | None:
        """How many words the phrase takes that begins here, and its concept."""
        for rest, concept in self.phrases(words[place]):
            if not rest or _follows(words, place + 1, rest):
                return 1 + len(rest), concept
        return None

    def segments(self, run: str) -> Iterator[str]:
        """Writing without spaces, cut into known words and single characters."""
        place = 0
        while place < len(run):
            length = next((n for n in range(_LONGEST, 1, -1) if run[place : place + n] in self._exact), 1)
            yield run[place : place + length]
            place += length

    def _phrases(self, word: str) -> tuple[Phrase, ...]:
        """Longest first; a whole word before a beginning, a longer beginning before a shorter one."""
        found = list(self._exact.get(word, ()))
        for length in range(len(word), 0, -1):
            found.extend(self._begins.get(word[:length], ()))
        return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))


def _follows(words: Sequence[str], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) > len(words):
        return False
    for wanted in rest:
        word = words[place]
        if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
        place += 1
    return True


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The words of a language, and the signs all share."""
    rows = _rows(language)
    for concept, signs in _rows(EVERYWHERE).items():
        rows[concept] = f"{rows.get(concept, '')} {signs}"
    return Lexicon(rows)


def _rows(language: str) -> dict[str, str]:
    return {key: str(value) for key, value in tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8")).items()}
