"""Fetches a file that somebody gave to the app in Slack (docs.slack.dev/reference/objects/file-object)."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp

from handlers.slack.uploads import LARGEST, NotFetched

Fetch = Callable[[str], Awaitable[bytes]]

HOSTS = ("files.slack.com",)
"""Where Slack keeps files, beside the host of its API."""


def fetcher(api_url: str, token: str) -> Fetch:
    """How a file is fetched; the token goes to Slack's own hosts and to nobody else.

    Raises, when it is called: NotFetched.
    """
    known = {*HOSTS, urlsplit(api_url).hostname}

    async def fetch(url: str) -> bytes:
        if urlsplit(url).hostname not in known:
            raise NotFetched("the file is kept at an address that is not Slack's")
        try:
            async with aiohttp.ClientSession(raise_for_status=True) as session:
                headers = {"Authorization": f"Bearer {token}"}
                async with session.get(url, headers=headers, allow_redirects=False) as reply:
                    return await _read(reply)
        except aiohttp.ClientError as why:
            raise NotFetched(f"Slack did not hand out the file ({type(why).__name__})") from why

    return fetch


async def _read(reply: aiohttp.ClientResponse) -> bytes:
    """All of it, and no more than anybody may give us."""
    content = bytearray()
    async for some in reply.content.iter_any():
        content += some
        if len(content) > LARGEST:
            raise NotFetched(f"the file is larger than {LARGEST // 1_000_000} MB")
    return bytes(content)
