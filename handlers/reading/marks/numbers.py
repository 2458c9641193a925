"""Numbers that may be marks, and what they come to on a scale: "4", "4/5", "80 %", "4.5", "4 stars"; no dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.reading.marks.lexicon import CJK, LETTER, POINTS, STARS, one_of, phrases, words
from handlers.reading.marks.scales import USUAL, on, scaled

MOST = 40
_UNITS = one_of(STARS | POINTS)
_BETWEEN = one_of(phrases("range"))
_OF = rf"\s?(?:{_UNITS}\s)?(?:\s?\(?/\s?|\s?\(?{one_of(phrases('of'))}\s)"
_MONTH = one_of(words("months"))
_NO_MARK = (
    rf"\d{{1,2}}(?:\.|st|nd|rd|th)? {_MONTH}\b|"
    r"\d{1,4}(?:/\d{1,2}/|-\d{1,2}-)\d{2,4}|\d{1,2}\.\d{1,2}\.(?: ?\d{2,4})?|\d{1,2}\. \d{1,2}\. ?\d{2,4}"
    r"|\d{1,2} ?: ?\d{2}|\d{1,3}(?:[.,']\d{3})++|\d{4,}+|\d{1,3}(?:[ /-]{1,3}\d{2,9}+){2,8}+"
)
_NUMBER = re.compile(
    rf"(?=[\d%+-])(?<!(?![{CJK}])\w)(?<![./#$€£¥₽@\\+-])(?<!\d[,:])(?<!\d )(?:"
    rf"(?P<date>{_NO_MARK})"
    rf"|(?P<part>\d{{1,3}}(?:[.,]\d)?){_OF}(?P<whole>\d{{1,3}})"
    rf"|(?P<range>\d{{1,3}}\s?(?:-|~|\.\.|/|{_BETWEEN}(?=[\s\d])(?:\s{LETTER}{{1,5}}(?=[\s']))?'?)\s?\d{{1,3}})"
    r"|(?P<percent>\d{1,3}(?:[.,]\d)?)\s?%|%\s?(?P<percents>\d{1,3})"
    r"|(?P<broken>\d{1,2}[.,]\d{1,2}|[+-]\d{1,3})"
    r"|(?P<plain>\d{1,3})"
    r")(?!\d|[ ]\d|[.,:/]\d|/\w|-(?!tal|ish)\w)",
    re.IGNORECASE,
)
_STAR = re.compile(rf"\s?(?:{one_of(STARS)}(?!\w)|[★⭐🌟*]|つ?星|颗星|顆星)", re.IGNORECASE)
_POSSIBLE = (
    r"(?:mögliche[nr]?|possible|possibles|posibles|possibili|possíveis|mogelijke|możliwych|möjliga|mulige|возможных)\s"
)
_POINT = re.compile(rf"\s?(?:{_POSSIBLE})?(?:{one_of(POINTS)}(?!\w)|-tal(?:let)?\b|点満点|点|점|分)", re.IGNORECASE)
_LIST_ITEM = re.compile(rf"^[ \t]{{0,9}}(\d{{1,2}})[.):]+[ \t]{{1,9}}(?={LETTER}|[\"'(])", re.MULTILINE)
_FALLING = re.compile(r"(\d{1,3})\s-\s(\d{1,3})")
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d|,[05])")


@dataclass(frozen=True)
class Number:
    """A number that may be a mark, with its unit; `text[start:end]` without the unit, which ends at `stop`."""

    start: int
    end: int
    stop: int
    plain: str | None
    broken: str | None
    part: str | None
    whole: str | None
    percent: str | None
    slash: bool
    unit: str

    @property
    def fraction(self) -> bool:
        """Out of a number of marks that scales usually have."""
        return self.whole is not None and int(self.whole) in USUAL

    @property
    def drawn(self) -> bool:
        """Stars as signs, which words may follow at once."""
        return self.unit.strip() in ("★", "⭐", "🌟")

    @property
    def points(self) -> bool:
        """ "2 points" in words, which may be two things to say."""
        return self.unit.strip().lower() in POINTS and self.part is None


def numbers(text: str) -> Iterator[Number]:
    """The numbers that may be marks, the first of very many."""
    items = list(_LIST_ITEM.finditer(text))
    listed = {item.start(1) for item in items} if len(items) > 1 else set[int]()
    for seen, found in enumerate(_NUMBER.finditer(text)):
        if seen == MOST:
            return
        if found.start() in listed or found["date"]:
            continue
        falling = _FALLING.fullmatch(found[0])
        yield _first(found, falling[1]) if falling and int(falling[1]) > int(falling[2]) else _number(found, text)


def _first(found: re.Match[str], plain: str) -> Number:
    """The mark of "8 - 2 days late", which is no range."""
    end = found.start() + len(plain)
    return Number(found.start(), end, end, plain, None, None, None, None, slash=False, unit="")


def _number(found: re.Match[str], text: str) -> Number:
    unit = _STAR.match(text, found.end()) or _POINT.match(text, found.end())
    return Number(
        start=found.start(),
        end=found.end(),
        stop=unit.end() if unit else found.end(),
        plain=found["plain"],
        broken=found["broken"],
        part=found["part"],
        whole=found["whole"],
        percent=found["percent"] or found["percents"],
        slash="/" in found[0],
        unit=unit[0] if unit else "",
    )


def value(number: Number, scale: range, top: int | None) -> float | None:
    """The mark on our scale; None off it and where it cannot be told. `top` ends the scale that the customer named."""
    if number.part and number.whole:
        return scaled(_float(number.part), int(number.whole), scale)
    if number.percent:
        return scaled(_float(number.percent), 100, scale)
    one = number.plain or _decimal(number.broken)
    if one is None:
        return None
    if top is not None:
        return scaled(_float(one), top, scale)
    if scale[-1] > 5 >= _float(one) and _STAR.fullmatch(number.unit):
        return None  # five stars are usual: four of them may be 4 or 8 of ten
    return on(_float(one), scale)


def _decimal(broken: str | None) -> str | None:
    """ "4.5" and "4,5"; "7,8" may be two marks, "8.30" a time."""
    return broken if broken and _DECIMAL.fullmatch(broken) else None


def _float(number: str) -> float:
    return float(number.replace(",", "."))


def terse(text: str) -> bool:
    """Hardly more than a number: meant as a mark, but in no form we know ("5+", "54534")."""
    rest = _NUMBER.sub(lambda found: "" if found["date"] and not found[0].isdecimal() else found[0], text.strip()[:40])
    letters = sum(character.isalpha() for character in rest)
    most = 1 if re.search(rf"[{CJK}]", rest) else 2
    numeric = any(character.isdecimal() or character in "½¼¾" for character in rest)
    return numeric and letters <= most and len(rest) <= 12
