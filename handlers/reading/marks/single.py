"""One mark among words: "4", "7/10 - good", "I'd say 8", "leider nur 4 Punkte"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from handlers.reading.marks.before import Before, Place, before, dated, in_places
from handlers.reading.marks.behind import Next, behind, gives
from handlers.reading.marks.clauses import clause
from handlers.reading.marks.extremes import contradicted
from handlers.reading.marks.lexicon import GRADES, LETTER, WORDS, heard, words
from handlers.reading.marks.numbers import Number, numbers, terse, value
from handlers.reading.marks.scales import named

_FRENCH = frozenset(WORDS["fr"]["own"].split()) - frozenset(WORDS["de"]["own"].split()) - {"note", "notes"}
_SPACED_COLON = re.compile(r"\bnotes?\s:\s?\Z", re.IGNORECASE)
_MARKED, _FEW_WORDS = words("marked"), 5
"""Before what a number is given for."""

_DIGITS = re.compile(r"\d+")
_FIRST_FAULT = re.compile(rf"[.):] *(?:\d|{LETTER})")
_NEXT_FAULT = re.compile(r"[.):] *\d")


@dataclass(frozen=True)
class Single:
    """A mark for one question; without a value one was meant but cannot be told."""

    value: float | None
    start: int = 0
    end: int = 0


UNCLEAR = Single(None)


class _Is(Enum):
    """What a number is: a mark, doubt, the denial of a mark, a mark of others or of old, or one that may be a second
    mark ("5 stars for the driver, 2 for the packaging")."""

    MARK = auto()
    DOUBT = auto()
    DENIED = auto()
    ASIDE = auto()
    RIVAL = auto()


@dataclass(frozen=True)
class _Found:
    kind: _Is
    value: float | None
    number: Number


def single(text: str, scale: range) -> Single | None:
    """The one mark in `text`, None where none was meant."""
    naming = named(text, set(heard(text)))
    found = list(_found(naming.text, scale, naming.top))
    if found and naming.reversed:
        return UNCLEAR
    kinds = {one.kind for one in found}
    marks = [one for one in found if one.kind is _Is.MARK]
    if marks and _Is.DOUBT not in kinds and _agree(marks[0].value, found):
        mark = marks[0]
        unsure = contradicted(text, mark.value, scale)
        return UNCLEAR if unsure else Single(mark.value, mark.number.start, mark.number.end)
    doubted = marks or _Is.DOUBT in kinds or _Is.DENIED in kinds
    return UNCLEAR if doubted or terse(naming.text) else None


def _agree(mark: float | None, found: list[_Found]) -> bool:
    """Whether all marks, and those that may be marks, are the same."""
    rivals = (one.value for one in found if one.kind is _Is.RIVAL and one.value is not None)
    return {mark, *rivals, *(one.value for one in found if one.kind is _Is.MARK)} == {mark}


def _found(text: str, scale: range, top: int | None) -> Iterator[_Found]:
    told = 0
    for number in numbers(text):
        mark = value(number, scale, top)
        kind = _kind(number, text, mark, told)
        if kind is not None:
            told = number.stop
            yield _Found(kind, mark, number)


def _kind(number: Number, text: str, mark: float | None, told: int) -> _Is | None:
    """What a number is; None where it counts, names or dates something. `told` ends the last that is something."""
    rest = behind(text, number.stop)
    slashed = number.fraction and number.slash
    if rest is Next.THING and not (slashed or number.drawn):
        return None
    ahead = before(text, number.start, strong=number.fraction or bool(number.unit))
    if slashed and not number.unit and dated(ahead.clause):
        return None
    if rest is Next.THING and not number.drawn:
        return _Is.DOUBT if ahead.place is Place.START else None
    said = clause(text, number.start, number.stop)
    if said.past or said.others:
        return _Is.ASIDE
    if not _stands(number, text, ahead, rest, told):
        return _Is.RIVAL if number.plain and _rivals(ahead, rest) else None
    return (
        _Is.DENIED if ahead.negated or said.unreal or rest is Next.DENIED else _meant(number, text, mark, ahead, rest)
    )


def _meant(number: Number, text: str, mark: float | None, ahead: Before, rest: Next) -> _Is | None:
    """Whether a number that stands where marks stand is one for sure."""
    doubted = rest is Next.DOUBT or (rest is Next.MORE and _few(number, ahead))
    if doubted or ahead.nearly or _faults(number, text, ahead):
        return _Is.DOUBT
    if mark is not None:
        return _Is.DOUBT if _graded(number, text, ahead, mark) else _Is.MARK
    return _Is.DOUBT if ahead.place is Place.CUE or rest is Next.END or _near(number, text) else None


def _stands(number: Number, text: str, ahead: Before, rest: Next, told: int) -> bool:
    """Whether the number stands where marks stand."""
    if ahead.place is Place.OTHER:
        return gives(text, number.stop)
    if ahead.place is Place.CLAUSE:
        ends = rest in (Next.END, Next.DOUBT, Next.DENIED) or bool(number.unit or number.part) or not ahead.bare
        ends = ends or gives(text, number.stop)
        return ends and not in_places(ahead.earlier) and (ahead.now or not _counted(number, text, ahead, told))
    return ahead.place is Place.CUE or not (_few(number, ahead) and text[number.stop : number.stop + 1] in (":", ","))


def _few(number: Number, ahead: Before) -> bool:
    """ "Two points" at the start of a sentence may be two things to say."""
    return number.points and number.plain in ("1", "2", "3") and ahead.place is Place.START and ahead.bare


def _counted(number: Number, text: str, ahead: Before, told: int) -> bool:
    """Whether the sentence holds a number before that is nothing we know ("ordered 10, 8"). One that counts things
    throws no doubt ("2 panes were broken, 7") unless this one may be what came of them ("10 boxes, only 8")."""
    start = max(told, number.start - len(ahead.sentence))
    earlier = [start + one.end() for one in _DIGITS.finditer(text[start : number.start - len(ahead.clause)])]
    return bool(earlier) and (ahead.only or any(behind(text, end) is not Next.THING for end in earlier))


def _rivals(ahead: Before, rest: Next) -> bool:
    """Whether a number that is no mark by itself throws doubt on one: "5 ..., 2 for the packaging", "for the driver 5,
    ...", "... came: 3".
    """
    if ahead.place is Place.CLAUSE:
        return ahead.bare and rest is Next.MORE
    said = heard(ahead.clause)
    if said and said[0] in _MARKED and rest in (Next.END, Next.MORE):
        return len(said) < _FEW_WORDS
    return ahead.clause.rstrip().endswith(":") and rest is Next.END


def _graded(number: Number, text: str, ahead: Before, mark: float) -> bool:
    """Of German school grades 1 is the best, 6 the worst; French notes run like ours."""
    if ahead.cue not in GRADES or number.part or number.percent:
        return False
    french = _SPACED_COLON.search(ahead.clause) or not _FRENCH.isdisjoint(heard(text))
    return not (french and ahead.cue in ("note", "notes")) and mark <= 6


def _faults(number: Number, text: str, ahead: Before) -> bool:
    """ "1. The box was open" and "2. 3 days late" may count faults, not give a mark."""
    if not number.plain or ahead.place is not Place.START or not ahead.bare:
        return False
    return bool((_FIRST_FAULT if number.plain == "1" else _NEXT_FAULT).match(text, number.end))


def _near(number: Number, text: str) -> bool:
    """Among the first or the last words."""
    return number.start < 80 or len(text) - number.end < 80
