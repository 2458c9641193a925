"""Customers who want no more surveys."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handlers.reading.heard.folding import fold

_TABLES = tomllib.loads((Path(__file__).parent / "optouts.toml").read_text("utf-8"))
_POLITE = "polite"
_MOST = 5000
_NEAR = 30
"""Characters between what we send and the wish for no more of it."""


def _listed(row: str) -> list[str]:
    return [phrase for table in _TABLES.values() for phrase in fold(table.get(row, "")).split("|") if phrase]


_SAID_POLITELY = re.compile(
    r"(?<!\w)(?:"
    + "|".join(map(re.escape, sorted(fold(_TABLES[_POLITE]["alone"]).split("|"), key=len, reverse=True)))
    + r")(?!\w)"
)
_ALONE = frozenset(_listed("alone")) - frozenset(fold(_TABLES[_POLITE]["alone"]).split("|"))
_ENGLISH = "en"


@dataclass(frozen=True)
class _Wishes:
    """Phrases of one language, as in the table."""

    leave: tuple[str, ...]
    surveys: tuple[str, ...]
    enough: tuple[str, ...]

    @classmethod
    def of(cls, table: Mapping[str, str]) -> "_Wishes":
        return cls(*(tuple(fold(table[row]).split("|")) for row in ("leave", "surveys", "enough")))

    def said(self, plain: str) -> bool:
        return any(phrase in plain for phrase in self.leave) or _refused(plain, self.surveys, self.enough)


_WISHES = {code: _Wishes.of(table) for code, table in _TABLES.items() if code != _POLITE}
_SENTENCE = re.compile(r"[.!?;。!?\n]")


def alone(text: str) -> bool:
    """The mail says nothing else."""
    if len(text) > 120:
        return False
    plain = _plain(text)
    return _bare(plain) in _ALONE or _bare(_SAID_POLITELY.sub(" ", plain)) in _ALONE


def beside(text: str, language: str | None = None) -> bool:
    """The mail says so among other things, in its language or in English; in any where the language is not known."""
    plain = _plain(text)
    if language not in _WISHES:
        return any(wishes.said(plain) for wishes in _WISHES.values())
    return any(_WISHES[code].said(plain) for code in {language, _ENGLISH})


def _refused(plain: str, surveys: tuple[str, ...], enough: tuple[str, ...]) -> bool:
    for offer in surveys:
        place = plain.find(offer)
        if place >= 0:
            before = _SENTENCE.split(plain[max(0, place - _NEAR) : place])[-1]
            after = _SENTENCE.split(plain[place : place + len(offer) + _NEAR], maxsplit=1)[0]
            if any(_word_in(word, f" {before}") or _word_in(word, after) for word in enough):
                return True
    return False


def _word_in(word: str, part: str) -> bool:
    """Whether a word begins there; writing without spaces has no beginnings."""
    return f" {word}" in part if word[0] < "\u3000" else word in part


def _plain(text: str) -> str:
    return " ".join(line for line in fold(text[:_MOST]).replace("\n", " \n ").split(" ") if line)


def _bare(plain: str) -> str:
    return " ".join(re.sub(r"[^\w' -]", " ", plain).split())
