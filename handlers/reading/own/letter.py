"""Our own letter in an answer: where it begins without quote marks, and what the customer wrote between its lines.

The questions of the questionnaire are always known; where the letter that was sent is at hand, each of its lines is.
Mail programs break lines anew, so a line is ours when its runs of three words are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handlers.reading.mail import markup
from handlers.reading.reading import Sent
from surveys.question import Questionnaire

HEAD = 20
"""Characters by which a question is looked up; a shorter line is no evidence."""
MOST_ANSWER_LINES = 3
_MOST_LETTER = 20_000
_MOST_LINE = 400
_NUMBERS = re.compile(r"\d+")
_NO_WORDS = re.compile(r"\[[^\]]{0,200}\]|<?https?://\S{1,500}|\S{1,80}@\S{1,200}")

Heads = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Letter:
    """What we know of the letter that is answered."""

    heads: Heads
    sent: Sent | None

    @classmethod
    def of(cls, questionnaire: Questionnaire, sent: Sent | None) -> "Letter":
        asked = tuple(text for question in questionnaire.questions for text in question.text.values())
        return cls(_heads(asked), sent)

    def asks(self, line: str) -> str | None:
        """The question that begins in this line, None where none does."""
        folded = _folded(line)
        for question in self.heads.get(folded[:HEAD], ()) if len(folded) >= HEAD else ():
            if question.startswith(folded) or folded.startswith(question):
                return question
        return None

    def begins(self, line: str) -> bool:
        """The letter shows here: a question, or an address with our token."""
        token = self.sent.token.lower() if self.sent else ""
        return bool(token and token in line[:_MOST_LINE].lower()) or self.asks(line) is not None

    def height(self, above: Sequence[str]) -> int:
        """How many of the lines above are not of the letter."""
        top = len(above)
        foreign = 0
        for number in range(len(above) - 1, -1, -1) if self._runs else ():
            if self._ours(above[number]):
                top, foreign = number, 0
            elif above[number].strip():
                foreign += 1
            if foreign > MOST_ANSWER_LINES:
                break
        return top

    def between(self, lines: Sequence[str]) -> list[str]:
        """What the customer wrote between and below the lines of the letter; nothing where it is not our letter."""
        return self._not_ours(lines) if self._runs else self._answers(lines)

    def _not_ours(self, lines: Sequence[str]) -> list[str]:
        left, own, ours = Counter(self._short), [], 0
        for line in lines:
            if not line.strip():
                own.append("")
            elif self._ours(line) or self._taken(line, left):
                ours += 1
            elif _says_something(line):
                own.append(line)
        written = sum(bool(line) for line in own)
        return own if ours >= 3 and ours >= written else []

    def _ours(self, line: str) -> bool:
        words = _folded(line[:_MOST_LINE]).split()
        if len(words) < 3:
            return False
        runs = list(zip(words, words[1:], words[2:], strict=False))
        return sum(run in self._runs for run in runs) * 3 >= len(runs) * 2

    def _taken(self, line: str, left: Counter[str]) -> bool:
        """A short line is ours as often as it stands in the letter: an answer may look like our example."""
        folded = _folded(line[:_MOST_LINE])
        left[folded] -= 1
        return left[folded] >= 0

    @cached_property
    def _letter(self) -> list[str]:
        if self.sent is None:
            return []
        html = markup.words(self.sent.html[: _MOST_LETTER * 5]) if self.sent.html else ""
        return [_folded(line) for text in (self.sent.text, html) for line in text[:_MOST_LETTER].split("\n")]

    @cached_property
    def _runs(self) -> frozenset[tuple[str, str, str]]:
        words = [word for line in self._letter for word in line.split()]
        return frozenset(zip(words, words[1:], words[2:], strict=False))

    @cached_property
    def _short(self) -> Counter[str]:
        return Counter(dict.fromkeys((line for line in self._letter if len(line.split()) < 3), 1))

    def _answers(self, lines: Sequence[str]) -> list[str]:
        """The lines between our questions; below the last one only what follows at once."""
        groups = list(self._groups(lines))
        if not groups:
            return []
        kept = [line for group in groups[:-1] if len(group) <= MOST_ANSWER_LINES for line in group]
        last = groups[-1][:MOST_ANSWER_LINES] if kept or len(groups) == 1 else []
        return [line for line in (*kept, *last) if not _scale(line)]

    def _groups(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """What stands below each of our questions, up to the next one or an empty line after it."""
        group: list[str] | None = None
        rest, ended = "", False
        for line in lines:
            question = self.asks(line)
            if question is not None:
                if group is not None:
                    yield group
                group, ended = [], False
                rest = question.removeprefix(_folded(line)).strip()
            elif group is not None and rest and rest.startswith(_folded(line)):
                rest = rest.removeprefix(_folded(line)).strip()
            elif group is not None:
                ended = ended or (bool(group) and not line.strip())
                if line.strip() and not ended:
                    group.append(line)
        if group is not None:
            yield group


@lru_cache(maxsize=32)
def _heads(asked: tuple[str, ...]) -> Heads:
    heads: Heads = {}
    for text in asked:
        folded = _folded(text)
        if len(folded) >= HEAD:
            heads[folded[:HEAD]] = (*heads.get(folded[:HEAD], ()), folded)
    return heads


def _folded(line: str) -> str:
    return " ".join(line.split()).lstrip("0123456789.:)=*-# ").rstrip("* ").casefold()


def _scale(line: str) -> bool:
    """The printed scale, or a line that says what a mark means."""
    numbers = [int(one[:4]) for one in _NUMBERS.findall(line[:_MOST_LINE])]
    rising = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return rising or "=" in line or not _says_something(line)


def _says_something(line: str) -> bool:
    return any(letter.isalnum() for letter in _NO_WORDS.sub("", line[:_MOST_LINE]))
