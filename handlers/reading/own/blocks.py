"""The block of headers above an answered mail, as Outlook, Exchange and Lotus Notes write it.

From, Sent, To, Subject in the language of the program, in any order, bold or not, one a line or all on one. Notes names
the writer and the time on lines of their own above "To:".
"""

import re
from collections.abc import Iterator, Sequence

from handlers.reading.own.introductions import DATE
from handlers.reading.own.languages import BLANK, phrases

MOST_LINES = 12
_DECORATION = BLANK + "*_|\"'•-·"
_KINDS = ("from", "sent", "to", "subject")
_BY_KIND = {kind: phrases("quotes", kind) for kind in _KINDS}
_LABELS = {
    label: {kind for kind in _KINDS if label in _BY_KIND[kind]} for label in frozenset().union(*_BY_KIND.values())
}

_LABEL_INSIDE = re.compile(r"(?:^|\s)\*?([^\W\d]{1,14})\*?\s?:")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}(?:at |um |à )?\d{1,2}[:.]\d\d")
_TIME = re.compile(r"\d{1,2}[:.]\d\d")
_PASSED_ON = ("please respond to", "sent by:")


def block(lines: Sequence[str], first: int, at_top: bool) -> int | None:
    """Where the block whose first label stands in line `first` begins, with the writer and the time above it.

    `at_top`: nothing is written above. There a memorandum begins so too, which names no address and no time.
    """
    found = _label(lines[first])
    if not found:
        return None
    labels = list(_labelled(lines, first))
    if at_top and not any("@" in value or _TIME.search(value) for _, value in labels):
        return None
    if _complete(labels) or _in_one_line(lines[first]):
        return _with_writer(lines, first) if "from" not in labels[0][0] else _with_company(lines, first)
    return None


def is_labelled(line: str) -> bool:
    """The cheap test: the line begins with the label of a header."""
    return (":" in line[:60] or "：" in line[:60]) and _label(line) is not None


def _label(line: str) -> set[str] | None:
    head, colon, _ = line[:60].replace("：", ":").partition(":")
    return _LABELS.get(head.strip(_DECORATION).lower()) if colon else None


def _labelled(lines: Sequence[str], first: int) -> Iterator[tuple[set[str], str]]:
    """The labelled lines from here on; a value may go on over one line, a blank line may follow each."""
    others = blanks = 0
    for line in lines[first : first + MOST_LINES]:
        found = _label(line)
        if found:
            others = blanks = 0
            yield found, line.replace("：", ":").partition(":")[2][:200]
        elif not line.strip(BLANK):
            blanks += 1
        else:
            others += 1
        if others > 1 or blanks > 2:
            return


def _complete(labels: Sequence[tuple[set[str], str]]) -> bool:
    kinds = {kind for found, _ in labels for kind in found}
    if len(labels) < 2:
        return False
    if len(labels) >= 3 and len(kinds) >= 2 and _evident(labels):
        return "from" in kinds or {"to", "subject"} <= kinds
    if "from" not in kinds:
        return False
    return any("from" in found and "@" in value for found, value in labels) or (
        "sent" in kinds and any("sent" in found and DATE.search(value) for found, value in labels)
    )


def _evident(labels: Sequence[tuple[set[str], str]]) -> bool:
    """Three labels are a block where writer and subject are named, or a value is an address or a date."""
    kinds = {kind for found, _ in labels for kind in found}
    return "subject" in kinds or any("@" in value or DATE.search(value) for _, value in labels)


def _in_one_line(line: str) -> bool:
    if "@" not in line[:400]:
        return False
    inside = [_LABELS.get(one.lower(), set()) for one in _LABEL_INSIDE.findall(line[:400])]
    return len({kind for found in inside for kind in found}) >= 3 and len(inside) >= 3


def _with_company(lines: Sequence[str], first: int) -> int:
    """Lotus Notes puts the writer's company above "From:", indented as the block is."""
    above = _above(lines, first)
    if above is not None and lines[first][:1] in " \t" and lines[above][:1] in " \t" and len(lines[above].strip()) < 50:
        return above
    return first


def _with_writer(lines: Sequence[str], first: int) -> int:
    """Up over the time and the writer, where Notes wrote them."""
    start = first
    for _ in range(4):
        above = _above(lines, start)
        if above is None:
            break
        line = lines[above].strip(BLANK)
        if _DATED.search(line[:120]) and len(line) < 120:
            return _writer(lines, above)
        if not (line.lower().startswith(_PASSED_ON) or len(line) < 50):
            break
        start = above
    return first


def _writer(lines: Sequence[str], dated: int) -> int:
    """The writer stands in the dated line, or on the line above it."""
    if any(letter.isalpha() for letter in _DATED.sub("", lines[dated]).replace("AM", "").replace("PM", "")):
        return dated
    above = _above(lines, dated)
    if above is None:
        return dated
    name = lines[above].strip(BLANK)
    return above if len(name) < 70 and name[-1] not in ".!?:," else dated


def _above(lines: Sequence[str], number: int) -> int | None:
    """The nearest line with text above, over at most two blank ones."""
    for above in range(number - 1, max(number - 4, -1), -1):
        if lines[above].strip(BLANK):
            return above
    return None
