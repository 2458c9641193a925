"""Sheets about complaints: the cases, and all that happened in each (ISO 10002:2018)."""

from collections.abc import Iterator
from datetime import datetime

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.sheet import Cells, Sheet, ref, yes
from surveys.closure import Closure
from surveys.complaint import NO_COMPLAINT, Complaint, Move
from surveys.deadline import acknowledge_by, respond_by
from surveys.entry import Kind


def complaints(pack: Pack) -> Iterator[Cells]:
    for one in pack.cared.complaints:
        yield (
            one.name, ref("D", one.delivery_id), pack.asked.orders.get(one.delivery_id or 0, ""),
            ref("K", one.customer_id), ref("I", one.invitation_id), one.door, one.problem, one.severity or "",
            one.state, pack.when(one.received_at), pack.when(one.acknowledged_at), *_times(pack, one),
            pack.when(one.closed_at), one.cause or "", one.decision or "", one.remedy, yes(one.remedy_open),
            one.reopened, yes(one.silent), pack.person(one.owner_id), one.words, one.outcome,
        )  # fmt: skip


def _times(pack: Pack, one: Complaint) -> tuple[str, ...]:
    if one.state in NO_COMPLAINT:
        return "", "", pack.when(one.responded_at), "", ""
    told, answer = acknowledge_by(one, pack.cared.rules), respond_by(one, pack.cared.rules)
    made = pack.cover.made_at
    return (pack.when(told), in_time(one.acknowledged_at, told, made), pack.when(one.responded_at), pack.when(answer),
            in_time(one.responded_at, answer, made))  # fmt: skip


def in_time(done: datetime | None, by: datetime, now: datetime) -> str:
    """Whether something was done by then; what is not due yet is neither."""
    if done is None:
        return "not done" if by < now else "not due"
    return "in time" if done <= by else "late"


def events(pack: Pack) -> Iterator[Cells]:
    """Moves, the file and the customers' closing words, case by case and in their order."""
    for case in pack.cared.complaints:
        for when, id_, kind, who, words in happenings(pack, case):
            yield case.name, id_, pack.when(when), kind, who, words


Happening = tuple[datetime, str, str, str, str]


def happenings(pack: Pack, case: Complaint) -> list[Happening]:
    """What happened in a case: when, a stable id, what, by whom, and the words."""
    found: list[Happening] = [(case.received_at, case.name, "received", f"by {case.door}", case.words)]
    found += [
        (one.at, f"M-{one.id}", _moved(one), pack.who(one.by), one.reason) for one in pack.cared.moves.get(case.id, ())
    ]
    found += [
        (one.at, f"F-{one.id}", _plain(one.kind), pack.who(one.by), one.words)
        for one in pack.cared.entries.get(case.id, ())
        if one.kind is not Kind.MOVE  # its file says again that a case moved
    ]
    found += [
        (one.at, f"Z-{one.id}", "closing word", "customer", _closing(one))
        for one in pack.cared.closures.get(case.id, ())
    ]
    return sorted(found, key=lambda one: one[0])


def _moved(move: Move) -> str:
    return "noted" if move.source is move.target else f"{_plain(move.source)} > {_plain(move.target)}"


def _closing(end: Closure) -> str:
    marks = ", ".join(f"{key} {mark}" for key, mark in sorted(end.marks.items()))
    return "; ".join(part for part in (f"solved: {yes(end.solved)}", marks, end.words) if part)


def _plain(code: str) -> str:
    return code.replace("_", " ")


COMPLAINTS = Sheet(
    "Complaints", "every case that came in the period, with its times against their targets",
    (("id", 8), ("delivery", 10), ("order", 14), ("customer", 10), ("invitation", 10), ("door", 10), ("problem", 20),
     ("severity", 9), ("state", 18), ("received", 26), ("acknowledged", 26), ("acknowledge by", 26),
     ("acknowledged in time", 20), ("answered", 26), ("answer by", 26), ("answered in time", 17), ("closed", 26),
     ("cause", 24), ("decision", 14), ("remedy", 40), ("remedy open", 12), ("reopened", 9), ("closed silently", 15),
     ("owner", 24), ("customer's words", 60), ("outcome", 50)), complaints,
)  # fmt: skip
EVENTS = Sheet(
    "Complaint_events", "all moves, letters, notes and closing words of these cases, in their order",
    (("complaint", 10), ("id", 9), ("at", 26), ("what", 32), ("by", 26), ("words", 90)), events,
)  # fmt: skip
