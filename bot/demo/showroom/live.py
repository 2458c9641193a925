"""Whether a page is still what the world looks like: one short word that changes whenever anything is to be seen.

The page's script asks for it every second. It is computed from what stands there, so that nothing needs to tell it of a
change; a story of eight weeks is a few thousand values.
"""

import asyncio
from hashlib import blake2b

from bot.demo.workspace.workspace import Workspace
from bot.demo.world import World

SETTLES_WITHIN = 1.0
LOOK_SECONDS = 0.02


def revision(world: World) -> str:
    """Of everything: letters, time and speed as well as Slack."""
    story = (world.now, world.pace.speed, len(world.provider.received), len(world.done), len(world.replied))
    return _short(repr(story) + said(world.slack.workspace))


def said(workspace: Workspace) -> str:
    """Of all that people see in Slack."""
    messages = [(one.ts, one.edited) for said in workspace.messages.values() for one in said]
    views = [(one.id, one.hash, dict(one.values), dict(one.errors)) for one in workspace.views()]
    return _short(repr((messages, len(workspace.ephemerals), views, len(workspace.channels))))


async def settled(workspace: Workspace, before: str) -> None:
    """Wait a moment for what an app does after it acknowledged, so that the next page shows it without a script."""
    looks = int(SETTLES_WITHIN / LOOK_SECONDS)
    for _ in range(looks):
        if said(workspace) != before:
            return
        await asyncio.sleep(LOOK_SECONDS)


def _short(words: str) -> str:
    return blake2b(words.encode(), digest_size=8).hexdigest()
