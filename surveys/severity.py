"""How grave a complaint is, and in what time each grade is looked after (ISO 10002:2018, 7.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.workdays import Workdays, instant


class Severity(StrEnum):
    """S1: safety, law, loss of data, or a customer who stands still. S2: an order that is of no use. S3: the rest."""

    S1 = "s1"
    S2 = "s2"
    S3 = "s3"

    @property
    def raised(self) -> "Severity":
        """One level graver; nothing is graver than S1."""
        return {Severity.S3: Severity.S2}.get(self, Severity.S1)

    def below(self, other: "Severity") -> bool:
        """Whether this is less grave than the other."""
        return self > other


class Unit(StrEnum):
    BUSINESS_HOUR = "business hour"
    BUSINESS_DAY = "business day"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Term:
    """A span that people agree on: `4 business hours`, `10 business days`, `24 hours`, `8 weeks`."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read `4 business hours`.

        Raises: ValueError where the text is no span.
        """
        found = re.fullmatch(r"(\d{1,4}) ((?:business )?(?:hour|day)|week)s?", text)
        if not found or not int(found[1]):
            raise ValueError(
                f"'{text}' is no span of time; write it like '4 business hours', '5 business days', '8 weeks'"
            )
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"

    def end(self, start: datetime, workdays: Workdays) -> datetime:
        """When it is over (UTC). Days end with the close of business; the day of `start` does not count."""
        match self.unit:
            case Unit.BUSINESS_HOUR:
                return workdays.later(start, timedelta(hours=self.count))
            case Unit.BUSINESS_DAY:
                return workdays.close_of(start, self.count)
            case Unit.HOUR:
                return start + timedelta(hours=self.count)
            case Unit.DAY | Unit.WEEK:
                days = self.count * (7 if self.unit is Unit.WEEK else 1)
                day = start.astimezone(workdays.zone).date() + timedelta(days=days)
                return instant(day, workdays.hours_of(day)[1], workdays.zone)


@dataclass(frozen=True)
class Pace:
    """By when a case of one severity is acknowledged and responded to, and how long nobody waits for the next word."""

    acknowledge: Term
    respond: Term
    next_word: Term


PACES: Mapping[Severity, Pace] = {
    Severity.S1: Pace(Term(1, Unit.BUSINESS_HOUR), Term(1, Unit.BUSINESS_DAY), Term(1, Unit.BUSINESS_DAY)),
    Severity.S2: Pace(Term(4, Unit.BUSINESS_HOUR), Term(5, Unit.BUSINESS_DAY), Term(5, Unit.BUSINESS_DAY)),
    Severity.S3: Pace(Term(1, Unit.BUSINESS_DAY), Term(10, Unit.BUSINESS_DAY), Term(5, Unit.BUSINESS_DAY)),
}


def pace(severity: Severity | None) -> Pace:
    """A case that nobody has assessed is looked after like one of the mildest."""
    return PACES[severity or Severity.S3]
