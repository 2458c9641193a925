"""What stands behind a number: only a few words may follow a mark, any other makes it a count of things."""

import re
from enum import Enum, auto

from handlers.reading.marks.lexicon import (
    COUNTS,
    FOLLOWERS,
    IFS,
    IS_CJK,
    LETTER,
    POINTS,
    STARS,
    TURNS,
    WORD,
    heard,
    one_of,
    phrases,
    words,
)


class Next(Enum):
    """What comes next: the end, more that may follow a mark, doubt, denial, or a word that makes it something else."""

    END = auto()
    MORE = auto()
    DOUBT = auto()
    DENIED = auto()
    THING = auto()


_SIGHT = 60
_END = re.compile(r"[ \t]*(?:\Z|\n|[.!。！…]+(?!\w))")
_CLOSING = ')]"”»“*_'
_MORE = re.compile(r"[ \t]*(?:[,;:、，](?!\d)|(?:\s-+\s?|-+\s)(?=\S))")
_DOUBT = re.compile(r"\s?(?:[?？½¼¾]|\+|-(?=\s*(?:\Z|[\n.,;!])))")
_SIGN = re.compile(r"[ \t]*[^\w\s%°#&=<>@/\\$€£¥₽|^+-]")
_SIDES = re.compile(rf"\s{{1,3}}{one_of(phrases('sides'))}\b", re.IGNORECASE)
_HALVES = re.compile(rf"[\s-]?{one_of(phrases('halves'))}(?!\w)", re.IGNORECASE)
_DENIED = re.compile(rf"\s{{0,3}}{one_of(phrases('negated_after'))}", re.IGNORECASE)
_NUMBER = re.compile(rf"\s{{0,3}}(?:{LETTER}{{1,3}}\s)?\d{{1,4}}\s?({LETTER}{{0,20}})")
_DIGIT = re.compile(r"\d")
_DAYS, _FROM, _GIVING = words("days"), words("from"), words("giving")
_PER, _AFTER_PER, _PARTLY = words("per"), words("after_per"), words("partly")
_GOES_ON = tuple(phrases("followers_start"))
_COUNTS = COUNTS | STARS | POINTS


def behind(text: str, end: int) -> Next:
    """What comes after a mark, and its unit, that ends at `end`."""
    rest = text[end : end + _SIGHT]
    if rest[:1] in _CLOSING:
        rest = rest.lstrip(_CLOSING)
    if _DENIED.match(rest):
        return Next.DENIED
    if _DOUBT.match(rest) or _HALVES.match(rest):
        return Next.DOUBT
    if _END.match(rest):
        return Next.END
    more = _MORE.match(rest)
    if more:
        return _turned(rest[more.end() :])
    if rest[0].isspace() and _SIDES.match(rest):
        return Next.END
    return _worded(rest.lstrip(" \t"), parted=rest[0].isspace())


def gives(text: str, end: int) -> bool:
    """Whether the next word gives a mark ("eine 8 geben", "9 veriyorum")."""
    following = WORD.match(text[end : end + 30].lstrip())
    return bool(following and following[0].lower() in _GIVING)


def _worded(rest: str, *, parted: bool) -> Next:
    """What the next word or sign is; a word that is not parted from the number belongs to it ("8h")."""
    if IS_CJK.match(rest):
        return Next.MORE if rest.startswith(_GOES_ON) else Next.THING
    found = WORD.match(rest)
    if not found:
        return Next.END if _SIGN.match(rest) else Next.THING
    word = found[0].lower()
    if parted and (word in TURNS or word in IFS):
        return Next.DOUBT
    if parted and (word in FOLLOWERS or word in _GIVING):
        return _for(word, rest[found.end() :])
    return Next.THING


def _for(word: str, rest: str) -> Next:
    """ "2 for Friday" and "2 por palet" count, "5 for the first three" is for a part, "8 for the service" a mark."""
    then = heard(rest[:30])[:2]
    if word in _FROM and not _DAYS.isdisjoint(then):
        return Next.THING
    if word in _FROM and not _PARTLY.isdisjoint(heard(rest)):
        return Next.DOUBT
    if word in _PER and then and then[0] not in _AFTER_PER:
        return Next.DOUBT
    return _listed(rest)


def _turned(rest: str) -> Next:
    """Behind a comma: "8, or 9"."""
    word = WORD.match(rest.lstrip(" \t"))
    turned = word and word[0].lower() in TURNS and _DIGIT.search(rest[:20])
    return Next.DOUBT if turned else _listed(rest)


def _listed(rest: str) -> Next:
    """Another number right behind ("3, 5 and 7") is doubt, unless it counts days or boxes."""
    number = _NUMBER.match(rest)
    return Next.DOUBT if number and number[1].lower() not in _COUNTS else Next.MORE
