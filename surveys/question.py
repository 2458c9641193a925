"""What is asked: questionnaires, their questions, scales and wording."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    MARK = "mark"
    WORDS = "words"


@dataclass(frozen=True)
class Question:
    """One question. `optional` allows N, not applicable; `problem` is the problem code of a low mark."""

    key: str
    kind: Kind
    text: Mapping[str, str]
    optional: bool = False
    problem: str | None = None


@dataclass(frozen=True)
class Wording:
    """The frame of a questionnaire in one language. `labels` go from `low` to `high`; blank where unlabelled."""

    subject: str
    stem: str
    labels: tuple[str, ...]
    not_applicable: str


@dataclass(frozen=True)
class Questionnaire:
    """A numbered instrument: change wording, order or scale only with a new `version` (ISO 9001:2015, 9.1.2)."""

    name: str
    version: int
    low: int
    high: int
    questions: tuple[Question, ...]
    wordings: Mapping[str, Wording]
    source_language: str = "en"

    @property
    def marks(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.kind is Kind.MARK)

    @property
    def scale(self) -> range:
        return range(self.low, self.high + 1)

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)

    def language(self, wanted: str) -> str:
        """The language to ask in: the one wanted where it is translated, else the source language."""
        return wanted if wanted in self.wordings else self.source_language


def parse(text: str) -> Questionnaire:
    """Read a questionnaire from TOML; `surveys/questionnaires/` shows the form.

    Raises: ValueError, naming what is missing in which language.
    """
    data = tomllib.loads(text)
    try:
        questionnaire = _questionnaire(data)
    except KeyError as missing:
        raise ValueError(f"{data.get('name', 'questionnaire')}: {missing.args[0]} is missing") from None
    _check(questionnaire)
    return questionnaire


def _questionnaire(data: Mapping[str, Any]) -> Questionnaire:
    if [type(end) for end in data["scale"]] != [int, int] or data["scale"][0] >= data["scale"][1]:
        raise ValueError(f"{data['name']}: scale is two whole numbers, the lower one first")
    languages = {code: _wording(words) for code, words in data["languages"].items()}
    return Questionnaire(
        name=data["name"],
        version=data["version"],
        low=data["scale"][0],
        high=data["scale"][1],
        questions=tuple(_question(question) for question in data["questions"]),
        wordings=languages,
        source_language=data["source_language"],
    )


def _wording(words: Mapping[str, Any]) -> Wording:
    return Wording(words["subject"], words["stem"], tuple(words["labels"]), words["not_applicable"])


def _question(data: Mapping[str, Any]) -> Question:
    return Question(
        key=data["key"],
        kind=Kind(data["kind"]),
        text=dict(data["text"]),
        optional=data.get("optional", False),
        problem=data.get("problem"),
    )


def _check(questionnaire: Questionnaire) -> None:
    if questionnaire.source_language not in questionnaire.wordings:
        raise ValueError(f"{questionnaire.name}: no wording in its source language {questionnaire.source_language}")
    for key, times in Counter(question.key for question in questionnaire.questions).items():
        if times > 1:
            raise ValueError(f"{questionnaire.name}: question {key} comes {times} times")
    points = len(questionnaire.scale)
    for code, wording in questionnaire.wordings.items():
        if len(wording.labels) != points:
            raise ValueError(f"{questionnaire.name}: {code} labels {len(wording.labels)} of {points} points")
        for question in questionnaire.questions:
            if code not in question.text:
                raise ValueError(f"{questionnaire.name}: question {question.key} is not translated to {code}")
