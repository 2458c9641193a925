"""Invitations on their way out while the service is killed: none lost, none three times."""

import asyncio
from collections import Counter
from pathlib import Path

from storage.work import Work
from surveys.message import State
from tests.reliability.rig import ASKED, LOOK_SECONDS, Rig, rig
from tests.reliability.verdict import Verdict, verdict

INVITATIONS, KILLS = 2000, 200


async def outbox_killed(folder: Path) -> Verdict:
    """All invitations fall due at one instant; the service is killed all the time while it writes and sends them."""
    async with rig(folder) as service:
        for order in range(INVITATIONS):
            await service.tell(order)
        service.now = ASKED
        killing = asyncio.create_task(service.kill_often(KILLS, seed=5))
        while await service.ask(_unfinished) or not killing.done():
            await service.turn()
            await asyncio.sleep(LOOK_SECONDS)
        await killing
        return await _judged(service)


async def _unfinished(work: Work) -> int:
    return INVITATIONS - sum((await work.invitations.counts()).values()) + await work.messages.unsent()


async def _judged(service: Rig) -> Verdict:
    copies = Counter(mail.message_id for mail in service.provider.received)
    store = service.child.open_store()
    try:
        async with store.read() as work:
            states = await work.messages.counts()
            doubted = await work.messages.doubted()
            held = {message.message_id for message in await work.messages.held()}
            sent = set(await work.messages.every_sent())
            differences = await work.figure_differences()
            broken_rows = (await work.evidence.verify())[2]
    finally:
        await store.close()
    extras = copies.total() - len(copies)
    return verdict(
        f"{service.kills} SIGKILLs while {INVITATIONS} invitations are written and sent",
        {
            "sent": states.get(State.SENT, 0),
            "held": len(held),
            "received": len(copies),
            "extra copies": extras,
            "in doubt": doubted,
            "most copies": max(copies.values()),
            "lost": len(sent - copies.keys()),
        },
        {
            "every invitation ends sent or held": len(sent) + len(held) == INVITATIONS,
            "nothing lost: all that is called sent was received": sent <= copies.keys(),
            "at most two copies": max(copies.values()) <= 2,
            "extra copies were in doubt": extras <= doubted,
            "figures equal a rebuild": not differences,
            "evidence holds": not broken_rows,
        },
    )
