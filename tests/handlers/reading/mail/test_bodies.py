"""What is attached to a mail, under names that may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.mail.bodies import LONGEST_NAME, safe


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("box.jpg", "box.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Zoe\\box.jpg", "box.jpg"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("two\nlines.txt", "two lines.txt"),
        (".bashrc", "bashrc"),
        ("Foto – kaputte Scheibe.jpeg", "Foto – kaputte Scheibe.jpeg"),
        ("a" * 300 + ".jpg", "a" * 116 + ".jpg"),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_name_is_safe_to_show_and_to_keep(name: str, shown: str) -> None:
    """No folders, nothing invisible that turns the ending around, no line of its own."""
    assert safe(name) == shown


@given(st.text(max_size=400))
def test_any_name_is_made_safe(name: str) -> None:
    """Whatever a stranger writes, and made safe again it stays the same."""
    shown = safe(name)
    assert (len(shown) <= LONGEST_NAME, shown.isprintable(), "/" in shown, "\\" in shown) == (True, True, False, False)
    assert safe(shown) == shown
