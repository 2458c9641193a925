"""Serves the web door."""

import asyncio
import socket
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from fastapi import FastAPI

DRAIN_SECONDS = 20


class NoAddress(Exception):
    """The address of the web door is not to be had."""


class _Unsignalled(uvicorn.Server):
    """The service, not its web server, hears signals."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


class Server:
    """One uvicorn server inside the process's own loop, on an address that is taken at once.

    Raises: NoAddress.
    """

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            h11_max_incomplete_event_size=64 * 1024,
        )
        self.server = _Unsignalled(config)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self.socket = socket.create_server((host, port), family=family)
        except OSError as why:
            reason = str(why.strerror).partition(" (")[0]
            raise NoAddress(f"cannot serve on {host} port {port}: {reason}; see [web] host and port") from why

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    async def serve(self) -> None:
        await self.server.serve(sockets=[self.socket])

    async def stop(self, serving: asyncio.Task[None]) -> None:
        """Take no more requests, and let those under way end."""
        self.server.should_exit = True
        await asyncio.wait([serving])
