"""Door: a file has come. Rows of a CSV become deliveries; a row that cannot be read is named and the others go on."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.office import Office
from handlers.steps.receiving import Contradicted, receive
from surveys.customer import printable
from surveys.notice import FIELDS, REQUIRED, BadField, Notice, notice

LARGEST_LINE = 10_000
SEPARATORS = ",;\t|"
LINE_ENDS = re.compile("\r\n|\r|\n")
"""Not `splitlines`, which would also cut a field at separators that no table ends its lines with."""


@dataclass(frozen=True)
class Row:
    """One delivery and the line of the file it stands in."""

    line: int
    notice: Notice


@dataclass(frozen=True)
class Fault:
    """Why a line could not be used; `column` where one is at fault."""

    line: int
    why: str
    column: str = ""

    def __str__(self) -> str:
        return f"line {self.line}{f', column {self.column}' if self.column else ''}: {self.why}"


def read_rows(raw: bytes, source: str, zone: ZoneInfo) -> tuple[list[Row], list[Fault]]:
    """The deliveries of a CSV file and what is wrong with its other rows.

    UTF-8 with or without a mark, else Windows-1252; separated by comma, semicolon, tab or bar; any line ends. Lines
    are read one by one, so that a quote left open spoils its own row and no other.
    """
    lines = LINE_ENDS.split(_text(raw))
    if not any(lines):
        return [], [Fault(1, "the file is empty")]
    if len(lines[0]) > LARGEST_LINE:
        return [], [Fault(1, f"has {len(lines[0])} characters")]
    separator = max(SEPARATORS, key=lines[0].count)
    heading = [name.strip().lower() for name in next(csv.reader([lines[0]], delimiter=separator), [])]
    wrong = _heading_faults(heading)
    if wrong:
        return [], wrong
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, told in _records(lines[1:], heading, separator, faults):
        try:
            rows.append(Row(number, notice(told, source, zone)))
        except BadField as why:
            faults.append(Fault(number, why.why, why.field))
    return rows, sorted(faults, key=lambda fault: fault.line)


async def deliveries(
    office: Office, rows: Sequence[Row], by: str, now: datetime, *, even_old: bool
) -> tuple[int, list[Fault]]:
    """Tell of these deliveries; returns how many were new, and the rows that contradict what is known."""
    kept, faults = 0, []
    for row in rows:
        try:
            _, new = await receive(office, row.notice, by, now, even_old=even_old)
            kept += new
        except Contradicted as why:
            faults.append(Fault(row.line, str(why)))
        except BadField as why:
            faults.append(Fault(row.line, why.why, why.field))
    return kept, faults


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _heading_faults(heading: Sequence[str]) -> list[Fault]:
    unknown = [name for name in heading if name not in FIELDS]
    missing = [name for name in REQUIRED if name not in heading]
    twice = sorted({name for name in heading if heading.count(name) > 1})
    return [
        *(Fault(1, "is missing in the heading", name) for name in missing),
        *(Fault(1, f"is unknown; there are {', '.join(FIELDS)}", printable(name, 40)) for name in unknown),
        *(Fault(1, "stands twice in the heading", name) for name in twice),
    ]


def _records(
    lines: Sequence[str], heading: Sequence[str], separator: str, faults: list[Fault]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        if len(line) > LARGEST_LINE:
            faults.append(Fault(number, f"has {len(line)} characters"))
            continue
        try:
            values = next(csv.reader(io.StringIO(line), delimiter=separator, strict=True))
        except csv.Error as why:
            faults.append(Fault(number, f"cannot be read: {why} (is a quote left open?)"))
            continue
        if len(values) != len(heading):
            faults.append(Fault(number, f"has {len(values)} fields where the heading has {len(heading)}"))
            continue
        yield number, dict(zip(heading, values, strict=True))
