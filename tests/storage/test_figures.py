"""Weekly figures: kept with each fact, and always what counting all facts anew would give."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.tables import figures, metadata
from storage.work import Store, Work
from surveys.answer import Door
from surveys.complaint import Problem
from surveys.complaint import State as CaseState
from surveys.delivery import Reason, State
from surveys.enquiry import Enquiry
from surveys.enquiry import State as EnquiryState
from surveys.invitation import State as Asked
from surveys.workdays import Week
from tests.conftest import KEY, ZONE
from tests.storage import things
from tests.storage.things import BY, DAY, keep_delivery, keep_invitation

WEEK = Week(2026, 47)


async def kept_figures(store: Store, week: Week = WEEK) -> dict[str, int]:
    async with store.read() as work:
        [(_, counts)] = await work.weeks([week])
    return dict(counts)


async def differences(store: Store) -> list[tuple[str, str, int, int]]:
    async with store.read() as work:
        return await work.figure_differences()


async def test_each_fact_counts_in_its_own_week(store: Store, now: datetime) -> None:
    """A delivery when it was delivered, an invitation when it was asked, an answer when it was received."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        await work.answers.keep(things.answer(asked, now + 7 * DAY, comment="thank you"), BY, now)
    assert await kept_figures(store, WEEK.shift(-1)) == {"deliveries": 1, "promised": 1, "on_time": 1}
    assert await kept_figures(store) == {"invited": 1}
    assert await kept_figures(store, WEEK.shift(1)) == {
        "post_delivery.responses": 1,
        "post_delivery.door.page": 1,
        "post_delivery.comments": 1,
        "post_delivery.overall.4": 1,
        "post_delivery.accuracy.na": 1,
    }


async def test_only_the_current_answer_counts(store: Store, now: datetime) -> None:
    """A new version takes the old one's place; what somebody else wrote takes nobody's."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        await work.answers.keep(things.answer(asked, now), BY, now)
    async with store.work() as work:
        await work.answers.keep(things.answer(asked, now + 7 * DAY, 2, marks={"overall": 1}), BY, now)
    async with store.work() as work:
        other = things.answer(asked, now, 3, marks={"overall": 5}, verified=False)
        await work.answers.keep(other, BY, now)
    assert await kept_figures(store) == {"invited": 1}
    found = await kept_figures(store, WEEK.shift(1))
    assert found == {"post_delivery.responses": 1, "post_delivery.door.page": 1, "post_delivery.overall.1": 1}


async def test_a_failed_transaction_counts_nothing(store: Store, now: datetime) -> None:
    """Fact and figure are kept together or not at all."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
    before = await kept_figures(store)
    with pytest.raises(ZeroDivisionError):
        async with store.work() as work:
            await work.answers.keep(things.answer(asked, now), BY, now)
            raise ZeroDivisionError
    assert (await kept_figures(store), await differences(store)) == (before, [])


async def test_a_tampered_figure_is_found_and_mended(store: Store, now: datetime) -> None:
    """A count that was raised, one that was removed and one that was made up: named, and put right."""
    async with store.work() as work:
        await keep_invitation(work, now)
    async with store.work() as work:
        change = figures.update().where(figures.c.name == "deliveries").values(n=figures.c.n + 2)
        await work.connection.execute(change)
        await work.connection.execute(figures.delete().where(figures.c.name == "invited"))
        await work.connection.execute(figures.insert().values(week=str(WEEK), name="complaints", n=5))
    wrong = [
        ("2026-W46", "deliveries", 3, 1),
        ("2026-W47", "complaints", 5, 0),
        ("2026-W47", "invited", 0, 1),
    ]
    assert await differences(store) == wrong
    async with store.work() as work:
        assert await work.rebuild_figures() == wrong
    assert await differences(store) == []
    assert await kept_figures(store) == {"invited": 1}
    async with store.work() as work:
        assert await work.rebuild_figures() == []


