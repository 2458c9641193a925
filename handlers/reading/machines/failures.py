"""Whether a text says that a mail did not arrive."""

from handlers.reading.machines.phrases import LANGUAGES, folded

_BY_START: dict[str, tuple[str, ...]] = {}
"""Pieces by their first two letters, so that a text is gone through once."""
for _piece in dict.fromkeys(piece for phrases in LANGUAGES.values() for piece in phrases["failure"]):
    _BY_START[_piece[:2]] = (*_BY_START.get(_piece[:2], ()), _piece)


def speaks_of_failure(text: str) -> bool:
    """Whether a text speaks of a mail that did not arrive, in any language."""
    words = folded(text)
    for place in range(len(words) - 1):
        start = words[place : place + 2]
        if start in _BY_START and words.startswith(_BY_START[start], place):
            return True
    return False
