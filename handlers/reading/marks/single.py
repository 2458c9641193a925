"""One mark among words: "4", "7/10 - good", "I'd say 8", "leider nur 4 Punkte".

Most numbers in a mail are no marks ("6 of the 8 boxes", "invoice 10"). A number is taken for one by where it stands:
alone in its sentence, after words that give a mark, or before a unit of marks.
"""

import re
from dataclasses import dataclass

_OF = r"(?:\s?/\s?|\s?(?:out of|von|sur|de|sobre|su|van)\s)"
_NUMBER = re.compile(
    r"(?<![\w.,/:#-])(?:"
    r"(?P<date>\d{1,4}[./-] ?\d{1,2}[./-] ?(?:\d{2,4}\b)?|\d{1,2}:\d{2})"
    rf"|(?P<part>\d{{1,3}})(?:\s?(?:stars?|points?|sterne|punkte|étoiles|estrellas|puntos)\s)?{_OF}(?P<whole>\d{{1,3}})"
    r"|(?P<range>\d{1,2}\s?(?:-|to|or|bis|oder|à|ou|o)\s?\d{1,2})"
    r"|(?P<percent>\d{1,3})\s?%"
    r"|(?P<broken>[+-]?\d{1,2}[.,]\d{1,2}|[+-]\d{1,3})"
    r"|(?P<plain>\d{1,3})"
    r")(?![\w/%]{0,20}\d|\)? ?[-./,]?\d)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s?(?:points?|pts?|stars?|punkte?n?|sternen?|sterne|étoiles?|puntos?|estrellas?|punti|punten|pkt|点|점|분|★|⭐)"
    r"(?!\w)",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\s*(?:\Z|\n|[^\w\s+]|(?:but|and|from|because|as|for|thanks?|thank you|great|good|excellent|perfect"
    r"|aber|und|von|weil|da|danke|mais|et|car|parce|merci|pero|y|porque|gracias|maybe|perhaps|vielleicht)\b)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:\b(?:say|give|giving|rate|rating|score|mark|grade|overall|maybe|perhaps|probably|actually|rather|about|solid|clear|an?|answer"
    r"|gebe|vergebe|note|wertung|bewertung|nur|doch|eher|eine?|klare?|vielleicht|donne|mets|mettrais|plutôt|un|une|pongo|doy|una|nota"
    r"|puntuación|is|ist|es|est))\s*[:=]?\s*\Z",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:\A|[\n.!?]|\s-)[ \t(*\"]*\Z")
_CLAUSE_START = re.compile(r"[,;]\s*\Z")
_PART_START = re.compile(r"[,;:]\s*\Z")
_LINE_END = re.compile(r"\s?[.!)]*[ \t]*(?:\n|\Z)")
_LIST_ITEM = re.compile(r"^[ \t]{0,9}(\d{1,2})[.):]+[ \t]{1,9}(?=[^\W\d]|[\"'(])", re.MULTILINE)
_OTHER_SCALES = (5, 10, 100)


@dataclass(frozen=True)
class Single:
    """A mark for the first question; without a value one was meant but cannot be told."""

    value: int | None
    start: int = 0
    end: int = 0


UNCLEAR = Single(None)


def single(text: str, scale: range) -> Single | None:
    """The one mark in `text`, None where none was meant."""
    items = list(_LIST_ITEM.finditer(text))
    listed = {item.start(1) for item in items} if len(items) > 1 else set[int]()
    numbers = [match for match in _NUMBER.finditer(text) if match.start() not in listed]
    found = [one for match in numbers if (one := _meant(match, text, scale)) is not None]
    if len({one.value for one in found}) > 1:
        return UNCLEAR
    if found:
        return found[0]
    return UNCLEAR if _terse(text) else None


def _meant(found: re.Match[str], text: str, scale: range) -> Single | None:
    if found["date"]:
        return None
    before, after = text[max(0, found.start() - 40) : found.start()], text[found.end() : found.end() + 40]
    unit = _UNIT.match(after)
    alone = bool(_LINE_END.match(after))
    starts = bool(
        _SENTENCE_START.search(before) or (alone and (_CLAUSE_START if found["plain"] else _PART_START).search(before))
    )
    if not (unit or starts or _CUE.search(before)):
        return None
    if not unit and not _FOLLOWED.match(after):
        return UNCLEAR if found["part"] and starts and "/" in found[0] else None
    if starts and not unit and _listed(found, after):
        return UNCLEAR
    value = _value(found, scale)
    if value is None and not (unit or alone or _near(found, text)):
        return None  # far from where marks stand, a number that is none
    return Single(value, found.start(), found.end()) if value is not None else UNCLEAR


def _listed(found: re.Match[str], after: str) -> bool:
    """ "1. The box was open" and "2. 3 days late" may count faults, not give a mark."""
    return bool(found["plain"] and re.match(r"[.):] *(?:\d|[^\W\d])" if found[0] == "1" else r"[.):] *\d", after))


def _near(found: re.Match[str], text: str) -> bool:
    """Among the first or the last words."""
    return found.start() < 80 or len(text) - found.end() < 80


def _value(found: re.Match[str], scale: range) -> int | None:
    """The mark on our scale. One on another usual scale is converted where that leaves no remainder."""
    if found["plain"]:
        value = int(found["plain"])
    elif found["part"]:
        value = _scaled(int(found["part"]), int(found["whole"]), scale)
    elif found["percent"]:
        value = _scaled(int(found["percent"]), 100, scale)
    else:
        return None
    return value if value in scale else None


def _scaled(part: int, whole: int, scale: range) -> int:
    if whole == scale[-1]:
        return part
    mark, remainder = divmod(part * scale[-1], whole) if whole in _OTHER_SCALES else (-1, 0)
    return -1 if remainder else mark


def _terse(text: str) -> bool:
    """Hardly more than a number: meant as a mark, but in no form we know ("5+", "54534")."""
    rest = _NUMBER.sub(lambda found: "" if found["date"] else found[0], text.strip()[:40])
    letters = sum(character.isalpha() for character in rest)
    return len(rest) <= 12 and letters <= 4 and any(character.isdecimal() for character in rest)
