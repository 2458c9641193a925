"""Writes the workbook. What customers wrote stays text: no cell of it is ever a formula (CWE-1236)."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets import SHEETS
from handlers.words.papers.sheets.sheet import Cell, Cells
from handlers.words.papers.tables import Tables

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767
"""Characters of a cell; a longer text is cut and says so."""

CUT = " [cut]"
INDEX = (("sheet", 20), ("what it holds", 96), ("rows", 9))


def workbook(pack: Pack, tables: Tables) -> bytes:
    """An XLSX file; the same pack always gives the same bytes."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                          "strings_to_numbers": False})  # fmt: skip
    made = pack.cover.made_at.replace(tzinfo=None)
    title = f"{pack.cover.organisation}: evidence {pack.cover.period}"
    book.set_properties({"title": title, "created": made, "author": pack.cover.generator})
    head = book.add_format({"bold": True, "bg_color": "#E8EBEF", "bottom": 1, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    _write(book.add_worksheet("Index"), INDEX, _index(pack, tables), (head, body))
    for sheet in SHEETS:
        _write(book.add_worksheet(sheet.name), sheet.columns, tables.rows[sheet.name], (head, body))
    book.close()
    return out.getvalue()


def _index(pack: Pack, tables: Tables) -> list[Cells]:
    cover, block = pack.cover, pack.cover.block
    sealed = f"block {block.number}, {block.hash}" if block else "no block yet"
    told: list[Cells] = [(sheet.name, sheet.about, len(tables.rows[sheet.name])) for sheet in SHEETS]
    return [
        *told,
        ("", "", None),
        ("Organisation", cover.organisation, None),
        ("Period", str(cover.period), None),
        ("Edition", f"ISO 9001:{cover.edition}", None),
        ("Made at", pack.when(cover.made_at), None),
        ("Made by", cover.generator, None),
        ("Newest block", sealed, None),
        ("Hash of contents", tables.hash, None),
        ("Seed of the sample", str(cover.seed), None),
        ("Customers", "names, addresses and free text are taken out" if cover.redacted else "as they are kept", None),
    ]


def _write(
    page: Worksheet, columns: Sequence[tuple[str, int]], rows: Iterable[Cells], looks: tuple[Format, Format]
) -> None:
    head, body = looks
    for at, (title, width) in enumerate(columns):
        page.set_column(at, at, width)
        page.write_string(0, at, title, head)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _cell(page, (count, at), cell, body)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, count, len(columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _cell(page: Worksheet, at: tuple[int, int], value: Cell, look: Format) -> None:
    if isinstance(value, str):
        page.write_string(*at, safe(value), look)
    elif value is not None:
        page.write_number(*at, value, look)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    told = f"'{text}" if text.startswith(DANGEROUS) else text
    return told if len(told) <= LONGEST else told[: LONGEST - len(CUT)] + CUT
