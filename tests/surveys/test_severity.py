"""How grave a complaint is, and the spans of time that follow from it."""

from datetime import UTC, datetime
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.severity import PACES, Severity, Term, Unit, pace
from tests.surveys.cases import LONDON, NOW

terms = st.builds(Term, st.integers(1, 200), st.sampled_from(Unit))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def end(term: str, start: str) -> datetime:
    return LONDON.end(Term.parse(term), datetime.fromisoformat(start))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("1 business hour", Term(1, Unit.BUSINESS_HOUR)),
        ("4 business hours", Term(4, Unit.BUSINESS_HOUR)),
        ("10 business days", Term(10, Unit.BUSINESS_DAY)),
        ("24 hours", Term(24, Unit.HOUR)),
        ("30 days", Term(30, Unit.DAY)),
        ("8 weeks", Term(8, Unit.WEEK)),
    ],
)
def test_a_span_is_read_and_written_alike(text: str, term: Term) -> None:
    """As people say it."""
    assert (Term.parse(text), str(term)) == (term, text)


@given(term=terms)
def test_every_span_is_read_as_it_is_written(term: Term) -> None:
    """Of one or of many."""
    assert Term.parse(str(term)) == term


@pytest.mark.parametrize("text", ["", "0 days", "4", "four days", "4 business weeks", "-1 days", "4  days", "4 days "])
def test_what_is_no_span_is_refused(text: str) -> None:
    """With how to write one."""
    with pytest.raises(ValueError, match="is no span of time; write it like '4 business hours'"):
        Term.parse(text)


@pytest.mark.parametrize(
    ("term", "start", "over"),
    [
        ("8 business hours", "2026-03-27T16:00+00:00", "2026-03-30T15:00+00:00"),  # clocks go forward between
        ("4 business hours", "2026-11-27T16:30+00:00", "2026-11-30T12:30+00:00"),  # Friday afternoon
        ("1 business hour", "2026-11-28T20:00+00:00", "2026-11-30T10:00+00:00"),  # Saturday evening
        ("3 business days", "2026-12-02T09:00+00:00", "2026-12-07T17:00+00:00"),  # Wednesday
        ("1 business day", "2026-12-24T20:00+00:00", "2026-12-29T17:00+00:00"),  # over two holidays and a week-end
        ("24 hours", "2026-11-27T16:30+00:00", "2026-11-28T16:30+00:00"),
        ("8 weeks", "2026-12-02T09:00+00:00", "2027-01-27T17:00+00:00"),
        ("56 days", "2026-12-02T09:00+00:00", "2027-01-27T17:00+00:00"),
        ("30 days", "2026-03-20T09:00+00:00", "2026-04-19T16:00+00:00"),  # summer time has begun
    ],
)
def test_a_span_ends_when_people_say_it_does(term: str, start: str, over: str) -> None:
    """Days with the close of business, not counting the first; hours to the minute."""
    assert end(term, start) == datetime.fromisoformat(over).astimezone(UTC)


@pytest.mark.parametrize(
    ("severity", "acknowledge", "respond", "next_word"),
    [
        (Severity.S1, "1 business hour", "1 business day", "1 business day"),
        (Severity.S2, "4 business hours", "5 business days", "5 business days"),
        (Severity.S3, "1 business day", "10 business days", "5 business days"),
    ],
)
def test_each_severity_has_its_pace(severity: Severity, acknowledge: str, respond: str, next_word: str) -> None:
    """The gravest within a day, with word every day."""
    found = pace(severity)
    assert [str(term) for term in (found.acknowledge, found.respond, found.next_word)] == [
        acknowledge,
        respond,
        next_word,
    ]


def test_what_nobody_has_assessed_goes_at_the_mildest_pace() -> None:
    """It has none of its own yet."""
    assert pace(None) == PACES[Severity.S3]


@given(term=terms, one=instants, other=instants)
def test_a_span_that_begins_later_never_ends_earlier(term: Term, one: datetime, other: datetime) -> None:
    """And ends after it began, as an instant in UTC."""
    first, second = (LONDON.end(term, start) for start in sorted((one, other)))
    assert min(one, other) < first <= second
    assert first.tzinfo is UTC


@given(count=st.integers(1, 200), more=st.integers(1, 200), unit=st.sampled_from(Unit), start=instants)
def test_a_longer_span_ends_later(count: int, more: int, unit: Unit, start: datetime) -> None:
    """In whatever it is counted."""
    assert LONDON.end(Term(count, unit), start) < LONDON.end(Term(count + more, unit), start)


@pytest.mark.parametrize("name", ["acknowledge", "respond", "next_word"])
def test_the_graver_a_case_is_the_sooner_it_is_looked_after(name: str) -> None:
    """Or at least no later."""
    ends = [LONDON.end(getattr(pace(severity), name), NOW) for severity in Severity]
    assert all(graver <= milder for graver, milder in pairwise(ends))


def test_severity_is_raised_one_level_at_a_time() -> None:
    """Nothing is graver than S1."""
    assert [one.raised for one in (Severity.S3, Severity.S2, Severity.S1)] == [Severity.S2, Severity.S1, Severity.S1]


def test_severities_are_compared_by_how_grave_they_are() -> None:
    """Nothing is below itself."""
    assert [(one, other) for one, other in product(Severity, repeat=2) if one.below(other)] == [
        (Severity.S2, Severity.S1),
        (Severity.S3, Severity.S1),
        (Severity.S3, Severity.S2),
    ]
