"""One pass over the lines of a mail: which are quoted, and which are the customer's.

Lines with quote marks go; a line that introduces a quote without marks ends the words, but for what the customer wrote
between the lines of our own letter. What is left stands in sections, parted by the quotes.
"""

import re
from dataclasses import dataclass, field

from handlers.reading.own.blocks import block, is_labelled
from handlers.reading.own.introductions import Introduction, introduction, is_broken_verb, may_introduce
from handlers.reading.own.languages import BLANK
from handlers.reading.own.letter import Letter
from handlers.reading.own.rulers import announces, introduces, is_long_rule, is_ruler

MOST_LOOKS = 300
"""Lines of a mail that are looked at closely as headers."""

MOST_BELOW_RULE = 12
"""Lines that a provider or a mailing list writes below its rule."""

_OTHER_MARK = re.compile(r"\s{0,3}(\||[^\W_]{1,12}>)(?:\s|$)")
_ONLY_LINK = re.compile(r"\s{0,9}[<(\[]?https?://\S{1,500}[)\]>]?\s?>?\s{0,9}$")


@dataclass
class Scan:
    """The lines of a mail on their way into sections."""

    lines: list[str]
    letter: Letter
    sections: list[list[str]] = field(default_factory=lambda: [[]])
    quoted: bool = False
    number: int = 0
    looks: int = 0

    def run(self) -> None:
        while self.number < len(self.lines):
            line = self.lines[self.number]
            if not line.strip(BLANK):
                self.sections[-1].append("")
                self.number += 1
            elif line.lstrip(BLANK).startswith(">") and not _exempt(line):
                self._skip(">")
            else:
                self._read(line)

    def _read(self, line: str) -> None:
        """A line without a quote mark: it ends the words, introduces a quote, or is the customer's."""
        if self.letter.begins(line):
            self.sections[-1] = self.letter.own(self.sections[-1], self._rest())
            self.quoted, self.number = True, len(self.lines)
        elif announces(line) or (is_long_rule(line) and self._little_below()):
            self._announced()
        elif self._header(line):
            return
        elif (mark := _other_mark(line)) and _other_mark(self._below(self.number + 1)) == mark:
            self._skip(mark)
        else:
            self.sections[-1].append(line)
            self.number += 1

    def _header(self, line: str) -> bool:
        """A block of headers or an introduction is here and dealt with."""
        labelled, marked = is_labelled(line), self._below(self.number + 1).startswith(">")
        told = introduces(line)
        if self.looks >= MOST_LOOKS or not (labelled or marked or told or may_introduce(line)):
            return False
        self.looks += 1
        start = block(self.lines, self.number, self._at_top()) if labelled else None
        if start is not None:
            self._drop(self.number - start)
            self._end()
            return True
        found = Introduction(self.number, self.number) if told else introduction(self.lines, self.number, marked)
        if found is not None:
            self._introduced(found)
        return found is not None

    def _introduced(self, found: Introduction) -> None:
        """Marked lines go, unmarked ones end the words; where nothing stands above, the words are looked for below."""
        self._drop(self.number - found.first)
        if found.before:
            self.sections[-1].append(found.before)
        self.number = found.last + 1
        below = self._below(self.number)
        if mark := _other_mark(below):
            self._skip(mark)
        elif not below.startswith(">") and self._written():
            self._end()
        else:
            self._part()

    def _announced(self) -> None:
        """The mail that follows may bear quote marks; a long rule at the very top announces nothing."""
        marked = self._below(self.number + 1).startswith(">")
        if not marked and (self._written() or not is_ruler(self.lines[self.number])):
            return self._end()
        self.number += 1
        return None

    def _little_below(self) -> bool:
        """A quote or a provider's lines, not the next chapter of a long mail."""
        below = [line for line in self.lines[self.number + 1 : self.number + 60] if line.strip(BLANK)]
        return len(below) <= MOST_BELOW_RULE or all(":" in line[:25] for line in below[:2])

    def _end(self) -> None:
        """All below is quoted, but for what the customer wrote into our letter."""
        self._part()
        self.sections[-1] = self.letter.between(self._rest())
        self.number = len(self.lines)

    def _rest(self) -> list[str]:
        """What follows, without quote marks and headers."""
        return [line for line in self.lines[self.number :] if line[:1] != ">" and not is_labelled(line)]

    def _skip(self, mark: str) -> None:
        """The marked lines from here on, and what a gateway broke off their ends."""
        self._part()
        while self.number < len(self.lines):
            line = self.lines[self.number].lstrip(BLANK)
            if not line.startswith(mark) and not (mark == ">" and self._broken_off(line)):
                return
            if _exempt(line):
                return
            self.number += 1

    def _broken_off(self, line: str) -> bool:
        """The end of a long quoted line, without its mark, between two marked ones."""
        if not line or self.number + 1 >= len(self.lines) or not self.lines[self.number + 1].startswith(">"):
            return False
        above = self.lines[self.number - 1].rstrip()
        cut = len(above) >= 60 and above[-1] not in ".?!:" and line[0].islower() and len(line) < 30
        return cut or _ONLY_LINK.match(line[:600]) is not None

    def _part(self) -> None:
        self.quoted = True
        self.sections.append([])

    def _drop(self, count: int) -> None:
        """Take back the last lines: they belong to the quote."""
        if count > 0:
            del self.sections[-1][-count:]

    def _written(self) -> bool:
        return any(line and not is_ruler(line) for section in self.sections for line in section)

    def _at_top(self) -> bool:
        """Nothing is written yet but labelled lines."""
        return all(is_labelled(line) or is_ruler(line) or not line for section in self.sections for line in section)

    def _below(self, number: int) -> str:
        """The next line with text."""
        while number < len(self.lines) and not self.lines[number].strip(BLANK):
            number += 1
        return self.lines[number].lstrip(BLANK) if number < len(self.lines) else ""


def _exempt(line: str) -> bool:
    """Lines that begin with a quote mark and are none: GroupWise's introduction, the broken end of another's."""
    return (line[:3] == ">>>" and introduces(line)) or (line[-1] == ":" and is_broken_verb(line))


def _other_mark(line: str) -> str:
    """The marks "|" and "AR>"."""
    found = _OTHER_MARK.match(line) if "|" in line[:5] or ">" in line[:16] else None
    return found[1] if found else ""
