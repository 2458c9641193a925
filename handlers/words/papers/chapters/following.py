"""Complaints followed from first word to closure, and enquiries from first word to what was delivered."""

from handlers.words.papers.chapters.blocks import Block, facts, heading, table, text, together
from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.caring import happenings, in_time
from handlers.words.papers.sheets.sheet import yes
from handlers.words.papers.tables import Tables
from surveys.complaint import Complaint
from surveys.deadline import acknowledge_by, respond_by

MOST = 60
"""Enquiries told on paper; the workbook has all."""


def complaints(pack: Pack, _: Tables) -> list[Block]:
    sample = pack.cared.sample
    told: list[Block] = [
        text(f"{len(sample)} of the {len(pack.cared.complaints)} cases that came in the period, drawn with seed "
             f"{pack.cover.seed}: those with the lowest SHA-256 of '{pack.cover.seed}|C-number', without what was no "
             "complaint. Anybody can draw them again.")
    ]  # fmt: skip
    for case in sample:
        told += [
            together(
                [heading(f"{case.name}: {case.problem.replace('_', ' ')}", case.name), facts(_facts(pack, case))],
                and_on=True,
            ),
            table(
                [("At", "auto"), ("What", "auto"), ("By", "auto"), ("Words", "1fr")],
                [(pack.short(at), what, by, words) for at, _, what, by, words in happenings(pack, case)],
            ),
        ]
    return told


def _facts(pack: Pack, case: Complaint) -> list[tuple[str, str]]:
    order = pack.asked.orders.get(case.delivery_id or 0, "none known")
    told, answer = acknowledge_by(case, pack.cared.rules), respond_by(case, pack.cared.rules)
    now = pack.cover.made_at
    ended = f"{case.state.replace('_', ' ')} {pack.short(case.closed_at)}".strip()
    return [
        ("Order", f"{order}; came by {case.door}"),
        ("Severity", f"{(case.severity or 'not assessed').upper()}; owner {pack.person(case.owner_id) or 'nobody'}"),
        ("Acknowledged", _against(pack.short(case.acknowledged_at), pack.short(told),
                                  in_time(case.acknowledged_at, told, now))),
        ("Answered", _against(pack.short(case.responded_at), pack.short(answer),
                              in_time(case.responded_at, answer, now))),
        ("Found", f"cause {case.cause or 'not known'}; {case.decision or 'not decided'}; remedy {case.remedy or 'none'}"
                  .replace("_", " ")),
        ("Stands at", ended + (f"; reopened {case.reopened} times" if case.reopened else "")
                      + ("; closed by silence" if case.silent else "") + (f"; {case.outcome}" if case.outcome else "")),
    ]  # fmt: skip


def _against(done: str, by: str, judged: str) -> str:
    return f"{done or 'not yet'}, target {by}: {judged}"


def enquiries(pack: Pack, _: Tables) -> list[Block]:
    found = pack.wanted.enquiries
    if not found:
        return [text("No enquiry came in this period.")]
    bound = sum(one.unreviewed for one in found)
    rows = [
        (one.name, pack.short(one.received_at), pack.short(one.answered_at) or "not yet",
         in_time(one.answered_at, one.answer_by, pack.cover.made_at), one.state.replace("_", " "),
         str(one.agreed or ""), pack.short(one.committed_at) + (" without review" if one.unreviewed else ""),
         one.order, yes(one.met))
        for one in found[:MOST]
    ]  # fmt: skip
    more = f" The first {MOST} are told here, all are in the sheet Enquiries." if len(found) > MOST else ""
    return [
        text(f"{len(found)} enquiries came in this period; {bound} were committed to before anybody had reviewed "
             f"them.{more}"),
        table([("Enquiry", "auto"), ("Received", "auto"), ("A person replied", "auto"), ("Time", "auto"),
               ("State", "auto"), ("Agreed", "auto"), ("Committed", "1fr"), ("Order", "auto"), ("Met", "auto")], rows),
    ]  # fmt: skip
