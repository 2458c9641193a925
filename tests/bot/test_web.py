"""The web door on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.web import NoAddress, Server
from tests.servers import until


@asynccontextmanager
async def serving(app: FastAPI, host: str = "127.0.0.1") -> AsyncIterator[tuple[Server, Any]]:
    server = Server(app, host, 0)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.server.started)
    yield server, task
    await server.stop(task)


async def test_it_serves_on_the_port_it_took() -> None:
    """The address is taken when the server is made, and says nothing of what serves it."""
    app = FastAPI()
    app.get("/health")(lambda: {"ok": True})
    async with serving(app) as (server, _), httpx.AsyncClient() as client:
        reply = await client.get(f"http://127.0.0.1:{server.port}/health")
    assert (reply.json(), "server" in reply.headers) == ({"ok": True}, False)


async def test_it_serves_on_ipv6() -> None:
    """An address with colons is one of IPv6."""
    app = FastAPI()
    app.get("/health")(lambda: {"ok": True})
    try:
        async with serving(app, "::1") as (server, _), httpx.AsyncClient() as client:
            assert (await client.get(f"http://[::1]:{server.port}/health")).json() == {"ok": True}
    except NoAddress:
        pytest.skip("this machine has no IPv6")


async def test_stopping_lets_requests_end() -> None:
    """What is under way is answered; then nobody is served any more."""
    app, begun, go_on = FastAPI(), asyncio.Event(), asyncio.Event()

    @app.get("/slow")
    async def slow() -> dict[str, bool]:
        begun.set()
        await go_on.wait()
        return {"ok": True}

    async with serving(app) as (server, task), httpx.AsyncClient() as client:
        asked = asyncio.create_task(client.get(f"http://127.0.0.1:{server.port}/slow"))
        await begun.wait()
        port, stopping = server.port, asyncio.create_task(server.stop(task))
        await until(lambda: server.server.should_exit)
        go_on.set()
        assert (await asked).json() == {"ok": True}
        await stopping
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{port}/slow")


@pytest.mark.parametrize(
    ("host", "why"), [("127.0.0.1", "Address already in use"), ("256.0.0.1", ""), ("no such host", "")]
)
async def test_an_address_that_is_not_to_be_had(host: str, why: str) -> None:
    """A port in use and a host that is none are told of with the setting to look at."""
    async with serving(FastAPI()) as (server, _):
        port = server.port
        with pytest.raises(NoAddress) as caught:
            Server(FastAPI(), host, port)
    assert str(caught.value).startswith(f"cannot serve on {host} port {port}: {why}")
    assert str(caught.value).endswith("; see [web] host and port")
