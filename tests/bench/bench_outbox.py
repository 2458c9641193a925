"""Sending what is queued: the postman, who commits claim, DATA and reply, beside aiosmtplib without any store.

All send the same letters over two connections to the same server, which runs in a process of its own. The last ways
record without sending, to show what the store takes of it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import islice

import aiosmtplib

from bot.loop import run
from bot.postman import Postman
from bot.settings import MailSection
from bot.smtp import connections
from handlers.office import Office
from handlers.steps.inviting import invite
from handlers.steps.receiving import receive
from handlers.steps.sending import begin, claim, finish
from storage.rows import from_row
from storage.tables import messages
from surveys.message import Message, State, Via, sent
from surveys.notice import Notice
from tests.bench.measuring import Bench, Way
from tests.bench.sink import Sink, sink
from tests.bench.stage import NOW, TICK, letters, offices
from tests.edges import StandingClock

MANY = 100
LINES = 2

Send = Callable[[int, Sequence[Message]], Awaitable[None]]


async def main() -> None:
    async with sink() as server, offices() as found:
        for office in found.values():
            await _ask(office)
        queued = await _queued(found["SQLite"])
        ways = [
            _peer("aiosmtplib.send() each", _send_each, server, queued),
            _peer("aiosmtplib, connections kept", _keep_sending, server, queued),
        ]
        async with _postmen(found, server) as postmen:
            ways += [_sending(f"afterword, {name}", postman, server) for name, postman in postmen.items()]
            ways += [_recording(f"afterword, {name}, nothing sent", office) for name, office in found.items()]
            size = sum(len(one.raw) for one in queued) / MANY / 1000
            await Bench("outbox").compare(f"{MANY} letters of {size:.1f} kB over {LINES} connections", "mails", ways)


def _peer(name: str, send: Send, server: Sink, queued: Sequence[Message]) -> Way:
    async def run() -> None:
        await asyncio.gather(*(send(server.port, queued[first::LINES]) for first in range(LINES)))

    return Way(name, MANY, run, done=server.taken)


async def _send_each(port: int, share: Sequence[Message]) -> None:
    for one in share:
        await aiosmtplib.send(
            one.raw, sender=one.envelope_from, recipients=[one.recipient], hostname="127.0.0.1", port=port,
            start_tls=False,
        )  # fmt: skip


async def _keep_sending(port: int, share: Sequence[Message]) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        for one in share:
            await client.sendmail(one.envelope_from, [one.recipient], one.raw)


def _sending(name: str, postman: Postman, server: Sink) -> Way:
    async def run() -> None:
        while await postman.round():
            pass

    async def done() -> int:
        return min(await server.taken(), await _count(postman.office))

    return Way(name, MANY, run, lambda: _put_back(postman.office), done)


def _recording(name: str, office: Office) -> Way:
    async def run() -> None:
        while taken := await claim(office, TICK, 20 * LINES):
            for message in taken:
                started = await begin(office, message, NOW)
                assert started
                await finish(office, sent(started, "250 2.0.0 taken", TICK), NOW)

    return Way(name, MANY, run, lambda: _put_back(office), lambda: _count(office))


@asynccontextmanager
async def _postmen(found: dict[str, Office], server: Sink) -> AsyncIterator[dict[str, Postman]]:
    settings = MailSection(
        sender="feedback@harbor.example", host="127.0.0.1", port=server.port, security="none", connections=LINES,
        daily_cap=100 * MANY, ramp_start=100 * MANY,
    )  # fmt: skip
    clock = StandingClock(NOW, TICK)
    hired = {
        name: Postman(office, clock, connections(settings, None), Via.MAIL, settings) for name, office in found.items()
    }
    yield hired
    for postman in hired.values():
        await postman.close()


async def _ask(office: Office) -> None:
    """Tell of deliveries and queue the letter about each, as the service does."""
    for number, (order, letter) in enumerate(islice(letters(), MANY)):
        notice = Notice(
            source="shop",
            event_id=order.event_id,
            order=order.order,
            email=f"buyer-{number}@buyer.example",
            delivered_at=order.delivered_at,
            name=letter.customer_name,
            language=letter.language,
        )
        delivery, _ = await receive(office, notice, "bench", order.delivered_at)
        await invite(office, delivery, order.delivered_at, TICK)


async def _queued(office: Office) -> list[Message]:
    async with office.store.read() as work:
        return [from_row(Message, row) for row in await work.connection.execute(messages.select())]


async def _put_back(office: Office) -> None:
    """Queue all anew, as if none had been sent."""
    async with office.store.work() as work:
        await work.connection.execute(messages.update().values(state=State.QUEUED, attempt=0, sent_at=None))


async def _count(office: Office) -> int:
    async with office.store.read() as work:
        return (await work.messages.counts()).get(State.SENT, 0)


if __name__ == "__main__":
    run(main())
