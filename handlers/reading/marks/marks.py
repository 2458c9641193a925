"""The marks in the customer's words.

Three forms, in this order: numbered lines (`1: 5`), a row (`5 4 5 N 4`), one mark for the first question (`4`, `4/5`,
`I'd say 8`). A mark is never guessed and never clamped: a wrong count, a number off the scale, a range or a second
candidate make the answer unclear, and nothing is kept.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from handlers.reading.marks.numerals import with_digits
from handlers.reading.marks.single import single
from handlers.reading.normal import Normal, normal
from surveys.question import Questionnaire

_NA = r"n\s?/\s?a|n\.\s?a\.?|na|n|(?<!-)-(?!-)"
_TOKEN = re.compile(rf"(?<![\w.])(?:{_NA}|\d{{1,3}})(?!\w)", re.IGNORECASE)
_PAIR = re.compile(
    rf"[ \t]*+(?:q|question|frage|pregunta)?[ \t]*+(\d{{1,2}})[ \t]?(?:([:=])(?!\d\d)|(\)|\.(?!\d)))[ \t]{{0,4}}"
    rf"({_NA}|\d{{1,3}})(?:[ ]?/[ ]?(\d{{1,3}}))?(?![\w/]|[.,:]\d)[ \t]*[,;.]?",
    re.IGNORECASE,
)
_AROUND = " \t,;|/.!()"
_OFF = -1


@dataclass(frozen=True)
class Marks:
    answers: dict[str, int | None] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    unclear: bool = False


@dataclass(frozen=True)
class _Given:
    """A mark as written: None is "not applicable"."""

    value: int | None
    start: int
    end: int


UNCLEAR = Marks(unclear=True)


def marks(text: str, questionnaire: Questionnaire, overall: range) -> Marks:
    """The marks in `text`. `overall` is the scale of the first question."""
    found = with_digits(normal(text))
    numbered = _numbered(found.text, {str(overall[-1]), str(questionnaire.high), None})
    row = _row(found.text, len(questionnaire.marks))
    if numbered and row:
        return UNCLEAR
    if numbered:
        return _by_number(numbered, questionnaire, overall, found)
    if row is not None:
        return _kept(list(enumerate(row)), questionnaire, overall, found) if row else UNCLEAR
    one = single(found.text, overall)
    if one is None or one.value is None:
        return Marks(unclear=one is not None)
    return _kept([(0, _Given(one.value, one.start, one.end))], questionnaire, overall, found)


def _numbered(text: str, wholes: Container[str | None]) -> list[tuple[int, _Given]]:
    """Pairs of question number and mark; several may stand on one line. A mark "of" another whole is off the scale."""
    found: list[tuple[int, _Given]] = []
    start = 0
    for line in text.split("\n"):
        place = 0
        while pair := _PAIR.match(line, place):
            place = pair.end()
            if pair[3] and line[place:].lstrip()[:1].isalpha():
                break  # "2. 3 days late" is a list of words
            span = (start + pair.start(4), start + pair.end(5 if pair[5] else 4))
            found.append((int(pair[1]), _Given(_value(pair[4]) if pair[5] in wholes else _OFF, *span)))
        start += len(line) + 1
    return found


def _row(text: str, count: int) -> list[_Given] | None:
    """Marks in the order of the questions, on one line or one a line; [] where their number is wrong."""
    runs: list[list[_Given]] = []
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
    return runs[0] if len(runs) == 1 and len(runs[0]) == count else []


def _trimmed(run: list[_Given]) -> list[_Given]:
    """Without the dashes that follow: in a run of another length they draw a line."""
    while run and run[-1].value is None:
        run = run[:-1]
    return run


def _line(line: str, start: int) -> list[_Given]:
    """The marks of a line that holds nothing else, a fraction ("4/5") aside."""
    found = list(_TOKEN.finditer(line[:200]))
    if not found or _TOKEN.sub("", line).strip(_AROUND) or re.fullmatch(r"\s*\(?\d+\s*/\s*\d+\)?[\s.!]*", line):
        return []
    return [_Given(_value(one[0]), start + one.start(), start + one.end()) for one in found]


def _opening(text: str, count: int) -> list[_Given] | None:
    """A whole row in front of words on the first line."""
    first = text.split("\n", 1)[0][:200]
    place, given = 0, list[_Given]()
    while token := _TOKEN.match(first, place):
        given.append(_Given(_value(token[0]), token.start(), token.end()))
        place = token.end() + len(first[token.end() :]) - len(first[token.end() :].lstrip(" \t,;|"))
    numbers = sum(one.value is not None for one in given)
    if numbers < 2 or (len(given) < count and numbers < len(given)):
        return None
    return given[:count] if len(given[:count]) == count and _only_words(given[count:]) else []


def _only_words(more: Sequence[_Given]) -> bool:
    return all(one.value is None for one in more)


def _by_number(
    numbered: list[tuple[int, _Given]], questionnaire: Questionnaire, overall: range, found: Normal
) -> Marks:
    pairs = [(number - 1, given) for number, given in numbered]
    values: dict[int, set[int | None]] = {}
    for number, given in pairs:
        values.setdefault(number, set()).add(given.value)
    if any(len(several) > 1 for several in values.values()):
        return UNCLEAR
    return _kept(pairs, questionnaire, overall, found)


def _kept(pairs: Sequence[tuple[int, _Given]], questionnaire: Questionnaire, overall: range, found: Normal) -> Marks:
    """All of the marks or none: one that cannot be right puts the others in doubt."""
    answers: dict[str, int | None] = {}
    spans: dict[str, tuple[int, int]] = {}
    for number, given in pairs:
        if not 0 <= number < len(questionnaire.marks):
            return UNCLEAR
        question = questionnaire.marks[number]
        scale = overall if number == 0 else questionnaire.scale
        if (given.value not in scale) if given.value is not None else not question.optional:
            return UNCLEAR
        answers[question.key] = given.value
        spans[question.key] = found.span(given.start, given.end)
    return Marks(answers, spans)


def _value(token: str) -> int | None:
    return int(token) if token.isdecimal() else None
