"""The customer's own words: what is left of a mail without the answered mail and the signature."""

from collections.abc import Sequence

from handlers.reading.own.banners import without_banner
from handlers.reading.own.footers import without_footers
from handlers.reading.own.languages import BLANK
from handlers.reading.own.letter import Letter
from handlers.reading.own.scan import Scan
from handlers.reading.own.signatures import without_mark, without_name
from handlers.reading.reading import Sent
from surveys.question import Questionnaire

MOST_SECTIONS = 60
"""Sections of a mail that may end with a signature each."""


def own_words(text: str, questionnaire: Questionnaire, sent: Sent | None = None) -> str:
    """The new words of a mail, above, below or between what it quotes."""
    scan = Scan(without_banner(text.split("\n")), Letter.of(questionnaire, sent))
    scan.run()
    return "\n".join(_unsigned(scan.sections, scan.quoted)).strip()


def _unsigned(sections: Sequence[list[str]], quoted: bool) -> list[str]:
    """The sections without what mail programs and signatures add to each.

    In a thread a closing and a name stay, as a turn of the talk; a card with a telephone number goes (decision 11).
    """
    kept: list[str] = []
    for lines in sections[:MOST_SECTIONS]:
        above = any(line.strip(BLANK) for line in kept)
        kept.extend(_without_ending(lines, above, quoted) if any(lines) else lines)
    return [*kept, *(line for lines in sections[MOST_SECTIONS:] for line in lines)]


def _without_ending(lines: list[str], above: bool, quoted: bool) -> list[str]:
    left = without_footers(without_mark(lines, above), above)
    named = without_name(left, thread=quoted)
    return left if len(named) == len(left) else without_footers(named)
