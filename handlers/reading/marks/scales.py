"""The scale that a customer names, and marks from one scale on another.

"On a scale of 1 to 5: 4", "1 = worst, 5 = best", "10点満点で8点", "10 üzerinden 8": these numbers are no marks, they
say of how many the mark is.
"""

import re
from dataclasses import dataclass

from handlers.reading.marks.lexicon import one_of, phrases, words

USUAL = (5, 10, 20, 100)
_TO = r"\s?(?:-|~|to|bis|à|a|al|au|ao|till|til|tot|do|до|から|到)\s?"
_NOUN = one_of(words("scale_nouns"))
_BEST = one_of(phrases("best"))
_ENDS = one_of(phrases("best") | phrases("worst"))
_IS = r"\s?(?:=|->|being|means|is|ist|heißt|bedeutet|étant|est|essendo|è|sendo|é|siendo|es|is|är|er|betyder|to|это|-|が|是)\s?"
_NOTE = r"(?:\s?\(?=?\s?[^\W\d_][^()\d\n]{0,30}\)?)?"
_NAMED = re.compile(
    rf"(?:\b[^\W\d_]{{1,6}}\s){{0,2}}\b{_NOUN}\b[^\d\n.!?]{{0,20}}(?P<low>\d{{1,3}})"
    rf"(?:(?P<note>\s?\([^()\n]{{1,30}}\))?{_TO}(?P<high>\d{{1,3}})(?:\s?\([^()\n]{{1,30}}\))?)?(?!\d)",
    re.IGNORECASE,
)
_LEGEND = re.compile(
    rf"\(?(?<!\d)(?P<low>\d{{1,2}}){_IS}(?:\b[^\W\d_]{{1,6}}\s){{0,2}}(?P<note>{_ENDS})"
    rf"(?:[\s,;/.-]{{1,4}}(?:\b[^\W\d_]{{1,3}}\s)?(?P<high>\d{{1,3}}){_IS}(?:\b[^\W\d_]{{1,6}}\s){{0,2}}{_ENDS})?\)?",
    re.IGNORECASE,
)
_BRACKET = re.compile(rf"\((?:[^\W\d_]{{1,4}}\s)?(?P<low>[01]){_TO}(?P<high>5|10|100)\)|^(?P<from>[01])\s?-\s?(?P<to>5|10)\s?[:=]", re.MULTILINE)
_AHEAD = re.compile(
    r"(?:(?<![^\n.,;!?(])|(?<=[.,;!?(] ))(?:out of|von|sur|de|sobre|su|em|van|av|ud af|af|из)\s(?P<west>5|10)(?:\s(?!\d)[^\W\d_]{1,8})?[,:]?(?=\s)"
    r"|(?<!\d)(?P<east>\d{1,3})(?:\s?(?:puan )?üzerinden|点満点(?=.{0,12}\d)|点中|分中|段階|分满分|分制|(?:-|\s)?балльной(?: шкале| системе)?|[- ]point scale)(?:評価)?(?:では|で|中|の|、|なら|的话|里)?"
    r"|(?:满分|満点)(?P<full>\d{1,3})(?:分|点)?[，,、:：で]?(?=\s|\D)",
    re.IGNORECASE,
)
_HINT = re.compile(rf"{_NOUN}|=|\([01]|^[01]\s?-|满分|満点|点中|分中|段階|分制|üzerinden|балльной|point scale|(?:out of|von|sur|de|sobre|su|em|van|av|ud af|af|из)\s(?:5|10)\b|{_IS}(?:\w{{1,6}}\s){{0,2}}{_ENDS}", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Named:
    """The text with blanks where a scale was named; the top of that scale; whether its lowest mark is the best."""

    text: str
    top: int | None = None
    reversed: bool = False


def named(text: str) -> Named:
    if not _HINT.search(text):
        return Named(text)
    top, turned = None, False
    for pattern in (_NAMED, _LEGEND, _BRACKET, _AHEAD):
        for found in pattern.finditer(text):
            high = _top(found)
            top = high or top
            note = found.groupdict().get("note")
            turned = turned or bool(note and _low_is_best(found, note))
            text = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    return Named(text, top, turned)


def _top(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    high = next((groups[name] for name in ("high", "to", "west", "east", "full") if groups.get(name)), None)
    if high is None and groups.get("low") and not groups.get("note") and int(groups["low"]) > 1:
        high = groups["low"]
    return int(high) if high else None


def _low_is_best(found: re.Match[str], note: str) -> bool:
    return int(found["low"]) <= 1 and bool(re.search(_BEST, note, re.IGNORECASE))


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
