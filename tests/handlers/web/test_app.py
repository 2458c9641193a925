"""The web door as one application: the headers of every reply, how much it takes, and whether it is up."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from httpx import AsyncClient, Response

from handlers.office import Office
from handlers.web.limits import MOST
from surveys.invitation import Invitation
from tests.handlers.web.visit import open_page, page, send, stop_link

SECRET = "s" * 32

SAFE = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}


async def test_every_reply_carries_the_headers_that_keep_it_safe(
    client: AsyncClient, office: Office, of: Invitation
) -> None:
    """Whatever it says: the token never leaves in a Referer, nothing is run, framed, stored or indexed."""
    nonce = await open_page(client, office, of)
    replies = [
        await client.get(page(office, of)),
        await client.head(page(office, of)),
        await send(client, office, of, nonce, overall="4"),
        await send(client, office, of, "x", overall="4"),
        await client.put(page(office, of)),
        await client.get(stop_link(office, of)),
        await client.post(stop_link(office, of)),
        await client.get("/s/unknown"),
        await client.get("/nowhere"),
        await client.get("/"),
        await client.post("/api/deliveries"),
        await client.get("/api/nowhere"),
        await client.get("/api/openapi.json"),
        await client.post(page(office, of), data={"comment": "x" * MOST}),
        await client.get("/health"),
    ]
    assert [reply.status_code for reply in replies] == [
        200, 200, 200, 400, 405, 200, 400, 404, 404, 404, 401, 404, 200, 413, 200,
    ]  # fmt: skip
    for reply in replies:
        assert {name: reply.headers[name] for name in SAFE} == SAFE
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert "set-cookie" not in reply.headers


async def test_pages_refer_to_nothing_outside(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Whatever Host a request names, links are those of the settings or relative."""
    response = await client.get(page(office, of), headers={"Host": "evil.example"})
    assert "evil.example" not in response.text
    assert [one for one in ("http://", "//cdn", "<script src", "@import") if one in response.text] == []


async def test_a_lost_page_of_the_api_answers_as_the_api_does(client: AsyncClient) -> None:
    """JSON to programs, a page to people."""
    assert (await client.get("/api/nowhere")).json() == {"error": "Not Found"}
    assert (await client.get("/nowhere")).headers["content-type"].startswith("text/html")


async def test_there_is_no_redirect(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Neither for a slash too many nor to wherever a parameter says."""
    for link in (f"{page(office, of)}/", f"{page(office, of)}?next=//evil.example", "//evil.example"):
        response = await client.get(link)
        assert "location" not in response.headers or "evil" not in response.headers["location"]


@pytest.mark.parametrize("path", ["survey", "stop", "/api/deliveries"])
async def test_a_body_over_the_limit_is_refused(client: AsyncClient, office: Office, of: Invitation, path: str) -> None:
    """Whether its length was told or not; counted while it arrives."""
    link = {"survey": page(office, of), "stop": stop_link(office, of)}.get(path, path)
    await client.get(page(office, of))
    async with office.store.work() as work:
        await work.keys.add("shop", "k" * 32, "test", of.asked_at)

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(MOST // 1024 + 2):
            yield b"a" * 1024

    headers = {"Authorization": f"Bearer {'k' * 32}", "Content-Type": "application/x-www-form-urlencoded"}
    told = await client.post(link, content=b"a" * (MOST + 1), headers=headers)
    chunked = await client.post(link, content=chunks(), headers=headers)
    assert [(one.status_code, one.json()) for one in (told, chunked)] == [
        (413, {"error": "the request has more than 256 KB"})
    ] * 2


async def test_a_body_at_the_limit_is_read(client: AsyncClient, office: Office, of: Invitation) -> None:
    """To the last byte."""
    nonce = await open_page(client, office, of)
    form = f"nonce={nonce}&overall=4&comment=".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    full = form + b"a" * (MOST - len(form))
    assert (await client.post(page(office, of), content=full, headers=headers)).status_code == 200


async def test_a_service_that_is_up_says_so(client: AsyncClient, of: Invitation) -> None:
    """With what waits in the outbox, read from the store; and nothing else of it."""
    response = await client.get("/health")
    assert (response.status_code, response.json()) == (200, {"ok": True, "unsent": 1})


async def test_a_full_disk_is_a_503_and_nothing_is_acknowledged(
    client: AsyncClient, office: Office, of: Invitation, now: datetime
) -> None:
    """A shop tells again later, a customer reads what to do; once there is room, the same request is kept."""
    async with office.store.work() as work:
        await work.keys.add("shop", SECRET, "test", now)
    form_nonce = await open_page(client, office, of)
    await _room(office, 1)
    codes = [reply.status_code for reply in [await _told(client, number) for number in range(40)]]
    refused = await _told(client, 40)
    sent = await send(client, office, of, form_nonce, overall="5", comment="x" * 4000)
    assert (refused.status_code, refused.headers["Retry-After"], sent.status_code) == (503, "60", 503)
    assert "nothing you sent was kept" in sent.text
    assert {*codes} == {201, 503}
    async with office.store.read() as work:
        assert sum((await work.deliveries.counts()).values()) == 1 + codes.count(201)
    await _room(office, 1_000_000)
    assert (await _told(client, 40)).status_code == 201
    assert (await send(client, office, of, form_nonce, overall="5", comment="x" * 4000)).status_code == 200


async def _told(client: AsyncClient, number: int) -> Response:
    told = {"event_id": f"e{number}", "order": "o" * 90, "email": f"eve{number}@buyer.example"}
    told |= {"delivered_at": "2026-11-16", "product": "p" * 90}
    return await client.post("/api/deliveries", json=told, headers={"Authorization": f"Bearer {SECRET}"})


async def _room(office: Office, pages: int) -> None:
    """Let the SQLite file grow to this many pages, or not at all where it has more."""
    async with office.store.writer.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
