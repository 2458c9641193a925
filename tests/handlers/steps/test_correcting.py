"""A person sets right what was read: a new version, which no later answer of the customer is replaced by."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from handlers.office import Office
from handlers.steps.answering import Outcome
from handlers.steps.correcting import NoMarks, Settled, correct, find, leave
from handlers.tracing import trace
from storage.work import Arrival, Store
from surveys.answer import Answer, Door, current
from surveys.complaint import Problem
from surveys.complaint import State as CaseState
from surveys.invitation import Invitation
from surveys.message import Kind
from surveys.workdays import Week
from tests.handlers import stage
from tests.handlers.stage import DAY, again, asked, comes, complaints, given, gives, mail, versions

MARA = "UMARA"
UNCLEAR = {"comment": "4 or 5", "unclear": True, "door": Door.MAIL}


@pytest.fixture
def both(store: Store, carded: Office) -> Office:
    """The office with a channel for cards, on each engine in turn."""
    return replace(carded, store=store)


async def doubted(office: Office, of: Invitation, now: datetime, source: str = "mail:00", **more: Any) -> Answer:
    assert await gives(office, of, given({}, source, **{**UNCLEAR, **more}), now) is Outcome.UNCLEAR
    return (await versions(office, of))[-1]


async def standing(office: Office, of: Invitation) -> Answer:
    found = current(await versions(office, of))
    assert found is not None
    return found


async def title(office: Office, read: Answer) -> str:
    """What the head of the card says by now; empty where there is none."""
    async with office.store.read() as work:
        card = await work.messages.about(Kind.DOUBT, read.id)
    return json.loads(card.raw)["blocks"][0]["text"]["text"].partition(":")[0] if card else ""


async def figures(office: Office, week: Week) -> dict[str, int]:
    async with office.store.read() as work:
        [(_, counts)] = await work.weeks([week])
    return {name: n for name, n in counts.items() if name.startswith("post_delivery.overall")}


async def test_a_correction_is_a_new_version(both: Office, now: datetime, tick: datetime) -> None:
    """With who and when; door, words and receipt stay the customer's, and the figures of that week follow."""
    of = await asked(both, now, tick)
    read = await doubted(both, of, now)
    later = now + 8 * DAY
    kept = await correct(both, read.id, {"overall": 4, "on_time": None}, by=MARA, now=later)
    assert await versions(both, of) == [read, kept]
    assert (kept.version, kept.marks, kept.given) == (2, {"overall": 4, "on_time": None}, ("overall", "on_time"))
    assert (kept.by, kept.corrected_at, kept.unclear) == ("staff:1", later, False)
    assert (kept.door, kept.comment, kept.received_at) == (read.door, read.comment, now)
    assert await figures(both, Week.of(now, both.zone)) == {"post_delivery.overall.4": 1}
    assert await title(both, read) == "Set right"
    assert await stage.sound(both)


async def test_evidence_names_who_corrected(both: Office, now: datetime, tick: datetime) -> None:
    """By an opaque id, at the time of the correction; the customer's version is theirs."""
    of = await asked(both, now, tick)
    read = await doubted(both, of, now)
    kept = await correct(both, read.id, {"overall": 4}, by=MARA, now=now + DAY)
    async with both.store.read() as work:
        rows = [row for one in (read, kept) for row in await work.evidence.about("answers", one.id)]
    assert [(row.by, row.at, row.facts["by"]) for row in rows] == [
        ("customer", now, None),
        ("staff:1", now + DAY, "staff:1"),
    ]


async def test_nothing_may_be_left_as_it_is(both: Office, now: datetime, tick: datetime) -> None:
    """Kept too, with who and when; marks stay what they were, and nobody is asked any more."""
    of = await asked(both, now, tick)
    await gives(both, of, given({"overall": 3}, "page:1"), now)
    read = await doubted(both, of, now + DAY)
    kept = await leave(both, read.id, by=MARA, now=now + 2 * DAY)
    assert (kept.marks, kept.given, kept.by, kept.unclear) == ({"overall": 3}, (), "staff:1", False)
    assert await title(both, read) == "Left as it is"
    assert await stage.sound(both)


