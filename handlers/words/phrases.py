"""What the letters and pages say beside the questionnaire, in each language; `phrases.toml` holds the words."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from surveys.question import Wording

SOURCE = "en"

LONGEST = 120
"""Names and order numbers are cut here, so that none pushes the rest off the screen."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional controls: inside a name they can turn the words after it around."""


HIDDEN = frozenset({"Cc", "Cs"})
"""Categories of characters that no mail can carry as words."""


@cache
def _languages() -> Mapping[str, Any]:
    return tomllib.loads(files("handlers.words").joinpath("phrases.toml").read_text("utf-8"))


def languages() -> tuple[str, ...]:
    return tuple(_languages())


def phrases(language: str, section: str, **values: str) -> dict[str, str]:
    """All phrases of a section ("letter", "page") with the values filled in; English where a language is missing."""
    words = _language(language)
    filled = {key: fill(phrase, values) for key, phrase in words[section].items()}
    return {"spoken": language if language in _languages() else SOURCE, "direction": words["direction"]} | filled


def written(day: date, language: str) -> str:
    """A date as it is written in the language: 3 March 2026, 3. März 2026, 1er mars 2026."""
    words = _language(language)
    number = words.get("first", "1") if day.day == 1 else str(day.day)
    return fill(words["date"], {"day": number, "month": words["months"][day.month - 1], "year": str(day.year)})


def fill(phrase: str, values: Mapping[str, str]) -> str:
    """`{name}` replaced by the value of that name, once: braces inside a value stay what they are."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), phrase)


def line(text: str) -> str:
    """A value from outside as it may stand in one line: no breaks, no controls, not endless."""
    shown = "".join(" " if _breaks(c) else c for c in text if c not in TURNING)
    shown = " ".join(shown.split())
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"


def paragraphs(words: str) -> list[list[str]]:
    """Words as they were typed: paragraphs with their lines, so that an address or a list stays one."""
    found: list[list[str]] = [[]]
    for one in _seen(words).split("\n"):
        if typed := " ".join(one.split()):
            found[-1].append(typed)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def labelled(wording: Wording) -> bool:
    """Whether every point has a label, and few enough to show them all; else only the two poles are named."""
    return all(wording.labels) and len(wording.labels) <= 7


def marked(mark: float, labels: Mapping[int, str]) -> str:
    """A mark with its label: `4 Satisfied`; one between two points stands alone."""
    return f"{mark:g} {labels.get(int(mark), '') if mark == int(mark) else ''}".rstrip()


def _breaks(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")


def _seen(words: str) -> str:
    """Every kind of break as one, and no control that would turn the words around or hide some."""
    broken = "\n".join(words.splitlines())
    return "".join(c if c == "\n" or unicodedata.category(c) not in HIDDEN else " " for c in broken if c not in TURNING)


def _language(language: str) -> Mapping[str, Any]:
    known: Mapping[str, Any] = _languages()
    words: Mapping[str, Any] = known.get(language, known[SOURCE])
    return words
