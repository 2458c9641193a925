"""What programs write in which language: the tables in `languages/`, one file a language."""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]")
_NO_WORD = re.compile(r"[\W_]+")
_UNSPACED = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
}
"""Languages whose words stand together: their phrases are looked for anywhere."""

Phrases = dict[str, tuple[str, ...]]
"""The phrases of a language by their kind, as `folded` gives them."""


def folded(text: str) -> str:
    """Words in lower case with single spaces, without punctuation and accents: people leave accents out."""
    text = text.casefold()
    if text.isascii():
        return " ".join(text.translate(_ASCII_SPACES).split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFC", _MARKS.sub("", apart).replace("ı", "i"))  # Turkish: I may be either
    return _NO_WORD.sub(" ", text).strip()


_ASCII_SPACES = {code: " " for code in range(128) if not chr(code).isalnum()}


def _load() -> dict[str, Phrases]:
    files = sorted((Path(__file__).parent / "languages").glob("*.toml"))
    tables = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}
    return {name: {kind: _all_folded(rows) for kind, rows in table.items()} for name, table in tables.items()}


def _all_folded(rows: list[str]) -> tuple[str, ...]:
    """Each once; a space at an end of a piece stays, as it ends a word."""
    return tuple(dict.fromkeys(" " * row.startswith(" ") + folded(row) + " " * row.endswith(" ") for row in rows))


PIECES = frozenset({"failure", "business"})
"""Kinds that are pieces of words, looked for anywhere."""

WORDS = {
    "absent_words": "absent",
    "later_words": "later",
    "delay_words": "later",
    "deputy_words": "deputy",
    "mail_words": "mail",
}
"""Kinds that are beginnings of single words, and the kind of phrase for which they may stand."""

LANGUAGES = _load()

_COUNTS = Counter(
    word for phrases in LANGUAGES.values() for rows in phrases.values() for row in rows for word in row.split()
)
_SPACED: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
"""By their most telling word, so that only the phrases are looked for of which that word is there."""
for _language, _phrases in LANGUAGES.items():
    for _kind, _rows in _phrases.items():
        for _row in _rows if _language not in _UNSPACED and _kind not in PIECES | WORDS.keys() else ():
            _telling = min(_row.split(), key=lambda word: _COUNTS[word] / len(word) ** 2)
            _SPACED[_telling].append((f" {_row} ", _kind, _language))


_STARTS: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
"""By their first four letters, of which the last may be the space behind a word."""
for _language, _phrases in LANGUAGES.items():
    for _kind, _stands_for in WORDS.items():
        for _row in _phrases[_kind]:
            _STARTS[_row[:4]].append((_row, _stands_for, _language))


@dataclass(frozen=True)
class Spoken:
    """What a text says: the kinds of its phrases, in the language that has most of them, and those at which single
    words hint (`touched`)."""

    text: str = ""
    kinds: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    @cached_property
    def business(self) -> bool:
        """Whether it says what only people write, in any of its languages."""
        padded = f" {self.text} "
        return any(piece in padded for name in self.languages for piece in LANGUAGES[name]["business"])


def spoken(text: str) -> Spoken:
    """What a folded text says."""
    words = set(text.split())
    found, touched = _found(text, words), _touched(words)
    languages = found.keys() | touched.keys()
    if not languages:
        return Spoken()
    most = max(languages, key=lambda name: (len(found[name]) + len(touched[name]), name))
    return Spoken(text, frozenset(found[most]), frozenset(touched[most]), frozenset({*found, most}))


def _touched(words: set[str]) -> dict[str, set[str]]:
    """The kinds at which words hint, by language."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        padded = f"{word} "
        for start, kind, language in _STARTS.get(padded[:4], ()):
            if padded.startswith(start):
                found[language].add(kind)
    return found


def _found(text: str, words: set[str]) -> dict[str, set[str]]:
    """The kinds by language."""
    found: dict[str, set[str]] = defaultdict(set)
    padded = f" {text} "
    for word in _SPACED.keys() & words:
        for phrase, kind, language in _SPACED[word]:
            if phrase in padded:
                found[language].add(kind)
    for language in (name for name, letters in _UNSPACED.items() if not text.isascii() and letters.search(text)):
        phrases = LANGUAGES[language]
        found[language] |= {
            kind for kind in phrases.keys() - PIECES - WORDS.keys() if any(row in text for row in phrases[kind])
        }
    return found


def begins(subject: str, kind: str) -> bool:
    """Whether a folded subject begins with a phrase of this kind, in any language."""
    padded = f"{subject} "
    return padded.startswith(_BEGINNINGS[kind])


def _beginnings(kind: str) -> tuple[str, ...]:
    spaced = (f"{row} " for name in LANGUAGES if name not in _UNSPACED for row in LANGUAGES[name][kind])
    unspaced = (row for name in _UNSPACED for row in LANGUAGES[name][kind])
    return (*spaced, *unspaced)


_BEGINNINGS = {kind: _beginnings(kind) for kind in ("automatic", "away", "ticket", "challenge", "read", "accepted")}
