"""The times of regulators, as they are kept as data."""

from datetime import UTC, datetime

import pytest

from surveys.regime import Start, UnknownRegime, load
from tests.surveys.cases import LONDON


@pytest.mark.parametrize(
    ("name", "acknowledge", "respond"),
    [
        ("fca", "1 business day", "8 weeks"),
        ("fca_payments", "1 business day", "15 business days"),
        ("nhs", "3 business days", None),
        ("nhs_wales", "2 business days", "30 business days"),
        ("nhs_scotland", "3 business days", "20 business days"),
        ("nhs_northern_ireland", "3 business days", "10 business days"),
        ("housing", "5 business days", "10 business days"),
        ("ofcom", None, "8 weeks"),
        ("asic", "24 hours", "30 days"),
    ],
)
def test_each_regulator_sets_its_times(name: str, acknowledge: str | None, respond: str | None) -> None:
    """Until when a complaint is acknowledged, and until when it is answered; some set only one."""
    regime = load(name)
    assert [str(term) if term else None for term in (regime.acknowledge, regime.respond)] == [acknowledge, respond]
    assert regime.name
    assert regime.source


def test_what_is_particular_to_one_is_kept_with_it() -> None:
    """The second stage of housing complaints, and from what their response counts; exceptional times of payments."""
    housing = load("housing")
    assert (str(housing.respond_again), housing.respond_from) == ("20 business days", Start.ACKNOWLEDGEMENT)
    assert str(housing.exceptional) == "10 business days"
    assert (str(load("fca_payments").exceptional), load("fca").respond_from) == ("35 business days", Start.RECEIPT)
    spots = {name: str(load(name).on_the_spot) for name in ("fca", "fca_payments", "nhs", "asic")}
    assert spots == {"fca": "3 business days", "fca_payments": "3 business days", "nhs": "1 business day",
                     "asic": "5 business days"}  # fmt: skip
    assert str(load("nhs").explain) == "26 weeks"


@pytest.mark.parametrize(
    ("name", "external"),
    [("fca", "8 weeks"), ("fca_payments", "35 business days"), ("ofcom", "8 weeks"), ("asic", "30 days")],
)
def test_an_outside_body_is_open_when_the_regulators_time_is_over(name: str, external: str) -> None:
    """Not before the longest response that it allows."""
    regime = load(name)
    assert str(regime.external) == external
    assert regime.external in (regime.respond, regime.exceptional)


@pytest.mark.parametrize(
    ("name", "term", "over"),
    [
        ("fca", "on_the_spot", "2026-12-07T17:00+00:00"),
        ("fca", "respond", "2027-01-27T17:00+00:00"),
        ("fca", "external", "2027-01-27T17:00+00:00"),
        ("fca_payments", "respond", "2026-12-23T17:00+00:00"),
        ("fca_payments", "exceptional", "2027-01-22T17:00+00:00"),
        ("nhs", "on_the_spot", "2026-12-03T17:00+00:00"),
        ("nhs", "acknowledge", "2026-12-07T17:00+00:00"),
        ("nhs", "explain", "2027-06-02T17:00+01:00"),
        ("nhs_wales", "acknowledge", "2026-12-04T17:00+00:00"),
        ("nhs_wales", "respond", "2027-01-15T17:00+00:00"),
        ("nhs_scotland", "acknowledge", "2026-12-07T17:00+00:00"),
        ("nhs_scotland", "respond", "2027-01-01T17:00+00:00"),
        ("nhs_northern_ireland", "acknowledge", "2026-12-07T17:00+00:00"),
        ("nhs_northern_ireland", "respond", "2026-12-16T17:00+00:00"),
        ("housing", "acknowledge", "2026-12-09T17:00+00:00"),
        ("housing", "respond", "2026-12-16T17:00+00:00"),
        ("housing", "respond_again", "2027-01-01T17:00+00:00"),
        ("ofcom", "respond", "2027-01-27T17:00+00:00"),
        ("asic", "acknowledge", "2026-12-03T09:00+00:00"),
        ("asic", "on_the_spot", "2026-12-09T17:00+00:00"),
        ("asic", "respond", "2027-01-01T17:00+00:00"),
    ],
)
def test_a_regulators_time_ends_on_a_day_that_everybody_can_count(name: str, term: str, over: str) -> None:
    """Begun at nine on Wednesday 2 December 2026, with holidays on the 25th and the 28th only."""
    begun = datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert LONDON.end(getattr(load(name), term), begun) == datetime.fromisoformat(over)


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    """As settings are read."""
    with pytest.raises(UnknownRegime, match="'ofsted' is no regime; write one of: fca, fca_payments, nhs, nhs_wales"):
        load("ofsted")
