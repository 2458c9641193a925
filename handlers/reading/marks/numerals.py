"""Numbers in words and stars, as digits in the text that is searched.

"three stars out of five" becomes "3 stars out of 5", "eine Zehn" "eine 10", "★★★★☆" "4/5", "⭐⭐⭐" "3★", "八点" "8点".
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from handlers.reading.marks.lexicon import POINTS, STARS, WORDS, heard, one_of, words
from handlers.reading.normal import Normal

_VALUES: Mapping[str, int] = {
    word: value
    for table in WORDS.values()
    for value, forms in enumerate(table.get("numerals", ()))
    for word in forms.split()
}
_SPELLED = frozenset(_VALUES)
_SHAKY = words("shaky")
_ARTICLES = words("article")
_UNITS = STARS | POINTS | {"out"}
_ALONE = frozenset({"fem", "ti", "ni", "sex", "due", "sei", "kuusi", "one"})
_ARTICLE = re.compile(
    rf"\b{one_of(words('article'))}(?=\s{one_of(STARS | POINTS)}\b"
    rf"|\s(?:out of|von|sur|de|su|em|van de|van|na|av|ud af|af|из|sobre)\s(?:5|10)\b)",
    re.IGNORECASE,
)
_STARS = re.compile(r"(?:[★⭐🌟✭✮][ \t]?){1,10}(?:[☆✩✰][ \t]?){0,10}")
_KANJI = "零一二三四五六七八九十"
_COUNTED = re.compile(
    rf"(?<![{_KANJI}百千万第])(?:(?P<number>[{_KANJI}])(?=(?:点|颗星|顆星|つ星|星|分(?![之钟鐘鍾])))"
    rf"|星(?P<stars>[{_KANJI}\d])(?:つ|個|颗|個分)?(?!\d)|(?<![^\n])(?P<line>[{_KANJI}])(?=[。!.]?[ \t]*(?:\n|\Z)))"
)
_KIN = frozenset({"da", "no"})
_GIVEN = ("给", "打", "得", "就", "评", "是", "給", "满", "は")


_SIGNS = re.compile(rf"[{_KANJI}★⭐🌟✭✮星]")


def with_digits(found: Normal) -> Normal:
    """The same text with number words and stars as digits; the digits stand where these stood."""
    tokens = set(heard(found.text))
    if not tokens.isdisjoint(_SPELLED):
        found = found.replaced(_spelled(found.text, tokens))
    if not (tokens.isdisjoint(_ARTICLES) or tokens.isdisjoint(_UNITS)):
        found = found.replaced((one.start(), one.end(), "1") for one in _ARTICLE.finditer(found.text))
    if found.text.isascii() or not _SIGNS.search(found.text):
        return found
    found = found.replaced(_starred(found.text))
    return found.replaced(_counted(found.text))


def _spelled(text: str, tokens: set[str]) -> Iterator[tuple[int, int, str]]:
    alone = text.strip(" \t\r\n.!").lower()
    sure = [word for word in tokens & _SPELLED if word not in _SHAKY or _sure(word, alone, tokens)]
    yield from sorted(
        (found.start(), found.end(), str(_VALUES[word])) for word in sure for found in _word(word).finditer(text)
    )


@cache
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?<!\w-){word}(?![\w'])(?!\s{one_of(words('troubles'))}\b)", re.IGNORECASE)


def _sure(word: str, alone: str, tokens: set[str]) -> bool:
    """Whether a word that other languages have too is a number here: its own language is spoken."""
    spoken = (code for code, table in WORDS.items() if word in table.get("shaky", "").split())
    return (alone == word and word in _ALONE) or any(not tokens.isdisjoint(_EVIDENCE[code]) for code in spoken)


def _evidence() -> dict[str, frozenset[str]]:
    """By language, words that no other language of the table has."""
    keys = ("own", "stars", "points", "cues")
    known = {
        language: frozenset(word for key in keys for word in table.get(key, "").split())
        | {word for forms in table.get("numerals", ()) for word in forms.split() if word not in _SHAKY}
        for language, table in WORDS.items()
    }
    return {language: mine.difference(_others(language, known)) for language, mine in known.items()}


def _others(language: str, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words of all other languages; Danish and Norwegian are near enough to speak for each other."""
    kin = _KIN if language in _KIN else {language}
    return frozenset[str]().union(*(words for code, words in known.items() if code not in kin))


_EVIDENCE = _evidence()


def _starred(text: str) -> Iterator[tuple[int, int, str]]:
    for run in _STARS.finditer(text):
        signs = run[0].replace(" ", "").replace("\t", "")
        hollow = sum(signs.count(sign) for sign in "☆✩✰")
        full, end = len(signs) - hollow, run.start() + len(run[0].rstrip(" \t"))
        if hollow and full + hollow in (5, 10):
            yield run.start(), end, f"{full}/{full + hollow}★"
        elif full > 1 and not hollow:
            yield run.start(), end, f"{full}★"


def _counted(text: str) -> Iterator[tuple[int, int, str]]:
    """CJK numbers before "points" and "stars". "十分" is "fully" or "enough" unless it is given."""
    for found in _COUNTED.finditer(text):
        sign = found["number"] or found["stars"] or found["line"]
        value = int(sign) if sign.isdecimal() else _KANJI.index(sign)
        fully = found["number"] == "十" and text.startswith("分", found.end())
        if fully and not text.endswith(_GIVEN, 0, found.start()):
            continue
        yield found.start(), found.end(), f"{value}★" if found["stars"] else str(value)
