"""The clause index, the method and the gaps."""

from handlers.words.papers.chapters.blocks import Block, facts, table, text
from handlers.words.papers.method import questions
from handlers.words.papers.pack import Pack
from handlers.words.papers.tables import Tables
from surveys.clause import Clause, clauses


def index(pack: Pack, tables: Tables) -> list[Block]:
    """Each clause with at least one record behind it, or the word gap."""
    caution = pack.cover.edition.caution
    rows = [_row(clause, tables) for clause in clauses(pack.cover.edition)]
    intro = (
        "What each clause asks for is told in our own words. A clause with no record in this period says gap; what is "
        "kept elsewhere is to be shown there."
    )
    return [text(f"{intro} {caution}".strip()), {"kind": "index", "rows": rows}]


def _row(clause: Clause, tables: Tables) -> Block:
    found = [(sheet, ids) for sheet in clause.sheets if (ids := tables.ids(sheet))]
    records = [f"{sheet}: {len(ids)}, from {ids[0]}" for sheet, ids in found]
    return {
        "number": clause.number,
        "asks": clause.asks,
        "records": records,
        "chapters": list(clause.chapters) if records else [],
    }


def method(pack: Pack, _: Tables) -> list[Block]:
    told = pack.method.instrument
    used = ", ".join(f"{name} ({many} asked)" for name, many in sorted(pack.method.versions.items())) or "nobody asked"
    wording = questions(told)
    scale = next((answers for _, _, answers in wording if answers != "own words"), "")
    return [
        text(f"Questionnaire {told.name}, version {told.version}. Used in the period: {used}. A change of wording, "
             "order or scale is a new version. The set is made of tested constructs; it is not validated as a scale."),
        table([("Question", "auto"), ("Wording", "1fr")], [(key, words) for key, words, _ in wording]),
        text(f"Scale: {scale.partition('; N ')[0]}. N is not applicable.", quiet=True),
        facts(pack.method.settings),
    ]  # fmt: skip


def gaps(pack: Pack, tables: Tables) -> list[Block]:
    missing = [one.number for one in clauses(pack.cover.edition) if not any(map(tables.ids, one.sheets))]
    rows = [(one.sort, one.what, one.where) for one in pack.gaps]
    rows += [("Clause without a record", f"nothing is kept here for {number}", "") for number in missing]
    if not rows:
        return [text("None is known.")]
    return [
        text(f"{len(rows)} are known. They are listed as they were found; none is left out."),
        table([("Sort", "auto"), ("What", "1fr"), ("Sheet", "auto")], rows),
    ]
