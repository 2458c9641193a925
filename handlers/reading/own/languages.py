"""What mail programs write around people's words, in many languages; `quotes.toml` and `endings.toml` hold it."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import combining, normalize

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction and of joining, which programs put around names and dates."""

BLANK = " \t\r\n\f\v\xa0\u3000" + INVISIBLE

# Scripts that are written without spaces, or that attach endings to the word.
_JOINED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def rows(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("handlers.reading.own").joinpath(f"{name}.toml").read_text("utf-8"))


def phrases(name: str, key: str) -> frozenset[str]:
    """The phrases under one key in all languages, in lower case."""
    return frozenset(one.casefold() for language in rows(name).values() for one in language.get(key, ()))


def words(name: str, key: str) -> frozenset[str]:
    """The single words in the rows under one key in all languages, with their accents and without."""
    found = {word for row in phrases(name, key) for word in row.split()}
    return frozenset(found | {_plain(word) for word in found})


def _plain(word: str) -> str:
    return "".join(one for one in normalize("NFD", word) if not combining(one))


def any_of(found: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, as whole words where the script has words."""
    return "(?:" + "|".join(_whole(one) for one in sorted(found, key=lambda one: (-len(one), one))) + ")"


def _whole(phrase: str) -> str:
    start = "" if _JOINED.match(phrase) else r"(?<!\w)"
    end = "" if _JOINED.match(phrase[-1]) else r"(?!\w)"
    return start + r"\s{1,3}".join(re.escape(word) for word in phrase.split()) + end
