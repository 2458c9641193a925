"""The warning that a mail gateway puts above a mail from outside; its words are nobody's answer and no complaint."""

import re
from collections.abc import Sequence
from functools import cache

from handlers.reading.own.languages import BLANK, phrases
from handlers.reading.own.rulers import is_ruler

MOST, MOST_LINES, LONGEST = 3, 6, 700
"""So many banners stand above everything else, each that long at the most."""

WRAPPED = 45
"""A line as long as that may go on in the next."""

_ENDED = re.compile(r"[.!?*\])>:]\W{0,3}$")
_MARKS = re.compile(r"[\W_]+")


def without_banner(lines: list[str]) -> list[str]:
    """The lines of a mail without the banners above them, and without the rules around these."""
    for _ in range(MOST):
        start = _past_rules(lines, 0)
        end = _end(lines, start)
        if not end:
            break
        lines = lines[_past_rules(lines, end) :]
    return lines


def _end(lines: Sequence[str], start: int) -> int:
    """The number of the line behind the banner that begins at `start`; 0 where none does."""
    text = ""
    for number in range(start, min(start + MOST_LINES, len(lines))):
        if not lines[number].strip(BLANK):
            break
        text = f"{text} {lines[number].strip(BLANK)}".lower()[:LONGEST]
        if is_banner(text.strip()):
            return _whole(lines, number)
    return 0


def is_banner(text: str) -> bool:
    """Whether a text in lower case is one: a tag alone, a tip of Outlook, or origin and warning together."""
    bare = _MARKS.sub(" ", text.replace("e-mail", "email")).strip()
    if bare in _tags() or _begins(text, "tip"):
        return True
    warns = _begins(text, "begins") or _pattern("careful").search(text) is not None
    return warns and _pattern("outside").search(text) is not None


def _begins(text: str, key: str) -> bool:
    return re.sub(r"^[\W_]+", "", text).startswith(_beginnings(key))


def _whole(lines: Sequence[str], number: int) -> int:
    """To the end of the sentence that goes on, and past further sentences of warning."""
    last = number + MOST_LINES
    while number + 1 < min(len(lines), last) and lines[number + 1].strip(BLANK):
        above, line = lines[number], lines[number + 1].strip(BLANK)
        goes_on = len(above) >= WRAPPED and not _ENDED.search(above) and line[0].islower()
        if not goes_on and not (len(line) > 20 and _pattern("careful").search(line.lower())):
            break
        number += 1
    return number + 1


def _past_rules(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and (not lines[number].strip(BLANK) or is_ruler(lines[number])):
        number += 1
    return number


@cache
def _tags() -> frozenset[str]:
    return frozenset(_MARKS.sub(" ", one.replace("e-mail", "email")) for one in phrases("banners", "tag"))


@cache
def _beginnings(key: str) -> tuple[str, ...]:
    return tuple(sorted(phrases("banners", key)))


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) for one in sorted(phrases("banners", key))))
