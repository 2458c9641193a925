"""The web door as one application: what is served where, and the headers that every reply carries."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from handlers.office import Office
from handlers.web import closing, complaints, deliveries, health, slack, survey, unsubscribing
from handlers.web.limits import LimitBody
from handlers.web.slack import Incoming
from handlers.words.pages import CSP, not_found_page, not_now_page
from storage.work import StoreError

log = structlog.get_logger()

RETRY_AFTER = "60"

HEADERS = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def web(office: Office, now: Callable[[], datetime], incoming: Incoming | None = None) -> FastAPI:
    """The application over one office; `now` tells business time, `incoming` hears Slack where it comes over HTTP."""
    app = FastAPI(title="Afterword", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.office = office
    app.state.now = now
    app.state.slack = incoming
    for room in (survey, closing, unsubscribing, deliveries, complaints, slack, health):
        app.include_router(room.router)
    app.add_middleware(LimitBody)
    app.middleware("http")(_with_headers)
    app.exception_handler(HTTPException)(_not_there)
    for unkept in (StoreError, OSError):
        app.exception_handler(unkept)(_not_now)
    return app


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _not_there(request: Request, error: HTTPException) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)
    return HTMLResponse(not_found_page(), error.status_code, headers=error.headers)


async def _not_now(request: Request, error: Exception) -> Response:
    """The store cannot keep or find anything: a full disk, a database that is away. Nothing was acknowledged."""
    log.error("the store does not answer", why=f"{type(error).__name__}: {getattr(error, 'orig', None) or error}")
    headers = {"Retry-After": RETRY_AFTER}
    if request.url.path.startswith(("/api/", "/health")):
        return JSONResponse({"error": "nothing was kept: the store does not answer; try again"}, 503, headers=headers)
    return HTMLResponse(not_now_page(), 503, headers=headers)
