"""The complaints API: another system tells of a complaint, and learns what people call the case."""

import json
from typing import Any

import pytest
from httpx import AsyncClient, Response

from handlers.office import Office
from surveys.complaint import Complaint, Problem, State
from surveys.severity import Severity
from tests.handlers import stage
from tests.handlers.stage import BY, ZOE

KEY = "k" * 32
TOLD = {"event_id": "ticket-7", "words": "The box was wet", "order": "R-1", "problem": "short_or_damaged"}


@pytest.fixture(autouse=True)
async def shop(office: Office, now: Any, tick: Any) -> None:
    """A help desk with a key, and a delivery."""
    async with office.store.work() as work:
        await work.keys.add("help desk", KEY, BY, now)
    await stage.told(office, now)


async def post(client: AsyncClient, body: Any, key: str = KEY) -> Response:
    content = body if isinstance(body, str) else json.dumps(body)
    return await client.post("/api/complaints", content=content, headers={"Authorization": f"Bearer {key}"})


async def cases(office: Office) -> list[Complaint]:
    async with office.store.read() as work:
        return list(await work.complaints.search("", 99))


async def test_a_complaint_is_one_case(client: AsyncClient, office: Office) -> None:
    """201 with its name, 200 when it is told again; it is the customer's whose delivery it is about."""
    replies = [await post(client, TOLD) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 200]
    assert {reply.text for reply in replies} == {'{"case":"C-1","state":"received"}'}
    [case] = await cases(office)
    assert (case.words, case.problem, case.door, case.state) == (
        "The box was wet", Problem.SHORT_OR_DAMAGED, "api", State.RECEIVED,
    )  # fmt: skip
    async with office.store.read() as work:
        assert (await work.customers.get(case.customer_id or 0)).email == ZOE
    assert await stage.sound(office)


async def test_another_event_is_another_case(client: AsyncClient, office: Office) -> None:
    """Even in the same words."""
    await post(client, TOLD)
    await post(client, {**TOLD, "event_id": "ticket-8"})
    assert [case.name for case in await cases(office)] == ["C-2", "C-1"]


async def test_safety_is_grave_at_once(client: AsyncClient, office: Office) -> None:
    """Leaders need not wait for somebody to assess it; who is not known yet is met."""
    await post(client, {"event_id": "1", "words": "It caught fire", "problem": "safety", "email": "olu@buyer.example"})
    [case] = await cases(office)
    assert (case.severity, case.safety) == (Severity.S1, True)
    async with office.store.read() as work:
        assert (await work.customers.get(case.customer_id or 0)).email == "olu@buyer.example"


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ({"words": "wet"}, "event_id", "is missing"),
        ({"event_id": "1", "words": " "}, "words", "is missing"),
        ({**TOLD, "order": "R-9"}, "order", "no delivery of order 'R-9' is known"),
        ({**TOLD, "problem": "wet"}, "problem", "'wet' is no problem; there are not_as_ordered"),
        ({**TOLD, "email": "nobody"}, "email", "nobody"),
        ({**TOLD, "words": "x" * 5001}, "words", "has 5001 characters; 5000 is the most"),
        ({**TOLD, "colour": "blue"}, "colour", "is no field of a complaint"),
        ({**TOLD, "name": 7}, "name", "must be text"),
        ("[]", None, "the body is no JSON object"),
    ],
)
async def test_a_fault_names_its_field(
    client: AsyncClient, office: Office, body: Any, field: str | None, why: str
) -> None:
    """400, and nothing is kept."""
    reply = await post(client, body)
    assert (reply.status_code, reply.json().get("field")) == (400, field)
    assert why in reply.json()["error"]
    assert await cases(office) == []


async def test_without_a_key_nothing_is_heard(client: AsyncClient, office: Office) -> None:
    """401, with how to give one."""
    reply = await post(client, TOLD, "x" * 32)
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert await cases(office) == []
