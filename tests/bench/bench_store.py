"""Keeping mails and answers, and counting a week for its digest, on each engine.

Beside the store stand the driver and SQLAlchemy Core, which insert the same rows and do nothing else: what lies between
is the price of fingerprint and high-water mark, or of versions, evidence and figures. Beside kept figures stand the
same counts asked of the facts in SQL; both must be equal.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

import sqlalchemy as sa

from bot.loop import run
from handlers.office import Office
from handlers.steps.answering import Given, Outcome, answer
from handlers.steps.arriving import Fetched, arrive, fingerprint
from handlers.steps.digesting import WEEKS_KNOWN, current
from handlers.words import digests
from handlers.words.charts import draw
from storage.rows import to_row
from storage.tables import answers, figures, inbox, mailboxes
from storage.work import Arrival, Mail
from surveys.answer import Answer, Door
from surveys.workdays import Week
from tests.bench.history import NAME, aggregate, fill, insert
from tests.bench.measuring import Bench, Way
from tests.bench.plain import by_core, by_driver
from tests.bench.stage import NOW, ZONE, offices, replies

YEAR = 20_000
"""Answers, and as many mails, kept before anything is timed."""

MAILS, BATCH = 300, 100
ANSWERS = 50
ROUNDS = 3
WEEK = Week.of(NOW, ZONE).shift(-1)
WEEKS = [WEEK.shift(back) for back in range(1 - WEEKS_KNOWN, 1)]
MARKS = {"overall": 5, "accuracy": 4, "on_time": 5, "responsiveness": None}


async def main() -> None:
    bench = Bench("store", ROUNDS)
    mails = [raw for raw, _ in replies(MAILS)]
    async with offices() as found:
        for engine, office in found.items():
            await _fill(office)
            await bench.compare(f"{engine}: mails kept, {YEAR:,} before", "mails", _arriving(office, mails))
            await bench.compare(f"{engine}: a week's digest, {YEAR:,} answers", "digests", await _digesting(office))
            await bench.compare(f"{engine}: answers kept, {YEAR:,} before", "answers", _answering(office))


async def _fill(office: Office) -> None:
    async with office.store.work() as work:
        await fill(work, YEAR, 3 * ANSWERS * (ROUNDS + 1))
        old = (_mail(str(uid).encode(), uid, "old") for uid in range(YEAR))
        await insert(work, inbox, (replace(mail, raw=None, state=Arrival.DONE) for mail in old))


def _arriving(office: Office, mails: Sequence[bytes]) -> list[Way]:
    store = office.store
    rows = [_row(_mail(raw, uid, "INBOX")) for uid, raw in enumerate(mails)]
    fetched = [Fetched(uid, raw, len(raw)) for uid, raw in enumerate(mails)]

    async def ours() -> None:
        for first in range(0, MAILS, BATCH):
            batch = fetched[first : first + BATCH]
            await arrive(office, "INBOX", 1, batch, read_up_to=batch[-1].uid, now=NOW)

    async def before() -> None:
        async with store.work() as work:
            await work.connection.execute(inbox.delete().where(inbox.c.state == Arrival.NEW))
            await work.connection.execute(mailboxes.delete())

    async def done() -> int:
        async with store.read() as work:
            return await work.inbox.waiting()

    return [
        Way("driver, an INSERT and COMMIT each", MAILS, lambda: by_driver(store, inbox, rows), before, done),
        Way("SQLAlchemy Core, the same", MAILS, lambda: by_core(store, inbox, rows, 1), before, done),
        Way(f"SQLAlchemy Core, {BATCH} at once", MAILS, lambda: by_core(store, inbox, rows, BATCH), before, done),
        Way(f"afterword, {BATCH} at once", MAILS, ours, before, done),
    ]


async def _digesting(office: Office) -> list[Way]:
    """The counts of the weeks that a digest draws, twice; then all of a digest, and its letter."""
    async with office.store.read() as work:
        kept = await work.weeks(WEEKS)
    told = await current(office, WEEK, NOW)
    assert told.numbers["counts"] == kept[-1][1] and kept[0][1][f"{NAME}.responses"]

    async def counted(many: int) -> int:
        async with office.store.read() as work:
            return sum([await aggregate(work, WEEKS) == kept for _ in range(many)])

    async def looked_up(many: int) -> int:
        async with office.store.read() as work:
            return sum([await work.weeks(WEEKS) == kept for _ in range(many)])

    async def whole(many: int) -> int:
        return sum([await current(office, WEEK, NOW) == told for _ in range(many)])

    return [
        Way("aggregate over the facts, counts alone", 2, lambda: counted(2)),
        Way("afterword, kept figures, counts alone", 50, lambda: looked_up(50)),
        Way("afterword, the whole digest", 10, lambda: whole(10)),
        Way(
            "its letter and chart", 2, lambda: sum(bool(digests.mail(told, "c") and draw(told.chart)) for _ in range(2))
        ),
    ]


def _answering(office: Office) -> list[Way]:
    """Each run answers invitations of its own, all in the same table."""
    store = office.store
    waiting = count(YEAR + 1)
    rows: list[dict[str, Any]] = []
    was = [0, 0]

    async def before() -> None:
        rows[:] = [_row(_answer(id_)) for id_ in islice(waiting, ANSWERS)]
        was[:] = await _kept(office)

    async def ours() -> None:
        for row in rows:
            async with store.work() as work:
                asked = await work.invitations.get(row["invitation_id"])
                given = Given(Door.PAGE, row["marks"], row["comment"], row["source"])
                assert await answer(office, work, asked, given, NOW) is Outcome.KEPT

    async def inserted() -> int:
        return (await _kept(office))[0] - was[0]

    async def counted() -> int:
        return min(now - then for now, then in zip(await _kept(office), was, strict=True))

    return [
        Way("driver, an INSERT and COMMIT each", ANSWERS, lambda: by_driver(store, answers, rows), before, inserted),
        Way("SQLAlchemy Core, the same", ANSWERS, lambda: by_core(store, answers, rows, 1), before, inserted),
        Way("afterword, each in a Work", ANSWERS, ours, before, counted),
    ]


async def _kept(office: Office) -> list[int]:
    """How many answers there are, and how many the figures tell of."""
    responses = sa.select(sa.func.sum(figures.c.n)).where(figures.c.name == f"{NAME}.responses")
    async with office.store.read() as work:
        every = sa.select(sa.func.count()).select_from(answers)
        return [int((await work.connection.execute(select)).scalar_one()) for select in (every, responses)]


def _mail(raw: bytes, uid: int, mailbox: str) -> Mail:
    return Mail(0, mailbox, 1, uid, fingerprint(raw), raw, NOW)


def _answer(invitation_id: int) -> Answer:
    return Answer(0, invitation_id, 1, Door.PAGE, MARKS, tuple(MARKS), "Thank you, all well.", NOW, "page:1")


def _row(thing: Any) -> dict[str, Any]:
    return {name: value for name, value in to_row(thing).items() if name != "id"}


if __name__ == "__main__":
    run(main())
