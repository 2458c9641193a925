"""Answers below our own questions, which the customer left in the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from surveys.question import Questionnaire

_LEAD = re.compile(r"[\s>*#•-]{0,8}(?:(?:q|f|p)?\d{1,2}[.):]{0,2})?[\s*]{0,4}", re.IGNORECASE)
_SHORTEST = 20
Known = Mapping[str, Sequence[tuple[int | None, str]]]


@dataclass(frozen=True)
class Answered:
    """What stands below a question: its place among the marks, None for the words asked for, and where."""

    place: int | None
    start: int
    end: int


def answered(text: str, questionnaire: Questionnaire) -> list[Answered]:
    """The answers below our questions, in their order; the first part, above all questions, is left out."""
    heads = list(_heads(text, _questions(_Instrument(questionnaire))))
    stops = [*(start for _, start, _ in heads[1:]), len(text)]
    return [Answered(place, end, stop) for (place, _, end), stop in zip(heads, stops, strict=False)]


class _Instrument:
    """A questionnaire told from others by name and version, which change with every change of wording."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._key = (questionnaire.name, questionnaire.version)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Instrument) and self._key == other._key


@lru_cache(maxsize=16)
def _questions(instrument: _Instrument) -> Known:
    """Questions by how they begin: the place among the marks, and the whole text."""
    places = {question.key: place for place, question in enumerate(instrument.questionnaire.marks)}
    found: dict[str, list[tuple[int | None, str]]] = {}
    texts = [
        (places.get(question.key), _folded(text))
        for question in instrument.questionnaire.questions
        for text in question.text.values()
    ]
    for place, text in texts:
        if len(text) >= _SHORTEST:
            found.setdefault(text[:_SHORTEST], []).append((place, text))
    return found


def _folded(line: str) -> str:
    return " ".join(line.split()).casefold()


def _heads(text: str, questions: Known) -> Iterator[tuple[int | None, int, int]]:
    """Place, start and end of each question in the text, which may run over lines."""
    start = 0
    for line in text.split("\n"):
        if len(line) >= _SHORTEST:
            lead = _LEAD.match(line)
            begin = start + (lead.end() if lead else 0)
            known = questions.get(_folded(text[begin : begin + 60])[:_SHORTEST], ())
            yield from ((place, start, end) for place, asked in known if (end := _end(text, begin, asked)))
        start += len(line) + 1


def _end(text: str, begin: int, question: str) -> int | None:
    """Where the question ends, None where it goes on in other words."""
    place = begin
    for word in question.split():
        while place < len(text) and (text[place].isspace() or text[place] == ">"):
            place += 1
        if text[place : place + len(word)].casefold() != word:
            return None
        place += len(word)
    return place
