"""The sheets of a pack with their rows worked out, and the hash by which both papers name their contents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets import SHEETS
from handlers.words.papers.sheets.sheet import Cells, Sheet


@dataclass(frozen=True)
class Tables:
    """Rows by the name of their sheet."""

    rows: Mapping[str, tuple[Cells, ...]]
    hash: str

    def ids(self, sheet: str) -> list[str]:
        """The ids on a sheet, each once; none where the sheet is not among these."""
        return list(dict.fromkeys(str(row[0]) for row in self.rows.get(sheet, ())))


def tables(pack: Pack, sheets: tuple[Sheet, ...] = SHEETS) -> Tables:
    """The hash is SHA-256 over the canonical JSON of all rows; the time of making is none of them."""
    rows = {sheet.name: tuple(sheet.rows(pack)) for sheet in sheets}
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False)
    return Tables(rows, sha256(text.encode()).hexdigest())
