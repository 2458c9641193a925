"""Sentences and clauses around a number, and what they say about it: whose mark, of when, on what condition."""

import re
from dataclasses import dataclass

from handlers.reading.marks.lexicon import IFS, IS_CJK, LETTER, WORD, heard, one_of, phrases, plainly, sayings, words

SIGHT = 160
_AHEAD = 60
_HARD = re.compile(r"[\n!?。！？…]|\.(?=\s|\Z)")
_SHORT = re.compile(rf"(?:^|[\s(.])(?:{LETTER}|{one_of(words('abbreviations'))})\Z|str\Z", re.IGNORECASE)
_BREAK = re.compile(r"[.,;!?\n()。、，]")
_BUTS = words("buts") | words("nows")
_PAST, _OTHERS, _UNREAL = sayings(phrases("past")), sayings(phrases("others")), sayings(phrases("unreal"))
_IFS = sayings(phrases("ifs_anywhere"))


@dataclass(frozen=True)
class Clause:
    """What the clause of a number says: a mark of an earlier time, of somebody else, or one that was not given."""

    past: bool
    others: bool
    unreal: bool


_PLAIN = Clause(past=False, others=False, unreal=False)
_KEYS = IFS.union(*(sayings.spaced for sayings in (_PAST, _OTHERS, _UNREAL)))


def clause(text: str, start: int, end: int) -> Clause:
    """What is said around `text[start:end]`, between commas and "but"."""
    before, behind = text[max(0, start - SIGHT) : start], text[end : end + _AHEAD]
    if _KEYS.isdisjoint(heard(before + behind)) and not IS_CJK.search(before + behind):
        return _PLAIN
    ahead = _since_but(before[max((one.end() for one in _BREAK.finditer(before)), default=0) :])
    stop = _BREAK.search(behind)
    rest = _until_but(behind[: stop.start() if stop else None])
    around = f"{ahead} | {rest}"
    return Clause(
        past=_PAST.within(around),
        others=_OTHERS.within(ahead),
        unreal=_UNREAL.within(around) or _if(before[sentence_start(before) :]),
    )


def sentence_start(before: str) -> int:
    """Where the last sentence begins. A dot behind an abbreviation ("Str. 5", "No. 5") ends none."""
    for found in reversed(list(_HARD.finditer(before))):
        if found[0] != "." or not _SHORT.search(before[max(0, found.start() - 8) : found.start()]):
            return found.end()
    return 0


def _since_but(passage: str) -> str:
    last = max((one.end() for one in WORD.finditer(passage) if one[0].lower() in _BUTS), default=0)
    return passage[last:]


def _until_but(passage: str) -> str:
    first = next((one.start() for one in WORD.finditer(passage) if one[0].lower() in _BUTS), len(passage))
    return passage[:first]


def _if(sentence: str) -> bool:
    return not IFS.isdisjoint(plainly(sentence)) or _IFS.within(sentence)
