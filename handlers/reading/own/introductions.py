"""The line that introduces a quote: "On 2 March 2026, Ana <ana@buyer.example> wrote:".

It may be split over lines, stand at the end of the reply's own line, or have no verb. A line counts on evidence only:
a date, a time or an address beside the verb, or the quote marks below it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.reading.own.languages import BLANK, any_of, phrases

MOST_LINES, LONGEST = 6, 400
_WEAK = frozenset({"sent", "said"})

DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)(?:19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d\d(?!\d)"
    r"|\d{1,2}[-. ]\w{3,9}[-. ]\d{2,4}|\d\s?[年월月]|[٠-٩۰-۹]{4}"
)
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\w@.-])\d{1,4}(?:st|nd|rd|th)?(?![a-z0-9@])", re.IGNORECASE)
_WRITTEN = any_of(phrases("quotes", "wrote") - _WEAK)
_WROTE = re.compile(_WRITTEN)
_WROTE_LAST = re.compile(_WRITTEN + r"[^\w\s]{0,9}\s{0,3}[^\w\s]{0,40}$")
_WEAK_LAST = re.compile(any_of(_WEAK) + r"\s?:$")
_BY_MYSELF = re.compile(any_of(phrases("quotes", "self")) + r"\s{1,3}(?:\w{1,12}\s{1,3})?" + _WRITTEN)
_QUOTING = re.compile(r"\W{0,9}" + any_of(phrases("quotes", "quoting")))
_ON = any_of(phrases("quotes", "on"))
_ON_CAPITAL = any_of({one[:1].upper() + one[1:] for one in phrases("quotes", "on") if one[:1].upper() != one[:1]})
_BEGINS_ON = re.compile(r"[\W_]{0,12}" + _ON)
_ON_INSIDE = re.compile(r"(?<=[-–—.!?)\s])-{0,3}\s{0,2}" + _ON_CAPITAL + r"\s{1,3}(?=.{0,30}\d)")
_ADDRESS = re.compile(r"[<(\[][^<>()\s]{0,20}?[^<>()\s@]{1,80}@[^<>()\s]{3,120}")
_DATED_NAME = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2},?(?:\s{1,2}\d{1,2}:\d\d(?::\d\d)?)?\s{1,2}"
    r"(?:(?:GMT|UTC)(?:[+-]\d\d:?\d\d)?\s[^\d:.!?<>]{2,80}|[^:.!?<>]{2,80}<[^<>\s]{1,80}@[^<>\s]{1,120}>)$",
    re.IGNORECASE,
)
_VERB_ALONE = re.compile(r">\s{0,3}" + _WRITTEN + r"\s?:$")
_CLOSING_MARKS = ":："


@dataclass(frozen=True)
class Introduction:
    """The lines first..last; `before` is what stood on the first of them before it."""

    first: int
    last: int
    before: str = ""


def introduction(lines: Sequence[str], last: int, quoted: bool) -> Introduction | None:
    """The introduction that ends in line `last`, if one does. `quoted`: the next line with text bears a quote mark."""
    line = lines[last].strip(BLANK)
    if len(line) > LONGEST:
        return _inside(line[-LONGEST:], last, line[:-LONGEST])
    first = _first(lines, last)
    text = " ".join(one.strip(BLANK) for one in lines[first : last + 1])
    if not _introduces(text, quoted):
        return None
    return (first == last and _inside(line, last)) or Introduction(first, last)


def is_broken_verb(line: str) -> bool:
    """ "> wrote:", where a program broke the line before the ">" of an address."""
    return len(line) < 30 and line.endswith(":") and _VERB_ALONE.match(line.lower()) is not None


def may_introduce(line: str) -> bool:
    """The cheap test that rules out nearly every line that has no quote mark below it."""
    bare = line.strip(BLANK)
    return bool(bare) and (
        bare[-1] in _CLOSING_MARKS or bare[0] in "-–—" or bare[-1] in "->" or _DATED_NAME.match(bare[:300]) is not None
    )


def _first(lines: Sequence[str], last: int) -> int:
    """The nearest line upwards that names a date; the line itself where none does."""
    for number in range(last, max(last - MOST_LINES, -1), -1):
        line = lines[number].lstrip(BLANK)[:60]
        if line.startswith(">") and number != last:
            break
        if _NUMBER.search(line):
            return number
    alone = len(lines[last].strip(BLANK)) < 25 and last > 0 and "@" in lines[last - 1]
    return last - 1 if alone else last


def _introduces(text: str, quoted: bool) -> bool:
    text = text[:LONGEST].strip(BLANK).lower()
    dated, addressed = DATE.search(text), "@" in text
    if _WROTE_LAST.search(text[-70:]) and (dated or addressed or quoted or _ruled(text)):
        return quoted or _BY_MYSELF.search(text) is None
    if text[-1] not in _CLOSING_MARKS:
        return _DATED_NAME.match(text) is not None
    if addressed and (quoted or _WEAK_LAST.search(text) or _QUOTING.match(text)):
        return True
    return bool(dated) and (quoted or _dates_a_writer(text))


def _dates_a_writer(text: str) -> bool:
    """A date beside an address, or beside a verb in a line that begins as such lines do."""
    timed = _TIME.search(text) is not None
    if _ADDRESS.search(text) is not None and (timed or _NUMBER.search(text[:60])):
        return True
    return (timed or _begins(text)) and _WROTE.search(text) is not None


def _ruled(text: str) -> bool:
    return text.startswith("--") and text.endswith("--")


def _begins(text: str) -> bool:
    """A preposition or a number begins the line, as in no sentence that ends with a colon and a verb inside."""
    return _BEGINS_ON.match(text) is not None or _NUMBER.search(text[:25]) is not None


def _inside(line: str, number: int, before: str = "") -> Introduction | None:
    """An introduction on the reply's own line."""
    if _BEGINS_ON.match(line.lower()) and not before:
        return None
    for found in _ON_INSIDE.finditer(line):
        if _introduces(line[found.start() :].lstrip("- "), False):
            own = (before + line[: found.start()]).rstrip("-–— ")
            return Introduction(number, number, own) if own else None
    return None
