"""The marks in the customer's words.

Forms, in this order: answers below our own questions, numbered lines (`1: 5`), a row (`5 4 5 N 4`), short names
(`overall 4, on time 2`), one mark for the first question (`4`, `4/5`, `I'd say 8`), the label of a mark as a whole
sentence (`Very satisfied.`). A mark is never guessed and never clamped: a wrong count, a number off the scale, a range
or a second candidate make the answer unclear, and nothing is kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.reading.marks.asked import answered
from handlers.reading.marks.given import NA, OFF, Given
from handlers.reading.marks.labels import Labels, labelled, labels_of
from handlers.reading.marks.numbered import by_name, numbered
from handlers.reading.marks.numerals import with_digits
from handlers.reading.marks.rows import row
from handlers.reading.marks.single import single
from handlers.reading.normal import Normal, normal
from surveys.question import Questionnaire


@dataclass(frozen=True)
class Marks:
    answers: dict[str, float | None] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    unclear: bool = False


UNCLEAR = Marks(unclear=True)
_PARTED = str.maketrans(dict.fromkeys("-()=:,", "\n"))
_DIGIT = re.compile(r"[\d½¼¾]")
_NONE = re.compile(rf"\s*{NA}[\s.]*", re.IGNORECASE)


def marks(text: str, questionnaire: Questionnaire, overall: range) -> Marks:
    """The marks in `text`. `overall` is the scale of the first question."""
    found = with_digits(normal(text))
    labels = labels_of(questionnaire)
    if not _DIGIT.search(found.text):
        return _in_words(found, questionnaire, overall, labels)
    asked = _below_questions(found, questionnaire, overall, labels)
    if asked is not None:
        return asked
    several = _several(found, questionnaire, overall, labels)
    return several if several is not None else _one(found, questionnaire, overall, labels)


def _in_words(found: Normal, questionnaire: Questionnaire, overall: range, labels: Labels) -> Marks:
    asked = _below_questions(found, questionnaire, overall, labels)
    if asked is not None:
        return asked
    said = labelled(found.text, labels) if overall == questionnaire.scale else []
    if len({mark for mark, _, _ in said}) > 1:
        return UNCLEAR
    return _kept([(0, Given(*one)) for one in said[:1]], questionnaire, overall, found)


def _below_questions(found: Normal, questionnaire: Questionnaire, overall: range, labels: Labels) -> Marks | None:
    """Marks below our questions, None where none of them stands in the text."""
    parts = answered(found.text, questionnaire)
    if not parts:
        return None
    pairs = []
    for part in parts:
        if part.place is None:
            continue
        scale = overall if part.place == 0 else questionnaire.scale
        given = _answer(found.text[part.start : part.end], scale, labels if scale == questionnaire.scale else {})
        if given is not None:
            pairs.append((part.place, Given(given.value, given.start + part.start, given.end + part.start)))
    return _agreed(pairs, questionnaire, overall, found)


def _answer(text: str, scale: range, labels: Labels) -> Given | None:
    """The answer to one question."""
    text = _unprinted(text, scale)
    none = _NONE.fullmatch(text)
    if none:
        start = len(text) - len(text.lstrip())
        return Given(None, start, len(text.rstrip()))
    one = single(text, scale)
    if one is not None:
        return Given(OFF if one.value is None else one.value, one.start, one.end)
    said = labelled(text, labels)
    return Given(*said[0]) if len(said) == 1 else None


def _unprinted(text: str, scale: range) -> str:
    """Without the line of all marks that our letter prints below a question."""
    lines = (" " * len(line) if line.split() == [str(mark) for mark in scale] else line for line in text.split("\n"))
    return "\n".join(lines)


def _several(found: Normal, questionnaire: Questionnaire, overall: range, labels: Labels) -> Marks | None:
    """Marks of more than one question, None where there is one at the most."""
    pairs = numbered(found.text, questionnaire, overall, labels)
    in_row = row(_besides(found.text, pairs or ()), len(questionnaire.marks))
    if pairs is None or (pairs and in_row):
        return UNCLEAR
    if pairs:
        return _agreed(pairs, questionnaire, overall, found)
    if in_row is not None:
        return _kept(list(enumerate(in_row)), questionnaire, overall, found) if in_row else UNCLEAR
    names = by_name(found.text, questionnaire, overall)
    return _agreed(names, questionnaire, overall, found) if names else None


def _besides(text: str, pairs: Sequence[tuple[int, Given]]) -> str:
    """The text with blanks where numbered marks stand."""
    for _, given in pairs:
        start = text.rfind("\n", 0, given.start) + 1
        text = f"{text[:start]}{' ' * (given.end - start)}{text[given.end :]}"
    return text


def _one(found: Normal, questionnaire: Questionnaire, overall: range, labels: Labels) -> Marks:
    one = single(found.text, overall)
    said = labelled(found.text.translate(_PARTED), labels) if overall == questionnaire.scale else []
    if one is None:
        return _in_words(found, questionnaire, overall, labels)
    if one.value is None or any(_opposed(one.value, mark, overall) for mark, _, _ in said):
        return UNCLEAR
    return _kept([(0, Given(one.value, one.start, one.end))], questionnaire, overall, found)


def _opposed(mark: float, label: int, scale: range) -> bool:
    """Whether a mark and a label lie on the two sides of the middle."""
    middle = (scale[0] + scale[-1]) / 2
    return (mark - middle) * (label - middle) < 0


def _agreed(pairs: Sequence[tuple[int, Given]], questionnaire: Questionnaire, overall: range, found: Normal) -> Marks:
    """The marks, where no question has two different ones."""
    values: dict[int, set[float | None]] = {}
    for number, given in pairs:
        values.setdefault(number, set()).add(given.value)
    if any(len(several) > 1 for several in values.values()):
        return UNCLEAR
    return _kept(pairs, questionnaire, overall, found)


def _kept(pairs: Sequence[tuple[int, Given]], questionnaire: Questionnaire, overall: range, found: Normal) -> Marks:
    """All of the marks or none: one that cannot be right puts the others in doubt."""
    answers: dict[str, float | None] = {}
    spans: dict[str, tuple[int, int]] = {}
    for number, given in pairs:
        if not 0 <= number < len(questionnaire.marks):
            return UNCLEAR
        question = questionnaire.marks[number]
        scale = overall if number == 0 else questionnaire.scale
        if not _fits(given.value, scale, optional=question.optional):
            return UNCLEAR
        answers[question.key] = given.value if given.value is None or given.value % 1 else int(given.value)
        spans[question.key] = found.span(given.start, given.end)
    return Marks(answers, spans)


def _fits(value: float | None, scale: range, *, optional: bool) -> bool:
    return optional if value is None else scale[0] <= value <= scale[-1]
