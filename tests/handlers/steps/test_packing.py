"""The papers for an auditor: complete, reproducible, safe to open, and without people where that is asked."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import which
from subprocess import run
from xml.etree import ElementTree as ET

import pytest

from handlers.office import Office
from handlers.steps.digesting import digest_due
from handlers.steps.packing import Order, pack, papers
from handlers.words.papers.chapters import CHAPTERS
from handlers.words.papers.chapters.proving import index
from handlers.words.papers.pdf import contents
from handlers.words.papers.sheets import SHEETS
from handlers.words.papers.tables import tables
from surveys.audit import Gap, Period
from surveys.clause import Edition
from surveys.complaint import Complaint
from tests.handlers import stage
from tests.handlers.stage import DAY, ZOE

FORMULA = '=HYPERLINK("http://evil.example","x")'
MARKUP = "#panic() *bold* $x$ <label> @ref `raw` \\u{1F600} [ ] ] // /* " + FORMULA
NAMES = ("zoe", "zoë", "ødegård", "buyer.example", "panic", "box was wet")
ORDER = Order(Period.parse("2026-11-09", "2026-11-22"), seed=7, generator="afterword 0.0")


@pytest.fixture
async def told(office: Office, now: datetime, tick: datetime) -> Complaint:
    """A case with letters, an answer with words that look like a formula and like markup, and a digest."""
    async with office.store.work() as work:
        await work.staff.appoint(["ines@harbor.example"], "test", now)
    asked = await stage.asked(office, now, tick)
    await stage.gives(office, asked, replace(stage.given({"overall": 1}, "page:1"), comment=MARKUP), now)
    case = await stage.answered(office, now, tick)
    await digest_due(office, now + 7 * DAY - timedelta(hours=4), tick)
    return case


def text_of(content: bytes, tmp_path: Path) -> str:
    """What a reader of the PDF can copy out of it, page after page."""
    if which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    return run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.usefixtures("told")
async def test_the_same_store_and_stamp_give_the_same_bytes(office: Office, now: datetime) -> None:
    """Of the PDF and of the workbook, whenever and however often they are made; another stamp is another file."""
    first, second = [await papers(office, ORDER, now + 9 * DAY) for _ in range(2)]
    assert first == second
    later = await papers(office, ORDER, now + 10 * DAY)
    assert [one != two for one, two in zip(first, later, strict=True)] == [True, True]
    assert [name for name, _ in first] == ["evidence-2026-11-09-2026-11-22.pdf", "evidence-2026-11-09-2026-11-22.xlsx"]


@pytest.mark.usefixtures("told")
async def test_the_stamp_is_no_part_of_the_contents(office: Office, now: datetime) -> None:
    """Two packs of an unchanged store have one hash, as long as nothing falls due between them."""
    hashes = {tables(await pack(office, ORDER, now + days * DAY)).hash for days in (9, 9.01)}
    assert len(hashes) == 1


@pytest.mark.usefixtures("told")
async def test_no_cell_is_a_formula(office: Office, now: datetime) -> None:
    """Words that begin like a formula get an apostrophe, and the file has no formula at all."""
    async with office.store.work() as work:
        await work.complaints.keep(replace(await work.complaints.get(1), words=FORMULA), "test", now)
    [_, (_, content)] = await papers(office, ORDER, now + 9 * DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        trees = [ET.fromstring(book.read(name)) for name in sheets]
        shared = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == len(SHEETS) + 1
    assert [one for tree in trees for one in tree.iter() if one.tag.endswith("}f")] == []
    assert "'=HYPERLINK" in shared
    assert re.findall(r"<t[^>]*>[=+@\t\r-]", shared) == []


@pytest.mark.usefixtures("told")
async def test_the_workbook_has_every_sheet_with_its_head_frozen(office: Office, now: datetime) -> None:
    """The index counts the rows of each, and times carry their zone."""
    made = await pack(office, ORDER, now + 9 * DAY)
    [_, (_, content)] = await papers(office, ORDER, now + 9 * DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        frozen = [b'state="frozen"' in book.read(f"xl/worksheets/sheet{n}.xml") for n in range(1, len(SHEETS) + 2)]
    assert frozen == [True] * (len(SHEETS) + 1)
    rows = tables(made).rows
    assert list(rows) == [
        "Requirements", "Enquiries", "Deliveries", "Survey_config", "Invitations", "Responses", "Complaints",
        "Complaint_events", "Actions", "Risks", "Opportunities", "Reviews_acks", "Meetings", "Measures_weekly",
        "Data_quality", "Changes",
    ]  # fmt: skip
    assert [len(row) for sheet in SHEETS for row in rows[sheet.name]] == [
        len(sheet.columns) for sheet in SHEETS for _ in rows[sheet.name]
    ]
    assert rows["Deliveries"][0][9] == "2026-11-15T12:00:00+00:00"


@pytest.mark.usefixtures("told")
async def test_ids_are_the_same_on_every_sheet(office: Office, now: datetime) -> None:
    """A response leads to its invitation, that to its delivery, a case to both and to its events."""
    rows = tables(await pack(office, ORDER, now + 9 * DAY)).rows
    assert rows["Responses"][0][1] == rows["Invitations"][0][0] == "I-1"
    assert rows["Invitations"][0][1] == rows["Deliveries"][0][0] == "D-1"
    names = {row[0] for row in rows["Complaints"]}
    assert {row[0] for row in rows["Complaint_events"]} == names


async def test_words_of_customers_are_never_markup(
    office: Office, told: Complaint, now: datetime, tmp_path: Path
) -> None:
    """The paper shows them as they were written."""
    async with office.store.work() as work:
        await work.complaints.keep(replace(await work.complaints.get(told.id), words=MARKUP), "test", now)
    [(_, content), _] = await papers(office, ORDER, now + 9 * DAY)
    assert "#panic() *bold* $x$ <label> @ref `raw`" in " ".join(text_of(content, tmp_path).split())


@pytest.mark.usefixtures("told")
async def test_a_redacted_pack_holds_nothing_of_customers(office: Office, now: datetime) -> None:
    """No name, no address and no word of theirs is in either file; without that wish they are."""
    for redact in (True, False):
        made = await pack(office, replace(ORDER, redact=redact), now + 9 * DAY)
        [_, (_, book)] = await papers(office, replace(ORDER, redact=redact), now + 9 * DAY)
        with zipfile.ZipFile(io.BytesIO(book)) as opened:
            inside = "".join(opened.read(name).decode() for name in opened.namelist())
        paper = json.dumps(contents(made, tables(made)), ensure_ascii=False)
        assert ([one for one in NAMES if one in f"{paper} {inside}".lower()] == []) == redact


async def test_each_clause_leads_to_a_record_or_says_gap(office: Office, told: Complaint, now: datetime) -> None:
    """Pages stand only beside what has records."""
    made = await pack(office, ORDER, now + 9 * DAY)
    [_, shown] = index(made, tables(made))
    by_number = {row["number"]: row for row in shown["rows"]}
    assert by_number["10.2"]["records"] == [f"Complaints: 2, from {tables(made).ids('Complaints')[0]}"]
    assert (by_number["6.1.1"]["records"], by_number["6.1.1"]["chapters"]) == ([], [])
    known = {"cover", *(one.key for one in CHAPTERS)}
    assert {key for row in shown["rows"] for key in row["chapters"]} <= known


@pytest.mark.usefixtures("told")
async def test_the_paper_names_its_seed_block_and_edition(office: Office, now: datetime, tmp_path: Path) -> None:
    """And the pages of its chapters as they really are."""
    order = replace(ORDER, edition=Edition.E2026)
    [(_, content), _] = await papers(office, order, now + 9 * DAY)
    shown = text_of(content, tmp_path)
    made = await pack(office, order, now + 9 * DAY)
    assert made.cover.block is not None
    for words in ("drawn with seed 7", made.cover.block.hash, "ISO 9001:2026", "afterword 0.0", tables(made).hash):
        assert words in shown
    pages = shown.split("\f")
    for chapter in CHAPTERS:
        listed = re.search(rf"^\s*{re.escape(chapter.title)}\s+(\d+)\s*$", pages[0], re.MULTILINE)
        assert listed is not None
        assert pages[int(listed[1]) - 1].lstrip().startswith(chapter.title)


@pytest.mark.usefixtures("told")
async def test_what_is_missing_is_told(office: Office, now: datetime) -> None:
    """A digest that nobody reviewed in time, a week without one, figures from too few."""
    made = await pack(office, ORDER, now + 30 * DAY)
    assert Gap("No digest", "2026-W46 ended without a digest", "Reviews_acks") in made.gaps
    assert Gap("Digest not reviewed", "no leader decided about the digest of 2026-W47", "Reviews_acks") in made.gaps
    assert "Figure suppressed" in {gap.sort for gap in made.gaps}


async def test_an_empty_store_makes_a_pack_of_gaps(office: Office, now: datetime) -> None:
    """Nothing is made up where nothing is kept."""
    made = await pack(office, ORDER, now)
    assert (made.cared.sample, made.cover.block) == ((), None)
    assert [len(content) > 1000 for _, content in await papers(office, ORDER, now)] == [True, True]


async def test_an_address_that_wrote_is_a_customer(office: Office, told: Complaint, now: datetime) -> None:
    """It is in no redacted row, whoever noted it."""
    made = await pack(office, replace(ORDER, redact=True), now + 9 * DAY)
    assert ZOE not in str(tables(made).rows)
