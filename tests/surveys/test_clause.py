"""The clauses for which there is evidence, by edition."""

import pytest

from surveys.clause import Edition, clauses


@pytest.mark.parametrize("edition", Edition)
def test_each_clause_is_there_once_and_names_its_evidence(edition: Edition) -> None:
    """In the order of the standard; none without a sheet that would hold its records."""
    found = clauses(edition)
    numbers = [one.number for one in found]
    assert len(set(numbers)) == len(numbers)
    assert [one.number for one in found if not one.sheets] == []
    majors = [int(number.partition(".")[0]) for number in numbers]
    assert majors == sorted(majors)


def test_the_edition_of_2026_has_risks_and_opportunities_apart() -> None:
    """Its index warns that the numbers are those of a draft."""
    assert [one.number for one in clauses(Edition.E2026) if one.number.startswith("6.")] == [
        "6.1 risks", "6.1 opportunities",
    ]  # fmt: skip
    assert (Edition.E2015.caution, "draft" in Edition.E2026.caution) == ("", True)
