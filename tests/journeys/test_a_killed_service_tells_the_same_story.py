"""The service is killed with SIGKILL in the middle of its work, and the story ends as if nothing had happened."""

from pathlib import Path
from random import Random

import pytest

from bot.demo.child import Child
from bot.demo.world import ZONE, World
from tests.story import tell

WEEKS = 2
KILLS = 5


@pytest.mark.timeout(600)
async def test_answers_complaints_digests_and_figures_equal_the_undisturbed_run(tmp_path: Path) -> None:
    """Five kills at seeded events: nothing is lost, no mail comes three times, and extra copies were in doubt."""
    calm = World(Child(tmp_path / "calm", ZONE), seed=1, weeks=WEEKS)
    undisturbed, quiet = await tell(calm)
    points = Random(5).sample(range(10, calm.events - 10), KILLS)
    rough = World(Child(tmp_path / "rough", ZONE), seed=1, weeks=WEEKS, kill_at=points)
    disturbed, counted = await tell(rough)

    assert rough.kills == KILLS
    assert disturbed == undisturbed
    assert (quiet.lost, counted.lost) == ((), ())
    assert (quiet.most_copies, quiet.extras) == (1, 0)
    assert counted.most_copies <= 2
    assert counted.extras <= counted.doubted
