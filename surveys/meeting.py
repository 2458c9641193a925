"""Where leaders talk about risks and review how things go, as a record (ISO 9001:2015, 5.1.2 b and 9.3).

Who took part and who was absent, what was looked at, what was decided. A meeting without a leader may be closed, and
says so. What is closed stays; a later edit is an amendment beside it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from surveys.grounds import CannotMove, NeedsReason, ThereAlready


class Kind(StrEnum):
    RISK = "risk"
    REVIEW = "management"


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Presence(StrEnum):
    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"


class Input(StrEnum):
    """What a management review looks at (ISO 9001:2015, 9.3.2)."""

    ACTIONS = "prior_actions"
    CHANGES = "changes"
    SATISFACTION = "satisfaction"
    OBJECTIVES = "objectives"
    PROCESSES = "processes"
    NONCONFORMITIES = "nonconformities"
    MONITORING = "monitoring"
    AUDITS = "audits"
    SUPPLIERS = "suppliers"
    RESOURCES = "resources"
    RISKS = "risks"
    IMPROVEMENT = "improvement"


OURS = (Input.ACTIONS, Input.SATISFACTION, Input.NONCONFORMITIES, Input.MONITORING, Input.RISKS, Input.IMPROVEMENT)
"""Those of which the records here say something; the others somebody brings along."""


@dataclass(frozen=True)
class Meeting:
    """One meeting. `number` is what people call it: M-1. `agenda` is what was gathered when it was opened, `covered`
    the inputs that were looked at, `hash` (SHA-256, hex) that of the record as it was closed. `led` says whether a
    leader took part.
    """

    id: int
    number: int
    kind: Kind
    opened_at: datetime
    opener_id: int
    agenda: tuple[str, ...] = ()
    state: State = State.OPEN
    version: int = 1
    covered: tuple[str, ...] = ()
    notes: str = ""
    decisions: tuple[str, ...] = ()
    closed_at: datetime | None = None
    closer_id: int | None = None
    led: bool | None = None
    hash: str = ""

    @property
    def name(self) -> str:
        return f"M-{self.number}"

    @property
    def title(self) -> str:
        return "Risk meeting" if self.kind is Kind.RISK else "Management review"


@dataclass(frozen=True)
class Attendance:
    """One person at one meeting; `leader` is their role when they were invited or came, `why` an absence."""

    id: int
    meeting_id: int
    person_id: int
    leader: bool
    presence: Presence
    at: datetime
    why: str = ""


def check_open(meeting: Meeting) -> None:
    """Raises: CannotMove, where only an amendment can be made."""
    if meeting.state is State.CLOSED:
        raise CannotMove(f"{meeting.name} is closed: what comes later is an amendment")


def check_closed(meeting: Meeting) -> None:
    """Raises: CannotMove."""
    if meeting.state is State.OPEN:
        raise CannotMove(f"{meeting.name} is still open: write it in as it is")


def decided(meeting: Meeting, words: str) -> Meeting:
    """The meeting with one more decision. Raises: CannotMove."""
    check_open(meeting)
    if not words.strip():
        raise NeedsReason(f"say what {meeting.name} decided")
    return replace(meeting, decisions=(*meeting.decisions, " ".join(words.split())))


def closed(
    meeting: Meeting,
    people: Sequence[Attendance],
    covered: Sequence[str],
    notes: str,
    *,
    by: int,
    now: datetime,
) -> Meeting:
    """The record of a meeting; nobody can say later that it was otherwise. Raises: CannotMove.

    Where nothing was decided the notes say why nothing is needed (ISO 9001:2015, 9.3.3).
    """
    if meeting.state is State.CLOSED:
        raise ThereAlready(f"{meeting.name} is closed already")
    if not any(one.presence is Presence.PRESENT for one in people):
        raise CannotMove(f"{meeting.name}: nobody has said that they take part")
    if not meeting.decisions and not notes.strip():
        raise NeedsReason(f"{meeting.name} decided nothing: say why nothing is needed")
    led = any(one.leader and one.presence is Presence.PRESENT for one in people)
    after = replace(
        meeting,
        state=State.CLOSED,
        covered=tuple(Input(one) for one in covered),
        notes=notes.strip(),
        closed_at=now,
        closer_id=by,
        led=led,
    )
    return replace(after, hash=fingerprint(after, people))


def fingerprint(meeting: Meeting, people: Sequence[Attendance]) -> str:
    """SHA-256 (hex) over what a closed record says."""
    listed = sorted((one.person_id, one.leader, str(one.presence), one.why) for one in people)
    told = [meeting.number, meeting.kind, meeting.agenda, meeting.covered, meeting.notes, meeting.decisions, listed]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def uncovered(meetings: Sequence[Meeting]) -> tuple[Input, ...]:
    """The inputs of a management review that none of these closed meetings has looked at; they may be spread out."""
    seen = {one for meeting in meetings if meeting.state is State.CLOSED for one in meeting.covered}
    return tuple(one for one in Input if one not in seen)


INPUTS: Mapping[Input, str] = {
    Input.ACTIONS: "What came of earlier actions",
    Input.CHANGES: "What has changed inside and outside",
    Input.SATISFACTION: "What customers say",
    Input.OBJECTIVES: "How far objectives are met",
    Input.PROCESSES: "How processes and products perform",
    Input.NONCONFORMITIES: "What went wrong, and its causes",
    Input.MONITORING: "What was measured",
    Input.AUDITS: "What audits found",
    Input.SUPPLIERS: "How suppliers perform",
    Input.RESOURCES: "Whether people and means suffice",
    Input.RISKS: "Whether what is done about risks works",
    Input.IMPROVEMENT: "Where things can be better",
}
"""The inputs in our own words."""
