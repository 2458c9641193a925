"""How the service stands and what became of an order, in lines of plain text: for terminals and for Slack."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from handlers.consequences import Consequences
from handlers.standing import Status
from handlers.tracing import Trace

LABEL, FOCUS = 12, 19


def status_lines(found: Status) -> list[str]:
    """What top management answers for, the counts, then everything that a person has to look at, one a line."""
    block = found.block or "none yet"
    due = f"{found.next_due:%Y-%m-%d %H:%M} UTC" if found.next_due else "nothing"
    counted = [(name, _counts(getattr(found, name))) for name in COUNTED]
    told = [
        *counted,
        ("complaints", f"{len(found.open_complaints)} open"),
        ("left out", f"{found.observations} page views, {found.suppressed} addresses stopped"),
        ("evidence", f"block {block}, {found.unsealed} rows not sealed yet"),
        ("digests", str(found.digests)),
        ("next", due),
        *(("set aside", line) for line in found.aside),
        *(("held", line) for line in found.held),
        *(("open", line) for line in found.open_complaints),
    ]
    head = f"PAUSED {found.paused}" if found.paused else "running"
    return [
        head,
        *(f"{label:<{FOCUS}} {words}" for label, words in found.focus),
        *(f"{label:<{LABEL}} {words}" for label, words in told),
    ]


COUNTED = ("deliveries", "invitations", "answers", "messages", "inbox")


def trace_lines(found: Trace, zone: ZoneInfo) -> list[str]:
    """What happened to one delivery, in local time, and the state it is in now."""
    told = [f"{when.astimezone(zone):%Y-%m-%d %H:%M}  {words}" for when, words in found.events]
    return [*told, f"now: {found.state}"]


def consequence_lines(found: Consequences, zone: ZoneInfo) -> list[str]:
    """How things stand because of a case, then what happened, in local time."""
    told = [f"{when.astimezone(zone):%Y-%m-%d %H:%M}  {words}" for when, words in found.events]
    return [f"because of {found.case}", *found.standing, "", *told]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {_plain(name)}" for name, n in sorted(counts.items())) or "none"


def _plain(name: str) -> str:
    """`not_asked.too_old` as `not asked (too old)`."""
    state, _, reason = name.replace("_", " ").partition(".")
    return f"{state} ({reason})" if reason else state
