"""The postman empties the outbox: what became of each mail is recorded, and none is sent more than twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import smtp
from bot.postman import Postman
from bot.settings import MailSection
from handlers.office import Office
from handlers.steps import sending
from handlers.steps.stopping import unsubscribe
from storage.work import PAUSED
from surveys.delivery import Reason
from surveys.invitation import State as Asked
from surveys.message import DOUBT, LEASE, State, Via
from tests import servers
from tests.bot.conftest import Ask, Look
from tests.edges import CUT, ScriptedSmtp, StandingClock

Hire = Callable[..., Postman]

NOBODY = "550 5.1.1 no such user"


@pytest.fixture
async def hire(office: Office, clock: StandingClock) -> AsyncIterator[Hire]:
    """Postmen who carry to a port of the loopback address, over one connection unless told otherwise."""
    hired: list[Postman] = []

    def to(port: int, **more: Any) -> Postman:
        told = {"sender": "feedback@harbor.example", "host": "127.0.0.1", "port": port, "security": "none"}
        settings = MailSection.model_validate({**told, "connections": 1, **more})
        hired.append(Postman(office, clock, smtp.connections(settings, None), Via.MAIL, settings))
        return hired[-1]

    yield to
    for postman in hired:
        await postman.close()


async def test_what_is_queued_is_sent(hire: Hire, ask: Ask, letter: Look, clock: StandingClock) -> None:
    """The server's reply and the machine's time are kept, and nothing is left to send."""
    asked = await ask()
    async with servers.smtp() as server:
        postman = hire(server.port)
        assert [await postman.round(), await postman.round()] == [1, 0]
        queued = await letter(asked)
        assert (queued.state, queued.note, queued.sent_at) == (State.SENT, "250 2.0.0 taken", clock.machine)
        assert server.mails == [queued.raw]


async def test_several_connections_share_the_work(hire: Hire, ask: Ask) -> None:
    """Each mail goes over one of them, once."""
    for _ in range(7):
        await ask()
    async with servers.smtp() as server:
        assert await hire(server.port, connections=3).round() == 7
        assert len(server.sessions) == 3
        assert len(set(server.mails)) == len(server.mails) == 7


@pytest.mark.parametrize("phase", ["rcpt", "data", "dot"])
@pytest.mark.parametrize("reply", ["450 4.2.0 greylisted", "451 4.3.0 trouble", "421 4.3.2 going down"])
async def test_a_passing_refusal_is_tried_again_later(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock, phase: str, reply: str
) -> None:
    """The mail waits, longer each time, and arrives once."""
    asked = await ask()
    async with ScriptedSmtp(**{phase: [reply, reply]}) as server:
        postman = hire(server.port)
        for wait in (timedelta(minutes=1), timedelta(minutes=2)):
            assert [await postman.round(), await postman.round()] == [1, 0]
            queued = await letter(asked)
            assert (queued.state, queued.note, queued.due) == (State.DEFERRED, reply, clock.machine + wait)
            clock.machine += wait
        await postman.round()
        assert ((await letter(asked)).state, len(server.taken)) == (State.SENT, 1)


async def test_an_address_that_does_not_exist_has_bounced(
    hire: Hire, ask: Ask, letter: Look, office: Office, clock: StandingClock
) -> None:
    """The invitation is closed and nobody is asked there again."""
    asked = await ask("gone@buyer.example")
    async with ScriptedSmtp(rcpt=[NOBODY]) as server:
        await hire(server.port).round()
    assert ((await letter(asked)).state, (await letter(asked)).note) == (State.FAILED, NOBODY)
    async with office.store.read() as work:
        assert (await work.invitations.get(asked.id)).state is Asked.BOUNCED
        assert await work.suppressions.why("gone@buyer.example") is Reason.BOUNCED


@pytest.mark.parametrize(
    "script", [{"rcpt": ["550 5.7.1 your network is on a list"]}, {"data": ["554 5.6.0 no"]}, {"dot": ["554 5.7.1 no"]}]
)
async def test_a_refusal_that_is_not_about_the_address_stops_nobody(
    hire: Hire, ask: Ask, letter: Look, office: Office, script: dict[str, list[str]]
) -> None:
    """The mail has failed; its customer is there and may be asked about the next delivery."""
    asked = await ask()
    async with ScriptedSmtp(**script) as server:
        await hire(server.port).round()
    assert (await letter(asked)).state is State.FAILED
    async with office.store.read() as work:
        assert await work.suppressions.total() == 0


async def test_a_server_that_is_not_there_costs_nothing(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock
) -> None:
    """Mails wait until it is back, and each arrives once."""
    asked = [await ask(), await ask()]
    server = ScriptedSmtp()
    async with server:
        pass
    postman = hire(server.port)
    await postman.round()
    assert {(await letter(one)).state for one in asked} == {State.DEFERRED}
    clock.machine += timedelta(minutes=1)
    async with server:
        await postman.round()
        assert len(server.taken) == 2
    assert {(await letter(one)).state for one in asked} == {State.SENT}


@pytest.mark.parametrize("phase", ["connect", "mail", "rcpt"])
async def test_a_line_cut_before_data_leaves_no_doubt(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock, phase: str
) -> None:
    """However often that happens, it is not counted as a copy."""
    asked = await ask()
    async with ScriptedSmtp(**{phase: [CUT] * 4}) as server:
        postman = hire(server.port)
        for _ in range(4):
            await postman.round()
            queued = await letter(asked)
            assert (queued.state, queued.doubts) == (State.DEFERRED, 0)
            clock.machine = queued.due
        await postman.round()
        assert ((await letter(asked)).state, len(server.taken)) == (State.SENT, 1)


@pytest.mark.parametrize("trouble", [CUT, "garbage", "250"], ids=["cut", "garbage", "half a reply"])
async def test_a_mail_in_doubt_is_sent_once_more_and_then_held(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """Between DATA and its reply nobody knows: two copies at the most, ever."""
    monkeypatch.setattr(smtp, "REPLY_SECONDS", 0.1)
    monkeypatch.setattr(ScriptedSmtp, "_write", _half(ScriptedSmtp._write)) if trouble == "250" else None
    asked = await ask()
    async with ScriptedSmtp(dot=[trouble] * 5) as server:
        postman = hire(server.port)
        await postman.round()
        queued = await letter(asked)
        assert (queued.state, queued.doubts, queued.due) == (State.IN_DOUBT, 1, clock.machine + DOUBT)
        assert await postman.round() == 0
        clock.machine += DOUBT
        await postman.round()
        assert ((await letter(asked)).state, len(server.read)) == (State.HELD, 2)
        clock.machine += timedelta(days=30)
        assert await postman.round() == 0
        assert server.read == [queued.raw, queued.raw]


def _half(write: Any) -> Any:
    async def writes(self: ScriptedSmtp, writer: asyncio.StreamWriter, reply: str) -> None:
        if reply != "250":
            await write(self, writer, reply)
            return
        writer.write(b"250")
        await writer.drain()

    return writes


async def test_the_second_copy_may_arrive(hire: Hire, ask: Ask, letter: Look, clock: StandingClock) -> None:
    """One cut, then a clear reply: sent, and the doubt stays on record."""
    asked = await ask()
    async with ScriptedSmtp(dot=[CUT]) as server:
        postman = hire(server.port)
        await postman.round()
        clock.machine += DOUBT
        await postman.round()
        queued = await letter(asked)
        assert (queued.state, queued.doubts, len(server.taken)) == (State.SENT, 1, 1)


async def test_mail_in_doubt_goes_last(hire: Hire, ask: Ask, clock: StandingClock) -> None:
    """What might be a copy waits behind what certainly is none."""
    first, second = await ask(), await ask()
    async with ScriptedSmtp(dot=[CUT]) as server:
        postman = hire(server.port, daily_cap=1, ramp_start=1)
        await postman.round()
        clock.machine += DOUBT
        await postman.round()
        assert [b"HP-2" in raw for raw in server.taken] == [True], (first, second)


async def test_a_customer_who_unsubscribed_meanwhile_gets_no_mail(
    hire: Hire, ask: Ask, letter: Look, office: Office, clock: StandingClock
) -> None:
    """The stop is looked for once more just before DATA."""
    asked, other = await ask(), await ask()
    async with office.store.work() as work:
        await unsubscribe(work, await work.invitations.get(asked.id), "page", clock.business)
    async with servers.smtp() as server:
        await hire(server.port).round()
        assert [envelope.rcpt_tos for envelope in server.envelopes] == [["customer2@buyer.example"]]
    assert ((await letter(asked)).state, (await letter(asked)).note) == (State.FAILED, "not sent: unsubscribed")
    assert (await letter(other)).state is State.SENT


async def test_a_stale_postman_records_nothing(
    hire: Hire, ask: Ask, letter: Look, office: Office, clock: StandingClock
) -> None:
    """Whose lease ran out has lost the mail: it is not sent by them, and the next of their share is."""
    asked, other = await ask(), await ask()
    late, newer = await sending.claim(office, clock.machine, 10)
    clock.machine += LEASE
    for _ in range(2):
        (_alone,) = await sending.claim(office, clock.machine, 10)
    async with servers.smtp() as server:
        postman = hire(server.port)
        await postman._carry(postman.lines[0], [late, newer])
        assert server.mails == []
        assert {(await letter(one)).fence for one in (asked, other)} == {2}
        clock.machine += LEASE
        assert [await postman.round() for _ in range(3)] == [1, 1, 0]
        assert len(server.mails) == 2


async def test_a_stale_result_changes_nothing(
    hire: Hire, ask: Ask, letter: Look, office: Office, clock: StandingClock
) -> None:
    """Whose mail was claimed by another during DATA may not say what became of it."""
    asked = await ask()
    (mine,) = await sending.claim(office, clock.machine, 1)
    async with servers.smtp() as server:
        postman = hire(server.port)
        begin = sending.begin

        async def begin_and_lose(*args: Any) -> Any:
            begun = await begin(*args)
            for wait in (LEASE, DOUBT):
                clock.machine += wait
                await sending.claim(office, clock.machine, 1)
            return begun

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.postman.begin", begin_and_lose)
            await postman._carry(postman.lines[0], [mine])
        assert len(server.mails) == 1
    found = await letter(asked)
    assert (found.state, found.doubts, found.fence) == (State.CLAIMED, 1, 2)


async def test_the_daily_cap_holds(hire: Hire, ask: Ask, clock: StandingClock) -> None:
    """An account sends its share in any 24 hours, however much waits."""
    for _ in range(5):
        await ask()
    async with servers.smtp() as server:
        postman = hire(server.port, daily_cap=2)
        counts = []
        for _ in range(4):
            await postman.round()
            counts.append(len(server.mails))
            clock.machine += timedelta(hours=13)
        assert counts == [2, 2, 4, 4]


async def test_a_new_account_starts_slowly(hire: Hire, ask: Ask, clock: StandingClock) -> None:
    """The first day has its own measure, and each day after it twice as much."""
    for _ in range(8):
        await ask()
    async with servers.smtp() as server:
        postman = hire(server.port, ramp_start=1)
        counts = []
        for _ in range(4):
            while await postman.round():
                pass
            counts.append(len(server.mails))
            clock.machine += timedelta(days=1, seconds=1)
        assert counts == [1, 3, 7, 8]


async def test_nothing_is_sent_while_paused(hire: Hire, ask: Ask, office: Office, clock: StandingClock) -> None:
    """What waits is sent when sending is resumed."""
    await ask()
    async with servers.smtp() as server:
        postman = hire(server.port)
        for value, sent in (("by command", 0), ("", 1)):
            async with office.store.work() as work:
                await work.switches.turn(PAUSED, value, "test", clock.business)
            assert (await postman.round(), len(server.mails)) == (sent, sent)


async def test_a_mail_that_cannot_be_handed_over_stops_no_other(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong with one mail, the next ones go on, and in the end it fails instead of trying for ever."""
    asked = [await ask() for _ in range(3)]
    usual = smtp.Connection.send

    async def breaks(self: smtp.Connection, message: Any, begin: Any) -> Any:
        if message.about == asked[0].id:
            raise ValueError("Command arg contains a prohibited control character")
        return await usual(self, message, begin)

    monkeypatch.setattr(smtp.Connection, "send", breaks)
    async with servers.smtp() as server:
        postman = hire(server.port)
        await postman.round()
        assert len(server.mails) == 2
        first = await letter(asked[0])
        assert (first.state, first.note) == (
            State.DEFERRED, "ValueError: Command arg contains a prohibited control character",
        )  # fmt: skip
        for _ in range(11):
            clock.machine = (await letter(asked[0])).due
            await postman.round()
        assert (await letter(asked[0])).state is State.FAILED


