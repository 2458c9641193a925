"""Words in the one form in which they are compared."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "œ": "o", "æ": "a", "’": "'", "‘": "'"})
_TWICE = re.compile("([aou])e")


def fold(text: str) -> str:
    """Lower case without accents: customers leave them out, and write ae for ä."""
    text = text.lower()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).translate(_LETTERS).replace("ß", "ss")
        text = unicodedata.normalize("NFC", _MARKS.sub("", plain))
    return _TWICE.sub(r"\1", text)
