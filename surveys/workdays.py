"""Days and hours in which an organisation works, and the ISO weeks it reports by."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
"""From when to when people work on a day, by the clock on the wall."""

NINE_TO_FIVE: Hours = (time(9), time(17))

LONGEST_SEARCH = 3660
"""Days without any work after which a span of business hours is given up: such settings never end."""


class NeverWorks(ValueError):
    """No working day comes within ten years."""


@dataclass(frozen=True)
class Workdays:
    """The working week of an organisation: its zone, its weekdays (Monday is 0), its holidays and its hours.

    `hours_on` has the weekdays whose hours are others than `hours`.
    """

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: Container[date] = frozenset()
    hours: Hours = NINE_TO_FIVE
    hours_on: Mapping[int, Hours] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def after(self, when: datetime, days: int, at: time) -> datetime:
        """The instant (UTC) `days` working days after the local day of `when`, at the local time `at`.

        The day of `when` itself never counts, so one day after Friday or Saturday is Monday.
        """
        return instant(self._day_after(when, days), at, self.zone)

    def close_of(self, when: datetime, days: int) -> datetime:
        """The close of business (UTC) of the working day `days` after the local day of `when`.

        Regulators count in this way (FCA Handbook, DISP 1.5.1: "following the day of receipt").
        """
        day = self._day_after(when, days)
        return instant(day, self.hours_of(day)[1], self.zone)

    def later(self, when: datetime, span: timedelta) -> datetime:
        """The instant (UTC) by which `span` of business hours has passed since `when`, counted on the wall clock.

        Raises: NeverWorks.
        """
        first = when.astimezone(self.zone).replace(tzinfo=None)
        for opens, closes in self._spells(when):
            start = max(opens, first)
            if timedelta(0) < closes - start >= span:
                return (start + span).replace(tzinfo=self.zone).astimezone(UTC)
            span -= max(closes - start, timedelta(0))
        raise NeverWorks(f"no {span} of business hours follow {when:%Y-%m-%d}")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The business hours from one instant to a later one, counted on the wall clock; none where it is earlier."""
        first, last = (when.astimezone(self.zone).replace(tzinfo=None) for when in (start, end))
        total = timedelta(0)
        for opens, closes in self._spells(start):
            if opens >= last:
                return total
            total += max(min(closes, last) - max(opens, first), timedelta(0))
        return total

    def _day_after(self, when: datetime, days: int) -> date:
        day = when.astimezone(self.zone).date()
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_workday(day)
        return day

    def _spells(self, when: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Opening and closing of each working day from the day of `when` on, by the clock on the wall."""
        day, idle = when.astimezone(self.zone).date(), 0
        while idle < LONGEST_SEARCH:
            opens, closes = self.hours_of(day)
            idle += 1
            if self.is_workday(day) and opens < closes:
                idle = 0
                yield datetime.combine(day, opens), datetime.combine(day, closes)
            day += timedelta(days=1)

    def hours_of(self, day: date) -> Hours:
        return self.hours_on.get(day.weekday(), self.hours)


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar, written `2026-Q4`."""

    year: int
    number: int

    @classmethod
    def of(cls, when: datetime, zone: ZoneInfo) -> "Quarter":
        """The quarter in which `when` falls for people in `zone`."""
        day = when.astimezone(zone).date()
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read `2026-Q4`.

        Raises: ValueError where the text is no quarter.
        """
        if not re.fullmatch("[1-9][0-9]{3}-Q[1-4]", text):
            raise ValueError(f"'{text}' is no quarter; write it like 2026-Q4")
        return cls(int(text[:4]), int(text[6:]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Midnight of its first day to midnight after its last in `zone`, half open, as UTC instants."""
        first = date(self.year, 3 * self.number - 2, 1)
        after = date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)
        return instant(first, time(0), zone), instant(after, time(0), zone)


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday, written `2026-W47`."""

    year: int
    number: int

    @classmethod
    def of(cls, when: datetime, zone: ZoneInfo) -> "Week":
        """The week in which `when` falls for people in `zone`."""
        return cls.on(when.astimezone(zone).date())

    @classmethod
    def on(cls, day: date) -> "Week":
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read `2026-W47`.

        Raises: ValueError where the text is no ISO week.
        """
        try:
            date.fromisoformat(f"{text}-1" if re.fullmatch("[0-9]{4}-W[0-9]{2}", text) else "")
        except ValueError:
            raise ValueError(f"'{text}' is no ISO week; write it like 2026-W47") from None
        return cls(int(text[:4]), int(text[6:]))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def shift(self, weeks: int) -> "Week":
        return Week.on(self.monday() + timedelta(weeks=weeks))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Monday 00:00 to the next Monday 00:00 in `zone`, half open, as UTC instants."""
        midnight = time(0)
        return instant(self.monday(), midnight, zone), instant(self.shift(1).monday(), midnight, zone)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local day and time as UTC: the first of two where clocks go back, the later where they go forward."""
    local = datetime.combine(day, at, tzinfo=zone)
    return local.astimezone(UTC)