async def test_twice_is_once(carded: Office, now: datetime, tick: datetime) -> None:
    """Whatever the second one wants, and whoever they are; they are told how it ended."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await correct(carded, read.id, {"overall": 4}, by=MARA, now=now)
    with pytest.raises(Settled, match="set right already"):
        await correct(carded, read.id, {"overall": 5}, by="UBEN", now=now)
    with pytest.raises(Settled, match="set right already"):
        await leave(carded, read.id, by=MARA, now=now)
    with pytest.raises(Settled, match="set right already"):
        await find(carded, read.id)
    assert (await standing(carded, of)).marks == {"overall": 4}


async def test_two_at_once_are_one(replica_office: Office, now: datetime, tick: datetime) -> None:
    """On several services; one version, and figures that are right."""
    office = replace(replica_office, complaints_channel="C0COMPLAINTS")
    of = await asked(office, now, tick)
    read = await doubted(office, of, now)
    acts = [correct(office, read.id, {"overall": mark}, by=MARA, now=now) for mark in (2, 3, 4)]
    done = await asyncio.gather(*acts, leave(office, read.id, by="UBEN", now=now), return_exceptions=True)
    assert [isinstance(one, Settled) for one in done].count(True) == 3
    assert len(await versions(office, of)) == 2
    assert await stage.sound(office)


async def test_without_a_mark_nothing_is_set_right(carded: Office, now: datetime, tick: datetime) -> None:
    """To leave it is another act."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    with pytest.raises(NoMarks):
        await correct(carded, read.id, {}, by=MARA, now=now)
    assert await versions(carded, of) == [read]


async def test_a_newer_answer_wins(carded: Office, now: datetime, tick: datetime) -> None:
    """The card says so; nobody corrects what the customer has said again."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await gives(carded, of, given({"overall": 2}, "page:1"), now + DAY)
    assert await title(carded, read) == "Answered again"
    for act in (correct(carded, read.id, {"overall": 5}, by=MARA, now=now), leave(carded, read.id, by=MARA, now=now)):
        with pytest.raises(Settled, match="the customer has answered again"):
            await act
    assert (await standing(carded, of)).marks == {"overall": 2}


async def test_a_mark_given_again_ends_the_doubt(carded: Office, now: datetime, tick: datetime) -> None:
    """Though it is the one that stood before: the customer means it."""
    of = await asked(carded, now, tick)
    await gives(carded, of, given({"overall": 4}, "page:1"), now)
    read = await doubted(carded, of, now)
    await gives(carded, of, given({}, "page:2", comment="and thanks"), now)
    assert await title(carded, read) == "Doubtful reading"
    assert await gives(carded, of, given({"overall": 4}, "page:3"), now) is Outcome.KEPT
    assert await title(carded, read) == "Answered again"


async def test_after_a_correction_the_customer_still_has_the_last_word(
    carded: Office, now: datetime, tick: datetime
) -> None:
    """Of the questions that they answer; the card goes on telling of the correction."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await correct(carded, read.id, {"overall": 4, "on_time": 3}, by=MARA, now=now + DAY)
    await gives(carded, of, given({"overall": 5}, "page:1"), now + 2 * DAY)
    assert (await standing(carded, of)).marks == {"overall": 5, "on_time": 3}
    assert await title(carded, read) == "Set right"
    assert await stage.sound(carded)


