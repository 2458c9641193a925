"""Every way into the office from Slack: committed before acknowledged, and whatever goes wrong is said to who acted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.demo.workspace.courier import Carrier, Envelope
from handlers.slack import feedback
from handlers.steps.digesting import digest_due, due_at
from storage.work import Work
from surveys.workdays import Week
from tests.handlers.slack.stage import COMPLAINTS, INES, LEADERS, MARA, STRANGER, ZOE, Site
from tests.handlers.stage import asked, given, gives

Act = Callable[[Site], Awaitable[Any]]


async def staged(site: Site) -> None:
    """A survey in front of Zoë, a candidate's card, and a digest whose form a leader has opened."""
    now, tick = site.clock.now(), site.clock.tick()
    await asked(site.office, now, tick, slack_user=ZOE, channel="slack")
    low = await asked(site.office, now, tick, 2)
    await gives(site.office, low, given({"overall": 1}), now)
    site.clock.business = due_at(site.office, Week.of(now, site.office.zone))
    await digest_due(site.office, site.clock.now(), tick)
    await site.deliver()
    await site.acts.press(INES, LEADERS, site.said(LEADERS)[0].ts, "review.no_action")
    await site.settled()


async def mark(site: Site) -> Any:
    place = site.slack.workspace.direct(ZOE).id
    return await site.acts.press(ZOE, place, site.said(place)[0].ts, "mark.4")


async def confirm(site: Site) -> Any:
    return await site.acts.press(MARA, COMPLAINTS, site.said(COMPLAINTS)[0].ts, "confirm")


async def review(site: Site) -> Any:
    """Sending the form is the act."""
    return await site.acts.submit(INES, site.form(INES).id, {"words": "All as usual."})


async def command(site: Site) -> Any:
    return await site.acts.command(MARA, COMPLAINTS, "/complaint", "R-1 the box was wet")


async def form(site: Site) -> Any:
    """The form is opened by the test; sending it is the act."""
    filled = {"words": "The box was wet.", "problem": "defect"}
    return await site.acts.submit(MARA, site.form(MARA).id, filled)


@pytest.mark.parametrize("act", [mark, confirm, review, command, form])
async def test_nothing_is_acknowledged_before_its_commit(
    harbor: Site, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the transaction is held up, Slack hears nothing; once it is through, it does."""
    await staged(harbor)
    if act is form:
        await harbor.acts.command(MARA, COMPLAINTS, "/complaint")
        await harbor.settled()
    reached, go_on = asyncio.Event(), asyncio.Event()
    usual = Work.settle

    async def held_up(work: Work) -> None:
        reached.set()
        await go_on.wait()
        await usual(work)

    monkeypatch.setattr(Work, "settle", held_up)
    acting = asyncio.create_task(act(harbor))
    await reached.wait()
    await asyncio.wait([acting], timeout=0.2)
    acknowledged_early = acting.done()
    go_on.set()
    await acting
    assert not acknowledged_early


@pytest.mark.parametrize("act", [mark, confirm, command])
async def test_what_goes_wrong_is_said_to_who_acted(harbor: Site, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was kept, and they are told so, each in the way that suits the act; the next act goes on."""
    await staged(harbor)

    async def breaks(_work: Work) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(Work, "settle", breaks)
        await act(harbor)
        await harbor.settled()
    assert [one.text for one in harbor.slack.workspace.ephemerals] == [
        "Something went wrong here, and nothing was kept. It is in the service's log."
    ]
    await act(harbor)
    await harbor.settled()
    assert len([one for one in harbor.slack.workspace.ephemerals if one.text.startswith("Something")]) == 1


async def test_acts_are_dealt_with_side_by_side(harbor: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits for something keeps nobody else waiting."""
    go_on = asyncio.Event()

    async def slow(*_: Any) -> list[Any]:
        await go_on.wait()
        return []

    monkeypatch.setitem(feedback.WORDS, "status", slow)
    waiting = asyncio.create_task(harbor.acts.command(MARA, COMPLAINTS, "/feedback", "status"))
    reply = await asyncio.wait_for(harbor.acts.command(MARA, COMPLAINTS, "/feedback", "help"), 5)
    assert reply is not None
    assert not waiting.done()
    go_on.set()
    await waiting


class Recording:
    """Carries what people do to the app, and remembers it."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        self.carried: list[Envelope] = []

    async def carry(self, envelope: Envelope) -> Any:
        self.carried.append(envelope)
        return await self.carrier.carry(envelope)


async def kept(site: Site) -> tuple[int, int, int, int]:
    """How many versions of an answer, complaints, moves of a case and reviews there are."""
    async with site.office.store.read() as work:
        versions, moves = await work.answers.versions(1), await work.moves.of_complaint(1)
        return len(versions), await work.complaints.total(), len(moves), await work.reviews.total()


async def test_a_replay_of_everything_changes_nothing(harbor: Site) -> None:
    """The very same envelopes a second time: as many answers, cases, moves and reviews as before."""
    await staged(harbor)
    line = Recording(harbor.slack.courier.carrier)
    harbor.slack.carry_by(line)
    await harbor.acts.command(MARA, COMPLAINTS, "/complaint")
    await harbor.settled()
    for act in (mark, confirm, review, command, form):
        await act(harbor)
    await harbor.settled()
    once = await kept(harbor)
    for envelope in list(line.carried):
        await line.carrier.carry(replace(envelope, id=f"{envelope.id}-again"))
    await harbor.settled()
    assert await kept(harbor) == once == (1, 3, 1, 1)


async def test_a_store_that_is_busy_for_too_long_keeps_nothing(harbor: Site) -> None:
    """Whoever presses is told to try again, in time for Slack; afterwards there is nothing of it."""
    await staged(harbor)
    harbor.door.patience = 0.05
    begun, over = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with harbor.office.store.work():
            begun.set()
            await over.wait()

    holding = asyncio.create_task(holds())
    await begun.wait()
    reply = await command(harbor)
    over.set()
    await holding
    assert reply["text"].startswith("Nothing was kept: the store does not answer.")
    async with harbor.office.store.read() as work:
        assert [case.words for case in await work.complaints.search("wet", 9)] == []
    harbor.door.patience = 5
    assert (await command(harbor))["text"] == "C-2 is kept: the box was wet"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://169.254.169.254/latest", 0),
        ("https://hooks.slack.com@evil.example/x", 0),
        ("https://hooks.slack.com.evil.example/x", 0),
        ("", 1),
    ],
)
async def test_an_answer_never_leaves_slack(harbor: Site, url: str, said: int) -> None:
    """Whatever address an envelope names: the person hears nothing then, and nobody else does; the log says so."""
    await staged(harbor)
    line = Recording(harbor.slack.courier.carrier)
    harbor.slack.carry_by(line)
    await harbor.acts.press(STRANGER, COMPLAINTS, harbor.said(COMPLAINTS)[0].ts, "confirm")
    await harbor.settled()
    before = len(harbor.whispered(STRANGER))
    [told] = line.carried
    with capture_logs() as logs:
        body = {**told.payload, "response_url": url or told.payload["response_url"]}
        await line.carrier.carry(replace(told, id="again", payload=body))
        await harbor.settled()
    assert len(harbor.whispered(STRANGER)) - before == said
    assert len([one for one in logs if one["event"] == "an answer would leave Slack"]) == 1 - said
