"""Days on which an organisation works, and the ISO weeks it reports by."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Workdays:
    """The working week of an organisation: its zone, its weekdays (Monday is 0) and its holidays."""

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: Container[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def after(self, when: datetime, days: int, at: time) -> datetime:
        """The instant (UTC) `days` working days after the local day of `when`, at the local time `at`.

        The day of `when` itself never counts, so one day after Friday or Saturday is Monday.
        """
        day = when.astimezone(self.zone).date()
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_workday(day)
        return instant(day, at, self.zone)


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
