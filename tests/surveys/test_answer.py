"""Versions of an answer, which of them stands, and which marks ask for attention."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answer import Answer, Door, corrected, current, following, in_doubt, low, settled
from surveys.question import Kind, Question, Questionnaire

KEYS = ("overall", "accuracy", "on_time")
ANSWER = Answer(
    id=1,
    invitation_id=1,
    version=1,
    door=Door.MAIL,
    marks={"overall": 4.0, "accuracy": None},
    given=("overall", "accuracy"),
    comment="Fine.",
    received_at=datetime(2026, 11, 24, 10, tzinfo=UTC),
    source="inbox:1",
)

marks = st.dictionaries(st.sampled_from(KEYS), st.none() | st.integers(1, 5).map(float))
answers = st.builds(
    lambda marks, comment, verified: replace(
        ANSWER, marks=marks, given=tuple(marks), comment=comment, verified=verified
    ),
    marks,
    st.sampled_from(["", "Late.", "Thanks!"]),
    st.booleans(),
)


def scale(low: int, high: int) -> Questionnaire:
    return Questionnaire("any", 1, low, high, tuple(Question(key, Kind.MARK, {}) for key in KEYS), {})


def test_a_partial_answer_replaces_only_what_it_gives() -> None:
    """The second answer marks one question; the others and the words of the first stand."""
    second = replace(ANSWER, door=Door.PAGE, marks={"on_time": 2.0}, given=("on_time",), comment="", source="page:1")
    assert following(second, ANSWER, 2) == replace(
        second, version=2, marks={"overall": 4.0, "accuracy": None, "on_time": 2.0}, comment="Fine."
    )


def test_not_applicable_replaces_a_mark() -> None:
    """Who says N after a 2 takes the 2 back."""
    second = replace(ANSWER, marks={"overall": None}, given=("overall",), comment="Better now.")
    after = following(second, ANSWER, 2)
    assert (after.marks, after.comment) == ({"overall": None, "accuracy": None}, "Better now.")


def test_the_first_answer_is_its_own() -> None:
    """Nothing stands before the first version."""
    assert following(ANSWER, None, 1) == ANSWER


@given(given=st.lists(answers, min_size=1, max_size=6))
def test_every_question_keeps_its_latest_mark(given) -> None:
    """However many versions there are, each question has the mark given last, and the words are the last ones."""
    standing = None
    for number, answer in enumerate(given, 1):
        standing = following(answer, standing, number)
    expected = {key: mark for answer in given for key, mark in answer.marks.items()}
    comment = next((answer.comment for answer in reversed(given) if answer.comment), "")
    assert (standing.marks, standing.comment, standing.version) == (expected, comment, len(given))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"verified": False}, False),
        ({"marks": {}}, True),
        ({"comment": ""}, True),
        ({"marks": {"accuracy": None}, "comment": ""}, True),
        ({"marks": {}, "comment": ""}, False),
        ({"marks": {}, "comment": "", "unclear": True}, False),
    ],
)
def test_what_counts(change: dict, expected: bool) -> None:
    """A verified answer counts where it gave a mark, an N or words."""
    assert replace(ANSWER, **change).counts is expected


def test_nothing_stands_where_nothing_counts() -> None:
    """No answer, an empty one or one written by somebody else leaves the question open."""
    assert current([replace(ANSWER, verified=False), replace(ANSWER, marks={}, comment="")]) is None


@given(given=st.lists(answers, max_size=6), order=st.randoms())
def test_the_latest_that_counts_stands(given, order) -> None:
    """In whatever order versions are read, the latest one that counts stands."""
    versions = [replace(answer, version=number) for number, answer in enumerate(given, 1)]
    expected = next((answer for answer in reversed(versions) if answer.counts), None)
    order.shuffle(versions)
    assert current(versions) == expected


@pytest.mark.parametrize(
    ("ends", "marks", "expected"),
    [
        ((1, 5), {"overall": 3.0, "accuracy": 2.0}, ()),
        ((1, 5), {"overall": 2.0, "accuracy": 2.0}, ("overall",)),
        ((1, 5), {"overall": 5.0, "accuracy": 1.0}, ("accuracy",)),
        ((1, 5), {"overall": 1.0, "on_time": 1.0}, ("overall", "on_time")),
        ((1, 5), {"overall": 2.5}, ()),
        ((1, 5), {"overall": None, "on_time": None}, ()),
        ((1, 5), {}, ()),
        ((1, 7), {"overall": 2.0, "accuracy": 2.0}, ("overall",)),
        ((0, 10), {"overall": 7.0, "accuracy": 1.0}, ()),
        ((0, 10), {"overall": 6.0, "accuracy": 6.0}, ("overall",)),
        ((0, 10), {"overall": 9.0, "accuracy": 0.0}, ("accuracy",)),
    ],
)
def test_low_marks(ends: tuple[int, int], marks: dict, expected: tuple[str, ...]) -> None:
    """Overall in the lower part of its scale, or the lowest point of any question; an N is never low."""
    assert low(marks, scale(*ends)) == expected


@given(marks=marks, worse=st.sampled_from(KEYS))
def test_a_worse_mark_never_calms(marks, worse) -> None:
    """Lowering one mark never takes a question off the list."""
    questionnaire = scale(1, 5)
    lowered = {key: 1.0 if key == worse and mark is not None else mark for key, mark in marks.items()}
    assert set(low(marks, questionnaire)) <= set(low(lowered, questionnaire))


UNCLEAR = replace(ANSWER, marks={}, given=("comment",), comment="4 or 5", unclear=True)
AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


def right(standing: Answer, marks: dict[str, int | None], version: int) -> Answer:
    return corrected(standing, marks, version=version, source="correct:1", by="staff:3", at=AT)


def test_a_correction_says_who_and_when() -> None:
    """Door, words and receipt stay the customer's; only the marks set right are its own."""
    before = replace(UNCLEAR, marks={"on_time": 2})
    assert right(before, {"overall": 4}, 2) == replace(
        before, id=0, version=2, marks={"on_time": 2, "overall": 4}, given=("overall",), source="correct:1",
        unclear=False, by="staff:3", corrected_at=AT,
    )  # fmt: skip
    assert right(before, {}, 2).marks == before.marks


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        (right(UNCLEAR, {"overall": 4}, 2), True),
        (right(UNCLEAR, {}, 2), True),
        (replace(UNCLEAR, version=2, by="reader:2"), True),
        (replace(ANSWER, version=2), True),
        (replace(UNCLEAR, version=2), True),
        (replace(UNCLEAR, version=2, unclear=False, comment="Thanks!"), False),
        (replace(ANSWER, version=2, verified=False), False),
    ],
    ids=["set right", "left", "read anew", "marks", "in doubt again", "words", "somebody else's"],
)
def test_a_doubt_ends_with_the_first_that_knows_better(later: Answer, ends: bool) -> None:
    """A person, a newer reader or the customer's own marks; words beside it do not tell which mark was meant."""
    assert settled(UNCLEAR, [UNCLEAR]) is None
    assert settled(UNCLEAR, [UNCLEAR, later]) == (later if ends else None)
    assert in_doubt([UNCLEAR, later]) == (not ends or later.unclear)


def test_what_came_before_ends_no_doubt() -> None:
    """Marks that stood already are not those that were meant."""
    doubted = replace(UNCLEAR, version=2)
    assert settled(doubted, [ANSWER, doubted]) is None
    assert in_doubt([ANSWER, doubted])
    assert not in_doubt([ANSWER, replace(doubted, verified=False)])
