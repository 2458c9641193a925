"""Whether a text says that a mail did not arrive."""

from handlers.reading.machines.phrases import LANGUAGES, folded

_PIECES = tuple(dict.fromkeys(piece for name in ("en", *LANGUAGES) for piece in LANGUAGES[name]["failure"]))
_ASCII_PIECES = tuple(piece for piece in _PIECES if piece.isascii())


def speaks_of_failure(text: str) -> bool:
    """Whether a text speaks of a mail that did not arrive, in any language."""
    words = folded(text)
    return any(piece in words for piece in (_ASCII_PIECES if words.isascii() else _PIECES))
