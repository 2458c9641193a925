"""The whole story while Slack tells the service to wait and loses answers: nothing is lost, and nothing comes twice."""

from collections import Counter
from pathlib import Path
from random import Random

from bot.demo.child import Child
from bot.demo.staff import posted
from bot.demo.workspace.faults import too_soon
from bot.demo.world import ZONE, World
from storage.work import Work
from tests.reliability.verdict import Verdict, verdict
from tests.story import tell

SHARE, LOSING, LOST = 0.3, 0.25, 100


async def slack_faulty(folder: Path) -> Verdict:
    """Three calls of ten are answered with 429, and a hundred answers are lost after their effect."""
    world = World(Child(folder / "faulty", ZONE), seed=1)
    faults = world.slack.api.faults
    faults.limit_share(SHARE, Random(7))
    faults.lose_share(LOSING, Random(8), LOST)
    told, counted = await tell(world)
    calls = world.slack.api.calls
    outcomes = Counter(call.outcome for call in calls)
    copies = Counter(posted(world.slack))
    held = await _held(world)
    return verdict(
        f"{outcomes['ratelimited']} of {len(calls)} calls to Slack told to wait, {outcomes['lost']} answers lost",
        {
            "posts": len(copies),
            "extra posts": copies.total() - len(copies),
            "held": held,
            "in doubt": counted.doubted,
            "lost": len(counted.lost),
            "answers": len(told.answers),
            "complaints": len(told.complaints),
            "digests": len(told.digests),
        },
        {
            "a hundred answers were lost": outcomes["lost"] == LOST,
            "nothing lost": not counted.lost,
            "at most two copies": counted.most_copies <= 2,
            "extra posts were in doubt": counted.extras <= counted.doubted,
            "nobody calls sooner than told": not _too_soon(world),
        },
    )


async def _held(world: World) -> int:
    store = world.child.open_store()
    try:
        async with store.read() as work:
            return await _count(work)
    finally:
        await store.close()


async def _count(work: Work) -> int:
    return len(await work.messages.held())


def _too_soon(world: World) -> bool:
    """Only what goes through the outbox waits; a dialogue is told to the person, who tries again."""
    return bool(too_soon([call for call in world.slack.api.calls if call.method == "chat.postMessage"]))
