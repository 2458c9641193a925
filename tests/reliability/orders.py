"""A shop tells of deliveries while the service is killed: what was acknowledged is there, and once."""

import asyncio
from pathlib import Path

from storage.work import Work
from tests.reliability.rig import rig
from tests.reliability.verdict import Verdict, verdict

ORDERS, KILLS, AT_ONCE = 2000, 50, 4


async def orders_killed(folder: Path) -> Verdict:
    """Each order is told until it is acknowledged, by four tellers at once."""
    async with rig(folder) as service:
        killing = asyncio.create_task(service.kill_often(KILLS, seed=7))

        async def teller(first: int) -> int:
            order = first
            while order < ORDERS or not killing.done():
                await service.tell(order)
                order += AT_ONCE
            return len(range(first, order, AT_ONCE))

        told = sum(await asyncio.gather(*(teller(first) for first in range(AT_ONCE))))
        await killing
        kept, differences = await service.ask(_kept), await service.ask(_differences)
    return verdict(
        f"{service.kills} SIGKILLs while {told} deliveries are told of",
        {"acknowledged": told, "kept": kept},
        {"acknowledged means kept, and once": kept == told, "figures equal a rebuild": differences == 0},
    )


async def _kept(work: Work) -> int:
    return sum((await work.deliveries.counts()).values())


async def _differences(work: Work) -> int:
    return len(await work.figure_differences())
