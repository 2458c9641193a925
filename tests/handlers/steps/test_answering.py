"""An answer meets the ones before it, whichever door it came through, with one rule."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from handlers.office import Office
from handlers.steps.answering import Outcome
from surveys.answer import Door, current
from surveys.complaint import Problem
from surveys.complaint import State as CaseState
from surveys.invitation import State
from tests.handlers import stage
from tests.handlers.stage import DAY, again, asked, complaints, given, gives, versions


async def test_an_answer_is_kept_and_closes_the_invitation(office: Office, now: datetime, tick: datetime) -> None:
    """With its marks, its words, the door it came through and when it came."""
    of = await asked(office, now, tick)
    later = now + DAY
    what = given({"overall": 4, "accuracy": None}, comment="quick", door=Door.MAIL, language="en")
    assert await gives(office, of, what, later) is Outcome.KEPT
    [kept] = await versions(office, of)
    assert (kept.version, kept.marks, kept.comment) == (1, {"overall": 4, "accuracy": None}, "quick")
    assert (kept.given, kept.door, kept.received_at) == (("overall", "accuracy", "comment"), Door.MAIL, later)
    left = await again(office, of)
    assert (left.state, left.remind_at) == (State.ANSWERED, None)
    assert await stage.sound(office)


async def test_a_partial_answer_replaces_only_what_it_gives(office: Office, now: datetime, tick: datetime) -> None:
    """The page after a mail, with one mark changed: the others and the words stand."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 4, "on_time": 2}, "mail:1", comment="slow", door=Door.MAIL), now)
    await gives(office, of, given({"on_time": 5}, "page:1"), now + DAY)
    first, second = await versions(office, of)
    assert (first.marks, first.comment) == ({"overall": 4, "on_time": 2}, "slow")
    assert (second.marks, second.comment, second.given) == ({"overall": 4, "on_time": 5}, "slow", ("on_time",))


async def test_the_later_answer_wins(office: Office, now: datetime, tick: datetime) -> None:
    """Until the invitation ends, and in the week in which it came."""
    of = await asked(office, now, tick)
    for day, mark in enumerate((2, 5, 3)):
        await gives(office, of, given({"overall": mark}, f"page:{day}"), now + 7 * day * DAY)
    standing = current(await versions(office, of))
    assert standing is not None
    assert (standing.marks, standing.version) == ({"overall": 3}, 3)
    assert await stage.sound(office)


async def test_the_same_arrival_is_kept_once(office: Office, now: datetime, tick: datetime) -> None:
    """A form posted twice, or a mail handled again after a crash, even with other answers between."""
    of = await asked(office, now, tick)
    arrivals = [("page:1", 4), ("page:1", 4), ("page:2", 3), ("page:1", 4)]
    outcomes = [await gives(office, of, given({"overall": mark}, source), now) for source, mark in arrivals]
    assert outcomes == [Outcome.KEPT, Outcome.REPEATED, Outcome.KEPT, Outcome.REPEATED]
    assert len(await versions(office, of)) == 2


