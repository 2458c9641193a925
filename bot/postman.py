"""Empties the outbox: paces, sends, and records each result as the very next thing."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.result import Accepted, Cut, Dropped, Line, Refused, Result, Unreachable
from bot.settings import MailSection
from handlers.office import Office
from handlers.steps.sending import begin, claim, finish
from storage.work import LostClaim
from surveys import message as states
from surveys.message import Message, Via, allowance

log = structlog.get_logger()

BATCH = 20
DAY = timedelta(days=1)


class Postman:
    """Sends what goes one way, over a few lines; `account` limits how much a day."""

    def __init__(
        self, office: Office, clock: Clock, lines: Sequence[Line], via: Via, account: MailSection | None = None
    ) -> None:
        self.office = office
        self.clock = clock
        self.lines = lines
        self.via = via
        self.account = account

    async def round(self) -> int:
        """Send a share of what is due; returns how many messages were dealt with."""
        free = await self._allowed()
        if free <= 0:
            return 0
        taken = list(await claim(self.office, self.clock.tick(), min(free, BATCH * len(self.lines)), self.via))
        shares = [taken[first :: len(self.lines)] for first in range(len(self.lines))]
        await asyncio.gather(*(self._carry(line, share) for line, share in zip(self.lines, shares, strict=True)))
        return len(taken)

    async def close(self) -> None:
        for line in self.lines:
            await line.close()

    async def _carry(self, line: Line, share: Sequence[Message]) -> None:
        for message in share:
            try:
                await self._send(line, message)
            except LostClaim:
                log.warning("claim lost", message=message.id)
            except Exception:
                log.exception("result not recorded", message=message.id)

    async def _send(self, line: Line, message: Message) -> None:
        started = message

        async def starts(file: str = "") -> bool:
            nonlocal started
            begun = await begin(self.office, message, self.clock.now(), file)
            started = begun or message
            return begun is not None

        try:
            result = await line.send(message, starts)
        except LostClaim:
            raise
        except Exception as why:
            log.exception("not sent", message=message.id)
            result = (Unreachable if started is message else Cut)(f"{type(why).__name__}: {why}")
        await asyncio.shield(self._record(started, result))

    async def _record(self, message: Message, result: Result) -> None:
        tick, now = self.clock.tick(), self.clock.now()
        match result:
            case Accepted(reply, place):
                await finish(self.office, states.sent(message, reply, tick, place), now)
            case Refused(code, reply, recipient):
                unknown = recipient and 500 <= code < 600
                await finish(self.office, states.refused(message, code, reply, tick), now, no_such_address=unknown)
            case Unreachable(why, wait) if wait:
                await finish(self.office, states.told_to_wait(message, why, tick, wait), now)
            case Unreachable(why):
                await finish(self.office, states.deferred(message, why, tick), now)
            case Cut(why):
                await finish(self.office, states.doubted(message, why, tick, self.office.doubt), now)
            case Dropped():
                return
        if not isinstance(result, Accepted):
            log.info("not sent", message=message.id, result=type(result).__name__, why=getattr(result, "why", ""))

    async def _allowed(self) -> int:
        """How many mails this account may still send in these 24 hours, a new one more every day."""
        if self.account is None:
            return BATCH
        tick = self.clock.tick()
        async with self.office.store.read() as work:
            sent = await work.messages.sent_since(tick - DAY)
            first = await work.messages.first_sent()
        days = (tick - first).days if first else 0
        return allowance(self.account.daily_cap, self.account.ramp_start, days) - sent
