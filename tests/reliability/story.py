"""The whole story of the demo, with and without kills: both must leave the same answers, cases, digests and figures."""

from dataclasses import fields
from pathlib import Path
from random import Random

from bot.demo.child import Child
from bot.demo.world import ZONE, World
from tests.reliability.verdict import Verdict, verdict
from tests.story import Told, differences, tell

KILLS = 40


async def story_killed(folder: Path) -> Verdict:
    """Eight weeks, the service killed at seeded events: a mail taken, a mail delivered, a page sent."""
    calm = World(Child(folder / "calm", ZONE), seed=1)
    undisturbed, _ = await tell(calm)
    points = Random(5).sample(range(10, calm.events - 10), KILLS)
    rough = World(Child(folder / "rough", ZONE), seed=1, kill_at=points)
    disturbed, counted = await tell(rough)
    different = differences(disturbed, undisturbed)
    for kind, what in different.items():
        print(f"{kind}: {what}")
    return verdict(
        f"{rough.kills} SIGKILLs in {calm.events} events",
        {
            "answers": len(disturbed.answers),
            "complaints": len(disturbed.complaints),
            "digests": len(disturbed.digests),
            "lost": len(counted.lost),
            "extra copies": counted.extras,
            "in doubt": counted.doubted,
            "most copies": counted.most_copies,
        },
        {
            "every kill happened": rough.kills == KILLS,
            **{f"the same {kind.name}": kind.name not in different for kind in fields(Told)},
            "nothing lost": not counted.lost,
            "at most two copies": counted.most_copies <= 2,
            "extra copies were in doubt": counted.extras <= counted.doubted,
        },
    )
