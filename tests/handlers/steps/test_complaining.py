"""A complaint is found or told, kept once, carded, and looked after until it is over."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.office import Office
from handlers.steps.assessing import assign
from handlers.steps.complaining import (
    NotLogged,
    NoWords,
    Told,
    UnknownOrder,
    close,
    confirm,
    decline,
    fingerprint,
    log,
    told_in_line,
)
from storage.work import Store
from surveys.complaint import Complaint, Problem, State
from surveys.course import Ending
from surveys.grounds import CannotMove, ThereAlready, TooLate
from surveys.message import Via
from surveys.workdays import Week
from tests.handlers import stage
from tests.handlers.stage import DAY, asked, card, gives, moves, sound, told
from tests.harbor import harbor_parts

MARA, BEN = "UMARA", "UBEN"
WET = Told("The box was wet")


async def title(office: Office, case: Complaint) -> str:
    """What the card of a case says first."""
    found = await card(office, case)
    assert found is not None
    return str(json.loads(found.raw)["blocks"][0]["text"]["text"])


async def candidate(office: Office, now: datetime, tick: datetime) -> Complaint:
    of = await asked(office, now, tick)
    await gives(office, of, stage.given({"overall": 1}), now)
    [case] = await stage.complaints(office, of)
    return case


async def test_what_staff_tell_is_kept(carded: Office, now: datetime, tick: datetime) -> None:
    """With its order, its customer, and who told it; it is a case from the start and waits for nobody."""
    of = await told(carded, now)
    case, new = await log(carded, Told(" The box was wet ", "R-1", Problem.SHORT_OR_DAMAGED), MARA, now, tick)
    assert new
    async with carded.store.read() as work:
        mara = await work.staff.get(case.reporter_id or 0)
        assert await work.complaints.by_number(1) == case
    assert (case.delivery_id, case.customer_id, mara.slack_user) == (of.id, of.customer_id, MARA)
    assert (case.state, case.words, case.door, case.received_at) == (State.RECEIVED, "The box was wet", "command", now)
    assert await sound(carded)


async def test_a_complaint_about_no_order_is_kept_without_one(office: Office, now: datetime, tick: datetime) -> None:
    """It counts like any other."""
    case, _ = await log(office, WET, MARA, now, tick)
    assert (case.delivery_id, case.customer_id) == (None, None)
    assert await sound(office)


async def test_the_latest_delivery_of_an_order_is_meant(office: Office, now: datetime, tick: datetime) -> None:
    """Where it came in several."""
    await told(office, now, 1, order="R-1", delivered_at=now - DAY)
    latest = await told(office, now, 2, order="R-1", delivered_at=now - DAY / 2)
    await told(office, now, 3, order="R-1", delivered_at=now - 2 * DAY)
    case, _ = await log(office, replace(WET, order="R-1"), MARA, now, tick)
    assert case.delivery_id == latest.id


async def test_an_unknown_order_is_refused(office: Office, now: datetime, tick: datetime) -> None:
    """With what to do instead, and nothing is kept."""
    with pytest.raises(UnknownOrder) as refused:
        await log(office, replace(WET, order="R-9"), MARA, now, tick)
    assert str(refused.value) == (
        "no delivery of order 'R-9' is known; leave the order out to log it without one"
    )  # fmt: skip
    with pytest.raises(NoWords):
        await log(office, Told(" \n"), MARA, now, tick)
    async with office.store.read() as work:
        assert (await work.complaints.total(), await work.complaints.next_number()) == (0, 1)


async def test_the_author_of_a_message_is_its_customer(office: Office, now: datetime, tick: datetime) -> None:
    """Where they are one; else the customer of the order. The clock starts when they wrote it."""
    of = await told(office, now)
    async with office.store.work() as work:
        zoe = await work.customers.get(of.customer_id)
        await work.customers.keep(replace(zoe, slack_user="UZOE"), stage.BY, now)
    said = Told("It leaks", message="C1 1.2", author="UZOE", link="https://slack.example/p1", said_at=now - DAY)
    case, _ = await log(office, said, MARA, now, tick)
    assert (case.customer_id, case.link, case.received_at) == (zoe.id, said.link, now - DAY)
    stranger, _ = await log(office, replace(said, message="C1 1.3", author="UWHO", said_at=now + DAY), MARA, now, tick)
    assert (stranger.customer_id, stranger.received_at) == (None, now)


@pytest.mark.parametrize(
    ("again", "by"),
    [
        (WET, MARA),
        (Told("the  BOX\nwas wet "), MARA),
        (replace(WET, problem=Problem.LATE, door="form"), MARA),
    ],
)
async def test_the_same_told_twice_is_one_case(
    office: Office, now: datetime, tick: datetime, again: Told, by: str
) -> None:
    """Whoever writes it again, in other case and spacing or through another door, gets the case that is there."""
    first = await log(office, WET, MARA, now, tick)
    assert await log(office, again, by, now + DAY, tick) == (first[0], False)


async def test_two_who_tell_and_two_messages_are_two_cases(office: Office, now: datetime, tick: datetime) -> None:
    """Only the same message is one case for everybody."""
    pointed = replace(WET, message="C1 1.2")
    cases = [(WET, MARA), (WET, BEN), (pointed, MARA), (pointed, BEN), (replace(pointed, message="C1 1.3"), BEN)]
    kept = [await log(office, what, by, now, tick) for what, by in cases]
    assert [(case.number, new) for case, new in kept] == [(1, True), (2, True), (3, True), (3, False), (4, True)]


async def test_after_it_is_over_the_same_is_a_new_case(office: Office, now: datetime, tick: datetime) -> None:
    """It may have happened again."""
    first, _ = await log(office, WET, MARA, now, tick)
    await close(office, first.id, Ending.WITHDRAWN, "found it", by=MARA, now=now, tick=tick)
    again, new = await log(office, WET, MARA, now, tick)
    assert (again.number, new) == (2, True)


async def test_many_at_once_are_one_case(store: Store, now: datetime, tick: datetime) -> None:
    """Retries and double clicks on several machines meet in one case, its figures and its card, on both engines."""
    office = replace(harbor_parts(store), complaints_channel="C0COMPLAINTS")
    of = await asked(office, now, tick)
    tellings = [log(office, replace(WET, order="R-1"), MARA, now, tick) for _ in range(12)]
    answers = [gives(office, of, stage.given({"overall": 1}, f"page:{n}"), now) for n in range(4)]
    kept = [one for one in await asyncio.gather(*tellings, *answers) if isinstance(one, tuple)]
    assert len({case.id for case, _ in kept}) == 1
    assert [new for _, new in kept].count(True) == 1
    async with store.read() as work:
        assert await work.complaints.total() == 2
        assert await work.messages.counts() == {"queued": 3}
    assert await sound(office)


async def test_many_decide_at_once_and_one_is_heard(store: Store, now: datetime, tick: datetime) -> None:
    """Whoever comes second is told so; each case moves once, and two who know nobody yet wait for none."""
    office = replace(harbor_parts(store), complaints_channel="C0COMPLAINTS")
    of = await candidate(office, now, tick)
    pressed = await asyncio.gather(
        *(confirm(office, of.id, by=f"U{n % 3}", now=now, tick=tick) for n in range(8)), return_exceptions=True
    )
    assert [type(one) for one in pressed if not isinstance(one, Complaint)] == [ThereAlready] * 7
    given_away = await asyncio.gather(
        assign(office, of.id, "UY", by="UX", now=now, tick=tick),
        assign(office, of.id, "UX", by="UY", now=now, tick=tick),
    )
    assert len({case.owner_id for case in given_away}) == 2
    assert len(await moves(office, of)) == 3
    assert await sound(office)


async def test_a_low_answer_shows_a_card(carded: Office, now: datetime, tick: datetime) -> None:
    """A candidate, in the transaction of the answer, to be confirmed by a person."""
    case = await candidate(carded, now, tick)
    found = await card(carded, case)
    assert found is not None
    assert (found.via, found.recipient, found.message_id) == (
        Via.SLACK, "C0COMPLAINTS", carded.message_id("card:1")
    )  # fmt: skip
    assert found.due <= tick
    assert await title(carded, case) == "C-1, not confirmed yet: order R-1"


async def test_words_that_follow_a_mark_reach_the_candidate(carded: Office, now: datetime, tick: datetime) -> None:
    """Until somebody has decided about it; from then on the case stays as it was decided about."""
    of = await asked(carded, now, tick)
    await gives(carded, of, stage.given({"overall": 1}), now)
    await gives(carded, of, stage.given({"on_time": 1}, "page:2", comment="Four days late."), now)
    [case] = await stage.complaints(carded, of)
    assert (case.words, case.problem) == ("Four days late.", Problem.LATE)
    await confirm(carded, case.id, by=MARA, now=now, tick=tick)
    await gives(carded, of, stage.given({}, "page:3", comment="Forget it."), now)
    [case] = await stage.complaints(carded, of)
    assert case.words == "Four days late."
    assert await sound(carded)


async def test_a_card_says_its_newest(carded: Office, now: datetime, tick: datetime) -> None:
    """One post a case: every change revises it."""
    case = await candidate(carded, now, tick)
    await confirm(carded, case.id, by=MARA, now=now, tick=tick)
    assert await title(carded, case) == "C-1, received: order R-1"
    await assign(carded, case.id, BEN, by=MARA, now=now, tick=tick)
    await close(carded, case.id, Ending.SOLVED, "sent again", by=BEN, now=now, tick=tick)
    found = await card(carded, case)
    assert found is not None
    assert (await title(carded, case), found.revision) == ("C-1, closed: order R-1", 3)


async def test_without_a_channel_nothing_is_posted(office: Office, now: datetime, tick: datetime) -> None:
    """The case is kept all the same."""
    case, _ = await log(office, WET, MARA, now, tick)
    await assign(office, case.id, BEN, by=MARA, now=now, tick=tick)
    assert await card(office, case) is None


async def test_every_change_keeps_its_move(office: Office, now: datetime, tick: datetime) -> None:
    """By whom and why; closing on the spot is two moves."""
    case = await candidate(office, now, tick)
    await confirm(office, case.id, by=MARA, now=now, tick=tick)
    await assign(office, case.id, BEN, by=MARA, now=now, tick=tick)
    closed = await close(office, case.id, Ending.SOLVED, "sent\nagain", by=BEN, now=now, tick=tick)
    assert await moves(office, case) == [
        (State.CANDIDATE, State.RECEIVED, "staff:1", ""),
        (State.RECEIVED, State.RECEIVED, "staff:1", "given to staff:2"),
        (State.RECEIVED, State.RESPONDED, "staff:2", "sent again"),
        (State.RESPONDED, State.CLOSED, "staff:2", "sent again"),
    ]
    assert (closed.owner_id, closed.outcome, closed.acknowledged_at, closed.closed_at) == (2, "sent again", now, now)


async def test_moves_never_go_back_in_time(office: Office, now: datetime, tick: datetime) -> None:
    """The clocks of two machines differ a little."""
    case = await candidate(office, now, tick)
    await confirm(office, case.id, by=MARA, now=now + DAY, tick=tick)
    await close(office, case.id, Ending.WITHDRAWN, "found it", by=MARA, now=now, tick=tick)
    async with office.store.read() as work:
        made = await work.moves.of_complaint(case.id)
        assert (await work.complaints.get(case.id)).closed_at == now + DAY
    assert [one.at for one in made] == [now + DAY] * 2


@pytest.mark.parametrize(
    ("ending", "state", "outcome", "counted"),
    [
        (Ending.SOLVED, State.CLOSED, "done", 1),
        (Ending.WITHDRAWN, State.WITHDRAWN, "done", 1),
        (Ending.ENQUIRY, State.RECLASSIFIED, "enquiry: done", 0),
        (Ending.REQUEST, State.RECLASSIFIED, "request: done", 0),
        (Ending.SPAM, State.RECLASSIFIED, "spam: done", 0),
    ],
)
async def test_a_case_ends(
    office: Office, now: datetime, tick: datetime, ending: Ending, state: State, outcome: str, counted: int
) -> None:
    """In the state that its ending leads to; what was no complaint is counted no more."""
    case, _ = await log(office, WET, MARA, now, tick)
    closed = await close(office, case.id, ending, "done", by=MARA, now=now, tick=tick)
    assert (closed.state, closed.outcome) == (state, outcome)
    async with office.store.read() as work:
        [(_, counts)] = await work.weeks([Week.of(now, office.zone)])
    assert counts["complaints"] == counted
    assert await sound(office)


async def test_a_refused_move_changes_nothing(carded: Office, now: datetime, tick: datetime) -> None:
    """Too late, without words, or on a case that is over: neither case nor card nor figure moves."""
    case, _ = await log(carded, WET, MARA, now, tick)
    before = await card(carded, case)
    with pytest.raises(TooLate):
        await close(carded, case.id, Ending.SOLVED, "done", by=MARA, now=now + 7 * DAY, tick=tick)
    for ending in Ending:
        with pytest.raises(CannotMove):
            await close(carded, case.id, ending, " ", by=MARA, now=now, tick=tick)
    for refused in (confirm(carded, case.id, by=MARA, now=now, tick=tick),
                    decline(carded, case.id, "why", by=MARA, now=now, tick=tick)):  # fmt: skip
        with pytest.raises(CannotMove):
            await refused
    assert (await card(carded, case), await moves(carded, case)) == (before, [])


async def test_a_declined_candidate_is_not_counted(office: Office, now: datetime, tick: datetime) -> None:
    """It stays in the log with the reason, and nobody looks after it."""
    case = await candidate(office, now, tick)
    with pytest.raises(CannotMove):
        await assign(office, case.id, BEN, by=MARA, now=now, tick=tick)
    declined = await decline(office, case.id, "meant as a joke", by=MARA, now=now, tick=tick)
    assert (declined.state, declined.outcome) == (State.DECLINED, "meant as a joke")
    with pytest.raises(CannotMove, match="C-1 is declined: there is nothing to look after"):
        await assign(office, case.id, BEN, by=MARA, now=now, tick=tick)
    assert await sound(office)


async def test_evidence_of_staff_is_an_opaque_id(office: Office, now: datetime, tick: datetime) -> None:
    """Neither a Slack user nor a customer's word is in it."""
    case = await candidate(office, now, tick)
    await close_after_confirming(office, case, now, tick)
    async with office.store.read() as work:
        rows = [
            row
            for thing, id_ in (("complaints", case.id), *(("moves", n) for n in (1, 2, 3)))
            for row in await work.evidence.about(thing, id_)
        ]
    assert {row.by for row in rows} == {"customer", "staff:1"}
    assert not [row for row in rows if MARA in f"{row}" or "sent again" in f"{row}"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", ("", "")),
        ("R-1", ("R-1", "")),
        ("R-1  the box\nwas wet", ("R-1", "the box\nwas wet")),
        ("The box R-1 was wet", ("", "The box R-1 was wet")),
        ("late", ("", "late")),
    ],
)
async def test_a_line_names_its_order_first(office: Office, now: datetime, line: str, found: tuple[str, str]) -> None:
    """A first word without a digit is no order number, and the whole line is words."""
    await told(office, now)
    assert await told_in_line(office, line) == found


async def test_a_mistyped_order_is_not_taken_for_words(office: Office, now: datetime) -> None:
    """Else a complaint would be kept beside its order."""
    await told(office, now)
    with pytest.raises(NotLogged, match="no delivery of order 'R-11' is known"):
        await told_in_line(office, "R-11 the box was wet")


@given(words=st.text(), order=st.text(), user=st.text(), other=st.text())
def test_a_fingerprint_tells_apart_what_is_told(words: str, order: str, user: str, other: str) -> None:
    """Who, about what, in which words: none of them runs into the next."""
    one = fingerprint(Told(words, order), user)
    assert one == fingerprint(Told(f" {words}\t", order), user)
    assert (one == fingerprint(Told(words, other), user)) == (order == other)
    assert (one == fingerprint(Told(words, order), other)) == (user == other)


async def close_after_confirming(office: Office, case: Complaint, now: datetime, tick: datetime) -> None:
    await confirm(office, case.id, by=MARA, now=now, tick=tick)
    await close(office, case.id, Ending.SOLVED, "sent again", by=MARA, now=now + timedelta(hours=1), tick=tick)