async def test_two_at_one_delivery_do_not_count_twice(store: Store, now: datetime) -> None:
    """Each counts what it changed itself, whatever others change about the same delivery in the same moment."""
    async with store.work() as work:
        of = await keep_delivery(work, now)
        asked = await work.invitations.keep(things.invitation(of, now), BY, now)

    async def answer(version: int) -> None:
        async with store.work() as work:
            held = await work.invitations.hold(asked)
            number = len(await work.answers.versions(held.id)) + 1
            told = things.answer(held, now, number, source=f"page:{version}", marks={"overall": version})
            await work.answers.keep(told, BY, now)
            await work.invitations.keep(replace(held, state=Asked.ANSWERED), BY, now)

    async def complain() -> None:
        async with store.work() as work:
            case = things.complaint(of, await work.complaints.next_number(), now)
            await work.complaints.keep(case, BY, now)

    async def correct(on_time: bool) -> None:
        promised = of.delivered_at + DAY if on_time else of.delivered_at - DAY
        async with store.work() as work:
            await work.deliveries.keep(replace(of, promised_at=promised), BY, now)

    steps = [*(answer(mark) for mark in range(1, 6)), *(complain() for _ in range(4)), correct(True), correct(False)]
    await asyncio.gather(*steps)
    assert await differences(store) == []
    found = await kept_figures(store)
    assert (found["post_delivery.responses"], found["answered"], found["complaints"]) == (1, 1, 4)
    assert (await kept_figures(store, WEEK.shift(-1)))["wrong"] == 1


async def test_a_complaint_about_no_order_counts(store: Store, now: datetime) -> None:
    """In the week of receipt, under its problem; until somebody finds that it was none."""
    async with store.work() as work:
        late = await work.complaints.keep(things.loose_complaint(1, now, problem=Problem.LATE), BY, now)
        await work.complaints.keep(things.loose_complaint(2, now + 7 * DAY), BY, now)
    assert await kept_figures(store) == {"complaints": 1, "complaints.late": 1}
    async with store.work() as work:
        late = await work.complaints.keep(replace(late, state=CaseState.WITHDRAWN), BY, now)
    assert await kept_figures(store) == {"complaints": 1, "complaints.late": 1}
    async with store.work() as work:
        await work.complaints.keep(replace(late, state=CaseState.RECLASSIFIED), BY, now)
    assert await kept_figures(store) == {}
    assert await kept_figures(store, WEEK.shift(1)) == {"complaints": 1, "complaints.other": 1}
    assert await differences(store) == []


async def test_a_lost_count_of_a_complaint_about_no_order_is_mended(store: Store, now: datetime) -> None:
    """A recount finds it beside those of deliveries."""
    async with store.work() as work:
        await work.complaints.keep(things.loose_complaint(1, now), BY, now)
    async with store.work() as work:
        await work.connection.execute(figures.delete())
    wrong = [("2026-W47", "complaints", 0, 1), ("2026-W47", "complaints.other", 0, 1)]
    async with store.work() as work:
        assert await work.rebuild_figures() == wrong
    assert await differences(store) == []


