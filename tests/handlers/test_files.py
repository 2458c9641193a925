"""Door: a file has come. Each row becomes a delivery or is named with what is wrong; no row spoils another."""

from datetime import UTC, datetime

import pytest

from handlers.files import Fault, deliveries, read_rows
from handlers.office import Office
from handlers.steps.receiving import receive
from surveys.notice import FIELDS
from tests.conftest import ZONE
from tests.handlers.stage import BY, DAY, notice

HEADING = "order,email,delivered_at,name"
GOOD = "R-1,zoe@buyer.example,2026-11-13,Zoë"
ALSO = "R-2,joe@buyer.example,2026-11-14T09:30+01:00,Joe"


CONTROL = "line 3, column name: the name has a line break or a control character"
UNREADABLE, OPEN = "line 3: cannot be read", "(is a quote left open?)"


def orders(text: str | bytes) -> tuple[list[str], list[str]]:
    """The orders read from a file, and what is said of its other lines."""
    rows, faults = read_rows(text if isinstance(text, bytes) else text.encode(), "file", ZONE)
    return [row.notice.order for row in rows], [str(fault) for fault in faults]


def with_row(row: str) -> str:
    """A file with this row between two good ones."""
    return "\n".join([HEADING, GOOD, row, ALSO, ""])


def test_a_row_becomes_a_notice() -> None:
    """Its line is known; a plain day is noon of the organisation's zone, a time has its own."""
    rows, faults = read_rows(f"{HEADING}\n{GOOD}\n\n{ALSO}\n".encode(), "file", ZONE)
    assert faults == []
    assert [(row.line, row.notice.name, row.notice.delivered_at, row.notice.source) for row in rows] == [
        (2, "Zoë", datetime(2026, 11, 13, 12, tzinfo=UTC), "file"),
        (4, "Joe", datetime(2026, 11, 14, 8, 30, tzinfo=UTC), "file"),
    ]
    assert rows[0].notice.event_id == "R-1"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_files_as_programs_write_them(separator: str, ends: str, encoding: str) -> None:
    """Whatever separates the fields, ends the lines and encodes the letters."""
    text = ends.join([HEADING, GOOD, ALSO, ""]).replace(",", separator)
    rows, faults = read_rows(text.encode(encoding), "file", ZONE)
    assert ([row.notice.name for row in rows], [row.line for row in rows], faults) == (["Zoë", "Joe"], [2, 3], [])


def test_a_quoted_field_may_hold_the_separator() -> None:
    """And quotes, doubled."""
    rows, faults = read_rows(with_row('R-3,a@b.example,2026-11-13,"Ann ""A"", of Oars, Ltd"').encode(), "file", ZONE)
    assert ([row.notice.name for row in rows][1], faults) == ('Ann "A", of Oars, Ltd', [])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('R-3,a@b.example,2026-11-13,"Ann', f"{UNREADABLE}: unexpected end of data {OPEN}"),
        ('R-3,a@b.example,2026-11-13,"Ann"x', f"{UNREADABLE}: ',' expected after '\"' {OPEN}"),
        ("R-3,a@b.example,2026-11-13", "line 3: has 3 fields where the heading has 4"),
        ("R-3,a@b.example,2026-11-13,Ann,x", "line 3: has 5 fields where the heading has 4"),
        ("R-3", "line 3: has 1 fields where the heading has 4"),
        (f"R-3,a@b.example,2026-11-13,{'x' * 20_000}", "line 3: has 20027 characters"),
        (f"R-3,a@b.example,2026-11-13,{'x' * 201}", "line 3, column name: has 201 characters; 200 is the most"),
        ("R-3,a@b.example,2026-11-13,A\0nn", CONTROL),
        ("R-3,a@b.example,2026-11-13,A\x0bnn", CONTROL),
        ("R-3,a@b.example,2026-11-13,A\u2028nn", CONTROL),
        ("R-3,a@b.example,2026-11-13,A\x85nn", CONTROL),
        (
            "R-3,a@b.example,2026-11-13,=?UTF-8?Q?=0A?=Bcc: x@y",
            "line 3, column name: the name has '=?' in it, which mail programs read as an encoded word",
        ),
        (",a@b.example,2026-11-13,Ann", "line 3, column order: is missing"),
        ("R-3,,2026-11-13,Ann", "line 3, column email: is missing"),
        ("R-3,a@b.example,,Ann", "line 3, column delivered_at: is missing"),
        (
            "R-3,a@b.example,31.02.2026,Ann",
            "line 3, column delivered_at: '31.02.2026' is no date; write 2026-11-23 or 2026-11-23T14:30+00:00",
        ),
        (
            "R-3,a@b.example,2026-02-31,Ann",
            "line 3, column delivered_at: '2026-02-31' is no date; write 2026-11-23 or 2026-11-23T14:30+00:00",
        ),
        (
            "R-3,a@b.example,0001-01-01,Ann",
            "line 3, column delivered_at: the year 1 cannot be right",
        ),
        (
            "R-3,a@b.example,2026-11-13T14:30,Ann",
            "line 3, column delivered_at: '2026-11-13T14:30' has no time zone; write 2026-11-23T14:30+00:00",
        ),
    ],
    ids=[
        "open quote", "quote", "too few", "too many", "one", "too long a line", "too long a field", "NUL", "VT",
        "line separator", "next line", "encoded word", "no order", "no email", "no date", "31.02.", "31 February",
        "year 1", "no zone",
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_good_ones_are_kept(row: str, why: str) -> None:
    """By its line, and by its column where one is at fault."""
    assert orders(with_row(row)) == (["R-1", "R-2"], [why])


@pytest.mark.parametrize(
    "email", ["zoe", "zoe@", "zoe@x\tb", '"a b"@c.example', "a@[127.0.0.1]", "a@b.c>,<v@w.example"]
)
def test_what_is_no_address_is_named(email: str) -> None:
    """In its column, without repeating what may not stand in a line."""
    found, faults = orders(with_row(f'R-3,"{email.replace(chr(34), chr(34) * 2)}",2026-11-13,Ann'))
    assert found == ["R-1", "R-2"]
    assert len(faults) == 1
    assert faults[0].startswith("line 3, column email: ")
    assert faults[0].isprintable()


def test_a_quote_left_open_spoils_its_own_row_alone() -> None:
    """A reader that went on to the next quote would swallow the rows between."""
    text = "\n".join([HEADING, GOOD, 'R-3,a@b.example,2026-11-13,"Ann', ALSO, 'R-4,c@d.example,2026-11-13,Cy"', ""])
    assert orders(text)[0] == ["R-1", "R-2", "R-4"]


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("order,email,name", ["line 1, column delivered_at: is missing in the heading"]),
        ("order,email,delivered_at,colour", [f"line 1, column colour: is unknown; there are {', '.join(FIELDS)}"]),
        ("order,order,email,delivered_at", ["line 1, column order: stands twice in the heading"]),
        ("order,email,delivered_at,", [f"line 1: is unknown; there are {', '.join(FIELDS)}"]),
        ("order,email,delivered_at,a\x1bb", [f"line 1, column a\ufffdb: is unknown; there are {', '.join(FIELDS)}"]),
    ],
    ids=["missing", "unknown", "twice", "without a name", "unprintable"],
)
def test_a_bad_heading_is_told_and_no_row_is_read(heading: str, why: list[str]) -> None:
    """Guessing which column is meant would send mail to the wrong people."""
    assert orders(f"{heading}\nR-1,zoe@buyer.example,2026-11-13,Zoe\n") == ([], why)


