"""Whether a page is still what the world looks like: one short word that changes whenever anything is to be seen.

The page's script asks for it every second. It is computed from what stands there, so that nothing needs to tell it of a
change; a story of eight weeks is a few thousand values.
"""

import asyncio
from hashlib import blake2b

from bot.demo.workspace.workspace import Workspace
from bot.demo.world import World

SETTLES_WITHIN = 3.0
LOOK_SECONDS = 0.02
STILL = 5


def revision(world: World) -> str:
    """Of everything: letters, time and speed as well as Slack."""
    story = (world.now, world.pace.speed, len(world.provider.received), len(world.done), len(world.replied))
    return _short(repr(story) + said(world.slack.workspace))


def said(workspace: Workspace) -> str:
    """Of all that people see in Slack."""
    messages = [(one.ts, one.edited) for said in workspace.messages.values() for one in said]
    views = [(one.id, one.hash, dict(one.values), dict(one.errors)) for one in workspace.views()]
    return _short(repr((messages, len(workspace.ephemerals), views, len(workspace.channels), dict(workspace.chosen))))


async def settled(workspace: Workspace, before: str) -> None:
    """Wait until something came of an act and then no more comes, so that the next page shows it without a script.

    An app acknowledges first and then changes its message or opens its form.
    """
    last, still = before, 0
    for _ in range(int(SETTLES_WITHIN / LOOK_SECONDS)):
        await asyncio.sleep(LOOK_SECONDS)
        now = said(workspace)
        still = still + 1 if now == last != before else 0
        last = now
        if still == STILL:
            return


def _short(words: str) -> str:
    return blake2b(words.encode(), digest_size=8).hexdigest()
