"""How well tone() hears what the replies of the evaluation say. They are other replies than those learned from.

python -m tests.bench.training.measure [even|odd] [--errors]
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from handlers.reading.heard.language import language
from handlers.reading.heard.lexicon import LANGUAGES
from handlers.reading.heard.model import COMPLAINT, GAUGES
from handlers.reading.heard.tone import tone
from tests.bench.training.told import Told, told

REPLIES = Path(__file__).parents[2] / "handlers" / "reading" / "heard" / "replies"
SIGNED = frozenset(f"{gauge}{sign}" for gauge in GAUGES for sign in "+-")


@dataclass
class Score:
    """Counts of right, too much and too little, for complaints and for gauges with their sign."""

    complaints: Counter[str] = field(default_factory=Counter)
    gauges: Counter[str] = field(default_factory=Counter)
    reasons: Counter[bool] = field(default_factory=Counter)
    languages: Counter[bool] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        return (
            f"{name:4} complaint F1 {f1(self.complaints):.3f} (+{self.complaints['more']} -{self.complaints['less']})"
            f"  gauges F1 {f1(self.gauges):.3f} (+{self.gauges['more']} -{self.gauges['less']})"
            f"  reason {share(self.reasons):.2f}  language {share(self.languages):.2f}"
        )


def f1(counts: Counter[str]) -> float:
    right = 2 * counts["right"]
    return right / max(1, right + counts["more"] + counts["less"])


def share(counts: Counter[bool]) -> float:
    return counts[True] / max(1, counts.total())


def half(text: str) -> str:
    """Which half a reply belongs to: `even` is looked at while developing, `odd` only at the end."""
    return "odd" if sha256(text.encode()).digest()[0] % 2 else "even"


def measure(which: str, errors: bool = False) -> dict[str, Score]:
    """A score for each language and for all of them, under `all`."""
    scores = {name: Score() for name in (*LANGUAGES, "all")}
    for reply in told(REPLIES):
        if which in {half(reply.text), "all"}:
            for score in (scores[reply.language], scores["all"]):
                _count(reply, score, errors and score is not scores["all"])
    return scores


def _count(reply: Told, score: Score, errors: bool) -> None:
    found = tone(reply.text, reply.language)
    heard = {f"{gauge}{sign}" for gauge, sign in found.gauges.items()} | ({COMPLAINT} if found.complaint else set())
    _compare(score.complaints, {COMPLAINT} & heard, {COMPLAINT} & reply.heard)
    _compare(score.gauges, heard & SIGNED, reply.heard & SIGNED)
    if found.complaint and reply.complains:
        score.reasons[found.reason in reply.heard] += 1
    score.languages[language(reply.text, None) in {reply.language, None}] += 1
    if errors and heard != reply.heard & (SIGNED | {COMPLAINT}):
        print(reply.language, sorted(reply.heard), "->", sorted(heard), found.reason, "|", reply.text)


def _compare(counts: Counter[str], heard: Iterable[str], said: Iterable[str]) -> None:
    here, there = frozenset(heard), frozenset(said)
    counts.update(right=len(here & there), more=len(here - there), less=len(there - here))


if __name__ == "__main__":
    for name, score in measure(
        next((one for one in sys.argv[1:] if one in {"even", "odd"}), "all"), "--errors" in sys.argv
    ).items():
        print(score.line(name))