async def test_what_changes_nothing_is_no_new_version(office: Office, now: datetime, tick: datetime) -> None:
    """By whichever door it comes again, in whole or in part; it stays in the week in which it was first said."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 4, "on_time": None}, "page:1", comment="quick"), now)
    again_ = [
        given({"overall": 4}, "slack:1", door=Door.SLACK),
        given({"on_time": None}, "mail:1", door=Door.MAIL),
        given({}, "page:2", comment="quick"),
    ]
    assert [await gives(office, of, one, now + 7 * DAY) for one in again_] == [Outcome.REPEATED] * 3
    assert [one.door for one in await versions(office, of)] == [Door.PAGE]
    assert await stage.sound(office)


async def test_what_makes_an_answer_clear_is_a_new_version(office: Office, now: datetime, tick: datetime) -> None:
    """The same mark after words that could not be told, the same words as a complaint, and unclear words again."""
    of = await asked(office, now, tick)
    arrivals = [
        given({"overall": 4}, "mail:1", comment="3-4", unclear=True),
        given({"overall": 4}, "mail:2", comment="3-4", unclear=True),
        given({"overall": 4}, "slack:1"),
        given({"overall": 4}, "mail:3", complaint=True),
    ]
    outcomes = [await gives(office, of, one, now) for one in arrivals]
    assert outcomes == [Outcome.UNCLEAR, Outcome.UNCLEAR, Outcome.KEPT, Outcome.KEPT]
    assert len(await complaints(office, of)) == 1


MARKS = st.sampled_from([1, 3, 5, None])
BY_PAGE = st.tuples(
    st.just(Door.PAGE),
    st.dictionaries(st.sampled_from(["overall", "accuracy"]), MARKS, min_size=1),
    st.sampled_from(["", "a", "b"]),
)
BY_PRESS = st.tuples(st.just(Door.SLACK), st.fixed_dictionaries({"overall": MARKS.filter(bool)}), st.just(""))
ARRIVALS = st.lists(st.tuples(st.integers(0, 5), BY_PAGE | BY_PRESS), max_size=8)
"""The number names the arrival: one that comes again comes with whatever it brings."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@hypothesis.given(arrivals=ARRIVALS)
async def test_the_latest_answer_to_each_question_stands(
    office: Office, now: datetime, tick: datetime, arrivals: list[Any]
) -> None:
    """Through page and Slack in any order, with as many versions as there were changes, each arrival once."""
    async with office.store.read() as work:
        number = sum((await work.deliveries.counts()).values()) + 1
    of = await asked(office, now, tick, number)
    marks: dict[str, int | None] = {}
    comment, changes, known = "", 0, set()
    for at, (source, (door, given_marks, words)) in enumerate(arrivals):
        await gives(office, of, given(given_marks, f"{door}:{source}", door=door, comment=words), now + at * DAY)
        after = ({**marks, **given_marks}, words or comment)
        if (door, source) not in known and (after != (marks, comment)):
            (marks, comment), changes = after, changes + 1
            known.add((door, source))
    kept = await versions(office, of)
    assert [one.version for one in kept] == list(range(1, changes + 1))
    standing = current(kept)
    assert (standing.marks, standing.comment) == (marks, comment) if standing else not arrivals
    assert await stage.sound(office)


async def test_what_somebody_else_wrote_replaces_nothing(office: Office, now: datetime, tick: datetime) -> None:
    """It is kept and shown as unverified; neither figures nor complaints nor the invitation hear of it."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 5}, "page:1"), now)
    other = given({"overall": 1}, "mail:1", comment="awful", door=Door.MAIL, verified=False)
    assert await gives(office, of, other, now) is Outcome.UNVERIFIED
    standing = current(await versions(office, of))
    assert standing is not None
    assert (standing.version, standing.marks) == (1, {"overall": 5})
    assert await complaints(office, of) == []
    assert await stage.sound(office)


async def test_what_somebody_else_wrote_leaves_the_invitation_open(
    office: Office, now: datetime, tick: datetime
) -> None:
    """The customer is still reminded, and what they say later counts by itself."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 1, "on_time": 1}, "mail:1", verified=False), now)
    assert (await again(office, of)).state is State.OPEN
    await gives(office, of, given({"overall": 5}, "page:1"), now)
    standing = current(await versions(office, of))
    assert standing is not None
    assert (standing.version, standing.marks) == (2, {"overall": 5})


