"""The complaints API: another system tells of a complaint, as often as it likes; it is one case."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from handlers.steps.complaining import NotLogged
from handlers.steps.lodging import Lodged, lodge
from handlers.web.door import now_of, office_of
from handlers.web.telling import TEXT, BadBody, holder, no_key, refused, told
from surveys.complaint import Problem
from surveys.customer import BadAddress, address, printable
from surveys.notice import LONGEST, BadField

router = APIRouter(prefix="/api")

FIELDS = ("event_id", "words", "order", "email", "name", "problem")
REQUIRED = ("event_id", "words")
LONGEST_WORDS = 5000
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REQUIRED),
    "properties": {
        **dict.fromkeys(FIELDS, TEXT),
        "event_id": {**TEXT, "minLength": 1},
        "words": {"type": "string", "minLength": 1, "maxLength": LONGEST_WORDS},
        "problem": {"type": "string", "enum": ["", *Problem]},
    },
}


@router.post("/complaints", status_code=201, openapi_extra={"requestBody": {"required": True, "content": {
    "application/json": {"schema": SCHEMA}}}}, responses={200: {}, 400: {}, 401: {}, 413: {}})  # fmt: skip
async def tell(request: Request) -> Response:
    """Tell of a complaint. 201 where it is new, 200 where it was told before; `case` is what people call it."""
    office, now = office_of(request), now_of(request)
    source = await holder(request)
    if source is None:
        return no_key()
    try:
        lodged = _lodged(told(await request.body(), FIELDS, REQUIRED, "complaint"), source)
        async with office.store.work() as work:
            case, new = await lodge(office, work, lodged, source, now)
    except (BadBody, BadField) as why:
        return refused(why)
    except NotLogged as why:
        return refused(BadField("order" if lodged.order else "words", str(why)))
    return JSONResponse({"case": case.name, "state": case.state}, 201 if new else 200)


def _lodged(given: Mapping[str, str], source: str) -> Lodged:
    """Raises: BadField."""
    for name, value in given.items():
        most = LONGEST_WORDS if name == "words" else LONGEST
        if len(value) > most:
            raise BadField(name, f"has {len(value)} characters; {most} is the most")
    return Lodged(
        words=given["words"],
        source=f"api:{source}:{given['event_id'].strip()}",
        door="api",
        email=_email(given.get("email", "").strip()),
        name=printable(given.get("name", "").strip()),
        order=given.get("order", "").strip(),
        problem=_problem(given.get("problem", "").strip()),
    )


def _email(text: str) -> str:
    try:
        return address(text) if text else ""
    except BadAddress as why:
        raise BadField("email", str(why)) from why


def _problem(text: str) -> Problem:
    try:
        return Problem(text or Problem.OTHER)
    except ValueError as why:
        raise BadField("problem", f"'{printable(text)}' is no problem; there are {', '.join(Problem)}") from why