async def test_many_at_one_complaint_about_no_order_count_it_once(store: Store, now: datetime) -> None:
    """Whoever comes second reads what the first has made of it."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)

    async def decide(problem: Problem) -> None:
        async with store.work() as work:
            held = await work.complaints.hold(case.id)
            await work.complaints.keep(replace(held, problem=problem), BY, now)

    await asyncio.gather(*(decide(problem) for problem in Problem))
    assert await differences(store) == []
    assert (await kept_figures(store))["complaints"] == 1


async def test_transactions_on_many_deliveries_do_not_lock_each_other_out(store: Store, now: datetime) -> None:
    """Figures are added in the order of their keys, so that all wait in the same direction."""

    async def told(start: int) -> None:
        for event in range(start, start + 5):
            async with store.work() as work:
                asked = await keep_invitation(work, now, event, asked_at=now - event % 3 * 7 * DAY)
                await work.answers.keep(things.answer(asked, now + event % 2 * 7 * DAY), BY, now)

    await asyncio.gather(*(told(start) for start in range(0, 30, 5)))
    assert await differences(store) == []


async def test_more_facts_than_one_batch_are_recounted(sqlite_store: Store, now: datetime) -> None:
    """A recount reads the deliveries share by share and misses none."""
    async with sqlite_store.work() as work:
        for event in range(1_003):
            await keep_delivery(work, now, event)
    assert await differences(sqlite_store) == []
    assert (await kept_figures(sqlite_store, WEEK.shift(-1)))["deliveries"] == 1_003


HOURS = st.integers(-200, 200).map(lambda hours: timedelta(hours=hours))
MARKS = st.dictionaries(
    st.sampled_from(["overall", "accuracy", "on_time"]), st.sampled_from([None, 1, 2, 3.5, 5]), max_size=3
)


class Facts(RuleBasedStateMachine):
    """Everything that may become of deliveries, in any order, over one real store."""

    deliveries = Bundle("deliveries")
    asked = Bundle("asked")
    cases = Bundle("cases")
    enquiries = Bundle("enquiries")

    def __init__(self, store: Store, runner: asyncio.Runner, now: datetime) -> None:
        super().__init__()
        self.store, self.runner, self.now = store, runner, now
        self.events = 0
        self.runner.run(self._empty())

    async def _empty(self) -> None:
        async with self.store.work() as work:
            for table in reversed(metadata.sorted_tables):
                await work.connection.execute(sa.delete(table))

    def do(self, step: Callable[[Work], Coroutine[Any, Any, Any]]) -> Any:
        async def within() -> Any:
            async with self.store.work() as work:
                return await step(work)

        return self.runner.run(within())

    @rule(target=deliveries, ago=HOURS, promised=st.none() | HOURS)
    def deliver(self, ago: timedelta, promised: timedelta | None) -> int:
        self.events += 1
        told = {"delivered_at": self.now + ago, "promised_at": self.now + promised if promised else None}
        return int(self.do(lambda work: keep_delivery(work, self.now, self.events, **told)).id)

    @rule(id_=deliveries, promised=st.none() | HOURS, reason=st.none() | st.sampled_from(Reason))
    def correct(self, id_: int, promised: timedelta | None, reason: Reason | None) -> None:
        async def step(work: Work) -> None:
            of = await work.deliveries.get(id_)
            state = State.NOT_ASKED if reason else State.WAITING
            promised_at = self.now + promised if promised else None
            changed = replace(of, promised_at=promised_at, reason=reason, state=state)
            await work.deliveries.keep(changed, BY, self.now)

        self.do(step)

    @rule(target=asked, id_=deliveries, later=HOURS)
    def invite(self, id_: int, later: timedelta) -> int:
        async def step(work: Work) -> int:
            known = await work.invitations.of_delivery(id_)
            of = await work.deliveries.get(id_)
            new = things.invitation(of, self.now + later)
            return (known or await work.invitations.keep(new, BY, self.now)).id

        return int(self.do(step))

    @rule(id_=asked, state=st.sampled_from(Asked))
    def end(self, id_: int, state: Asked) -> None:
        async def step(work: Work) -> None:
            await work.invitations.keep(replace(await work.invitations.get(id_), state=state), BY, self.now)

        self.do(step)

    @rule(id_=asked, later=HOURS, marks=MARKS, door=st.sampled_from(Door), words=st.booleans(), verified=st.booleans())
    def answer(self, id_: int, later: timedelta, marks: Any, door: Door, words: bool, verified: bool) -> None:
        async def step(work: Work) -> None:
            asked = await work.invitations.get(id_)
            version = len(await work.answers.versions(id_)) + 1
            more = {"marks": marks, "door": door, "comment": "words" if words else "", "verified": verified}
            await work.answers.keep(things.answer(asked, self.now + later, version, **more), BY, self.now)

        self.do(step)

    @rule(target=cases, id_=deliveries, later=HOURS, problem=st.sampled_from(Problem))
    def complain(self, id_: int, later: timedelta, problem: Problem) -> int:
        async def step(work: Work) -> int:
            of = await work.deliveries.get(id_)
            number = await work.complaints.next_number()
            case = things.complaint(of, number, self.now + later, problem=problem)
            return (await work.complaints.keep(case, BY, self.now)).id

        return int(self.do(step))

    @rule(target=cases, later=HOURS, problem=st.sampled_from(Problem))
    def complain_of_no_order(self, later: timedelta, problem: Problem) -> int:
        async def step(work: Work) -> int:
            case = things.loose_complaint(await work.complaints.next_number(), self.now + later, problem=problem)
            return (await work.complaints.keep(case, BY, self.now)).id

        return int(self.do(step))

    @rule(case=cases, id_=deliveries)
    def find_the_order(self, case: int, id_: int) -> None:
        async def step(work: Work) -> None:
            held = await work.complaints.hold(case)
            if held.delivery_id is None:
                await work.complaints.keep(replace(held, delivery_id=id_), BY, self.now)

        self.do(step)

    @rule(id_=cases, problem=st.sampled_from(Problem), state=st.sampled_from(CaseState))
    def decide(self, id_: int, problem: Problem, state: CaseState) -> None:
        async def step(work: Work) -> None:
            case = await work.complaints.get(id_)
            await work.complaints.keep(replace(case, problem=problem, state=state), BY, self.now)

        self.do(step)

    @rule(target=enquiries, later=HOURS)
    def enquire(self, later: timedelta) -> int:
        async def step(work: Work) -> int:
            number, due = await work.enquiries.next_number(), self.now + later
            asked = Enquiry(0, number, None, "mail", "A pump?", self.now, due)
            return (await work.enquiries.keep(asked, BY, self.now)).id

        return int(self.do(step))

    @rule(id_=enquiries, later=st.none() | HOURS, state=st.sampled_from(EnquiryState))
    def reply(self, id_: int, later: timedelta | None, state: EnquiryState) -> None:
        async def step(work: Work) -> None:
            replied = self.now + later if later else None
            held = await work.enquiries.hold(id_)
            await work.enquiries.keep(replace(held, answered_at=replied, state=state), BY, self.now)

        self.do(step)

    @rule(id_=deliveries)
    def much_at_once_that_fails(self, id_: int) -> None:
        async def step(work: Work) -> None:
            of = await work.deliveries.get(id_)
            await work.deliveries.keep(replace(of, promised_at=None), BY, self.now)
            number = await work.complaints.next_number()
            await work.complaints.keep(things.complaint(of, number, self.now), BY, self.now)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            self.do(step)

    @invariant()
    def kept_is_what_a_recount_gives(self) -> None:
        assert self.runner.run(differences(self.store)) == []


def run_facts(url: str, now: datetime, examples: int, steps: int) -> None:
    with asyncio.Runner() as runner:
        store = Store(url, ZONE, KEY)
        try:
            machine = partial(Facts, store, runner, now)
            run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=steps))
        finally:
            runner.run(store.close())


def test_figures_hold_whatever_happens(migrated_file: Path, now: datetime) -> None:
    """After any sequence of facts, corrections and failures the kept figures are those of a recount."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(migrated_file, Path(folder) / "facts.db")
        run_facts(f"sqlite:///{folder}/facts.db", now, settings.default.max_examples // 3, 20)


def test_figures_hold_on_postgresql_too(postgresql_url: str, now: datetime) -> None:
    """The same, in fewer examples, since a server is slower than a file."""
    run_facts(postgresql_url, now, settings.default.max_examples // 10, 15)
