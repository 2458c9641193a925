"""The words beside the marks: what a customer said, as it is kept and shown."""

from collections.abc import Iterable

from handlers.reading.reading import Reading


def comment(reading: Reading) -> str:
    """The customer's own words, without the lines that hold nothing but marks."""
    return beside_marks(reading.text, reading.spans.values())


def beside_marks(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without the lines in which nothing but the marks at `spans` stands."""
    told = tuple(spans)
    kept, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if not _only_marks(text, start, end, told):
            kept.append(line)
        start = end
    return "".join(kept).strip()


def _only_marks(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    marked = {place for a, b in inside for place in range(a, b)}
    return bool(inside) and not any(text[place].isalpha() for place in range(start, end) if place not in marked)
