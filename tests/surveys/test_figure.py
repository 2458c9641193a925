"""What each fact adds to the weekly figures, and that differences add up to a recount."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import delivery as deliveries
from surveys import invitation as invitations
from surveys.answer import Answer, Door
from surveys.complaint import Complaint, Problem, State
from surveys.delivery import Delivery, Reason
from surveys.enquiry import Enquiry
from surveys.enquiry import State as EnquiryState
from surveys.figure import Fact, Figures, of_answer, of_complaint, of_delivery, of_enquiry, of_fact, of_invitation
from surveys.invitation import Invitation
from surveys.workdays import Week

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
THEN, LATER = Week(2026, 48), Week(2026, 49)
WEEK = timedelta(weeks=1)

DELIVERY = Delivery(1, "shop", "e-1", "A-1", 1, NOW, None, NOW, NOW)
INVITATION = Invitation(1, 1, 1, "post_delivery", 1, "en", NOW, NOW + 3 * WEEK)
ANSWER = Answer(1, 1, 1, Door.MAIL, {"overall": 4.0, "accuracy": None}, (), "Fine.", NOW + WEEK, "inbox:1")
ENQUIRY = Enquiry(1, 1, None, "mail", "A pump?", NOW, NOW + WEEK)
COMPLAINT = Complaint(1, 1, 1, 1, 1, "mail", "Broken.", Problem.DEFECT, NOW + WEEK, NOW + 2 * WEEK)


def counts(week: Week, names: str) -> Figures:
    return Counter({(week, name): 1 for name in names.split()})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "deliveries"),
        ({"promised_at": NOW}, "deliveries promised on_time"),
        ({"promised_at": NOW - WEEK}, "deliveries promised"),
        ({"state": deliveries.State.INVITED}, "deliveries"),
        (
            {"state": deliveries.State.NOT_ASKED, "reason": Reason.QUARANTINE},
            "deliveries not_asked.quarantine",
        ),
    ],
)
def test_a_delivery(change: dict, expected: str) -> None:
    """A delivery counts in its own week, with its promise where there was one, and why nobody was asked."""
    assert of_delivery(replace(DELIVERY, **change), LONDON) == counts(THEN, expected)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (invitations.State.OPEN, "invited"),
        (invitations.State.EXPIRED, "invited"),
        (invitations.State.ANSWERED, "invited answered"),
        (invitations.State.BOUNCED, "invited bounced"),
    ],
)
def test_an_invitation(state: invitations.State, expected: str) -> None:
    """What becomes of an invitation counts in the week of asking, so that a rate has one denominator."""
    assert of_invitation(replace(INVITATION, state=state), LONDON) == counts(THEN, expected)


def test_an_answer() -> None:
    """An answer counts in the week in which it was received, question by question."""
    expected = "p.responses p.door.mail p.comments p.overall.4 p.accuracy.na"
    assert of_answer(ANSWER, "p", LONDON) == counts(LATER, expected)


@pytest.mark.parametrize(
    ("mark", "expected"), [(None, "na"), (0.0, "0"), (3.4, "3"), (3.5, "4"), (4.5, "5"), (5.0, "5"), (10.0, "10")]
)
def test_marks_between_points(mark: float | None, expected: str) -> None:
    """A mark between two points goes to the nearest, halves to the upper one."""
    answer = replace(ANSWER, marks={"overall": mark}, comment="", door=Door.PAGE)
    assert of_answer(answer, "p", LONDON) == counts(LATER, f"p.responses p.door.page p.overall.{expected}")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.CANDIDATE, "complaints complaints.defect"),
        (State.RECEIVED, "complaints complaints.defect"),
        (State.WITHDRAWN, "complaints complaints.defect"),
        (State.DECLINED, ""),
        (State.RECLASSIFIED, ""),
    ],
)
def test_a_complaint(state: State, expected: str) -> None:
    """A complaint counts in the week of its receipt until a person says that it is none."""
    assert of_complaint(replace(COMPLAINT, state=state), LONDON) == counts(LATER, expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, counts(LATER, "replies")),
        ({"answered_at": NOW}, counts(THEN, "replies replies.in_time")),
        ({"answered_at": NOW + WEEK}, counts(LATER, "replies replies.in_time")),
        ({"answered_at": NOW + 2 * WEEK}, counts(LATER, "replies")),
        ({"state": EnquiryState.NO_ENQUIRY}, Counter()),
        ({"state": EnquiryState.WITHDRAWN}, counts(LATER, "replies")),
    ],
)
def test_an_enquiry(change: dict, expected: Figures) -> None:
    """A reply in time counts when it came, one that came late or never is missed when it was due."""
    assert of_enquiry(replace(ENQUIRY, **change), LONDON) == expected


def test_the_week_is_the_organisations() -> None:
    """What happens on Sunday evening in UTC belongs to Monday's week in Auckland, whatever it is."""
    sunday = datetime(2026, 11, 29, 20, tzinfo=UTC)
    fact = Fact(
        replace(DELIVERY, delivered_at=sunday),
        replace(INVITATION, asked_at=sunday),
        replace(ANSWER, received_at=sunday),
        (replace(COMPLAINT, received_at=sunday),),
    )
    weeks = [{week for week, _ in of_fact(fact, zone)} for zone in (LONDON, ZoneInfo("Pacific/Auckland"))]
    assert weeks == [{THEN}, {LATER}]


