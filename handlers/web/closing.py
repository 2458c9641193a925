"""The page on which a customer says whether a case is solved: GET shows it and changes nothing, only POST keeps."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from handlers.office import Office
from handlers.steps.closing import ASKED, How, say
from handlers.web.door import now_of, office_of
from handlers.words.closing import ClosurePage, closure_page, said_page, still_page
from surveys.closure import ASPECTS, SCALE
from surveys.complaint import Complaint
from surveys.token import LENGTH, Purpose

router = APIRouter()

LONGEST = 4000
SOLVED = {"yes": True, "no": False}


@router.api_route("/c/{token}", methods=["GET", "HEAD"], include_in_schema=False)
async def show(request: Request, token: str) -> Response:
    """The question, with the choice of the link marked."""
    office = office_of(request)
    page, case = await _page(office, token)
    if case.state not in ASKED:
        return HTMLResponse(still_page(page))
    return HTMLResponse(closure_page(page, solved=SOLVED.get(request.query_params.get("solved", ""))))


@router.post("/c/{token}", include_in_schema=False)
async def keep(request: Request, token: str) -> Response:
    """Keep what the form says; without a yes or no it is asked once more."""
    office = office_of(request)
    page, case = await _page(office, token)
    form = await request.form(max_files=0, max_fields=20)
    solved, marks, words = SOLVED.get(_text(form, "solved")), _marks(form), _text(form, "comment").strip()[:LONGEST]
    if solved is None:
        return HTMLResponse(closure_page(page, marks=marks, words=words, missing=True), 400)
    kept = await say(office, case.id, solved=solved, how=How(marks, words), now=now_of(request))
    return HTMLResponse(said_page(page, solved=solved) if kept else still_page(page))


async def _page(office: Office, token: str) -> tuple[ClosurePage, Complaint]:
    """Raises: HTTPException 404, the same for any token that is not ours."""
    async with office.store.read() as work:
        id_ = await work.tokens.about(token, Purpose.CASE, office.keyring) if len(token) == LENGTH else None
        case = await work.complaints.find(id_) if id_ is not None else None
        if case is None or case.customer_id is None:
            raise HTTPException(404)
        customer = await work.customers.get(case.customer_id)
        delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id is not None else None
    order = delivery.order if delivery else ""
    return ClosurePage(customer.language, office.name, case.name, order, f"/c/{token}"), case


def _marks(form: FormData) -> Mapping[str, int]:
    """Marks that are on the scale; others can only come from a form that is not ours, and are left out."""
    given = {aspect: _text(form, aspect) for aspect in ASPECTS}
    return {aspect: int(text) for aspect, text in given.items() if text in {str(point) for point in SCALE}}


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
