"""Sheets about what customers want: enquiries, requirements line by line, and what was changed (8.2)."""

from collections.abc import Iterator, Mapping

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.sheet import Cells, Sheet, ref, yes
from surveys.requirement import DUE, Edition


def enquiries(pack: Pack) -> Iterator[Cells]:
    for one in pack.wanted.enquiries:
        yield (
            one.name, ref("K", one.customer_id), one.door, one.state, pack.when(one.received_at),
            pack.when(one.answer_by), pack.when(one.answered_at), pack.when(one.reviewed_at),
            pack.when(one.committed_at), yes(one.unreviewed), one.edition, one.agreed, one.order,
            ref("D", one.delivery_id), yes(one.met), pack.when(one.closed_at), pack.person(one.owner_id), one.words,
            one.outcome,
        )  # fmt: skip


def requirements(pack: Pack) -> Iterator[Cells]:
    """One row a line of each edition, where the day to deliver by is a line too; then what had to be asked."""
    names = {one.id: one.name for one in pack.wanted.enquiries}
    for one in pack.wanted.editions:
        day = [(DUE, f"deliver by {one.due_on}")] if one.due_on else []
        for at, words in [*enumerate(one.lines), *day]:
            yield (
                f"{names[one.enquiry_id]}.{one.number}.{'due' if at == DUE else at + 1}", names[one.enquiry_id],
                one.number, words, *_met(pack, one, at), pack.when(one.at), pack.person(one.reviewer_id),
                ", ".join(one.checked), one.remark, one.why, pack.when(one.agreed_at), one.confirmation, one.hash,
            )  # fmt: skip

    yield from _asked(pack, names)


def _asked(pack: Pack, names: Mapping[int, str]) -> Iterator[Cells]:
    """What was not clear, beside what was; nothing is agreed while a question is open."""
    for one in pack.wanted.questions:
        told = one.answer if one.answered_at else "not answered yet"
        yield (f"{names[one.enquiry_id]}.q{one.id}", names[one.enquiry_id], "", f"question: {one.words}", "", told,
               pack.when(one.asked_at), "", "", "", "", pack.when(one.answered_at), "", "")  # fmt: skip


def _met(pack: Pack, edition: Edition, line: int) -> tuple[str, str]:
    of = (edition.enquiry_id, edition.number, line)
    found = next((one for one in pack.wanted.judgements if (one.enquiry_id, one.edition, one.line) == of), None)
    return (yes(found.met), found.note) if found else ("", "")


def changes(pack: Pack) -> Iterator[Cells]:
    """Whoever had to know of a change of what was agreed, then what was changed in the service itself."""
    names = {one.id: one.name for one in pack.wanted.enquiries}
    for one in pack.wanted.concerned:
        said = f"knows since {pack.when(one.acknowledged_at)}" if one.acknowledged_at else "has not said that they know"
        told = f"edition {one.edition} of {names[one.enquiry_id]}: {pack.person(one.person_id)} {said}"
        yield f"N-{one.id}", pack.when(one.told_at), "told of a change", names[one.enquiry_id], "service", told
    for row in pack.changes:
        facts = ", ".join(f"{key} {value}" for key, value in sorted(row.facts.items()) if value not in (None, ""))
        about = f"{row.thing} {row.thing_id}".removesuffix(" 0")
        yield f"V-{row.id}", pack.when(row.at), "changed", about, pack.who(row.by), facts


ENQUIRIES = Sheet(
    "Enquiries", "every enquiry that came in the period, from its first word to what was delivered",
    (("id", 8), ("customer", 10), ("door", 10), ("state", 13), ("received", 26), ("answer by", 26), ("answered", 26),
     ("reviewed", 26), ("committed", 26), ("committed without review", 24), ("edition", 8), ("agreed edition", 14),
     ("order", 14), ("delivery", 10), ("met", 6), ("closed", 26), ("owner", 24), ("customer's words", 60),
     ("outcome", 50)), enquiries,
)  # fmt: skip
REQUIREMENTS = Sheet(
    "Requirements", "what was wanted, line by line and edition by edition: reviewed, agreed, met or not",
    (("id", 11), ("enquiry", 9), ("edition", 8), ("requirement", 60), ("met", 6), ("note", 40), ("kept", 26),
     ("reviewed by", 24), ("checked", 50), ("left out because", 36), ("changed because", 36), ("agreed", 26),
     ("confirmation", 50), ("hash", 66)), requirements,
)  # fmt: skip
CHANGES = Sheet(
    "Changes", "who was told of changed requirements, and what was changed in the service, by evidence row",
    (("id", 10), ("at", 26), ("what", 18), ("about", 20), ("by", 28), ("facts", 100)), changes,
)  # fmt: skip
