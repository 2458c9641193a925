"""The deliveries API: a shop tells of a delivery, as often as it likes; it is kept once."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from handlers.steps.receiving import Contradicted, receive
from handlers.web.door import now_of, office_of
from surveys.customer import printable
from surveys.message import Via
from surveys.notice import FIELDS, SLACK_USER, BadField, notice

router = APIRouter(prefix="/api")

REQUIRED = ("event_id", "order", "email", "delivered_at")
TEXT = {"type": "string", "maxLength": 200}
TIME = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REQUIRED),
    "properties": {
        **{name: {**TEXT, "minLength": 1} if name in REQUIRED else TEXT for name in FIELDS},
        "email": {**TEXT, "format": "email"},
        "delivered_at": TIME,
        "promised_at": TIME,
        "slack_user": {**TEXT, "pattern": f"^({SLACK_USER})?$"},
        "channel": {"type": "string", "enum": ["", *Via]},
    },
}


class BadBody(ValueError):
    """The body is no JSON object."""


@router.post("/deliveries", status_code=201, openapi_extra={"requestBody": {"required": True, "content": {
    "application/json": {"schema": SCHEMA}}}}, responses={200: {}, 400: {}, 401: {}, 409: {}, 413: {}})  # fmt: skip
async def tell(request: Request) -> Response:
    """Tell of a delivery. 201 where it is new, 200 where it was told before, 409 where it contradicts that."""
    office, now = office_of(request), now_of(request)
    source = await _holder(request)
    if source is None:
        told_how = {"error": "a valid key is needed: Authorization: Bearer KEY"}
        return JSONResponse(told_how, 401, headers={"WWW-Authenticate": "Bearer"})
    try:
        told = notice(_body(await request.body()), source, office.zone)
        delivery, new = await receive(office, told, source, now)
    except BadBody as why:
        return JSONResponse({"error": str(why)}, 400)
    except BadField as why:
        return JSONResponse({"error": str(why), "field": why.field}, 400)
    except Contradicted as why:
        return JSONResponse({"error": str(why)}, 409)
    body = {"order": delivery.order, "event_id": delivery.event_id, "state": delivery.state, "reason": delivery.reason}
    return JSONResponse(body, 201 if new else 200)


async def _holder(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    async with office_of(request).store.read() as work:
        return await work.keys.holder(key.strip())


def _body(raw: bytes) -> Mapping[str, str]:
    """Raises: BadBody for what is no JSON object, BadField for a field that is unknown, missing, twice or no text."""
    told = _object(raw)
    for name in REQUIRED:
        if not str(told.get(name, "")).strip():
            raise BadField(name, "is missing")
    for name, value in told.items():
        if name not in FIELDS:
            raise BadField(printable(name), f"is no field of a delivery; there are {', '.join(FIELDS)}")
        if not isinstance(value, str):
            raise BadField(name, "must be text")
    return told


def _object(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except BadField:
        raise
    except (ValueError, RecursionError) as why:
        raise BadBody(f"the body is no JSON object of texts: {why}"[:200]) from why
    if not isinstance(told, dict):
        raise BadBody("the body is no JSON object")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadField(printable(name), "stands twice in the body")
        found[name] = value
    return found
