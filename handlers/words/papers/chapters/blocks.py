"""What a chapter of the paper is made of; the template knows how each looks, and nothing of what it says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.words.papers.pack import Pack
from handlers.words.papers.tables import Tables

Block = dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """`key` is what the clause index links to."""

    key: str
    title: str
    blocks: Callable[[Pack, Tables], list[Block]]


def text(words: str, *, quiet: bool = False) -> Block:
    return {"kind": "text", "words": words, "quiet": quiet}


def heading(words: str, label: str = "") -> Block:
    return {"kind": "heading", "words": words, "label": label}


def table(columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> Block:
    """Columns are titles with widths: `2fr` a share of what is left, `auto` as wide as it must be."""
    return {
        "kind": "table",
        "titles": [title for title, _ in columns],
        "widths": [0 if width == "auto" else float(width.removesuffix("fr")) for _, width in columns],
        "rows": [list(row) for row in rows],
    }


def facts(rows: Sequence[tuple[str, str]]) -> Block:
    """Names and values, without a head."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def picture(name: str, description: str) -> Block:
    """A picture that `pdf.py` draws under this name."""
    return {"kind": "picture", "name": name, "description": description}


def together(blocks: Sequence[Block], *, and_on: bool = False) -> Block:
    """What stands on one page, where a page can hold it; `and_on` keeps it beside the beginning of what follows."""
    return {"kind": "together", "blocks": list(blocks), "sticky": and_on}
