"""The deliveries API: a shop tells of a delivery as often as it likes, and learns what is wrong by field."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, given, settings

from handlers.office import Office
from handlers.web.app import web
from surveys.notice import FIELDS
from tests.handlers import stage
from tests.handlers.stage import BY, DAY
from tests.handlers.web.visit import browser

KEY = "k" * 32
TOLD = {
    "event_id": "event-1",
    "order": "R-1",
    "email": "zoe@buyer.example",
    "delivered_at": "2026-11-15",
    "promised_at": "2026-11-16T10:00+00:00",
    "name": "Zoë Ødegård",
    "language": "de",
}


@pytest.fixture(autouse=True)
async def shop(office: Office, now: datetime) -> None:
    """A shop with a key."""
    async with office.store.work() as work:
        await work.keys.add("shop", KEY, BY, now)


async def post(
    client: AsyncClient, body: bytes | str | dict[str, Any], key: str = KEY, path: str = "/api/deliveries"
) -> Response:
    content = json.dumps(body) if isinstance(body, dict) else body
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return await client.post(path, content=content, headers=headers)


async def count(office: Office) -> int:
    async with office.store.read() as work:
        return sum((await work.deliveries.counts()).values())


async def test_a_new_delivery_is_kept(client: AsyncClient, office: Office) -> None:
    """201, and the state it is in."""
    response = await post(client, TOLD)
    assert response.status_code == 201
    assert response.json() == {"order": "R-1", "event_id": "event-1", "state": "waiting", "reason": None}
    async with office.store.read() as work:
        [kept] = await work.deliveries.of_order("R-1")
    assert (kept.source, kept.delivered_at) == ("shop", datetime(2026, 11, 15, 12, tzinfo=UTC))


async def test_telling_it_again_is_no_error(client: AsyncClient, office: Office) -> None:
    """200, and nothing is added; a shop that got no answer tells it again."""
    await post(client, TOLD)
    again = await post(client, {**TOLD, "name": "", "product": "Oar"})
    assert (again.status_code, await count(office)) == (200, 1)


async def test_telling_it_many_times_at_once_is_one_delivery(replica_office: Office, now: datetime) -> None:
    """One 201, the others 200."""
    async with replica_office.store.work() as work:
        await work.keys.add("shop", KEY, BY, now)
    async with browser(replica_office, now) as client:
        replies = await asyncio.gather(*(post(client, TOLD) for _ in range(10)))
    assert sorted(reply.status_code for reply in replies) == [200] * 9 + [201]


@pytest.mark.parametrize("other", [{"order": "R-2"}, {"email": "joe@buyer.example"}, {"delivered_at": "2026-11-14"}])
async def test_a_contradiction_is_a_conflict(client: AsyncClient, other: dict[str, str]) -> None:
    """409; the first one stays."""
    await post(client, TOLD)
    response = await post(client, {**TOLD, **other})
    assert response.status_code == 409
    assert response.json() == {"error": "event event-1 of shop was told before with other facts"}


async def test_an_old_delivery_says_that_it_is_not_asked_about(client: AsyncClient) -> None:
    """The shop learns the reason."""
    response = await post(client, {**TOLD, "delivered_at": "2026-09-01"})
    assert (response.status_code, response.json()["reason"]) == (201, "too_old")


async def test_a_request_without_a_valid_key_is_refused(client: AsyncClient, office: Office) -> None:
    """401, saying how a key is given, before the body is looked at."""
    wrong = ["", "Bearer", "Bearer ", f"Basic {KEY}", KEY, f"Bearer {KEY}x", f"Bearer {KEY.upper()}", "Bearer \xe9"]
    for headers in [{}, *({"Authorization": one.encode("latin-1")} for one in wrong)]:
        response = await client.post("/api/deliveries", content=b"[" * 1000, headers=headers)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer"), headers
        assert response.json() == {"error": "a valid key is needed: Authorization: Bearer KEY"}


async def test_a_revoked_key_is_refused(client: AsyncClient, office: Office, now: datetime) -> None:
    """From the moment of its end."""
    async with office.store.work() as work:
        await work.keys.revoke("shop", BY, now + DAY)
    assert (await post(client, TOLD)).status_code == 401


@pytest.mark.parametrize("name", ["event_id", "order", "email", "delivered_at"])
async def test_a_missing_field_is_named(client: AsyncClient, name: str) -> None:
    """Left out, or blank."""
    for body in ({key: value for key, value in TOLD.items() if key != name}, {**TOLD, name: " "}):
        response = await post(client, body)
        assert (response.status_code, response.json()) == (400, {"error": f"{name}: is missing", "field": name})


BAD = ["x" * 201, "a\nb", "a\0b", "a\u2028b", "\ud800", "=?UTF-8?Q?=0A?=", 5, None, True, 1.5, [], {"a": "b"}]


@pytest.mark.parametrize("name", FIELDS)
async def test_a_bad_field_is_named(client: AsyncClient, office: Office, name: str) -> None:
    """Too long, with what no header may hold, or no text: 400 with the field and the reason, and nothing is kept."""
    replies = [await post(client, {**TOLD, name: value}) for value in BAD]
    assert [(reply.status_code, reply.json()["field"]) for reply in replies] == [(400, name)] * len(BAD)
    assert await count(office) == 0


IMPOSSIBLE = [
    ("delivered_at", "31.02.2026"),
    ("delivered_at", "2026-02-31"),
    ("delivered_at", "0001-01-01"),
    ("delivered_at", "0001-01-01T00:00:00+14:00"),
    ("delivered_at", "9999-12-31T23:59:59-14:00"),
    ("delivered_at", "2999-01-01"),
    ("delivered_at", "2026-11-15T12:00"),
    ("delivered_at", "2026-12-01"),
    ("promised_at", "soon"),
    ("email", "zoe"),
    ("email", "a@b.c>\r\nRCPT TO:<v@w"),
    ("email", '"a b"@c.example'),
    ("email", "alice@x.example(<bob@y.example>"),
    ("email", "ü@buyer.example"),
]


async def test_a_value_that_cannot_be_is_named(client: AsyncClient, office: Office) -> None:
    """Dates that are none, have no zone or lie in the future; addresses that are none."""
    for name, value in IMPOSSIBLE:
        response = await post(client, {**TOLD, name: value})
        assert (response.status_code, response.json()["field"]) == (400, name), value
    assert await count(office) == 0


async def test_an_unknown_field_is_named(client: AsyncClient) -> None:
    """As it can be shown; a misspelt field would else be lost in silence."""
    for name in ("colour", "Order", "", "\ud800", "a\0b", "x" * 10_000, "__proto__", "source"):
        response = await post(client, {**TOLD, name: "x"})
        assert (response.status_code, len(response.content) < 1000) == (400, True), name
        assert "is no field of a delivery" in response.json()["error"]


async def test_a_field_given_twice_is_named(client: AsyncClient) -> None:
    """Readers differ in which of the two counts."""
    response = await post(client, json.dumps(TOLD)[:-1] + ', "order": "R-2"}')
    assert response.status_code == 400
    assert response.json() == {"error": "order: stands twice in the body", "field": "order"}


async def test_nan_is_no_text(client: AsyncClient) -> None:
    """It is no JSON either, though Python reads it."""
    response = await post(client, json.dumps({**TOLD, "order": float("nan")}))
    assert (response.status_code, response.json()["field"]) == (400, "order")


NONE = [
    b"", b" ", b"[]", b"null", b'"text"', b"5", b"NaN", b"{", b"{]", b"[" * 100_000, b'{"order":' * 20_000, b"\xff",
    json.dumps(TOLD).encode("utf-16"), b"\xef\xbb\xbf{}", b'{"order":' + b"9" * 5000 + b"}", b"order=R-1",
    b"\0", b'{"order": "\x01"}', b'{"order": "R-1"} {}',
]  # fmt: skip


async def test_a_body_that_is_none_is_refused(client: AsyncClient, office: Office) -> None:
    """400 with a reason in one line; whatever was sent, it is not sent back."""
    for body in NONE:
        response = await post(client, body)
        assert (response.status_code, len(response.json()["error"]) <= 200) == (400, True), body[:20]
    assert await count(office) == 0


async def test_hostile_text_is_text(client: AsyncClient, office: Office) -> None:
    """It is kept as it is and never part of a statement."""
    order = "1'; DROP TABLE deliveries; -- %_ {{7*7}}"
    assert (await post(client, {**TOLD, "order": order})).json()["order"] == order
    assert await count(office) == 1


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
@pytest.mark.parametrize("path", ["/api/deliveries", "/api/complaints"])
async def test_any_body_made_from_the_schema_has_a_reply(
    office: Office, now: datetime, mode: schemathesis.GenerationMode, path: str
) -> None:
    """Bodies that keep the OpenAPI document and bodies that break it get a reply that it names: never a 5xx."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", web(office, lambda: now))
    [operation] = [found for one in schema.get_all_operations() if (found := one.ok()).path == path]
    named = {int(status) for status in operation.definition.raw["responses"]}
    bodies: list[Any] = []

    @settings(max_examples=30, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        bodies.append(case.body)

    await asyncio.to_thread(collect)
    assert len(bodies) >= 20
    async with browser(office, now) as client:
        for body in bodies:
            content = json.dumps(body) if isinstance(body, dict | list | str) else repr(body)
            response = await post(client, content, path=path)
            assert response.status_code in named, body
            assert response.headers["content-type"] == "application/json"
    assert await stage.sound(office)
