"""Whether the service is up and its store answers."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from handlers.web.door import office_of

router = APIRouter()


@router.get("/health", include_in_schema=False)
async def health(request: Request) -> Response:
    async with office_of(request).store.read() as work:
        unsent = await work.messages.unsent()
    return JSONResponse({"ok": True, "unsent": unsent})
