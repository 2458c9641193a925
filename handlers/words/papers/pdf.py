"""Sets the paper. Words go to Typst as data in a file beside the template, never as source.

Pictures go as lists of bytes, since files in memory have to be text."""

import json
from datetime import UTC
from importlib.resources import files
from typing import Any

from handlers.words.charts import draw_gauge
from handlers.words.papers.chapters import CHAPTERS
from handlers.words.papers.chapters.measuring import GAUGES, pair
from handlers.words.papers.pack import Pack
from handlers.words.papers.tables import Tables


def pdf(pack: Pack, tables: Tables) -> bytes:
    """A PDF with tags, in the typesetter's own fonts; the same pack always gives the same bytes."""
    import typst

    template = files("handlers.words.papers").joinpath("paper.typ").read_bytes()
    drawn = {f"gauge-{row}": list(draw_gauge(pack.chart, pair(pack, row))) for row in GAUGES.values()}
    told = json.dumps({**contents(pack, tables), "pictures": drawn}, ensure_ascii=False).encode()
    compiled: Any = typst.compile  # its types do not know of several files in memory
    made: bytes = compiled(
        {"main.typ": template, "pack.json": told},
        format="pdf",
        ignore_system_fonts=True,
        timestamp=pack.cover.made_at.astimezone(UTC).replace(microsecond=0),
    )
    return made


def contents(pack: Pack, tables: Tables) -> dict[str, Any]:
    """Every word of the paper, as plain JSON values."""
    return {
        "organisation": pack.cover.organisation,
        "period": str(pack.cover.period),
        "cover": _cover(pack, tables),
        "chapters": [
            {"key": one.key, "title": one.title, "blocks": one.blocks(pack, tables)} for one in CHAPTERS
        ],
    }  # fmt: skip


def _cover(pack: Pack, tables: Tables) -> list[tuple[str, str]]:
    cover, block = pack.cover, pack.cover.block
    return [
        ("Scope", cover.organisation),
        ("Period", f"{cover.period}, days of {pack.zone.key}"),
        ("Standard", f"ISO 9001:{cover.edition}; clause numbers with our own words, none of the standard's"),
        ("Customers", "names, addresses and free text are taken out" if cover.redacted else "as they are kept"),
        ("Made at", pack.when(cover.made_at)),
        ("Made by", cover.generator),
        ("Newest block of evidence", f"{block.number}, sealed {pack.when(block.sealed_at)}" if block else "none yet"),
        ("Its hash", block.hash if block else ""),
        ("Not sealed yet", f"{cover.unsealed} rows"),
        ("Hash of the contents", tables.hash),
        ("Seed of the sample", str(cover.seed)),
        ("To be proved by", f"afterword evidence verify --anchor {block.number}:{block.hash[:16]}" if block else ""),
    ]
