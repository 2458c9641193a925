"""Words at one end of the scale beside a mark at the other end: "1, everything perfect" is a scale upside down."""

import re

from handlers.reading.marks.lexicon import heard, phrases, sayings, words

_WINDOW = 300
_PRAISED, _DAMNED = sayings(phrases("superb")), sayings(phrases("dreadful"))
_TURNED = words("negations") | words("buts")
_CJK_TURNED = re.compile("ない|ません|不|但|が、")


def contradicted(text: str, mark: float | None, scale: range) -> bool:
    """Whether the lowest mark is praised or the highest damned, plainly and without a but."""
    against = _PRAISED if mark == scale[0] else _DAMNED if mark == scale[-1] else None
    if against is None or not against.within(text[:_WINDOW]):
        return False
    return _TURNED.isdisjoint(heard(text[:_WINDOW])) and not _CJK_TURNED.search(text[:_WINDOW])
