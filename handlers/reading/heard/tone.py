"""Whether the words complain, about what, and how they sound. Small word lists for now, no model."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handlers.reading.heard import lexicon
from handlers.reading.normal import normal
from surveys.complaint import ACCURACY, Problem

MOST = 5000
_CLAUSE = re.compile(r"[.!?;:,\n]+| but | aber | mais | pero ")


@dataclass(frozen=True)
class Tone:
    complaint: bool = False
    reason: str | None = None
    gauges: Mapping[str, str] = field(default_factory=dict)
    value: float = 0.0


def tone(text: str) -> Tone:
    """Judge each clause by itself: "not late, but broken" blames one thing."""
    blamed: list[Problem] = []
    praised: list[str] = []
    for clause in _CLAUSE.split(normal(text[:MOST]).text.casefold()):
        blamed.extend(_clause_blame(clause))
        good, turned = _clause_praise(clause)
        praised.extend(good)
        blamed.extend(turned)
    gauges = {gauge: "+" for gauge in praised if gauge} | {gauge: "-" for gauge in map(_gauge, blamed) if gauge}
    total = len(blamed) + len(praised)
    value = round((len(praised) - len(blamed)) / total, 2) if total else 0.0
    return Tone(bool(blamed), _reason(blamed), gauges, value)


def _clause_blame(clause: str) -> list[Problem]:
    if _SETTLED.search(clause) and not _BLAMED[Problem.HANDLING].search(clause):
        return []
    return [problem for problem, words in _BLAMED.items() if any(not turned for turned in _turned(words, clause))]


def _clause_praise(clause: str) -> tuple[list[str], list[Problem]]:
    """Gauges praised, and what the same words blame when they are negated."""
    good: list[str] = []
    bad: list[Problem] = []
    for gauge, words in _PRAISED.items():
        for turned in _turned(words, clause):
            if turned:
                bad.append(_PROBLEMS.get(gauge, Problem.OTHER))
            else:
                good.append(gauge)
    return good, bad


def _turned(words: re.Pattern[str], clause: str) -> Iterator[bool]:
    """For each match whether up to three words before it negate it."""
    for found in words.finditer(clause):
        before = clause[: found.start()].split()[-3:]
        yield any(word.strip("\"'()") in _NEGATORS for word in before)


def _reason(blamed: Iterable[Problem]) -> str | None:
    """The most serious thing named, in the order of the word list; unnamed dissatisfaction last."""
    named = set(blamed)
    return next((str(problem) for problem in _BLAMED if problem in named), None)


def _gauge(problem: Problem) -> str | None:
    return "accuracy" if problem in ACCURACY else _GAUGES.get(problem)


def _pattern(words: str) -> re.Pattern[str]:
    escaped = sorted((re.escape(word) for word in words.split("|")), key=len, reverse=True)
    alternatives = "|".join(word.replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in escaped)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


_BLAMED = {problem: _pattern(words) for problem, words in lexicon.BLAME.items()}
_PRAISED = {gauge: _pattern(words) for gauge, words in lexicon.PRAISE.items()}
_NEGATORS = frozenset(lexicon.NEGATORS.split("|"))
_SETTLED = re.compile(rf"(?<!\w)(?:{lexicon.SETTLED})")
_GAUGES = {
    Problem.LATE: "on_time",
    Problem.NO_REPLY: "responsiveness",
    Problem.HANDLING: "complaint_handling",
}
_PROBLEMS = {
    "on_time": Problem.LATE,
    "accuracy": Problem.SHORT_OR_DAMAGED,
    "responsiveness": Problem.NO_REPLY,
    "complaint_handling": Problem.HANDLING,
}
