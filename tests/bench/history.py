"""A year of answers put into a store in bulk, and its weekly counts as a database gives them without kept figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from storage.rows import to_row
from storage.tables import answers, customers, deliveries, invitations
from storage.work import Work
from surveys.answer import Answer, Door
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.delivery import State as Stage
from surveys.figure import Counts
from surveys.invitation import Invitation, State
from surveys.workdays import Week
from tests.bench.stage import NOW, QUESTIONNAIRE, SEED, ZONE

DAY = timedelta(days=1)
YEAR = 364 * DAY
NAME = QUESTIONNAIRE.name


async def fill(work: Work, answered: int, waiting: int) -> None:
    """Keep a year of answers, evenly spread, and then some invitations that wait for one; all ids count from 1."""
    times = [NOW - 3 * DAY - YEAR * place / answered for place in range(answered)] + [NOW - 3 * DAY] * waiting
    dice = Random(SEED)
    everything = list(enumerate(times, 1))
    await insert(work, customers, (Customer(0, f"buyer-{id_}@buyer.example") for id_, _ in everything))
    await insert(work, deliveries, (_delivery(id_, when) for id_, when in everything))
    await insert(work, invitations, (_invitation(id_, when, id_ <= answered) for id_, when in everything))
    await insert(work, answers, (_answer(id_, when, dice) for id_, when in everything[:answered]))
    await work.rebuild_figures()


async def insert(work: Work, table: sa.Table, things: Iterable[Any]) -> None:
    """The things as rows without their ids, which the database gives out in order."""
    rows = [{name: value for name, value in to_row(thing).items() if name != "id"} for thing in things]
    await work.connection.execute(table.insert(), rows)


async def aggregate(work: Work, weeks: Sequence[Week]) -> list[tuple[Week, Counts]]:
    """What `Work.weeks` gives, asked of the facts themselves, in one statement for each kind of them.

    It counts what `fill` keeps; complaints, bounces and deliveries not asked about would take more statements.
    """
    counts: dict[str, Counts] = {str(week): Counter() for week in weeks}
    for select in (_delivered(weeks), _asked(weeks), _responses(weeks)):
        for row in await work.connection.execute(select):
            counts[row.week].update({name: n for name, n in row._mapping.items() if name != "week" and n})
    for row in await work.connection.execute(_marks(weeks, work.connection.dialect.name)):
        counts[row.week][f"{NAME}.{row.key}.{row.value or 'na'}"] = row.n
    return [(week, counts[str(week)]) for week in weeks]


def _delivered(weeks: Sequence[Week]) -> sa.Select[Any]:
    on_time = sa.func.count().filter(deliveries.c.delivered_at <= deliveries.c.promised_at)
    promised = sa.func.count(deliveries.c.promised_at)
    counts = (sa.func.count().label("deliveries"), promised.label("promised"), on_time.label("on_time"))
    return _by_week(deliveries.c.delivered_at, weeks, *counts)


def _asked(weeks: Sequence[Week]) -> sa.Select[Any]:
    answered = sa.func.count().filter(invitations.c.state == State.ANSWERED)
    return _by_week(invitations.c.asked_at, weeks, sa.func.count().label("invited"), answered.label("answered"))


def _responses(weeks: Sequence[Week]) -> sa.Select[Any]:
    counts = [
        sa.func.count().label(f"{NAME}.responses"),
        sa.func.count().filter(answers.c.comment != "").label(f"{NAME}.comments"),
        *(sa.func.count().filter(answers.c.door == door).label(f"{NAME}.door.{door}") for door in Door),
    ]
    return _by_week(answers.c.received_at, weeks, *counts).where(_stands())


def _marks(weeks: Sequence[Week], engine: str) -> sa.Select[Any]:
    taken_apart = sa.func.json_each if engine == "sqlite" else sa.func.jsonb_each_text
    each = taken_apart(answers.c.marks).table_valued("key", "value")
    value = sa.cast(each.c.value, sa.Text).label("value")
    select = _by_week(answers.c.received_at, weeks, each.c.key, value, sa.func.count().label("n"))
    return select.select_from(answers.join(each, sa.true())).where(_stands()).group_by(each.c.key, value)


def _by_week(when: sa.Column[datetime], weeks: Sequence[Week], *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    bounds = [(str(week), *week.bounds(ZONE)) for week in weeks]
    week = sa.case(*((when < end, name) for name, _, end in bounds)).label("week")
    within = (when >= bounds[0][1]) & (when < bounds[-1][2])
    return sa.select(week, *columns).where(within).group_by(week)


def _stands() -> Any:
    """Whether an answer is verified and no later version of it is."""
    later = answers.alias()
    newer = (later.c.invitation_id == answers.c.invitation_id) & (later.c.version > answers.c.version)
    return answers.c.verified & ~sa.exists().where(newer & later.c.verified)


def _delivery(id_: int, when: datetime) -> Delivery:
    """Every tenth is late."""
    promised = when - DAY if id_ % 10 == 0 else when + DAY
    return Delivery(0, "shop", f"event-{id_}", f"HP-{id_}", id_, when, promised, when, when, state=Stage.INVITED)


def _invitation(id_: int, when: datetime, answered: bool) -> Invitation:
    state = State.ANSWERED if answered else State.OPEN
    return Invitation(0, id_, id_, NAME, QUESTIONNAIRE.version, "en", when + DAY, when + 21 * DAY, state)


def _answer(id_: int, when: datetime, dice: Random) -> Answer:
    marks = {question.key: dice.choice((5, 5, 4, 4, 3, None)) for question in QUESTIONNAIRE.marks}
    comment = "All came in good order, thank you." if id_ % 3 == 0 else ""
    return Answer(
        0, id_, 1, dice.choice((Door.PAGE, Door.MAIL)), marks, tuple(marks), comment, when + 2 * DAY, "page:1"
    )
