"""How other systems tell of things: with a key, as one JSON object of texts, and what is said where it is not so."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from handlers.web.door import office_of
from surveys.customer import printable
from surveys.notice import BadField

TEXT = {"type": "string", "maxLength": 200}


class BadBody(ValueError):
    """The body is no JSON object."""


async def holder(request: Request) -> str | None:
    """Whose key came with the request; None without a valid one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    async with office_of(request).store.read() as work:
        return await work.keys.holder(key.strip())


def no_key() -> Response:
    told_how = {"error": "a valid key is needed: Authorization: Bearer KEY"}
    return JSONResponse(told_how, 401, headers={"WWW-Authenticate": "Bearer"})


def refused(why: BadBody | BadField) -> Response:
    """What is wrong with a body, and in which field."""
    field = {"field": why.field} if isinstance(why, BadField) else {}
    return JSONResponse({"error": str(why), **field}, 400)


def told(raw: bytes, fields: Sequence[str], required: Sequence[str], what: str) -> Mapping[str, str]:
    """The texts of a body. Raises: BadBody for what is no JSON object, BadField for a field that is unknown, missing,
    twice or no text.
    """
    found = _object(raw)
    for name in required:
        if not str(found.get(name, "")).strip():
            raise BadField(name, "is missing")
    for name, value in found.items():
        if name not in fields:
            raise BadField(printable(name), f"is no field of a {what}; there are {', '.join(fields)}")
        if not isinstance(value, str):
            raise BadField(name, "must be text")
    return found


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except BadField:
        raise
    except (ValueError, RecursionError) as why:
        raise BadBody(f"the body is no JSON object of texts: {why}"[:200]) from why
    if not isinstance(found, dict):
        raise BadBody("the body is no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadField(printable(name), "stands twice in the body")
        found[name] = value
    return found