async def test_a_result_that_cannot_be_recorded_is_in_doubt(
    hire: Hire, ask: Ask, letter: Look, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store fails after the server took a mail, the next ones go on, and this one waits out its lease."""
    asked = [await ask() for _ in range(4)]
    record, failed = Postman._record, []

    async def fails_once(self: Postman, message: Any, result: Any) -> None:
        if not failed:
            failed.append(message)
            raise ConnectionError("the store is gone")
        await record(self, message, result)

    monkeypatch.setattr(Postman, "_record", fails_once)
    async with servers.smtp() as server:
        postman = hire(server.port)
        assert await postman.round() == 4
        assert [(await letter(one)).state for one in asked] == [State.DATA_STARTED, *[State.SENT] * 3]
        clock.machine += LEASE
        await postman.round()
        assert (await letter(asked[0])).state is State.IN_DOUBT


async def test_a_retry_is_the_same_mail(hire: Hire, ask: Ask, letter: Look, clock: StandingClock) -> None:
    """Bytes, Message-ID and date are fixed when queued."""
    asked = await ask()
    before = await letter(asked)
    async with ScriptedSmtp(dot=["451 4.3.0 later"]) as server:
        postman = hire(server.port)
        await postman.round()
        clock.business += timedelta(days=3)
        clock.machine += timedelta(days=3)
        await postman.round()
        assert server.read == [before.raw, before.raw]
    changed = ("state", "attempt", "fence", "due", "sent_at", "note")
    after = await letter(asked)
    assert replace(after, **{name: getattr(before, name) for name in changed}) == before
