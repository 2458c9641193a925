"""What reading mails anew would change, for terminals and machines."""

from collections.abc import Sequence

from handlers.rereading import Change, Read
from handlers.words.doubts import told

HEAD = ("mail", "order", "was", "is", "")


def change_lines(changes: Sequence[Change]) -> list[str]:
    """A table: the mail in the inbox, its order, what was read and what is read now, and why something stays."""
    rows = [HEAD, *((str(one.mail), one.order or "-", _read(one.was), _read(one.now), _note(one)) for one in changes)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def change_json(one: Change) -> dict[str, object]:
    return {
        "mail": one.mail,
        "order": one.order,
        "was": _json(one.was),
        "now": _json(one.now),
        "changes": not one.stands,
        "stands": one.stands,
    }


def _read(read: Read) -> str:
    """`reply: overall 4, complaint`."""
    marks = [told(read.marks)] if read.marks else []
    told_of = (("unclear", read.unclear), ("complaint", read.complaint), ("from another address", not read.verified))
    flags = [name for name, on in told_of if on]
    return ": ".join(filter(None, (read.kind, ", ".join([*marks, *flags]))))


def _note(one: Change) -> str:
    """Where marks are the same, it is the words beside them that change."""
    if one.stands:
        return f"stays: {one.stands}"
    return "other words" if one.was == one.now else ""


def _json(read: Read) -> dict[str, object]:
    return {"kind": read.kind, "marks": dict(read.marks), "unclear": read.unclear, "complaint": read.complaint,
            "verified": read.verified}  # fmt: skip
