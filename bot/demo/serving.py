"""The demo's child process: the service as `afterword run` builds it, with a clock that the world sets."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bot.lock import only_service
from bot.logs import to_stderr
from bot.loop import run as run_on_loop
from bot.service import Service
from bot.wiring import serving
from handlers.clock import next_due

LOOK_SECONDS = 0.001
LOOKS = 100
LONGEST = timedelta(seconds=30)

router = APIRouter()


class StoryClock:
    """Business time stands where the world sets it; machine time goes on."""

    def __init__(self, now: datetime) -> None:
        self.standing = now

    def now(self) -> datetime:
        return self.standing

    def tick(self) -> datetime:
        return datetime.now(UTC)


@router.post("/story/now")
async def tell_time(request: Request) -> Response:
    """Set business time and nothing else: what people do next happens then."""
    told = await request.json()
    _set(request.app.state.service, told["now"])
    return Response(status_code=204)


@router.post("/story/turn")
async def turn(request: Request) -> Response:
    """Set business time, and answer when everything due by then is done: when the service does something next.

    `uid` is the newest mail in the mailbox; an answer before it was dealt with would let time run ahead of it.
    """
    told = await request.json()
    service: Service = request.app.state.service
    _set(service, told["now"])
    service.wake()
    until = service.clock.tick() + LONGEST
    while not await _quiet(service, told["uid"]):
        if service.clock.tick() > until:
            return JSONResponse({"quiet": False}, 503)
    due = await next_due(service.office, service.clock.now())
    return JSONResponse({"quiet": True, "next_due": due.isoformat() if due else None})


def _set(service: Service, now: str) -> None:
    """It never goes back."""
    service.clock.standing = max(service.clock.now(), datetime.fromisoformat(now))  # type: ignore[attr-defined]


async def _quiet(service: Service, uid: int) -> bool:
    """Whether nothing is under way: looked at in memory often, and in the store once it seems so."""
    for _ in range(LOOKS):
        if service.idle() and service.mailbox.read_up_to >= uid:
            break
        await asyncio.sleep(LOOK_SECONDS)
    else:
        service.wake()
        if service.mailbox.read_up_to < uid:
            service.mailbox.wake()  # the demo's server tells nothing of a mail that comes just before IDLE
        return False
    async with service.office.store.read() as work:
        if not await work.messages.unsent() and not await work.inbox.waiting():
            return service.idle()
    service.wake()
    return False


def main(config: str, now: str) -> None:
    clock = StoryClock(datetime.fromisoformat(now))
    parts = serving(Path(config), clock)
    to_stderr()

    async def run() -> None:
        await Service(parts, [router]).run()

    with only_service(parts.settings.store.url, clock.tick()):
        run_on_loop(run())


if __name__ == "__main__":
    main(*sys.argv[1:3])
