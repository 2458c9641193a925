"""Stopping surveys: GET shows a button, only POST stops them; mail programs post by themselves (RFC 8058)."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from handlers.steps.stopping import unsubscribe
from handlers.web.door import asked, now_of, office_of
from handlers.words.pages import unsubscribe_page, unsubscribed_page
from surveys.token import Purpose

router = APIRouter()

FIELD, VALUE = "List-Unsubscribe", "One-Click"


@router.api_route("/u/{token}", methods=["GET", "HEAD"], include_in_schema=False)
async def show(request: Request, token: str) -> Response:
    office = office_of(request)
    who = await asked(office, token, Purpose.UNSUBSCRIBE)
    return HTMLResponse(unsubscribe_page(who.invitation.language, office.name, f"/u/{token}"))


@router.post("/u/{token}", include_in_schema=False)
async def stop(request: Request, token: str) -> Response:
    """Stop surveys to whom the token belongs to; no cookie, no redirect, no further question."""
    office, now = office_of(request), now_of(request)
    who = await asked(office, token, Purpose.UNSUBSCRIBE)
    form = await request.form(max_files=0, max_fields=10)
    if form.get(FIELD) != VALUE:
        return HTMLResponse(unsubscribe_page(who.invitation.language, office.name, f"/u/{token}"), 400)
    async with office.store.work() as work:
        await unsubscribe(work, who.invitation, "page", now)
    return HTMLResponse(unsubscribed_page(who.invitation.language, office.name))
