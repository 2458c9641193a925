"""What a customer wants, line by line: written down, hashed, reviewed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.requirement import LONGEST_LINE, MOST_LINES, BadLines, Check, Edition, fingerprint, lines, unchecked


def test_one_requirement_stands_on_each_line() -> None:
    """Marks before it, blank lines and repetitions do not count."""
    assert lines(" - 12 gaskets,  DN 80\n\n* stainless\n• stainless\n") == ("12 gaskets, DN 80", "stainless")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n - \n", "nothing is wanted"),
        ("\n".join(str(one) for one in range(MOST_LINES + 1)), f"{MOST_LINES} are the most"),
        ("x" * (LONGEST_LINE + 1), f"{LONGEST_LINE} are the most"),
    ],
)
def test_lines_that_cannot_be_kept_are_refused_with_what_to_do(text: str, says: str) -> None:
    """Nothing, too many, too long."""
    with pytest.raises(BadLines, match=says):
        lines(text)


WISHES = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9), min_size=1, max_size=5)


@given(WISHES, WISHES, st.none() | st.dates(), st.none() | st.dates())
def test_the_hash_is_that_of_what_was_said_and_of_nothing_else(
    one: list[str], other: list[str], due: date | None, later: date | None
) -> None:
    """Two editions have the same only where every line, their order and the day are the same."""
    same = (one, due) == (other, later)
    assert (fingerprint(1, one, due) == fingerprint(1, other, later)) == same
    assert fingerprint(1, one, due) != fingerprint(2, one, due)


def test_a_review_says_what_it_left_out() -> None:
    """In the order of the checklist."""
    edition = Edition(1, 1, 1, ("a",), None, datetime(2026, 11, 16, tzinfo=UTC), 1, ("stated", "law", "able"))
    assert unchecked(edition) == (Check.UNSTATED, Check.OURS, Check.DIFFERENCES)