def test_a_heading_in_any_case_and_order_is_read() -> None:
    """With spaces around, too."""
    assert orders("Delivered_At , EMAIL,order\n2026-11-13,zoe@buyer.example,R-1\n") == (["R-1"], [])


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf"], ids=["nothing", "a mark alone"])
def test_an_empty_file_is_told(raw: bytes) -> None:
    """It is most likely the wrong one."""
    assert orders(raw) == ([], ["line 1: the file is empty"])


@pytest.mark.parametrize(
    "raw",
    [
        b"\n\n\n",
        b"\0" * 1000,
        bytes(range(256)),
        b"\xff\xfeo\0r\0d\0e\0r\0\n\0",
        b'"' * 999,
        b"PK\x03\x04" + b"\xff" * 99,
    ],
    ids=["blank lines", "NUL", "all bytes", "UTF-16", "quotes", "zip"],
)
def test_what_is_no_table_is_refused_by_its_heading(raw: bytes) -> None:
    """Without an error that nobody expected."""
    found, faults = orders(raw)
    assert found == []
    assert {fault.partition(":")[0].partition(",")[0] for fault in faults} == {"line 1"}
    assert all(fault.isprintable() for fault in faults)


@pytest.mark.parametrize("heading", ["x" * 200_000, "," * 1_000_000, "order," * 100_000], ids=["long", "wide", "many"])
def test_a_heading_beyond_reason_is_refused_at_once(heading: str) -> None:
    """In one line, instead of a million."""
    assert orders(heading) == ([], [f"line 1: has {len(heading)} characters"])


async def test_the_same_file_twice_adds_nothing(office: Office, now: datetime) -> None:
    """Nor does one that was cut and goes on where it was cut."""
    rows, _ = read_rows("\n".join([HEADING, GOOD, ALSO]).encode(), "file", ZONE)
    assert await deliveries(office, rows[:1], BY, now, even_old=False) == (1, [])
    assert await deliveries(office, rows, BY, now, even_old=False) == (1, [])
    assert await deliveries(office, rows, BY, now, even_old=False) == (0, [])
    async with office.store.read() as work:
        assert await work.deliveries.counts() == {"waiting": 2}


async def test_rows_that_cannot_be_are_named_when_they_are_told(office: Office, now: datetime) -> None:
    """One that contradicts what is known, and one that lies in the future; the others are kept."""
    await receive(office, notice(now, 1, source="file", event_id="R-1"), BY, now)
    future = "R-3,ann@buyer.example,2026-11-30,Ann"
    rows, _ = read_rows("\n".join([HEADING, GOOD, ALSO, future]).encode(), "file", ZONE)
    assert await deliveries(office, rows, BY, now, even_old=False) == (1, [
        Fault(2, "event R-1 of file was told before with other facts"),
        Fault(4, "2026-11-30 lies in the future", "delivered_at"),
    ])  # fmt: skip


async def test_old_rows_are_asked_about_only_where_wanted(office: Office, now: datetime) -> None:
    """`--ask-old`."""
    rows, _ = read_rows("\n".join([HEADING, GOOD, ALSO]).encode(), "file", ZONE)
    later = now + 40 * DAY
    await deliveries(office, rows[:1], BY, later, even_old=False)
    await deliveries(office, rows[1:], BY, later, even_old=True)
    async with office.store.read() as work:
        assert await work.deliveries.counts() == {"not_asked.too_old": 1, "waiting": 1}
