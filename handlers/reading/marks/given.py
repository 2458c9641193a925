"""A mark of one question as it is written, and what stands for "not applicable"."""

from dataclasses import dataclass

from handlers.reading.marks.lexicon import one_of, phrases

NA_WORD = rf"{one_of(phrases('na'))}(?!\w)"
NA = rf"(?:{NA_WORD}|(?<![:-])-(?![()|/-]))"
OFF = -1.0


@dataclass(frozen=True)
class Given:
    """A mark, None where the question does not apply; `OFF` is a number that can be no mark."""

    value: float | None
    start: int
    end: int
