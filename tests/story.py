"""A story of the demo told to its end, and what is left of it: everything that must not depend on a kill."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from bot.demo.ledger import balance
from bot.demo.staff import posted
from bot.demo.world import World
from storage.work import Store, Work
from surveys.complaint import Complaint
from surveys.workdays import Week

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What the store holds at the end of a story."""

    answers: Mapping[str, Any]
    complaints: list[Any]
    digests: list[Any]
    figures: list[Any]
    reviews: int


@dataclass(frozen=True)
class Counted:
    """What was lost, and how often mails and posts came: `doubted` is how many messages were ever in doubt."""

    lost: tuple[str, ...]
    most_copies: int
    extras: int
    doubted: int


def differences(one: Told, other: Told) -> dict[str, str]:
    """What differs between two stories, by the kind of thing, with each side's own."""
    return {
        kind.name: f"{_only(left, right)} against {_only(right, left)}"
        for kind in fields(Told)
        if (left := getattr(one, kind.name)) != (right := getattr(other, kind.name))
    }


async def tell(world: World) -> tuple[Told, Counted]:
    """Play the story, stop the service as an operator would, and read what it left."""
    await world.start()
    try:
        await world.play()
    finally:
        code = await world.stop()
    assert code == 0
    store = world.child.open_store()
    try:
        async with store.read() as work:
            assert await work.figure_differences() == []
            assert (await work.evidence.verify())[2] == []
            return await _told(world, work), await _counted(world, store, work)
    finally:
        await store.close()


def _only(mine: Any, others: Any) -> Any:
    """What the other side does not have."""
    if isinstance(mine, Mapping):
        return {key: mine[key] for key in mine if key not in others or mine[key] != others[key]}
    return [one for one in mine if one not in others] if isinstance(mine, list) else mine


async def _told(world: World, work: Work) -> Told:
    cases = await work.complaints.between(world.start_of_story, world.end + A_DAY)
    return Told(
        answers=await _answers(world, work),
        complaints=sorted([await _case(work, case) for case in cases]),
        digests=[(one.channel, one.week, _numbers(one.content)) for one in await work.digests.every()],
        figures=[(week, sorted(counts.items())) for week, counts in await work.weeks(_weeks(world))],
        reviews=await work.reviews.total(),
    )


async def _case(work: Work, case: Complaint) -> Any:
    """What became of a case; its number depends on what was read first."""
    moves = [str(move.target) for move in await work.moves.of_complaint(case.id)]
    return str(case.problem), case.words, case.received_at, str(case.state), case.owner_id is not None, moves


async def _answers(world: World, work: Work) -> dict[str, Any]:
    answers = {}
    for order in world.orders:
        for fact in await work.facts([one.id for one in await work.deliveries.of_order(order.order)]):
            if fact.answer:
                one = fact.answer
                answers[order.order] = (dict(one.marks), one.comment, one.door, one.received_at, one.version)
    return answers


def _numbers(content: Any) -> Any:
    """All numbers of a digest but two that tell of the kills themselves.

    The evidence's hash holds their attempts, and a mail that two kills left in doubt is held and told of.
    """
    numbers = dict(content["numbers"])
    apart = ("block", "held_messages")
    numbers["standing"] = {k: v for k, v in numbers["standing"].items() if not k.startswith(apart)}
    return numbers


def _weeks(world: World) -> list[Week]:
    first, last = Week.of(world.start_of_story, world.zone), Week.of(world.end, world.zone)
    weeks = [first]
    while weeks[-1] != last:
        weeks.append(weeks[-1].shift(1))
    return weeks


async def _counted(world: World, store: Store, work: Work) -> Counted:
    copies = Counter([*(mail.message_id for mail in world.provider.received), *posted(world.slack)])
    return Counted(
        lost=(await balance(world, store)).lost,
        most_copies=max(copies.values()),
        extras=copies.total() - len(copies),
        doubted=await work.messages.doubted(),
    )
