"""Text in the one form in which it is searched; every character knows where it stood."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MOST = 20_000
_DROPPED = frozenset({"Cf", "Me"})


@dataclass(frozen=True)
class Normal:
    """`text` is `original` with compatibility forms, foreign digits and invisible characters made plain."""

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original behind `text[start:end]`."""
        return self.places[start][0], self.places[end - 1][1]


def normal(original: str) -> Normal:
    """Normalise the first characters of a text, enough for anything a person writes."""
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    for place, character in enumerate(original[:MOST]):
        if len(plain) > MOST:
            break  # one character may stand for eighteen
        for one in _plain(character):
            plain.append(one)
            places.append((place, place + 1))
    return Normal("".join(plain), tuple(places))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in _DROPPED or "\ufe00" <= character <= "\ufe0f":
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    form = unicodedata.normalize("NFKC", character)
    return form.translate(_SAME)


_SAME = {ord(dash): "-" for dash in "‐‑‒–—−"} | {ord("⁄"): "/", ord("’"): "'", ord("\u00a0"): " "}
