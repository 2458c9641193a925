"""What a complaint is called and what its low marks say went wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.complaint import (
    ACCURACY,
    LOOKED_AFTER,
    NO_COMPLAINT,
    OPEN,
    OVER,
    Cause,
    Complaint,
    Problem,
    State,
    problem,
)
from surveys.question import Kind, Question, Questionnaire

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
QUESTIONNAIRE = Questionnaire(
    name="any",
    version=1,
    low=1,
    high=5,
    questions=(
        Question("overall", Kind.MARK, {}),
        Question("accuracy", Kind.MARK, {}, problem="not_as_ordered"),
        Question("on_time", Kind.MARK, {}, problem="late"),
        Question("complaint_handling", Kind.MARK, {}, problem="complaint_handling"),
    ),
    wordings={},
)
KEYS = tuple(question.key for question in QUESTIONNAIRE.questions)


def test_a_new_complaint() -> None:
    """People call it C-7; until somebody confirms it, it is a candidate in its first version."""
    complaint = Complaint(1, 7, 1, 1, None, "mail", "Broken.", Problem.DEFECT, NOW, NOW + timedelta(days=2))
    assert (complaint.name, complaint.state, complaint.version) == ("C-7", State.CANDIDATE, 1)


@pytest.mark.parametrize(
    ("marks", "lows", "expected"),
    [
        ({"overall": 1.0}, ("overall",), Problem.OTHER),
        ({"overall": 1.0, "on_time": 1.0}, ("overall", "on_time"), Problem.LATE),
        ({"overall": 2.0, "on_time": 1.0, "accuracy": 3.0}, ("overall", "on_time"), Problem.LATE),
        ({"on_time": 2.0, "accuracy": 1.0}, ("on_time", "accuracy"), Problem.NOT_AS_ORDERED),
        ({"on_time": 1.0, "accuracy": 1.0, "complaint_handling": 1.0}, KEYS[1:], Problem.HANDLING),
        ({"overall": None, "on_time": None}, ("overall", "on_time"), Problem.OTHER),
        ({"overall": 5.0, "on_time": 1.0}, (), Problem.OTHER),
    ],
)
def test_the_lowest_mark_names_the_problem(marks: dict, lows: tuple[str, ...], expected: Problem) -> None:
    """The question with the lowest mark says what went wrong; a low overall alone says only that something did."""
    assert problem(marks, lows, QUESTIONNAIRE) is expected


@given(marks=st.dictionaries(st.sampled_from(KEYS), st.none() | st.integers(1, 5).map(float)), order=st.randoms())
def test_the_problem_does_not_hang_on_order(marks, order) -> None:
    """In whatever order the questions come, the same marks are the same problem."""
    shuffled = list(marks)
    order.shuffle(shuffled)
    assert problem(marks, tuple(shuffled), QUESTIONNAIRE) is problem(marks, tuple(marks), QUESTIONNAIRE)


def test_wrong_deliveries() -> None:
    """A delivery was wrong where it was not as ordered, defective, short or damaged; late is another matter."""
    assert frozenset(Problem) - ACCURACY == {
        Problem.LATE,
        Problem.NO_REPLY,
        Problem.HANDLING,
        Problem.BILLING,
        Problem.CONDUCT,
        Problem.SAFETY,
        Problem.OTHER,
    }


def test_what_went_wrong_is_one_of_ten() -> None:
    """Of a longer list people take the first."""
    assert [one.value for one in Problem] == [
        "not_as_ordered", "defect", "short_or_damaged", "late", "no_reply_to_enquiry", "complaint_handling",
        "billing_docs", "conduct", "safety", "other",
    ]  # fmt: skip


def test_why_it_went_wrong_is_kept_apart() -> None:
    """The same problem may come back with another cause, so no code says both."""
    assert [one.value for one in Cause] == [
        "requirement_misunderstood", "order_entry", "design_spec", "supplier", "method", "people_training",
        "it_system", "carrier", "capacity_planning", "communication", "customer_side", "none_found",
    ]  # fmt: skip
    assert {one.value for one in Cause} & {one.value for one in Problem} == set()


def test_a_case_is_open_or_over() -> None:
    """Everything open is looked after but what nobody has confirmed; what was no complaint is over."""
    assert set(OPEN) == set(State) - set(OVER)
    assert set(OPEN) - set(LOOKED_AFTER) == {State.CANDIDATE}
    assert set(NO_COMPLAINT) <= set(OVER)
