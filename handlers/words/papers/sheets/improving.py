"""Sheets about what was done so that things go better: actions, both registers, and the meetings about them."""

from collections.abc import Iterator

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.sheet import Cells, Sheet, ref, yes
from surveys.effect import aimed
from surveys.risk import Weight


def actions(pack: Pack) -> Iterator[Cells]:
    """One row an action, from what caused it to what came of it."""
    for one in pack.improved.actions:
        yield (
            one.name, one.kind, one.words, one.cause, _origin(pack, one.digest_id, one.complaint_id, one.risk_id),
            ref("O", one.opportunity_id), one.state, pack.person(one.owner_id), str(one.due_on or ""),
            aimed(one) if one.measure else "", pack.when(one.proposed_at), pack.when(one.agreed_at),
            pack.when(one.begun_at), pack.when(one.implemented_at), pack.when(one.verify_at), one.proposal,
            one.finding, pack.person(one.verifier_id), pack.when(one.closed_at), one.result,
        )  # fmt: skip


def risks(pack: Pack) -> Iterator[Cells]:
    """One row for each entry in the file of a risk, so that every change of its weight is there with its cause."""
    for one in pack.improved.risks:
        inherent = (
            Weight(one.inherent_likelihood, one.inherent_severity).score
            if one.inherent_likelihood and one.inherent_severity
            else None
        )
        told = (one.name, one.words, one.theme, one.state, one.likelihood, one.severity, one.weight.score, inherent,
                pack.person(one.owner_id), pack.person(one.decider_id), pack.when(one.decided_at),
                one.reason)  # fmt: skip
        for entry in pack.improved.history:
            if entry.risk_id == one.id:
                yield (*told, pack.when(entry.at), pack.who(entry.by), entry.words)


def opportunities(pack: Pack) -> Iterator[Cells]:
    for one in pack.improved.opportunities:
        yield (
            one.name, one.words, one.cause, one.state, one.benefit, one.effort, pack.when(one.found_at),
            pack.person(one.finder_id), pack.when(one.decided_at), pack.person(one.decider_id), one.reason,
        )  # fmt: skip


def meetings(pack: Pack) -> Iterator[Cells]:
    """One row for each person of each meeting; what was amended later stands in all of them."""
    for one in pack.improved.meetings:
        later = "; ".join(
            f"{pack.when(two.at)} {two.words}" for two in pack.improved.amendments if two.meeting_id == one.id
        )
        told = (one.name, one.title, one.state, pack.when(one.opened_at), pack.when(one.closed_at), yes(one.led),
                "; ".join(one.agenda), "; ".join(one.covered), "; ".join(one.decisions), one.notes, one.hash,
                later)  # fmt: skip
        for who in pack.improved.attendances:
            if who.meeting_id == one.id:
                yield (*told, pack.person(who.person_id), yes(who.leader), who.presence, who.why)


def _origin(pack: Pack, digest_id: int | None, complaint_id: int | None, risk_id: int | None) -> str:
    """The complaint by its number, where it is of this period."""
    case = next((one.name for one in pack.cared.complaints if one.id == complaint_id), "")
    risk = next((one.name for one in pack.improved.risks if one.id == risk_id), "")
    return case or risk or ref("G", digest_id)


ACTIONS = Sheet(
    "Actions", "what was done, how its effect was to be judged, and what came of it",
    (("id", 8), ("kind", 12), ("what", 60), ("cause", 40), ("because of", 12), ("opportunity", 12), ("state", 14),
     ("owner", 26), ("due", 12), ("has worked when", 60), ("proposed", 26), ("agreed", 26), ("begun", 26),
     ("done", 26), ("effect looked at", 26), ("figures say", 14), ("figures", 60), ("judged by", 26),
     ("closed", 26), ("why", 60)), actions,
)  # fmt: skip
RISKS = Sheet(
    "Risks", "the register of risks, with every change and its cause",
    (("id", 8), ("what", 40), ("theme", 18), ("state", 12), ("likelihood", 10), ("severity", 10), ("score", 8),
     ("as accepted", 12), ("owner", 26), ("decided by", 26), ("decided", 26), ("why", 40), ("changed", 26),
     ("by", 26), ("change", 80)), risks,
)  # fmt: skip
OPPORTUNITIES = Sheet(
    "Opportunities", "the register of opportunities, and what was made of them",
    (("id", 8), ("what", 60), ("cause", 50), ("state", 12), ("benefit", 9), ("effort", 9), ("found", 26),
     ("found by", 26), ("decided", 26), ("decided by", 26), ("why", 40)), opportunities,
)  # fmt: skip
MEETINGS = Sheet(
    "Meetings", "risk meetings and management reviews: who took part, what was looked at and decided",
    (("id", 8), ("meeting", 20), ("state", 9), ("opened", 26), ("closed", 26), ("leader there", 13), ("agenda", 60),
     ("looked at", 40), ("decisions", 60), ("notes", 40), ("record's hash", 66), ("amended", 50), ("person", 26),
     ("leader", 8), ("presence", 10), ("why", 30)), meetings,
)  # fmt: skip
