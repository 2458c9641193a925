"""The service is killed with SIGKILL in the middle of its work, and the story ends as if nothing had happened."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bot.demo.child import Child
from bot.demo.ledger import balance
from bot.demo.world import ZONE, World
from storage.work import Store

WEEKS = 2
KILLS = 5


@dataclass(frozen=True)
class Told:
    """What is left of a story: everything that must not depend on a kill."""

    answers: dict[str, Any]
    complaints: list[Any]
    digests: list[Any]
    figures: list[Any]


async def test_answers_complaints_digests_and_figures_equal_the_undisturbed_run(tmp_path: Path) -> None:
    """Five kills at seeded events: nothing is lost, no mail comes three times, and extra copies were in doubt."""
    calm = World(Child(tmp_path / "calm", ZONE), seed=1, weeks=WEEKS)
    undisturbed = await _tell(calm)
    points = Random(5).sample(range(10, calm.events - 10), KILLS)
    rough = World(Child(tmp_path / "rough", ZONE), seed=1, weeks=WEEKS, kill_at=points)
    disturbed = await _tell(rough)

    assert rough.kills == KILLS
    assert disturbed == undisturbed
    assert (await _lost(calm), await _lost(rough)) == ((), ())
    copies = Counter(mail.message_id for mail in rough.provider.received)
    assert max(copies.values()) <= 2
    assert sum(copies.values()) - len(copies) <= await _doubted(rough)
    assert max(Counter(mail.message_id for mail in calm.provider.received).values()) == 1


async def _tell(world: World) -> Told:
    await world.start()
    try:
        await world.play()
    finally:
        code = await world.stop()
    assert code == 0
    store = world.child.open_store()
    try:
        return await _told(world, store)
    finally:
        await store.close()


async def _told(world: World, store: Store) -> Told:
    async with store.read() as work:
        assert await work.figure_differences() == []
        assert (await work.evidence.verify())[2] == []
        answers = {}
        for order in world.orders:
            for fact in await work.facts([one.id for one in await work.deliveries.of_order(order.order)]):
                if fact.answer:
                    one = fact.answer
                    answers[order.order] = (dict(one.marks), one.comment, one.door, one.received_at, one.version)
        cases = await work.complaints.open_at(world.end)
        complaints = sorted((case.problem, case.words, case.received_at) for case in cases)
        digests = [(one.channel, one.week, _numbers(one.content)) for one in await work.digests.every()]
        figures = [(week, sorted(counts.items())) for week, counts in await work.weeks(_weeks(world))]
    return Told(answers, complaints, digests, figures)


def _numbers(content: Any) -> Any:
    """All numbers of a digest but the hash of the evidence, which holds the attempts of a kill too."""
    numbers = dict(content["numbers"])
    numbers["standing"] = {k: v for k, v in numbers["standing"].items() if not k.startswith("block")}
    return numbers


def _weeks(world: World) -> list[Any]:
    from surveys.workdays import Week

    first = Week.of(world.start_of_story, world.zone)
    return [first.shift(number) for number in range(WEEKS + 1)]


async def _lost(world: World) -> tuple[str, ...]:
    store = world.child.open_store()
    try:
        return (await balance(world, store)).lost
    finally:
        await store.close()


async def _doubted(world: World) -> int:
    store = world.child.open_store()
    try:
        async with store.read() as work:
            return await work.messages.doubted()
    finally:
        await store.close()