async def test_words_alone_leave_the_doubt(carded: Office, now: datetime, tick: datetime) -> None:
    """A correction then stands beside the newest words, in their week."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await gives(carded, of, given({}, "page:1", comment="and thanks"), now + 8 * DAY)
    kept = await correct(carded, read.id, {"overall": 4}, by=MARA, now=now + 9 * DAY)
    assert (kept.marks, kept.comment, kept.received_at) == ({"overall": 4}, "and thanks", now + 8 * DAY)
    assert await stage.sound(carded)


async def test_of_two_doubts_the_newer_is_asked_about(carded: Office, now: datetime, tick: datetime) -> None:
    """Each has its card; the older says that there is a newer one."""
    of = await asked(carded, now, tick)
    first = await doubted(carded, of, now, "mail:00")
    second = await doubted(carded, of, now, "mail:01", comment="3-4")
    assert [await title(carded, one) for one in (first, second)] == ["Answered again", "Doubtful reading"]
    await correct(carded, second.id, {"overall": 3}, by=MARA, now=now)
    assert [await title(carded, one) for one in (first, second)] == ["Answered again", "Set right"]


async def test_a_low_correction_opens_a_candidate(carded: Office, now: datetime, tick: datetime) -> None:
    """By the rule of every answer: received with the mail, to be confirmed from when somebody saw it."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now, comment="1 or 2, it came late")
    later = now + 3 * DAY
    await correct(carded, read.id, {"overall": 2, "on_time": 1}, by=MARA, now=later)
    [case] = await complaints(carded, of)
    assert (case.state, case.problem, case.words) == (CaseState.CANDIDATE, Problem.LATE, "1 or 2, it came late")
    assert (case.received_at, case.confirm_by > later) == (now, True)
    assert await stage.card(carded, case) is not None
    async with carded.store.read() as work:
        [row] = await work.evidence.about("complaints", case.id)
    assert row.by == "staff:1"
    assert await stage.sound(carded)


async def test_praise_that_complains_is_in_doubt(carded: Office, now: datetime, tick: datetime) -> None:
    """Perhaps the scale was taken for another: the candidate that it opened says what is wrong by the marks."""
    of = await asked(carded, now, tick)
    odd = given({"overall": 5}, "mail:00", comment="the box was broken", door=Door.MAIL, complaint=True)
    assert await gives(carded, of, odd, now) is Outcome.KEPT
    read = (await versions(carded, of))[-1]
    assert await title(carded, read) == "Doubtful reading"
    await correct(carded, read.id, {"overall": 1, "accuracy": 1}, by=MARA, now=now)
    [case] = await complaints(carded, of)
    assert (case.problem, case.state) == (Problem.NOT_AS_ORDERED, CaseState.CANDIDATE)


@pytest.mark.parametrize(
    "what",
    [
        given({"overall": 3}, "mail:00", complaint=True),
        given({"overall": 4, "on_time": 1}, "mail:00", complaint=True),
        given({}, "mail:00", comment="broken", complaint=True),
        given({"overall": 5}, "mail:00"),
        given({}, "mail:00", comment="4 or 5", unclear=True, verified=False),
    ],
    ids=["middling", "another low mark", "no mark", "no complaint", "somebody else's"],
)
async def test_what_is_clear_has_no_card(carded: Office, now: datetime, tick: datetime, what: Any) -> None:
    """Nor has what somebody else wrote, which no figure hears of."""
    of = await asked(carded, now, tick)
    await gives(carded, of, what, now)
    assert await title(carded, (await versions(carded, of))[-1]) == ""


async def test_a_high_mark_given_before_is_no_contradiction(carded: Office, now: datetime, tick: datetime) -> None:
    """Somebody was content first, and complains later."""
    of = await asked(carded, now, tick)
    await gives(carded, of, given({"overall": 5}, "page:1"), now)
    await gives(carded, of, given({}, "mail:00", comment="it broke", complaint=True), now + DAY)
    assert await title(carded, (await versions(carded, of))[-1]) == ""


@pytest.mark.parametrize(
    ("act", "note"),
    [
        ("correct", "set right by staff:1"),
        ("leave", "left as it is by staff:1"),
        ("again", "answered again by the customer"),
    ],
)
async def test_a_mail_that_is_settled_is_listed_no_more(
    carded: Office, now: datetime, tick: datetime, act: str, note: str
) -> None:
    """Its outcome is still counted, and its bytes are kept."""
    of = await asked(carded, now, tick)
    assert (await comes(carded, mail(carded, of, "3-4"), now, tick)).outcome == "unclear"
    [read] = await versions(carded, of)
    async with carded.store.read() as work:
        assert [one.outcome for one in await work.inbox.aside()] == ["unclear"]
    if act == "correct":
        await correct(carded, read.id, {"overall": 3}, by=MARA, now=now)
    elif act == "leave":
        await leave(carded, read.id, by=MARA, now=now)
    else:
        await gives(carded, of, given({"overall": 5}, "page:1"), now)
    async with carded.store.read() as work:
        [kept] = await work.inbox.dealt_with(None, 0, 10)
        assert await work.inbox.aside() == []
        assert await work.inbox.outcomes() == {"unclear": 1}
    assert (kept.state, kept.invitation_id, kept.note) == (Arrival.DONE, of.id, note)


