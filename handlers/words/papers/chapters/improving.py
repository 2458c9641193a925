"""What was done so that things go better, whether it worked, and where leaders talked about it."""

from handlers.words.papers.chapters.blocks import Block, heading, table, text
from handlers.words.papers.pack import Pack
from handlers.words.papers.tables import Tables
from surveys.action import RESULTS, plain
from surveys.effect import aimed
from surveys.line import counted
from surveys.meeting import INPUTS, Input, Kind, Meeting, Presence, State, uncovered
from surveys.risk import Weight


def improvement(pack: Pack, _: Tables) -> list[Block]:
    """Actions with their effect, then both registers."""
    found = pack.improved
    judged = [one for one in found.actions if one.state in RESULTS]
    worked = sum(one.state == RESULTS[0] for one in judged)
    actions = [(one.name, one.words, aimed(one) if one.measure else "", plain(one.state), one.finding)
               for one in found.actions]  # fmt: skip
    risks = [(one.name, one.words, str(one.state), _inherent(one.inherent_likelihood, one.inherent_severity),
              one.weight.words, one.cause) for one in found.risks]  # fmt: skip
    chances = [(one.name, one.words, str(one.state), one.reason) for one in found.opportunities]
    return [
        text(f"{counted(len(found.actions), 'action')}; {worked} of {len(judged)} that were judged were effective. "
             "By which measure one is judged is fixed before it begins, and somebody other than its owner judges."),
        table([("No", "auto"), ("What", "2fr"), ("Has worked when", "2fr"), ("State", "1fr"), ("Figures", "2fr")],
              actions),
        heading("Risks"),
        table([("No", "auto"), ("What", "2fr"), ("State", "auto"), ("As accepted", "auto"), ("Now", "auto"),
               ("Because of", "2fr")], risks),
        heading("Opportunities"),
        table([("No", "auto"), ("What", "3fr"), ("State", "auto"), ("Why", "2fr")], chances),
    ]  # fmt: skip


def meetings(pack: Pack, _: Tables) -> list[Block]:
    """Who took part in which; which inputs of a management review were looked at."""
    found = pack.improved.meetings
    rows = [row for one in found for row in _people(pack, one)]
    blocks = [
        text(f"{counted(len(found), 'meeting')}. Without a leader a meeting may be closed, and says so; "
             "what was written later stands beside the record as an amendment."),
        table([("No", "auto"), ("Meeting", "1fr"), ("Opened", "auto"), ("Person", "1fr"), ("Presence", "auto"),
               ("Decided", "2fr")], rows),
    ]  # fmt: skip
    amended = [(pack.short(one.at), one.words) for one in pack.improved.amendments]
    if amended:
        blocks += [heading("Amendments"), table([("When", "auto"), ("What", "1fr")], amended)]
    return [*blocks, heading("Inputs of the management review"), *_coverage(pack)]


def _people(pack: Pack, meeting: Meeting) -> list[tuple[str, ...]]:
    alone = " (without top management)" if meeting.led is False else ""
    told = "; ".join(meeting.decisions) or meeting.notes or str(meeting.state)
    head = (meeting.name, f"{meeting.title}{alone}", pack.short(meeting.opened_at))
    there = [one for one in pack.improved.attendances if one.meeting_id == meeting.id]
    rows = [(f"{pack.person(one.person_id)}{', leader' if one.leader else ''}", _presence(one.presence, one.why))
            for one in there] or [("nobody was invited", "")]  # fmt: skip
    return [(*head, *rows[0], told), *(("", "", "", *row, "") for row in rows[1:])]


def _coverage(pack: Pack) -> list[Block]:
    reviews = [one for one in pack.improved.meetings if one.kind is Kind.REVIEW and one.state is State.CLOSED]
    left = uncovered(reviews)
    rows = [(INPUTS[one], ", ".join(two.name for two in reviews if one in two.covered) or "GAP") for one in Input]
    told = f"{len(Input) - len(left)} of {len(Input)} inputs were looked at in this period."
    return [text(told), table([("Input", "2fr"), ("Looked at in", "1fr")], rows)]


def _presence(presence: Presence, why: str) -> str:
    return f"{presence}: {why}" if why else str(presence)


def _inherent(likelihood: int | None, severity: int | None) -> str:
    return Weight(likelihood, severity).words if likelihood and severity else ""
