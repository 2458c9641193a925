"""Everything that the papers of one period tell, read once and frozen: PDF and workbook cannot differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.words.papers.method import Method
from storage.work import ClaimedDigest, Person
from surveys.action import Action
from surveys.answer import Answer
from surveys.audit import Gap, Period
from surveys.chart import Chart
from surveys.clause import Edition as StandardEdition
from surveys.closure import Closure
from surveys.complaint import Complaint, Move
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.enquiry import Enquiry
from surveys.entry import Entry
from surveys.evidence import Block, Row
from surveys.figure import Counts
from surveys.grounds import Rules
from surveys.invitation import Invitation
from surveys.meeting import Attendance, Meeting
from surveys.opportunity import Opportunity
from surveys.requirement import Concerned, Edition, Judgement, Question
from surveys.review import Review
from surveys.risk import Risk
from surveys.workdays import Week


@dataclass(frozen=True)
class Cover:
    """What the papers are about. `redacted` says that nothing of customers is in them; `seed` drew the sample."""

    organisation: str
    period: Period
    edition: StandardEdition
    generator: str
    made_at: datetime
    seed: int
    redacted: bool
    block: Block | None
    unsealed: int


@dataclass(frozen=True)
class Asked:
    """The deliveries of the period, whom they went to, who was asked and what came back."""

    customers: Mapping[int, Customer]
    deliveries: Sequence[Delivery]
    invitations: Sequence[Invitation]
    sent: Mapping[int, str]
    answers: Sequence[Answer]
    orders: Mapping[int, str]
    """The order of each delivery that anything here is about, also of one before the period."""


@dataclass(frozen=True)
class Cared:
    """The complaints that came in the period, and by the id of each all that belongs to it; `sample` is followed."""

    complaints: Sequence[Complaint]
    moves: Mapping[int, Sequence[Move]]
    entries: Mapping[int, Sequence[Entry]]
    closures: Mapping[int, Sequence[Closure]]
    sample: Sequence[Complaint]
    rules: Rules


@dataclass(frozen=True)
class Wanted:
    """The enquiries that came in the period, and what of them was asked, agreed, changed and met."""

    enquiries: Sequence[Enquiry]
    editions: Sequence[Edition]
    questions: Sequence[Question]
    concerned: Sequence[Concerned]
    judgements: Sequence[Judgement]


@dataclass(frozen=True)
class Led:
    """The digests of the period's weeks, and what leaders decided about them."""

    digests: Sequence[ClaimedDigest]
    reviews: Sequence[Review]
    people: Mapping[int, Person]


@dataclass(frozen=True)
class Improved:
    """What was done in the period so that things go better, and where leaders talked about it. `history` has the files
    of the risks, `amendments` what was added to records after they were closed.
    """

    actions: Sequence[Action]
    risks: Sequence[Risk]
    history: Sequence[Entry]
    opportunities: Sequence[Opportunity]
    meetings: Sequence[Meeting]
    attendances: Sequence[Attendance]
    amendments: Sequence[Entry]


@dataclass(frozen=True)
class Pack:
    cover: Cover
    zone: ZoneInfo
    method: Method
    weeks: Sequence[tuple[Week, Counts]]
    chart: Chart
    asked: Asked
    cared: Cared
    wanted: Wanted
    led: Led
    improved: Improved
    gaps: Sequence[Gap]
    changes: Sequence[Row]

    def when(self, time: datetime | None) -> str:
        """A time in the organisation's zone, with its offset (ISO 8601); nothing where there is none."""
        return "" if time is None else time.astimezone(self.zone).isoformat(timespec="seconds")

    def short(self, time: datetime | None) -> str:
        """The same for a reader, to the minute."""
        return "" if time is None else f"{time.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def who(self, by: str) -> str:
        """Whom evidence calls `staff:3`, by the address or Slack id they are known under."""
        number = by.removeprefix("staff:")
        person = self.led.people.get(int(number)) if by.startswith("staff:") and number.isdecimal() else None
        return self.person(person.id) if person else by

    def person(self, id_: int | None) -> str:
        found = self.led.people.get(id_ or 0)
        known = (found.email or found.slack_user or "") if found else ""
        return f"staff:{id_} {known}".strip() if found else ""
