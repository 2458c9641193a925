"""The scale that a customer names, and marks from one scale on another.

"On a scale of 1 to 5: 4", "1 = worst, 5 = best", "10点満点で8点", "10 üzerinden 8": these numbers are no marks, they
say of how many the mark is.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from handlers.reading.marks.lexicon import one_of, phrases, words

USUAL = (5, 10, 20, 100)
_SPELLED = {"десяти": 10, "пяти": 5}
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d+|балльн")
_NOUNS = words("scale_nouns")
_BEST = re.compile(one_of(phrases("best")), re.IGNORECASE)
_ENDS = one_of(phrases("best") | phrases("worst"))
_OF = r"(?:out of|of|von|sur|de|sobre|su|em|van|av|ud af|af|из)"
_TO = r"\s?(?:-|~|to|bis|à|a|al|au|ao|till|til|tot|do|до|から|到)\s?"
_UP_TO = r"(?:of|up to|out of|von|bis|de|à|di|a|van|tot|av|af|til|till|do|до|из)"
_IS = (
    r"\s?(?:=|->|being|means|is|ist|heißt|bedeutet|étant|est|essendo|è|sendo|é|siendo|es|är|er|betyder|to|это|-"
    r"|が|是)\s?"
)
_SMALL = r"(?:\b[^\W\d_]{1,6}\s){0,2}"
_NOTE = r"\s?\([^()\n]{1,30}\)"
_NAMED = re.compile(
    rf"{_SMALL}\b{one_of(_NOUNS)}\b(?:[^\d\n.!?]{{0,20}}(?P<low>\d{{1,2}})(?P<note>{_NOTE})?{_TO}(?P<high>\d{{1,3}})"
    rf"(?:{_NOTE})?|\s{_UP_TO}\s(?P<to>5|10|100))(?!\d)",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    rf"\(?(?<!\d)(?P<low>\d{{1,2}}){_IS}{_SMALL}(?P<note>{_ENDS})"
    rf"(?:[\s,;/.-]{{1,4}}(?:\b[^\W\d_]{{1,3}}\s)?(?P<high>\d{{1,3}}){_IS}{_SMALL}{_ENDS})?\)?",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    rf"\((?:[^\W\d_]{{1,4}}\s)?(?P<low>[01]){_TO}(?P<high>5|10|100)\)|^[01]\s?-\s?(?P<to>5|10)\s?[:=]", re.MULTILINE
)
_AHEAD = re.compile(
    rf"(?:(?<![^\n.,;!?(])|(?<=[.,;!?(] )){_OF}\s(?P<west>5|10)(?:\s(?!\d)[^\W\d_]{{1,8}})?[,:]?(?=\s)", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?<!\d)(?:(?P<east>\d{1,3}|десяти|пяти)(?:\s?(?:puan |yıldız )?üzerinden|点満点(?=.{0,12}\d)|点中|分中|段階"
    r"|分满分|分制|[- ]?балльной(?: шкале| системе)?|[- ]point scale)(?:評価)?(?:では|で|中|の|、|なら|的话|里)?"
    r"|(?:满分|満点)(?P<full>\d{1,3})(?:分|点)?[，,、:：で]?(?=\s|\D))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """The text with blanks where a scale was named; the top of that scale; whether its lowest mark is the best."""

    text: str
    top: int | None = None
    reversed: bool = False


def named(text: str, spoken: Collection[str]) -> Named:
    """Find the scale that is named, for which a text needs a number beside the mark. `spoken` holds all its words."""
    if len(_NUMBERS.findall(text)) < 2:
        return Named(text)
    patterns = [_AHEAD, _LEGEND, _BRACKET]
    if not _NOUNS.isdisjoint(spoken):
        patterns[1:1] = [_COUNTED, _NAMED]
    elif not text.isascii():
        patterns.insert(1, _COUNTED)
    top, turned, left = None, False, text
    for pattern in patterns:
        for found in pattern.finditer(left):
            top = _top(found) or top
            turned = turned or _low_is_best(found)
            left = f"{left[: found.start()]}{' ' * len(found[0])}{left[found.end() :]}"
    return Named(left if _DIGIT.search(left) else text, top, turned)


def _top(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    high = next((groups[name] for name in ("high", "to", "west", "east", "full") if groups.get(name)), None)
    return _SPELLED.get(high.lower()) or int(high) if high else None


def _low_is_best(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    return bool(groups.get("note")) and int(found["low"]) <= 1 and bool(_BEST.search(found["note"]))


def scaled(part: float, top: int, scale: range) -> float | None:
    """A mark out of `top` on our scale; None off it, or where it falls between the halves of our marks."""
    if top == scale[-1]:
        return on(part, scale)
    if top not in USUAL or part > top:
        return None
    tenths, remainder = divmod(round(part * 10) * scale[-1], top)
    return None if remainder or tenths % 5 else on(tenths / 10, scale)


def on(value: float, scale: range) -> float | None:
    """The mark where it lies on the scale, whole where it is whole."""
    if not scale[0] <= value <= scale[-1]:
        return None
    return int(value) if value == int(value) else value
