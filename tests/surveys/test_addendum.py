"""What became known of a week after its digest: told once, with how many were read late."""

from collections import Counter

from surveys.addendum import addendum
from surveys.questionnaires import load

POST = load("post_delivery")


def counts(satisfied: int, others: int) -> Counter[str]:
    return Counter({
        "post_delivery.responses": satisfied + others,
        "post_delivery.overall.5": satisfied,
        "post_delivery.overall.2": others,
    })  # fmt: skip


def told(before: Counter[str], now: Counter[str]) -> str:
    return addendum({"counts": dict(before)}, now, POST)


def test_answers_that_were_read_late_are_told() -> None:
    """As it was posted, as it is known now, and how many more."""
    assert told(counts(13, 3), counts(16, 3)) == "last week 81 % -> 84 % (+3 read late)"


def test_what_a_person_set_right_is_told() -> None:
    """Nobody answered later, and still it is another figure."""
    assert told(counts(13, 3), counts(14, 2)) == "last week 81 % -> 88 % (set right)"


def test_where_nothing_changed_there_is_nothing_to_tell() -> None:
    """Nothing at all."""
    assert told(counts(13, 3), counts(13, 3)) == ""


def test_few_answers_are_not_shown() -> None:
    """Neither before nor after."""
    assert told(counts(2, 1), counts(3, 1)) == "last week too few -> too few (+1 read late)"
