"""Starts, runs and stops the loops together; drains when told to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import APIRouter

from bot.web import Server
from bot.wiring import Parts, required
from handlers import clock as times
from handlers import mail as mails
from handlers.steps.arriving import claim
from handlers.steps.promising import register
from handlers.steps.sending import adopt
from handlers.web.app import web

log = structlog.get_logger()

INBOX_BATCH = 20
WAKE_SECONDS = 5
PAUSE_AFTER_ERROR = 1.0

Round = Callable[[], Awaitable[int]]


class Service:
    """The loops of one process. Each does a round of work until nothing is left, then waits for its bell.

    The store says what is due; a bell only saves waiting, so that a lost one costs seconds and never a message.
    """

    def __init__(self, parts: Parts, more: Sequence[APIRouter] = ()) -> None:
        """`more` is served beside what the service serves itself."""
        self.parts = parts
        self.more = more
        self.office = parts.office
        self.clock = parts.clock
        self.postman = parts.postman()
        self.poster = parts.poster()
        self.ear = parts.ear(self.wake)
        self.mailbox = parts.mailbox()
        self.stopping = asyncio.Event()
        self.due, self.outbox, self.posts = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.working: set[str] = set()
        self.scheduler = AsyncIOScheduler(timezone="UTC")

    async def run(self) -> None:
        """Run until told to stop by SIGTERM or SIGINT.

        Raises: NoAddress, before anything has begun.
        """
        try:
            server = self._server()
            await self.prepare()
            await self._run(server)
        finally:
            await self._close()

    async def _run(self, server: Server) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stopping.set)
        self.scheduler.add_job(self.wake, "interval", seconds=WAKE_SECONDS)
        self.scheduler.start()
        loops = [
            asyncio.create_task(self._loop("clock", self.tend, self.due)),
            asyncio.create_task(self._loop("postman", self.postman.round, self.outbox)),
            asyncio.create_task(self._loop("inbox", self.handle_mails, self.mailbox.arrived)),
        ]
        if self.poster:
            loops.append(asyncio.create_task(self._loop("poster", self.poster.round, self.posts)))
        listening = [asyncio.create_task(self.mailbox.watch())]
        if self.ear:
            listening.append(asyncio.create_task(self.ear.run()))
        serving = asyncio.create_task(server.serve())
        stopping = asyncio.create_task(self.stopping.wait())
        await asyncio.wait([*listening, serving, stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
        self.stopping.set()
        await server.stop(serving)
        await self._drain(listening, loops)

    def _server(self) -> Server:
        section = required(self.parts.settings.web)
        app = web(self.office, self.clock.now, self.parts.incoming(self.ear))
        app.state.service = self
        for router in self.more:
            app.include_router(router)
        return Server(app, section.host, section.port)

    async def prepare(self) -> None:
        """Make the store ready: leaders and promises as settings say, what a dead service left free again."""
        async with self.office.store.work() as work:
            await work.staff.appoint(self.parts.settings.digest.leaders, "settings", self.clock.now())
        if self.office.store.embedded:
            await adopt(self.office, self.clock.tick())
        await register(self.office, self.clock.now())

    def wake(self) -> None:
        for bell in self._bells():
            bell.set()

    def idle(self) -> bool:
        """Whether every loop waits for its bell, and none has been rung."""
        heard = self.ear is None or self.ear.idle()
        return heard and not (self.working or any(bell.is_set() for bell in self._bells()))

    def _bells(self) -> list[asyncio.Event]:
        return [self.due, self.outbox, self.mailbox.arrived, *([self.posts] if self.poster else [])]

    async def tend(self) -> int:
        """What is due by the clock; what it queued is sent at once."""
        done = await times.tend(self.office, self.clock.now(), self.clock.tick())
        if done:
            self.outbox.set()
            if self.poster:
                self.posts.set()
        return 0

    async def handle_mails(self) -> int:
        """Deal with a share of the inbox; a mail that fails is set aside, and the next ones go on."""
        taken = await claim(self.office, self.clock.tick(), INBOX_BATCH)
        for mail in taken:
            try:
                end = await mails.handle(self.office, mail)
                log.info("mail handled", mail=mail.id, outcome=end.outcome)
            except Exception as why:
                log.exception("mail set aside", mail=mail.id)
                await mails.give_up(self.office, mail, f"{type(why).__name__}: see the log, mail {mail.id}")
        return len(taken)

    async def _loop(self, name: str, work: Round, bell: asyncio.Event) -> None:
        self.working.add(name)
        while not self.stopping.is_set():
            bell.clear()
            try:
                while await work() and not self.stopping.is_set():
                    pass
            except Exception:
                log.exception("round failed", loop=name)
                await asyncio.sleep(PAUSE_AFTER_ERROR)
                continue
            self.working.discard(name)
            await bell.wait()
            self.working.add(name)

    async def _drain(self, listening: list[asyncio.Task[None]], loops: list[asyncio.Task[None]]) -> None:
        """Let each loop finish the round it is in, and each act in Slack that was begun."""
        if self.ear:
            await self.ear.close()
        for task in listening:
            task.cancel()
        self.wake()
        await asyncio.wait([*listening, *loops], timeout=timedelta(minutes=1).total_seconds())

    async def _close(self) -> None:
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        for postman in (self.postman, self.poster):
            if postman:
                await postman.close()
        self.mailbox.close()
        await self.office.store.close()
