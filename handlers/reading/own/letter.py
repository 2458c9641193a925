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
from handlers.reading.own.languages import BLANK
from handlers.reading.reading import Sent
from surveys.question import Questionnaire

HEAD = 20
"""Characters by which a question is looked up; a shorter line is no evidence."""
MOST_ANSWER_LINES = 3
_SURE, _MOSTLY = 3, 0.6
_MOST_LETTER = 20_000
_MOST_LINE = 400
_NUMBERS = re.compile(r"\d+")
_NO_WORDS = re.compile(r"\[[^\]]{0,200}\]|<?https?://\S{1,500}|\S{1,80}@\S{1,200}")

Run = tuple[str, str, str]
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
        folded = _folded(line[:_MOST_LINE])
        for question in self.heads.get(folded[:HEAD], ()) if len(folded) >= HEAD else ():
            if question.startswith(folded) or folded.startswith(question):
                return question
        return None

    def begins(self, line: str) -> bool:
        """The letter shows here: a question, or an address with our token."""
        return self._bears_token(line) or self.asks(line) is not None

    def own(self, above: Sequence[str], below: Sequence[str]) -> list[str]:
        """What the customer wrote above, between and below the lines of the letter."""
        if self._runs:
            found = self._not_ours([*above, *below])
            if found is not None:
                return found
        return [*above, "", *self._answers(below)]

    def between(self, lines: Sequence[str]) -> list[str]:
        """What the customer wrote between the lines of the letter; nothing where the lines are not of our letter."""
        return (self._not_ours(lines, headed=True) or []) if self._runs else self._answers(lines)

    def _not_ours(self, lines: Sequence[str], *, headed: bool = False) -> list[str] | None:
        """The lines that are not of the letter; None where too few are of it to be sure.

        Where it is `headed`, what stands above its first line is the header that its program wrote.
        """
        own, ours = [], 0
        for line, share in zip(lines, self._shares(lines), strict=True):
            if self._bears_token(line):
                ours += _SURE
            elif line.strip(BLANK) and (share >= _MOSTLY or _rises(line)):
                ours += 1
            elif (ours or not headed) and (not line.strip(BLANK) or _says_something(line)):
                own.append(line)
        return own if ours >= _SURE and ours >= sum(bool(line.strip()) for line in own) else None

    def _shares(self, lines: Sequence[str]) -> list[float]:
        """How much of each line is of the letter. Each run counts as often as the letter has it, from the end upwards:
        an answer may look like our example."""
        words = [word for line in lines for word in line.casefold().split()]
        left, ours = Counter(self._runs), [False] * len(words)
        for number in range(len(words) - 3, -1, -1):
            run = (words[number], words[number + 1], words[number + 2])
            if left[run] > 0:
                left[run] -= 1
                ours[number : number + 3] = [True] * 3
        shares, start = [], 0
        for line in lines:
            end = start + len(line.split())
            shares.append(sum(ours[start:end]) / max(end - start, 1))
            start = end
        return shares

    def _bears_token(self, line: str) -> bool:
        token = self.sent.token.lower() if self.sent else ""
        return bool(token) and token in line[:_MOST_LINE].lower()

    @cached_property
    def _runs(self) -> Counter[Run]:
        """Each three words in a row, as often as the text or the HTML of the letter has them."""
        if self.sent is None:
            return Counter()
        html = markup.words(self.sent.html[: _MOST_LETTER * 5]) if self.sent.html else ""
        return _counted(self.sent.text) | _counted(html)

    def _answers(self, lines: Sequence[str]) -> list[str]:
        """The lines between our questions; below the last one only what follows at once."""
        groups = list(self._groups(lines))
        if not groups:
            return []
        kept = [line for group in groups[:-1] if len(group) <= MOST_ANSWER_LINES for line in group]
        last = groups[-1][:MOST_ANSWER_LINES] if kept or len(groups) == 1 else []
        return [line for line in (*kept, *last) if not _printed(line)]

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


def _counted(text: str) -> Counter[Run]:
    words = text[:_MOST_LETTER].casefold().split()
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _folded(line: str) -> str:
    return " ".join(line.split()).lstrip("0123456789.:)=*-# ").rstrip("* ").casefold()


def _printed(line: str) -> bool:
    """The printed scale, a line that says what a mark means, or a heading."""
    return _rises(line) or "=" in line or line.rstrip(BLANK).endswith((":", "：")) or not _says_something(line)


def _rises(line: str) -> bool:
    numbers = [int(one[:4]) for one in _NUMBERS.findall(line[:_MOST_LINE])]
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _says_something(line: str) -> bool:
    return any(letter.isalnum() for letter in _NO_WORDS.sub("", line[:_MOST_LINE]))
