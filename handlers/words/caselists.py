"""Lists of cases in Slack: for a command, and on the home tab of the app."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.caseload import Listed
from handlers.words.blocks import Block, cut, paragraph, person, small, written
from surveys.course import plain

LONGEST_NAME = 80
LONGEST_WORDS = 120


def case_list(
    title: str, cases: Sequence[Listed], zone: ZoneInfo, *, links: Mapping[int, str], most: int
) -> list[Block]:
    """A heading, and two lines for each case; `links` lead to their cards, by the id of the case."""
    shown = [paragraph(_rows(one, zone, links.get(one.case.id, ""))) for one in cases[:most]]
    left = [small(f"{len(cases) - most} more.")] if len(cases) > most else []
    return [paragraph([[written(title, bold=True)]]), *shown, *left]


def home(
    leading: list[Block], mine: list[Block], late: list[Block], asked: list[Block], as_of: datetime
) -> dict[str, Any]:
    """The home tab: for leaders what waits for them, then one's own cases, all that are late, enquiries that wait."""
    told = small(f"As of {as_of:%a %d %b %Y, %H:%M}. Open this tab again to see it anew.")
    apart = [{"type": "divider"}, *asked] if asked else []
    return {"type": "home", "blocks": [*leading, *mine, {"type": "divider"}, *late, *apart, told]}


def _rows(one: Listed, zone: ZoneInfo, link: str) -> list[list[Block]]:
    case = one.case
    grade = f" {case.severity.upper()}," if case.severity else ""
    about = ", ".join(part for part in (f"order {one.order}" if one.order else "", one.customer) if part)
    name: Block = {"type": "link", "url": link, "text": case.name} if link else written(case.name, bold=True)
    owner: list[Block] = [written(", "), person(one.owner)] if one.owner else [written(", nobody's")]
    head = [name, written(f"{grade} {plain(case.state)}{_due(one, zone)}", bold=one.late), *owner]
    said = " ".join(case.words.split()) or "No words, only marks."
    return [head, [written(f"{cut(about, LONGEST_NAME)}{': ' if about else ''}{cut(said, LONGEST_WORDS)}")]]


def _due(one: Listed, zone: ZoneInfo) -> str:
    if one.next_due is None:
        return ""
    what = f"{one.next_due.what[:1].lower()}{one.next_due.what[1:]}"
    when = f"{one.next_due.by.astimezone(zone):%a %d %b, %H:%M}"
    return f", LATE: {what} by {when}" if one.late else f", {what} {'by' if one.next_due.ours else 'on'} {when}"
