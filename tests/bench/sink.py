"""An SMTP server in a process of its own, so that it takes no time from whoever is measured.

It prints its port; to each line that it is sent it answers how many different mails it took since the one before.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.loop import run
from tests import servers


class Sink:
    """The server as its starter sees it."""

    def __init__(self, process: Process, port: int) -> None:
        self.process = process
        self.port = port

    async def taken(self) -> int:
        """How many different mails it took since this was last asked."""
        assert self.process.stdin
        self.process.stdin.write(b"\n")
        return await _number(self.process)


@asynccontextmanager
async def sink() -> AsyncIterator[Sink]:
    """The running server; it ends with its standard input, so also when its starter is killed."""
    process = await create_subprocess_exec(sys.executable, "-m", "tests.bench.sink", stdin=PIPE, stdout=PIPE)
    try:
        yield Sink(process, await _number(process))
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


async def _number(process: Process) -> int:
    assert process.stdout
    return int(await process.stdout.readline())


async def main() -> None:
    async with servers.smtp() as server:
        print(server.port, flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(len(set(server.mails)), flush=True)
            server.envelopes.clear()


if __name__ == "__main__":
    run(main())
