"""The words of `words.toml`, put together for all languages once, as sets and patterns."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

WORDS: Mapping[str, Mapping[str, Any]] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
LETTER = r"[^\W\d_]"
CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
IS_CJK = re.compile(f"[{CJK}]")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def words(key: str) -> frozenset[str]:
    """Single words of all languages."""
    return frozenset(word for table in WORDS.values() for word in table.get(key, "").split())


def phrases(key: str) -> frozenset[str]:
    """Words and phrases of all languages, of keys that part them by a bar."""
    return frozenset(one for table in WORDS.values() for one in table.get(key, "").split("|") if one)


@dataclass(frozen=True)
class Phrases:
    """Phrases that are looked for in what was said: those of words as words, those of CJK anywhere."""

    spaced: Mapping[str, tuple[str, ...]]
    glued: tuple[str, ...]

    def within(self, passage: str) -> bool:
        said = heard(passage)
        keys = self.spaced.keys() & set(said)
        if keys:
            spoken = f" {' '.join(said)} "
            if any(phrase in spoken for key in keys for phrase in self.spaced[key]):
                return True
        return bool(IS_CJK.search(passage)) and any(phrase in passage for phrase in self.glued)


def heard(passage: str) -> list[str]:
    """The words of a passage, in small letters."""
    return WORD.findall(passage.lower())


def sayings(known: frozenset[str]) -> Phrases:
    """Phrases that are quickly found: those of words by their longest word."""
    glued = {phrase for phrase in known if IS_CJK.search(phrase)}
    spaced: dict[str, list[str]] = {}
    for phrase in sorted(known - glued):
        said = heard(phrase)
        spaced.setdefault(max(said, key=len), []).append(f" {' '.join(said)} ")
    return Phrases({key: tuple(found) for key, found in spaced.items()}, tuple(sorted(glued)))


_ASIDES = {" ".join(heard(phrase)): " " for phrase in phrases("asides")}
_LINKS = {" ".join(heard(phrase)): " therefore " for phrase in phrases("link_phrases")}
_SAID = _ASIDES | _LINKS
_SAID_KEYS = frozenset(max(phrase.split(), key=len) for phrase in _SAID)


def plainly(passage: str) -> list[str]:
    """The words of a passage without what says nothing of a mark ("this time", "as always", "to be honest")."""
    said = heard(passage)
    if _SAID_KEYS.isdisjoint(said):
        return said
    return _SAYING.sub(lambda found: _SAID[found[0].strip()], f" {' '.join(said)} ").split()


def one_of(parts: Iterable[str]) -> str:
    """An alternative of literal parts, the longest first; blanks stand for any short space."""
    ordered = sorted(set(parts), key=lambda part: (-len(part), part))
    return "(?:" + "|".join(re.escape(part).replace(r"\ ", r"\s{1,3}") for part in ordered) + ")"


def whole(parts: Iterable[str]) -> str:
    """An alternative of literal parts that stand as words; signs and CJK know no such border."""
    return "(?:" + "|".join((rf"\b{one_of(_spaced(parts, True))}\b", one_of(_spaced(parts, False)))) + ")"


def _spaced(parts: Iterable[str], spaced: bool) -> list[str]:
    found = [part for part in parts if bool(IS_CJK.search(part)) is not spaced]
    return found or ["\x00"]


_SAYING = re.compile(rf" {one_of(_SAID)} ")
STARS = words("stars")
POINTS = words("points")
CUES = words("cues")
FILLERS = words("fillers")
FOLLOWERS = words("followers")
NEGATIONS = words("negations")
NEARLY = words("nearly")
COUNTS = words("counts")
GRADES = words("grade")
TURNS = words("turns")
IFS = words("ifs")
