"""What an auditor takes away of a period: which weeks it touches, which cases are followed, and what is missing.

A gap is told like any other fact: evidence without its gaps would be advertising (ISO 9001:2015, 9.1.3 and 9.3.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from surveys.complaint import NO_COMPLAINT, Complaint, State
from surveys.workdays import Week, instant

SAMPLED = 10
LONGEST = 1100
"""Days of a period: three years, as far as figures are known."""


class BadPeriod(ValueError):
    """No pack can be made of these days; says why."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included, in the organisation's zone."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPeriod(f"the period ends on {self.last}, before it begins on {self.first}")
        if (self.last - self.first).days > LONGEST:
            raise BadPeriod(f"a period has at most {LONGEST} days; make several packs")

    @classmethod
    def parse(cls, first: str, last: str) -> "Period":
        """Raises: BadPeriod."""
        return cls(_day(first), _day(last))

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Every ISO week of which a day lies in the period."""
        start, end = Week.on(self.first), Week.on(self.last)
        found = [start]
        while found[-1] != end:
            found.append(found[-1].shift(1))
        return tuple(found)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day, half open, as UTC instants."""
        after = self.last + timedelta(days=1)
        return instant(self.first, time(0), zone), instant(after, time(0), zone)

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


@dataclass(frozen=True)
class Gap:
    """Something that is missing or open: which sort, what, and where to look."""

    sort: str
    what: str
    where: str = ""


def sample(cases: Iterable[Complaint], seed: int, most: int = SAMPLED) -> tuple[Complaint, ...]:
    """The cases to follow end to end, by number: those with the lowest SHA-256 of `seed|C-number`.

    Anybody can work it out again from the printed seed. What was no complaint, or is not known to be one, is left out.
    """
    real = [case for case in cases if case.state not in (*NO_COMPLAINT, State.CANDIDATE)]
    drawn = sorted(real, key=lambda case: sha256(f"{seed}|{case.name}".encode()).hexdigest())[:most]
    return tuple(sorted(drawn, key=lambda case: case.number))


def undigested(weeks: Iterable[Week], told: Mapping[str, bool], now: datetime, zone: ZoneInfo) -> list[Gap]:
    """Weeks that are over without a digest, and digests that came late; `told` says of each week whether it was."""
    found = []
    for week in weeks:
        if str(week) not in told:
            over = week.bounds(zone)[1] <= now
            found += [Gap("No digest", f"{week} ended without a digest", "Reviews_acks")] if over else []
        elif told[str(week)]:
            found.append(Gap("Late digest", f"the digest of {week} was late", "Reviews_acks"))
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) == 10 else "")
    except ValueError:
        raise BadPeriod(f"'{text}' is no day; write it like 2026-11-16") from None
