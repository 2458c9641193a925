"""Whether the words complain, about what, what they praise and blame, and how they sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.reading.heard.clauses import Clause, clauses
from handlers.reading.heard.features import denied, features
from handlers.reading.heard.language import guess
from handlers.reading.heard.lexicon import LANGUAGES, lexicon
from handlers.reading.heard.model import COMPLAINT, GAUGES, model
from surveys.complaint import ACCURACY, Problem

COMPLAINS, NAMES, BLAMES, PRAISES = 0.4, 0.3, 0.6, 0.2
"""From which probability on something is taken as said."""

_NAMED = tuple(problem for problem in Problem if problem is not Problem.OTHER)
_GLAD = frozenset({"good", "kind", "thanks", "right", "punctual", "quick"})
_GAUGES = {
    Problem.LATE: "on_time",
    Problem.NO_REPLY: "responsiveness",
    Problem.HANDLING: "complaint_handling",
} | dict.fromkeys(ACCURACY, "accuracy")


@dataclass(frozen=True)
class Tone:
    """`gauges` hold "+" or "-", only what is said; `value` lies between -1 and 1."""

    complaint: bool = False
    reason: str | None = None
    gauges: Mapping[str, str] = field(default_factory=dict)
    value: float = 0.0


def tone(text: str, language: str | None = None) -> Tone:
    """Judge the customer's own words, in the language given or else guessed."""
    spoken = language if language in LANGUAGES else guess(text)
    said = list(clauses(text, lexicon(spoken)))
    if not said:
        return Tone()
    odds = model().odds(features(said, spoken))
    dissatisfied = _dissatisfied(odds)
    complaint = dissatisfied >= COMPLAINS
    reason = _reason(odds) if complaint else None
    return Tone(complaint, reason and str(reason), _gauges(odds, reason), _value(said, spoken, odds, dissatisfied))


def _dissatisfied(odds: Mapping[str, float]) -> float:
    """A likely reason is a complaint too, if a little less so."""
    return max(odds[COMPLAINT], 0.8 * max(odds[problem] for problem in Problem))


def _reason(odds: Mapping[str, float]) -> Problem:
    """The likeliest problem that has a name; dissatisfaction with nothing named is `other`."""
    named = max(_NAMED, key=lambda problem: odds[problem])
    return named if odds[named] >= min(NAMES, odds[Problem.OTHER]) else Problem.OTHER


def _gauges(odds: Mapping[str, float], reason: Problem | None) -> dict[str, str]:
    """Blame needs a complaint, and the reason blames its gauge."""
    found = {gauge: "+" for gauge in GAUGES if odds[f"{gauge}+"] >= PRAISES}
    if reason is None:
        return found
    found |= {gauge: "-" for gauge in GAUGES if odds[f"{gauge}-"] >= BLAMES}
    return found | ({_GAUGES[reason]: "-"} if reason in _GAUGES else {})


def _value(said: Sequence[Clause], language: str, odds: Mapping[str, float], dissatisfied: float) -> float:
    """Praise, which glad words and praised gauges tell, less blame, which the probability of a complaint tells."""
    glad = sum(concept in _GLAD for clause in said for concept in denied(clause, language))
    praised = max(odds[f"{gauge}+"] for gauge in GAUGES)
    praise = max(1 - 0.5**glad, praised if praised >= PRAISES else 0.0)
    blame = max(0.0, 2 * dissatisfied - 1)
    return round(max(-1.0, min(1.0, praise * (1 - blame) - blame * (1 - praise / 2))), 2)
