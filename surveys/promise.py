"""What the organisation promises its customers, and how often it keeps that (ISO 9001:2015, 8.2.2; ISO 10001:2018)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from surveys.severity import Term
from surveys.workdays import Workdays


class Subject(StrEnum):
    """What is promised: from what on the time runs, and what ends it."""

    ENQUIRY_ANSWERED = "enquiry_answered"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    COMPLAINT_ANSWERED = "complaint_answered"


@dataclass(frozen=True)
class Promise:
    """One promise, as customers read it. `within` is its span ("4 business hours"). It holds `since` then and `until`
    it is taken back; what began before it was made is not measured by it.
    """

    id: int
    words: str
    subject: Subject
    within: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """How many of those that were decided were kept."""

    yes: int = 0
    of: int = 0


@dataclass(frozen=True)
class Happening:
    """Something that a promise is about: since when its time runs, by when it is to be done, and when it was."""

    since: datetime
    by: datetime
    done: datetime | None


def kept(happenings: Iterable[Happening], start: datetime, end: datetime) -> Kept:
    """Of what was decided from `start` on and before `end`: done in time when it was done, else missed when its time
    was over. So each counts in one week, what is left undone counts as missed, and a past week never changes.
    """
    decided = [one for one in happenings if start <= _decided(one) < end]
    return Kept(sum(_in_time(one) for one in decided), len(decided))


def due(promise: Promise, since: datetime, workdays: Workdays) -> datetime:
    """By when something that began then is to be done."""
    return Term.parse(promise.within).end(since, workdays)


def holds(promise: Promise, since: datetime) -> bool:
    """Whether the promise held when this began."""
    return promise.since <= since and (promise.until is None or since < promise.until)


def _decided(one: Happening) -> datetime:
    return one.done if one.done is not None and one.done <= one.by else one.by


def _in_time(one: Happening) -> bool:
    return one.done is not None and one.done <= one.by
