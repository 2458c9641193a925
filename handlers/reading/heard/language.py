"""The language of a few sentences, by letters in threes; silent on less."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from handlers.reading.heard.lexicon import LANGUAGES

if TYPE_CHECKING:
    import numpy as np

NEIGHBOURS = ("no", "fi", "cs", "uk", "ro", "hu")
"""Languages told apart so that they are not taken for one of ours."""
TOLD = (*(one for one in LANGUAGES if one not in {"ja", "zh"}), *NEIGHBOURS)
BUCKETS = 1 << 13
_MOST = 300
_FILE = Path(__file__).parent / "languages.npz"
_WORD = re.compile(r"[^\W\d_]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_SCRIPTS = {
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
}
_FEW_LETTERS, _CLEAR, _AGAINST_ASKED = 12, 4.0, 8.0


def language(text: str, asked_in: str | None) -> str | None:
    """The language clearly seen; else the one the survey was sent in. Fewer letters than a short sentence are none."""
    start = text[:_MOST]
    script = _script(start)
    if script:
        return script
    seen = words(start)
    if sum(map(len, seen)) < _FEW_LETTERS:
        return asked_in
    scores = _scores(seen)
    first, second = sorted(scores, reverse=True)[:2]
    best = TOLD[scores.index(first)]
    if asked_in in TOLD:
        return best if first - scores[TOLD.index(asked_in)] > _AGAINST_ASKED else asked_in
    return best if first - second > _CLEAR else asked_in


def guess(text: str) -> str:
    """The likeliest of our languages, however few the words."""
    start = text[:_MOST]
    script = _script(start)
    if script:
        return script if script in LANGUAGES else "en"
    scores = _scores(words(start))
    ours = [one for one in TOLD if one in LANGUAGES]
    return max(ours, key=lambda one: scores[TOLD.index(one)])


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _script(text: str) -> str | None:
    if text.isascii():
        return None
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    if kana + han > len(text) // 5:
        return "ja" if kana * 10 > han else "zh"
    return next((code for code, letters in _OTHER_SCRIPTS.items() if len(letters.findall(text)) > len(text) // 3), None)


def _scores(seen: Sequence[str]) -> list[float]:
    """Logarithms of how likely each language of `TOLD` writes these words."""
    if not seen:
        return [0.0] * len(TOLD)
    table = _table()
    numbers = [number for word in seen for number in threes(word)]
    scores: list[float] = table[numbers].sum(axis=0, dtype="float64").tolist()
    return scores


@lru_cache(maxsize=8192)
def threes(word: str) -> tuple[int, ...]:
    """The word as a whole and every three letters of it, as rows of the table."""
    framed = f" {word[:20]} "
    return tuple(
        crc32(part.encode()) & (BUCKETS - 1)
        for part in (framed, *(framed[at : at + 3] for at in range(len(framed) - 2)))
    )


@lru_cache(maxsize=1)
def _table() -> "np.ndarray":
    import numpy as np

    with np.load(_FILE) as kept:
        table: np.ndarray = kept["table"].astype("float32") * float(kept["scale"])
        return table
