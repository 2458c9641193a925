"""The service runs its loops together, goes on whatever a mail contains, and ends in good order."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot import service as module
from bot.demo.provider import Provider
from bot.service import Service
from bot.settings import load
from bot.wiring import serving, store
from handlers import mail as mails
from storage.work import Store
from surveys.message import LEASE, State
from tests.edges import StandingClock
from tests.servers import until

ROOT = Path(__file__).parents[2]


class Crash(BaseException):
    """The process dies."""


def reply(number: int, words: str = "5 4 5 N 4") -> bytes:
    head = f"From: zoe{number}@buyer.example\r\nMessage-ID: <{number}@buyer.example>\r\nSubject: Re: your delivery\r\n"
    return f"{head}\r\n{words}\r\n".encode()


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    """The service in this process, stopped as SIGTERM would."""
    task = asyncio.create_task(service.run())
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        service.stopping.set()
        await asyncio.wait_for(task, 30)


class Process:
    """`afterword run` as an operator starts it."""

    def __init__(self, config: Path) -> None:
        self.config = config
        settings, _ = load(config)
        assert settings.web is not None
        self.health = f"{settings.web.public_url}/health"

    async def start(self) -> "Process":
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AFTERWORD_")}
        self.child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", self.config,
            cwd=ROOT, env=clean, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        return self

    async def up(self) -> bool:
        assert self.child.returncode is None, "it ended"
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(self.health)).status_code == 200
        except httpx.HTTPError:
            return False

    async def end(self) -> tuple[int | None, str]:
        """Its exit code, and what it said."""
        try:
            said, errors = await asyncio.wait_for(self.child.communicate(), 30)
        except TimeoutError:
            self.child.kill()
            raise
        return self.child.returncode, (said + errors).decode()


async def outcomes(opened: Store) -> dict[str, int]:
    async with opened.read() as work:
        return await work.inbox.outcomes()


async def test_the_service_runs_until_it_is_told_to_stop(config: Path, provider: Provider) -> None:
    """It serves, reads, refuses a second one on its store, and at SIGTERM ends with 0 and its work done."""
    opened = store(load(config)[0])
    first = await Process(config).start()
    try:
        await until(first.up)
        second = await Process(config).start()
        for number in range(3):
            await provider.deliver(reply(number))

        async def handled() -> bool:
            return await outcomes(opened) == {"unmatched": 3}

        await until(handled)
        code, said = await second.end()
        since = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        assert code == 1
        assert re.fullmatch(
            rf"afterword: another service runs on \S+afterword.db \(process {first.child.pid}, since {since}\); "
            r"stop it first\n",
            said,
        )
    finally:
        first.child.send_signal(signal.SIGTERM)
        code, said = await first.end()
        await opened.close()
    assert (code, "Traceback" in said) == (0, False), said


async def test_a_mail_that_cannot_be_handled_is_set_aside(
    config: Path, provider: Provider, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong with it stays on record, and the next mails go on."""
    usual = mails.handle

    async def handle(office, mail):
        if mail.raw and b"zoe1@" in mail.raw:
            raise RecursionError("too deep")
        return await usual(office, mail)

    monkeypatch.setattr(mails, "handle", handle)
    service = Service(serving(config, clock))
    for number in range(3):
        await provider.deliver(reply(number))
    with capture_logs() as logs:
        async with running(service):

            async def handled() -> bool:
                return await outcomes(service.office.store) == {"unmatched": 2, "error": 1}

            await until(handled)
            async with service.office.store.read() as work:
                notes = [(one.id, one.note) for one in await work.inbox.aside() if one.outcome == "error"]
    assert notes == [(2, "RecursionError: see the log, mail 2")]
    assert [log["mail"] for log in logs if log["event"] == "mail set aside"] == [2]


