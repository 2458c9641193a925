"""Meetings of leaders: closed into a record that says who took part and what was left out."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.grounds import CannotMove, NeedsReason, ThereAlready
from surveys.meeting import (
    INPUTS,
    Attendance,
    Input,
    Kind,
    Meeting,
    Presence,
    State,
    check_closed,
    check_open,
    closed,
    decided,
    fingerprint,
    uncovered,
)
from surveys.workdays import Quarter

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
MEETING = Meeting(1, 4, Kind.REVIEW, NOW, 3, ("R-1 proposed",))
LED = [Attendance(1, 1, 3, True, Presence.PRESENT, NOW), Attendance(2, 1, 5, True, Presence.ABSENT, NOW, "ill")]
UNLED = [replace(LED[0], leader=False), LED[1]]


def test_a_record_says_whether_a_leader_took_part() -> None:
    """An absent leader is none."""
    for people, led in ((LED, True), (UNLED, False)):
        record = closed(decided(MEETING, "Call the carrier"), people, ["risks"], "", by=3, now=NOW)
        assert (record.state, record.led, record.covered) == (State.CLOSED, led, (Input.RISKS,))


def test_a_meeting_that_decided_nothing_says_why() -> None:
    """No action needed is a decision, silence is none."""
    with pytest.raises(NeedsReason, match="M-4 decided nothing: say why nothing is needed"):
        closed(MEETING, LED, (), " ", by=3, now=NOW)
    assert closed(MEETING, LED, (), "All risks are addressed", by=3, now=NOW).decisions == ()


def test_nobody_there_is_no_meeting() -> None:
    """Somebody has to have said that they take part."""
    with pytest.raises(CannotMove, match="nobody has said that they take part"):
        closed(decided(MEETING, "Call"), LED[1:], (), "", by=3, now=NOW)


def test_what_is_closed_stays() -> None:
    """No decision more, no second closing; only an amendment, and that only then."""
    record = closed(MEETING, LED, (), "Nothing is needed", by=3, now=NOW)
    with pytest.raises(CannotMove, match="what comes later is an amendment"):
        decided(record, "More")
    with pytest.raises(ThereAlready):
        closed(record, LED, (), "Again", by=3, now=NOW)
    check_closed(record)
    check_open(MEETING)
    with pytest.raises(CannotMove, match="still open"):
        check_closed(MEETING)


def test_the_record_has_a_fingerprint() -> None:
    """Whatever is changed in it afterwards, also who took part, gives another."""
    record = closed(decided(MEETING, "Call the carrier"), LED, ["risks"], "", by=3, now=NOW)
    assert record.hash == fingerprint(record, list(reversed(LED)))
    assert record.hash not in (
        fingerprint(replace(record, decisions=("Do nothing",)), LED),
        fingerprint(record, UNLED),
        fingerprint(replace(record, notes="x"), LED),
    )


def test_inputs_may_be_spread_over_several_reviews() -> None:
    """What none of the closed ones looked at is left."""
    first = closed(MEETING, LED, ["risks", "audits"], "x", by=3, now=NOW)
    assert set(uncovered([first, replace(MEETING, covered=tuple(Input))])) == set(Input) - {Input.RISKS, Input.AUDITS}
    assert set(INPUTS) == set(Input)


def test_a_quarter_begins_and_ends_at_midnight_there() -> None:
    """Half open, over the end of summer and of the year."""
    zone = ZoneInfo("Europe/Berlin")
    last = Quarter.parse("2026-Q4")
    assert last.bounds(zone) == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    )
    assert Quarter.of(NOW, zone) == last
    assert [Quarter(2026, n).bounds(zone)[1] for n in (1, 2, 3)] == [
        Quarter(2026, n).bounds(zone)[0] for n in (2, 3, 4)
    ]
    with pytest.raises(ValueError, match="write it like 2026-Q4"):
        Quarter.parse("2026-Q5")
