"""Tries Slack for real: the token, its scopes, the channels, and the way by which the service is told things."""

import httpx
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.settings import SlackSection
from handlers.slack.manifest import scopes


class NotReady(Exception):
    """Something in Slack that does not work; its text says what to do."""


async def examine(client: AsyncWebClient, section: SlackSection, app_token: str, public_url: str) -> str:
    """What Slack says of us, in one line.

    Raises: NotReady.
    """
    try:
        told = await client.auth_test()
        _scopes(told, section)
        for channel in section.channels:
            await _inside(client, channel)
        way = await (_socket(client, app_token) if section.mode == "socket" else _http(public_url))
    except SlackApiError as why:
        raise NotReady(f"{why.response.get('error', why)}; see [slack] and the app's tokens") from why
    return f"{told['user']} in {told['team']}, in {len(section.channels)} of its channels, {way}"


def _scopes(told: AsyncSlackResponse, section: SlackSection) -> None:
    """The token's scopes are exactly those that are used: one more is a risk, one less a failure to come."""
    held = {scope.strip() for scope in told.headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    wanted = set(scopes(groups=section.groups))
    faults = [
        f"{what} {', '.join(sorted(found))}"
        for what, found in (("lacks the scopes", wanted - held), ("has scopes that are not used:", held - wanted))
        if found
    ]
    if faults:
        raise NotReady(f"the bot token {'; it '.join(faults)}: install the app anew from 'afterword manifest'")


async def _inside(client: AsyncWebClient, channel: str) -> None:
    found = await client.conversations_info(channel=channel)
    if not found["channel"].get("is_member"):
        raise NotReady(f"the app is not in #{found['channel']['name']} ({channel}): invite it there")


async def _socket(client: AsyncWebClient, app_token: str) -> str:
    """An address for a websocket is asked for and not used; it wears out by itself."""
    await client.apps_connections_open(app_token=app_token)
    return "told over Socket Mode"


async def _http(public_url: str) -> str:
    """An unsigned request has to be refused by the service itself."""
    url = f"{public_url}/slack/events"
    async with httpx.AsyncClient(timeout=10) as client:
        try:
            status = (await client.post(url, content=b"{}")).status_code
        except httpx.HTTPError as why:
            raise NotReady(f"{url}: {type(why).__name__}; is the service running?") from why
    if status != 401:
        raise NotReady(f"{url} answers {status} to an unsigned request, not 401: does it lead to this service?")
    return f"told at {url}"