async def test_a_mail_that_takes_the_service_down_is_set_aside(
    config: Path, provider: Provider, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attempt is committed before the work: after three crashes on it the next mails are read."""
    usual = mails.handle

    async def handle(office, mail):
        if mail.raw and b"zoe0@" in mail.raw:
            raise Crash
        return await usual(office, mail)

    monkeypatch.setattr(mails, "handle", handle)
    for number in range(2):
        await provider.deliver(reply(number))
    service = Service(serving(config, clock))
    watching = asyncio.create_task(service.mailbox.watch())
    await until(service.mailbox.arrived.is_set)

    async def kept() -> bool:
        async with service.office.store.read() as work:
            return await work.inbox.waiting() == 2

    await until(kept)
    watching.cancel()
    await asyncio.wait([watching])
    for _ in range(3):
        with suppress(Crash):
            await service.handle_mails()
        clock.machine += LEASE
    await service.handle_mails()
    found = await outcomes(service.office.store)
    async with service.office.store.read() as work:
        notes = [one.note for one in await work.inbox.aside()]
    service.mailbox.close()
    await service.office.store.close()
    assert (found, notes[0]) == ({"error": 1, "unmatched": 1}, "the service stopped 3 times on it")


async def test_a_round_that_fails_is_tried_again(
    config: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop outlives what goes wrong in it, and so do the others."""
    monkeypatch.setattr(module, "PAUSE_AFTER_ERROR", 0.01)
    monkeypatch.setattr(module, "WAKE_SECONDS", 0.05)
    service = Service(serving(config, clock))
    rounds = 0

    async def fails() -> int:
        nonlocal rounds
        rounds += 1
        raise OSError("disk full")

    monkeypatch.setattr(service, "tend", fails)
    with capture_logs() as logs:
        async with running(service):
            await until(lambda: rounds >= 3)
    assert {log["loop"] for log in logs if log["event"] == "round failed"} == {"clock"}


async def test_what_a_dead_service_left_is_freed_at_the_start(
    config: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else can hold a message of an embedded store: no lease is waited for."""
    service = Service(serving(config, clock))
    office = service.office
    async with office.store.work() as work:
        for number, state in ((1, State.CLAIMED), (2, State.DATA_STARTED)):
            await work.messages.queue(_digest(number, state, clock), "test", clock.business)
    await service.prepare()
    async with office.store.read() as work:
        counts = await work.messages.counts()
        leaders = [person.email for person in await work.staff.leaders()]
    service.mailbox.close()
    await office.store.close()
    assert counts == {State.QUEUED: 1, State.IN_DOUBT: 1}
    assert leaders == ["director@harbor.example"]


async def test_stopping_waits_for_the_round_and_not_for_the_whole_outbox(
    config: Path, provider: Provider, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail under way is finished and recorded; what waits is sent by the next start."""
    monkeypatch.setattr("bot.postman.BATCH", 1)
    service = Service(serving(config, clock))
    monkeypatch.setattr(service.postman, "lines", service.postman.lines[:1])
    async with service.office.store.work() as work:
        for number in range(1, 6):
            await work.messages.queue(_digest(number, State.QUEUED, clock), "test", clock.business)
    provider.arrived = lambda _: service.stopping.set()
    await asyncio.wait_for(service.run(), 30)
    opened = store(load(config)[0])
    async with opened.read() as work:
        counts = await work.messages.counts()
    await opened.close()
    assert (counts, len(provider.received)) == ({State.SENT: 1, State.QUEUED: 4}, 1)


def _digest(number: int, state: State, clock: StandingClock):
    from surveys.message import Kind, Message

    return Message(
        id=0,
        kind=Kind.DIGEST,
        about=number,
        recipient="director@harbor.example",
        envelope_from="feedback@harbor.example",
        message_id=f"<{number}@harbor.example>",
        raw=b"Subject: digest\r\n\r\nwords\r\n",
        queued_at=clock.business,
        due=clock.machine,
        state=state,
        lease=None if state is State.QUEUED else clock.machine + LEASE,
        attempt=0 if state is State.QUEUED else 1,
    )
