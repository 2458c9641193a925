"""How well marks are found in replies of fourteen languages; a wrong mark is worse than ten that are asked about."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("marks_replies", Path(__file__).with_name("replies.py"))
replies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(replies)


@pytest.mark.parametrize("held_back", [False, True], ids=["developed on", "held back"])
def test_marks_are_right_and_hardly_ever_wrong(held_back, capsys):
    """At least 97 % right, at most 1 % wrong, on each half."""
    found = Counter(replies.judged(reply) for reply in replies.replies(held_back=held_back))
    share = {verdict: count / found.total() for verdict, count in found.items()}
    with capsys.disabled():
        half = "held back" if held_back else "developed on"
        print(f"\nmarks, {half}: {found.total()} replies, " + ", ".join(f"{k} {v:.1%}" for k, v in share.items()))
    assert share["right"] >= 0.97
    assert share.get("wrong", 0) <= 0.01


@pytest.mark.parametrize("language", replies.LANGUAGES)
def test_every_language_has_replies_enough(language):
    """A language with few replies says nothing."""
    both = [*replies.replies(held_back=False), *replies.replies(held_back=True)]
    assert sum(reply.language == language for reply in both) >= 60


@pytest.mark.parametrize("language", replies.LANGUAGES)
def test_no_language_is_left_behind(language):
    """No language hides behind the others."""
    both = [*replies.replies(held_back=False), *replies.replies(held_back=True)]
    mine = Counter(replies.judged(reply) for reply in both if reply.language == language)
    assert mine["right"] / mine.total() >= 0.93
