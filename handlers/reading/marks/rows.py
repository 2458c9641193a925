"""Rows: marks in the order of the questions, on one line or one a line ("5 4 5 N 4")."""

import re
from collections.abc import Sequence

from handlers.reading.marks.given import NA, Given
from handlers.reading.marks.lexicon import CUES, FILLERS, GRADES, heard

_TOKEN = re.compile(rf"(?<![\w.])(?:{NA}|\d{{1,3}}(?:\.[05](?!\d))?)(?!\w)", re.IGNORECASE)
_FRACTION = re.compile(r"\s*\d+\s*\(\d+\)[\s.!]*|\s*\(?\d+(?:[.,]\d)?(?:\s*/\s*|\s+na\s+)\d+\)?[\s.!]*")
_DECIMAL = re.compile(r"\s*\d{1,2},[05][\s.!]*")
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}")
_AROUND = " \t,;|/.!()、。"
_WIDTH = 200
_LEADS = CUES | FILLERS | GRADES | {"scores", "ratings", "answers", "bewertungen", "antworten", "réponses"}
_DIGIT = re.compile(r"\d")


def row(text: str, count: int) -> list[Given] | None:
    """The row in `text`, None where there is none, [] where its number is wrong."""
    runs: list[list[Given]] = []
    start, open_run = 0, False
    for line in text.split("\n"):
        given = _line(line, start)
        if given and open_run:
            runs[-1].extend(given)
        elif given:
            runs.append(given)
        open_run = bool(given) or (open_run and not line.strip())
        start += len(line) + 1
    runs = [full for run in runs if (full := run if len(run) == count else _trimmed(run))]
    if not any(len(run) > 1 for run in runs):
        return _opening(text, count)
    return runs[0] if len(runs) == 1 and len(runs[0]) == count and not _printed(runs[0]) else []


def _printed(run: Sequence[Given]) -> bool:
    """ "1 2 3 4 5" is the scale as our letter prints it, not five marks."""
    values = [one.value for one in run]
    return len(values) > 3 and values == [(values[0] or 0) + step for step in range(len(values))]


def _trimmed(run: list[Given]) -> list[Given]:
    """Without the dashes that follow: in a run of another length they draw a line."""
    while run and run[-1].value is None:
        run = run[:-1]
    return run


def _line(line: str, start: int) -> list[Given]:
    """The marks of a line that holds nothing else; a fraction ("4/5") or a date is no row."""
    if len(line) > _WIDTH:
        return []
    lead = _lead(line)
    line, start = line[lead:], start + lead
    if not _TOKEN.match(line.lstrip(_AROUND)):
        return []
    found = list(_TOKEN.finditer(line))
    if "/" in line and " - " in line:
        return []
    if not found or _TOKEN.sub("", line).strip(_AROUND) or _FRACTION.fullmatch(line) or _DECIMAL.fullmatch(line):
        return []
    given = [Given(_value(one[0]), start + one.start(), start + one.end()) for one in found]
    return [] if _DATE.search(line) or any((one.value or 0) > 10 for one in given) else given


def _lead(line: str) -> int:
    """How far "My marks:" goes in front of a row."""
    said, colon, _ = line[:40].partition(":")
    return len(said) + 1 if colon and said and set(heard(said)) <= _LEADS and not _DIGIT.search(said) else 0


def _opening(text: str, count: int) -> list[Given] | None:
    """A whole row in front of words on the first line."""
    first = text.split("\n", 1)[0][:_WIDTH]
    place, given = 0, list[Given]()
    while token := _TOKEN.match(first, place):
        given.append(Given(_value(token[0]), token.start(), token.end()))
        rest = first[token.end() :]
        place = token.end() + len(rest) - len(rest.lstrip(" \t,;|"))
    numbers = sum(one.value is not None for one in given)
    if numbers < 2 or (len(given) < count and numbers < len(given)):
        return None
    if len(given) < count and (len(given) < 3 or first[place:].strip()):
        return None  # "8, 2 days late" is a mark with words
    return given[:count] if len(given[:count]) == count and _only_words(given[count:]) else []


def _only_words(more: Sequence[Given]) -> bool:
    return all(one.value is None for one in more)


def _value(token: str) -> float | None:
    return float(token) if token[0].isdecimal() else None
