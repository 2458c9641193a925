"""One mark among words: "4", "7/10 - good", "I'd say 8", "leider nur 4 Punkte"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from handlers.reading.marks.around import Left, Next, Place, after, clause, gives, in_places, left
from handlers.reading.marks.extremes import contradicted
from handlers.reading.marks.lexicon import CJK, GRADES, LETTER, POINTS, STARS, WORDS, heard, one_of, phrases
from handlers.reading.marks.scales import USUAL, named, on, scaled

_UNITS = one_of(STARS | POINTS)
_BETWEEN = one_of(phrases("range"))
_FRACTION = rf"\s?(?:{_UNITS}\s)?(?:\s?\(?/\s?|\s?\(?{one_of(phrases('of'))}\s)"
_NUMBER = re.compile(
    rf"(?=[\d%+-])(?<!(?![{CJK}])\w)(?<![./#$€£¥₽@\\+-])(?<!\d[,:])(?<!\d )(?:"
    r"(?P<date>\d{1,4}(?:/\d{1,2}/|-\d{1,2}-)\d{2,4}|\d{1,2}\. ?\d{1,2}\.(?: ?\d{2,4})?|\d{1,2}:\d{2}|\d{1,3}(?:[.,']\d{3})++|\d{4,}+|\d{1,3}(?:[ /-]{1,3}\d{2,9}+){2,8}+)"
    rf"|(?P<part>\d{{1,3}}(?:[.,]\d)?){_FRACTION}(?P<whole>\d{{1,3}})"
    rf"|(?P<range>\d{{1,3}}\s?(?:-|~|\.\.|/|{_BETWEEN}(?=[\s\d]))\s?\d{{1,3}})"
    r"|(?P<percent>\d{1,3}(?:[.,]\d)?)\s?%|%\s?(?P<percents>\d{1,3})"
    r"|(?P<broken>\d{1,2}[.,]\d{1,2}|[+-]\d{1,3})"
    r"|(?P<plain>\d{1,3})"
    r")(?!\d|[ ]\d|[.,:/]\d|/\w|-(?!tal)\w)",
    re.IGNORECASE,
)
_STAR = re.compile(rf"\s?(?:{one_of(STARS)}(?!\w)|[★⭐🌟*]|つ?星|颗星|顆星)", re.IGNORECASE)
_POINT = re.compile(rf"\s?(?:{one_of(POINTS)}(?!\w)|-tal(?:let)?\b|点満点|点|점|分)", re.IGNORECASE)
_LIST_ITEM = re.compile(rf"^[ \t]{{0,9}}(\d{{1,2}})[.):]+[ \t]{{1,9}}(?={LETTER}|[\"'(])", re.MULTILINE)
_FRENCH = frozenset(WORDS["fr"]["own"].split()) - frozenset(WORDS["de"]["own"].split()) - {"note", "notes"}
_SPACED_COLON = re.compile(r"\bnote\s:\s?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Single:
    """A mark for one question; without a value one was meant but cannot be told."""

    value: float | None
    start: int = 0
    end: int = 0


UNCLEAR = Single(None)


class _Is(Enum):
    """What a number in a mark's place is: a mark, doubt, the denial of a mark, a mark of others or of old, or one that
    may be a second mark ("5 stars for the driver, 2 for the packaging")."""

    MARK = auto()
    DOUBT = auto()
    DENIED = auto()
    ASIDE = auto()
    RIVAL = auto()


@dataclass(frozen=True)
class _Found:
    kind: _Is
    value: float | None
    start: int
    end: int


def single(text: str, scale: range) -> Single | None:
    """The one mark in `text`, None where none was meant."""
    scaling = named(text, set(heard(text)))
    found = list(_found(scaling.text, scale, scaling.top))
    marks = [one for one in found if one.kind is _Is.MARK]
    if scaling.reversed and found:
        return UNCLEAR
    if any(one.kind is _Is.DOUBT for one in found) or len({one.value for one in marks}) > 1:
        return UNCLEAR
    if marks:
        mark = marks[0]
        if any(one.kind is _Is.RIVAL and one.value not in (None, mark.value) for one in found):
            return UNCLEAR
        return UNCLEAR if contradicted(text, mark.value, scale) else Single(mark.value, mark.start, mark.end)
    denied = any(one.kind is _Is.DENIED for one in found)
    return UNCLEAR if denied or _terse(scaling.text) else None


def _found(text: str, scale: range, top: int | None) -> Iterable[_Found]:
    items = list(_LIST_ITEM.finditer(text))
    listed = {item.start(1) for item in items} if len(items) > 1 else set[int]()
    told = 0
    for match in _NUMBER.finditer(text):
        if match.start() in listed or match["date"]:
            continue
        one = _judged(match, text, scale, top, told)
        if one is not None:
            told = one.end
            yield one


def _judged(match: re.Match[str], text: str, scale: range, top: int | None, told: int) -> _Found | None:
    """What a number is; None where it counts, names or dates something."""
    star = _STAR.match(text, match.end())
    unit = star or _POINT.match(text, match.end())
    end = unit.end() if unit else match.end()
    behind = after(text, end)
    usual = bool(match["part"]) and int(match["whole"]) in USUAL
    if behind is Next.THING and not (usual and "/" in match[0]):
        return None
    before = left(text, match.start(), strong=usual or bool(unit))
    if behind is Next.THING:
        return _Found(_Is.DOUBT, None, match.start(), end) if before.place is Place.START else None
    said = clause(text, match.start(), end)
    if said.past or said.others:
        return _Found(_Is.ASIDE, None, match.start(), end)
    value = _value(match, scale, top, starred=bool(star))
    if not _stands(before, behind, match, unit, text, told):
        rival = before.place is Place.CLAUSE and before.bare and match["plain"] and behind is Next.MORE
        return _Found(_Is.RIVAL, value, match.start(), match.end()) if rival else None
    kind = _kind(before, behind, value, match, text, scale, denied=said.unreal)
    return None if kind is None else _Found(kind, value, match.start(), match.end())


def _stands(
    before: Left, behind: Next, match: re.Match[str], unit: re.Match[str] | None, text: str, told: int
) -> bool:
    """Whether the number stands where marks stand."""
    if before.place is Place.OTHER:
        return gives(text, unit.end() if unit else match.end())
    if before.place is Place.CLAUSE:
        earlier = before.sentence[: len(before.sentence) - len(before.clause)]
        unknown = text[max(told, match.start() - len(before.sentence)) : match.start() - len(before.clause)]
        counted = any(character.isdecimal() for character in unknown)
        return (behind in (Next.END, Next.DOUBT) or bool(unit) or not before.bare or bool(match["part"])) and (before.now or not counted) and not in_places(earlier)
    points = unit and not match["part"] and unit[0].strip().lower() in POINTS
    few = match["plain"] in ("1", "2", "3")
    if before.place is Place.START and before.bare and points and few and text[unit.end() :][:1] in (":", ","):  # type: ignore[union-attr]
        return False
    return True


def _kind(
    before: Left, behind: Next, value: float | None, match: re.Match[str], text: str, scale: range, *, denied: bool
) -> _Is | None:
    if before.negated or denied:
        return _Is.DENIED
    if behind is Next.DOUBT or before.nearly or _graded(before, value, match, text, scale):
        return _Is.DOUBT
    if before.place is Place.START and before.bare and _numbered(match, text):
        return _Is.DOUBT
    if value is None:
        sure = before.place is Place.CUE or behind is Next.END or _near(match, text)
        return _Is.DOUBT if sure else None
    return _Is.MARK


def _graded(before: Left, value: float | None, match: re.Match[str], text: str, scale: range) -> bool:
    """Of German school grades 1 is the best, 6 the worst; French notes run like ours."""
    if before.cue not in GRADES or match["part"] or match["percent"]:
        return False
    french = _SPACED_COLON.search(before.clause) or not _FRENCH.isdisjoint(text.lower().split())
    return not (french and before.cue in {"note", "notes"}) and (value is None or value <= 6 or scale[-1] <= 6)


def _numbered(match: re.Match[str], text: str) -> bool:
    """ "1. The box was open" and "2. 3 days late" may count faults, not give a mark."""
    if not match["plain"]:
        return False
    following = rf"[.):] *(?:\d|{LETTER})" if match["plain"] == "1" else r"[.):] *\d"
    return bool(re.match(following, text[match.end() : match.end() + 9]))


def _near(match: re.Match[str], text: str) -> bool:
    """Among the first or the last words."""
    return match.start() < 80 or len(text) - match.end() < 80


def _value(match: re.Match[str], scale: range, top: int | None, *, starred: bool) -> float | None:
    if match["part"]:
        return scaled(_float(match["part"]), int(match["whole"]), scale)
    percent = match["percent"] or match["percents"]
    if percent:
        return scaled(_float(percent), 100, scale)
    plain = match["plain"] or _decimal(match["broken"])
    if plain is None:
        return None
    value = _float(plain)
    if top is not None:
        return scaled(value, top, scale)
    if starred and scale[-1] > 5 and value <= 5:
        return None  # five stars are usual: four of them may be 4 or 8 of ten
    return on(value, scale)


def _decimal(broken: str | None) -> str | None:
    """ "4.5" and "4,5"; "7,8" may be two marks, "8.30" a time."""
    if broken and re.fullmatch(r"\d{1,2}(?:\.\d|,[05])", broken):
        return broken
    return None


def _float(number: str) -> float:
    return float(number.replace(",", "."))


def _terse(text: str) -> bool:
    """Hardly more than a number: meant as a mark, but in no form we know ("5+", "54534")."""
    rest = _NUMBER.sub(lambda found: "" if found["date"] and not found[0].isdecimal() else found[0], text.strip()[:40])
    letters = sum(character.isalpha() for character in rest)
    most = 1 if re.search(rf"[{CJK}]", rest) else 2
    return len(rest) <= 12 and letters <= most and any(character.isdecimal() or character in "½¼¾" for character in rest)
