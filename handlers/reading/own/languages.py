"""What mail programs write around people's words, in many languages; `quotes.toml` and `endings.toml` hold it."""

import re
import tomllib
from collections.abc import Collection, Iterable
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
    return frozenset(one.lower() for language in rows(name).values() for one in language.get(key, ()))


def words(name: str, key: str) -> frozenset[str]:
    """The single words in the rows under one key in all languages, with their accents and without."""
    found = {word for row in phrases(name, key) for word in row.split()}
    return frozenset(found | {_plain(word) for word in found})


def _plain(word: str) -> str:
    return "".join(one for one in normalize("NFD", word) if not combining(one))


def any_of(found: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits, as whole words where the script has words.

    Written as a tree, so that one look at a letter rules most phrases out. The phrases are in lower case: match it
    against text in lower case.
    """
    words = {one for one in found if not _JOINED.search(one)}
    whole = rf"(?<!\w){_tree(words)}(?!\w)" if words else ""
    return "(?:" + "|".join(filter(None, [whole, *(re.escape(one) for one in sorted(set(found) - words))])) + ")"


def _tree(phrases: Collection[str]) -> str:
    rests: dict[str, set[str]] = {}
    for one in phrases:
        if one:
            rests.setdefault(one[0], set()).add(one[1:])
    branches = [_letter(letter) + _tree(rest) for letter, rest in sorted(rests.items())]
    tree = branches[0] if len(branches) == 1 and "" not in phrases else f"(?:{'|'.join(branches)})" if branches else ""
    return f"{tree}?" if branches and "" in phrases else tree


def _letter(letter: str) -> str:
    return r"\s{1,3}" if letter == " " else re.escape(letter)
