"""One sheet of the workbook, before anybody writes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlers.words.papers.pack import Pack

Cell = str | int | float | None
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """`about` says in the index what it holds; `columns` are titles with widths in characters. Rows begin with an id
    that is the same on every sheet: C-3 a complaint, D-3 a delivery, E-3 an enquiry, I-3 an invitation, K-3 a customer,
    A-3 an action, R-3 a risk, O-3 an opportunity, M-3 a meeting, G-3 a digest, V-3 a decision about one.
    """

    name: str
    about: str
    columns: tuple[tuple[str, int], ...]
    rows: Callable[[Pack], Iterable[Cells]]


def yes(flag: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[flag]


def ref(letter: str, id_: int | None) -> str:
    return f"{letter}-{id_}" if id_ else ""
