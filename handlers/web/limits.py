"""How much a request may send: counted while it arrives, since a length header may lie or be missing."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 256 * 1024


class _TooLarge(Exception):
    pass


class LimitBody:
    """Answers 413 as soon as a body grows over the limit."""

    def __init__(self, app: ASGIApp, most: int = MOST) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self.most:
                raise _TooLarge
            return message

        try:
            await self.app(scope, counted, send)
        except _TooLarge:
            reply = JSONResponse({"error": f"the request has more than {self.most // 1024} KB"}, 413)
            await reply(scope, receive, send)