async def test_without_a_channel_it_stays_listed(office: Office, now: datetime, tick: datetime) -> None:
    """Nothing is posted, and a person reads it in the list."""
    of = await asked(office, now, tick)
    await comes(office, mail(office, of, "3-4"), now, tick)
    await gives(office, of, given({"overall": 5}, "page:1"), now)
    async with office.store.read() as work:
        assert len(await work.inbox.aside()) == 1
    assert await title(office, (await versions(office, of))[0]) == ""


async def test_an_expired_answer_may_be_corrected(carded: Office, now: datetime, tick: datetime) -> None:
    """The customer was in time."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await correct(carded, read.id, {"overall": 4}, by=MARA, now=of.expires_at + DAY)
    assert (await standing(carded, of)).marks == {"overall": 4}


async def test_a_trace_tells_who_corrected(carded: Office, now: datetime, tick: datetime) -> None:
    """When it was done."""
    of = await asked(carded, now, tick)
    read = await doubted(carded, of, now)
    await correct(carded, read.id, {"overall": 4}, by=MARA, now=now + 30 * DAY)
    [told] = await trace(carded, "R-1")
    assert told.events[-1] == (now + 30 * DAY, "answer 2 by mail: overall 4, set right by staff:1")


STEP = st.one_of(
    st.tuples(st.just("unclear"), st.none()),
    st.tuples(
        st.just("marks"), st.dictionaries(st.sampled_from(["overall", "accuracy"]), st.integers(1, 5), min_size=1)
    ),
    st.tuples(st.just("words"), st.none()),
    st.tuples(st.just("correct"), st.fixed_dictionaries({"overall": st.integers(1, 5)})),
    st.tuples(st.just("leave"), st.none()),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@hypothesis.given(steps=st.lists(STEP, max_size=9))
async def test_the_newest_human_answer_stands(
    carded: Office, now: datetime, tick: datetime, steps: list[tuple[str, Any]]
) -> None:
    """Corrections and answers in any order: marks are the newest given, and only an open doubt is corrected."""
    async with carded.store.read() as work:
        number = sum((await work.deliveries.counts()).values()) + 1
    of = await asked(carded, now, tick, number)
    marks: dict[str, int] = {}
    reads: list[Answer] = []
    is_open = False
    for at, (what, chosen) in enumerate(steps):
        when = now + at * DAY
        if what in ("correct", "leave"):
            for read in reads:
                act = (
                    correct(carded, read.id, chosen, by=MARA, now=when)
                    if chosen
                    else leave(carded, read.id, by=MARA, now=when)
                )
                if is_open and read is reads[-1]:
                    await act
                    marks, is_open = {**marks, **(chosen or {})}, False
                else:
                    with pytest.raises(Settled):
                        await act
        elif what == "unclear":
            reads, is_open = [*reads, await doubted(carded, of, when, f"mail:{at:02x}", comment=f"4 or {at}")], True
        else:
            outcome = await gives(
                carded, of, given(chosen or {}, f"page:{at}", comment=f"words {at}" if not chosen else ""), when
            )
            assert outcome in (Outcome.KEPT, Outcome.REPEATED)
            marks, is_open = {**marks, **(chosen or {})}, is_open and not chosen
    found = current(await versions(carded, of))
    assert (dict(found.marks) if found else {}) == marks
    titles = [await title(carded, read) for read in reads]
    assert titles.count("Doubtful reading") == int(is_open)
    assert (await again(carded, of)).id == of.id
    assert await stage.sound(carded)