def test_a_whole_fact() -> None:
    """A delivery that was wrong is so in its own week, however many complaints say it."""
    answered = replace(INVITATION, state=invitations.State.ANSWERED)
    fact = Fact(DELIVERY, answered, ANSWER, (COMPLAINT, replace(COMPLAINT, problem=Problem.SHORT_OR_DAMAGED)))
    then = counts(THEN, "deliveries invited answered wrong")
    later = counts(
        LATER,
        "post_delivery.responses post_delivery.door.mail post_delivery.comments post_delivery.overall.4"
        " post_delivery.accuracy.na complaints.defect complaints.short_or_damaged",
    )
    assert of_fact(fact, LONDON) == then + later + Counter({(LATER, "complaints"): 2})


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, 1), ({"state": State.DECLINED}, 0), ({"state": State.RECLASSIFIED}, 0), ({"problem": Problem.LATE}, 0)],
)
def test_a_wrong_delivery(change: dict, expected: int) -> None:
    """A delivery is wrong where a complaint about its accuracy stands."""
    fact = Fact(DELIVERY, complaints=(replace(COMPLAINT, **change),))
    assert of_fact(fact, LONDON)[THEN, "wrong"] == expected


moments = st.integers(-40_000, 40_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
facts = st.builds(
    Fact,
    delivery=st.builds(
        lambda at, promised, reason: replace(
            DELIVERY,
            delivered_at=at,
            promised_at=promised,
            reason=reason,
            state=deliveries.State.NOT_ASKED if reason else deliveries.State.INVITED,
        ),
        moments,
        st.none() | moments,
        st.none() | st.sampled_from(Reason),
    ),
    invitation=st.none()
    | st.builds(
        lambda state, at: replace(INVITATION, state=state, asked_at=at), st.sampled_from(invitations.State), moments
    ),
    answer=st.none()
    | st.builds(
        lambda marks, at, comment: replace(ANSWER, marks=marks, received_at=at, comment=comment),
        st.dictionaries(st.sampled_from(["overall", "accuracy"]), st.none() | st.floats(1, 5)),
        moments,
        st.sampled_from(["", "Late."]),
    ),
    complaints=st.lists(
        st.builds(
            lambda state, problem, at: replace(COMPLAINT, state=state, problem=problem, received_at=at),
            st.sampled_from(State),
            st.sampled_from(Problem),
            moments,
        ),
        max_size=3,
    ).map(tuple),
)


@given(histories=st.lists(st.lists(facts, min_size=1, max_size=4), max_size=4))
def test_differences_add_up_to_a_recount(histories) -> None:
    """Keeping only what each change adds and takes away gives the numbers of counting all facts anew."""
    kept: Figures = Counter()
    for history in histories:
        for before, after in zip([None, *history], history, strict=False):
            kept.subtract(of_fact(before, LONDON) if before else {})
            kept.update(of_fact(after, LONDON))
    recount = sum((of_fact(history[-1], LONDON) for history in histories), Counter())
    assert {name: count for name, count in kept.items() if count} == dict(recount)


@given(fact=facts)
def test_a_fact_taken_away_leaves_nothing(fact) -> None:
    """What a fact adds and what it takes away again are the same, and every count is more than none."""
    added = of_fact(fact, LONDON)
    left = Counter(added)
    left.subtract(of_fact(fact, LONDON))
    assert (set(left.values()) | {0}, [n for n in added.values() if n < 1]) == ({0}, [])


@given(fact=facts)
def test_figures_agree_with_each_other(fact) -> None:
    """Every response came by one door, what is on time was promised, and every complaint has one problem."""
    total: Counter[str] = Counter()
    for (_, name), count in of_fact(fact, LONDON).items():
        total[name] += count
    doors = sum(count for name, count in total.items() if ".door." in name)
    problems = sum(count for name, count in total.items() if name.startswith("complaints."))
    assert (doors, problems, total["on_time"] <= total["promised"]) == (
        total["post_delivery.responses"],
        total["complaints"],
        True,
    )