async def test_an_unclear_answer_replaces_no_mark(office: Office, now: datetime, tick: datetime) -> None:
    """Its words are kept and a person is asked; the marks before it stand."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 4}, "page:1"), now)
    assert await gives(office, of, given({}, "mail:1", comment="3-4", unclear=True), now) is Outcome.UNCLEAR
    standing = current(await versions(office, of))
    assert standing is not None
    assert (standing.marks, standing.comment, standing.unclear) == ({"overall": 4}, "3-4", True)


async def test_a_late_answer_is_refused(office: Office, now: datetime, tick: datetime) -> None:
    """The instant of the expiry is too late; the instant before is not."""
    of = await asked(office, now, tick)
    assert await gives(office, of, given({"overall": 4}), of.expires_at) is Outcome.LATE
    assert await versions(office, of) == []
    before = of.expires_at - timedelta(microseconds=1)
    assert await gives(office, of, given({"overall": 4}), before) is Outcome.KEPT


async def test_an_invitation_that_bounced_takes_an_answer(office: Office, now: datetime, tick: datetime) -> None:
    """Whoever answers did get it."""
    of = await asked(office, now, tick)
    await stage.bounces(office, of, now)
    assert await gives(office, await again(office, of), given({"overall": 4}), now) is Outcome.KEPT
    assert (await again(office, of)).state is State.ANSWERED


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ({"overall": 2}, Problem.OTHER),
        ({"overall": 1}, Problem.OTHER),
        ({"overall": 5, "accuracy": 1}, Problem.NOT_AS_ORDERED),
        ({"overall": 4, "on_time": 1}, Problem.LATE),
        ({"overall": 1, "on_time": 1}, Problem.LATE),
        ({"overall": 2, "on_time": 2, "responsiveness": 1}, Problem.NO_REPLY),
        ({"overall": 3, "complaint_handling": 1}, Problem.HANDLING),
    ],
    ids=str,
)
async def test_a_low_answer_opens_a_candidate(
    office: Office, now: datetime, tick: datetime, marks: dict[str, int | None], problem: Problem
) -> None:
    """Overall 1 or 2, or any 1; its problem is that of the lowest mark, and a person decides within a working day."""
    of = await asked(office, now, tick)
    await gives(office, of, given(marks, comment="not good"), now)
    [case] = await complaints(office, of)
    assert (case.number, case.problem, case.state, case.words) == (1, problem, CaseState.CANDIDATE, "not good")
    assert (case.received_at, case.confirm_by) == (now, now + timedelta(days=1, hours=5))
    assert await stage.sound(office)


@pytest.mark.parametrize(
    "marks", [{"overall": 3}, {"overall": 5, "accuracy": 2}, {"accuracy": None}, {"overall": 3, "on_time": 2}], ids=str
)
async def test_an_answer_that_is_not_low_opens_none(
    office: Office, now: datetime, tick: datetime, marks: dict[str, int | None]
) -> None:
    """A 2 beside an overall that is not low is seen in the figures."""
    of = await asked(office, now, tick)
    await gives(office, of, given(marks), now)
    assert await complaints(office, of) == []


async def test_words_of_complaint_open_a_candidate_without_a_mark(
    office: Office, now: datetime, tick: datetime
) -> None:
    """What was told in words counts as much."""
    of = await asked(office, now, tick)
    await gives(office, of, given({}, comment="I want my money back", complaint=True), now)
    [case] = await complaints(office, of)
    assert (case.problem, case.words) == (Problem.OTHER, "I want my money back")


async def test_an_invitation_has_one_candidate(office: Office, now: datetime, tick: datetime) -> None:
    """However often the customer says so; the next customer's has the next number."""
    one, two = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    for source in ("page:1", "page:2", "page:3"):
        await gives(office, one, given({"overall": 1}, source), now)
    await gives(office, two, given({"overall": 1}), now)
    assert [case.number for case in await complaints(office, one)] == [1]
    assert [case.number for case in await complaints(office, two)] == [2]


async def test_whoever_still_holds_the_invitation_as_it_was_is_heard(
    office: Office, now: datetime, tick: datetime
) -> None:
    """A reminder, or an answer by another door, between reading a mail and keeping what it says."""
    of = await asked(office, now, tick)
    assert await gives(office, of, given({"overall": 5}, "page:1"), now) is Outcome.KEPT
    assert await gives(office, of, given({"overall": 2}, "mail:1"), now) is Outcome.KEPT
    assert len(await complaints(office, of)) == 1


async def test_answers_in_the_same_moment_are_all_kept(replica_office: Office, now: datetime, tick: datetime) -> None:
    """By page and by mail, and one of them twice: a version each, one candidate, and figures that are right."""
    of = await asked(replica_office, now, tick)
    sources = ["page:1", "mail:1", "page:2", "page:1", "mail:2", "page:1"]
    arrivals = [given({"overall": 1}, source, comment=source) for source in sources]
    outcomes = await asyncio.gather(*(gives(replica_office, of, one, now) for one in arrivals))
    assert sorted(outcomes) == [Outcome.KEPT] * 4 + [Outcome.REPEATED] * 2
    assert [one.version for one in await versions(replica_office, of)] == [1, 2, 3, 4]
    assert len(await complaints(replica_office, of)) == 1
    assert await stage.sound(replica_office)
