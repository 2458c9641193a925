"""What stands before a number, which tells whether it is a mark.

Most numbers in a mail are no marks ("6 of the 8 boxes", "invoice 10"). A number is taken for one only where nothing
but small words part it from the start of its sentence or from a word that gives marks ("I'd say a solid 8").
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from handlers.reading.marks.clauses import SIGHT, sentence_start
from handlers.reading.marks.lexicon import (
    CUES,
    FILLERS,
    GRADES,
    IS_CJK,
    NEARLY,
    NEGATIONS,
    heard,
    one_of,
    phrases,
    plainly,
    words,
)


class Place(Enum):
    """Where a number stands: first in its sentence, first in its clause, behind a word that gives marks."""

    START = auto()
    CLAUSE = auto()
    CUE = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Before:
    """What comes before a number: the sentence and the clause up to it, the word that gives it. `bare`: no word stands
    between it and the start of the clause. `now`: told apart from an earlier mark; `only`: made little of."""

    place: Place
    sentence: str = ""
    clause: str = ""
    cue: str = ""
    negated: bool = False
    nearly: bool = False
    bare: bool = True
    now: bool = False
    only: bool = False

    @property
    def earlier(self) -> str:
        """The sentence before the clause."""
        return self.sentence[: len(self.sentence) - len(self.clause)]


class _Role(Enum):
    DENIES = auto()
    LINKS = auto()
    GIVES = auto()
    NEARLY = auto()
    ASKED = auto()
    SMALL = auto()
    OTHER = auto()


_NAMING = re.compile(r"(?:[№°§#º.$€£¥₽]|\b(?:no|nr)\.?:?)\s{0,2}\Z", re.IGNORECASE)
_ABOUT = re.compile(r"(?:[~≥≤≈±<]|(?<![=-])>)\s?\Z")
_SOFT = re.compile(r"[^\w\s.:='\"“”„«»*_/&%+#@\[\]~°№§$€£<>≥≤≈±-]|(?:(?<=\s)|(?<=\A))-+(?=\s|\Z)|--+|-(?=\s)")
_PLACES = re.compile(rf"\b(?:{one_of(words('places'))}|\w{{2,20}}{one_of(words('streets'))})\b", re.IGNORECASE)

_OBJECTS, _NOWS, _LINKS, _PRAISE = (
    words("objects") | words("scale_nouns"),
    words("nows"),
    words("links"),
    words("praise"),
)
_GIVES = CUES | GRADES | words("been")
_ONLY = words("only")
_DATED = words("dated")
_WAS, _AFTER_WAS = words("was"), words("article") | words("after_was")
_MORE_THAN = phrases("nearly_phrases")
_PAIRS = (
    (NEGATIONS, words("troubles")),
    (words("mine"), words("parts")),
    (words("parts"), words("mine")),
    (words("from"), words("selves")),
    (words("puts"), words("selves")),
)
_SECONDS = frozenset[str]().union(*(seconds for _, seconds in _PAIRS))
_ENDS, _ALMOST = tuple(phrases("cues_end")), tuple(phrases("nearly_end"))
_DENYING = tuple(phrases("negated_before"))


def before(text: str, start: int, *, strong: bool) -> Before:
    """What comes before the number at `start`. `strong`: it shows by itself that it is a mark ("9/10", "5 stars")."""
    window = text[max(0, start - SIGHT) : start]
    sentence = window[sentence_start(window) :]
    cut = max((one.end() for one in _SOFT.finditer(sentence)), default=0)
    clause = sentence[cut:]
    if _NAMING.search(clause):
        return Before(Place.OTHER, sentence, clause)
    if _ABOUT.search(clause):
        return Before(Place.CUE, sentence, clause, nearly=True)
    if IS_CJK.search(clause[-4:]):
        return _eastern(sentence, clause)
    opens = len(sentence) < SIGHT and not any(character.isalnum() for character in sentence[:cut])
    return _western(sentence, clause, Place.START if opens else Place.CLAUSE, strong=strong)


def dated(clause: str) -> bool:
    """Whether "on" or the like stands right before "8/10"."""
    said = heard(clause)
    return bool(said) and said[-1] in _DATED


def in_places(passage: str) -> bool:
    """Whether a passage names a street, a gate, an order: what follows a comma there is no mark."""
    return bool(_PLACES.search(passage))


def _western(sentence: str, clause: str, first: Place, *, strong: bool) -> Before:
    """Go back from the number, over small words, to the word that gives it or to where the clause begins."""
    spoken = heard(clause)
    said, nearly = _about(_plain(plainly(clause)))
    praised = strong or clause.rstrip().endswith(":")
    asked = any(character.isdecimal() for character in clause)
    for back, word in enumerate(reversed(said)):
        role = _role(word, said[-back] if back else "", praised=praised)
        if role is _Role.OTHER:
            return Before(Place.OTHER, sentence, clause)
        if role in (_Role.DENIES, _Role.LINKS, _Role.GIVES):
            whole = role is _Role.GIVES and not NEGATIONS.isdisjoint(said[: len(said) - back])
            return Before(Place.CUE, sentence, clause, word, role is _Role.DENIES or whole, nearly, bare=False)
        nearly = nearly or (role is _Role.NEARLY and back < 2)
        asked = asked or (role is _Role.ASKED and not strong)
    if asked and not nearly:
        return Before(Place.OTHER, sentence, clause)
    now, only = not _NOWS.isdisjoint(spoken), not _ONLY.isdisjoint(spoken)
    return Before(first, sentence, clause, nearly=nearly, bare=not spoken, now=now, only=only)


def _role(word: str, follows: str, *, praised: bool) -> _Role:
    """What a word before a number is to it. `praised`: words of praise are small words here ("great service 5/5")."""
    if word in NEGATIONS:
        return _Role.DENIES
    if word in _LINKS:
        return _Role.LINKS
    if word in _GIVES:
        return _Role.GIVES
    if word in NEARLY:
        return _Role.NEARLY
    if word in FILLERS or (word in _WAS and (praised or follows in _AFTER_WAS)) or (praised and word in _PRAISE):
        return _Role.SMALL
    return _Role.ASKED if word in _OBJECTS else _Role.OTHER


def _plain(said: list[str]) -> list[str]:
    """Without pairs of words that say nothing of the number: "from us", "our side", "no problems"."""
    if _SECONDS.isdisjoint(said):
        return said
    for firsts, seconds in _PAIRS:
        at = next((at for at, (one, two) in enumerate(pairwise(said)) if one in firsts and two in seconds), None)
        if at is not None:
            said = said[:at] + said[at + 2 :]
    return said


def _about(said: list[str]) -> tuple[list[str], bool]:
    """Without "more than" and "at least" right before the number, and whether they were there."""
    cut = next((cut for cut in (2, 3) if " ".join(said[-cut:][:2]) in _MORE_THAN), 0)
    return said[: len(said) - cut], bool(cut)


def _eastern(sentence: str, clause: str) -> Before:
    spoken = clause.rstrip(" :")
    if spoken.endswith(_DENYING):
        return Before(Place.CUE, sentence, clause, negated=True)
    if spoken.endswith(_ALMOST):
        return Before(Place.CUE, sentence, clause, nearly=True)
    place = Place.CUE if spoken.endswith(_ENDS) else Place.OTHER
    return Before(place, sentence, clause, bare=False)
