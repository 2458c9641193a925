"""The deliveries API: a shop tells of a delivery, as often as it likes; it is kept once."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from handlers.steps.receiving import Contradicted, receive
from handlers.web.door import now_of, office_of
from handlers.web.telling import TEXT, BadBody, holder, no_key, refused, told
from surveys.message import Via
from surveys.notice import FIELDS, SLACK_USER, BadField, notice

router = APIRouter(prefix="/api")

REQUIRED = ("event_id", "order", "email", "delivered_at")
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


@router.post("/deliveries", status_code=201, openapi_extra={"requestBody": {"required": True, "content": {
    "application/json": {"schema": SCHEMA}}}}, responses={200: {}, 400: {}, 401: {}, 409: {}, 413: {}})  # fmt: skip
async def tell(request: Request) -> Response:
    """Tell of a delivery. 201 where it is new, 200 where it was told before, 409 where it contradicts that."""
    office, now = office_of(request), now_of(request)
    source = await holder(request)
    if source is None:
        return no_key()
    try:
        found = notice(told(await request.body(), FIELDS, REQUIRED, "delivery"), source, office.zone)
        delivery, new = await receive(office, found, source, now)
    except (BadBody, BadField) as why:
        return refused(why)
    except Contradicted as why:
        return JSONResponse({"error": str(why)}, 409)
    body = {"order": delivery.order, "event_id": delivery.event_id, "state": delivery.state, "reason": delivery.reason}
    return JSONResponse(body, 201 if new else 200)
