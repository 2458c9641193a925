"""Text in the one form in which it is searched; every character knows where it stood."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST = 20_000
_DROPPED = frozenset({"Cf", "Me"})
_SAME = {ord(dash): "-" for dash in "‐‑‒–—−"} | {ord("⁄"): "/", ord("’"): "'", ord("〜"): "~"}
_SIGNS = {"٫": ".", "٪": "%", "🔟": "10", "№": "№"}


@dataclass(frozen=True)
class Normal:
    """`text` is the original with compatibility forms, foreign digits and invisible characters made plain.

    `starts` and `ends` say for each of its characters which code points of the original it stands for.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original behind `text[start:end]`."""
        return self.starts[start], self.ends[end - 1]

    def replaced(self, pieces: Iterable[tuple[int, int, str]]) -> "Normal":
        """With other words in place of `text[start:end]`, which is where these then stand; pieces come in order."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for start, end, new in pieces:
            text += (self.text[last:start], new)
            starts += (*self.starts[last:start], *[self.starts[start]] * len(new))
            ends += (*self.ends[last:start], *[self.ends[end - 1]] * len(new))
            last = end
        whole = "".join((*text, self.text[last:]))
        return Normal(whole, (*starts, *self.starts[last:]), (*ends, *self.ends[last:]))


def normal(original: str) -> Normal:
    """Normalise the first characters of a text, enough for anything a person writes."""
    window = original[:MOST]
    if window.isascii():
        return Normal(window, range(len(window)), range(1, len(window) + 1))
    plain = {character: _plain(character) for character in set(window)}
    if all(len(form) == 1 for form in plain.values()):
        return Normal("".join([plain[one] for one in window]), range(len(window)), range(1, len(window) + 1))
    return _moved(window, plain)


def _moved(window: str, plain: dict[str, str]) -> Normal:
    """Where a character became none or several. One may stand for eighteen, so the result is bounded too."""
    starts = [place for place, character in enumerate(window) for _ in plain[character]][:MOST]
    text = "".join([plain[character] for character in window])[:MOST]
    return Normal(text, starts, [place + 1 for place in starts])


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in _DROPPED or "\ufe00" <= character <= "\ufe0f":
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.decomposition(character).startswith(("<fraction>", "<super>", "<sub>")):
        return character  # "8½" is not 81/2, and a small 2 behind a word is a footnote
    return _SIGNS.get(character) or unicodedata.normalize("NFKC", character).translate(_SAME)
