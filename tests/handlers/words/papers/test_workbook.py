"""What a cell of the workbook may hold."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.words.papers.workbook import CUT, LONGEST, safe


@given(st.text())
def test_a_cell_never_begins_like_a_formula(text: str) -> None:
    """Nor like what a spreadsheet makes one of; all other words stay as they are."""
    told = safe(text)
    assert not told.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert told.removeprefix("'") == text.removeprefix("'")


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """A spreadsheet takes 32,767 characters."""
    told = safe("a" * 40_000)
    assert (len(told), told.endswith(CUT)) == (LONGEST, True)
    assert safe("a" * LONGEST) == "a" * LONGEST
