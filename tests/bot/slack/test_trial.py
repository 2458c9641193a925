"""`check` tries Slack for real and says what to do."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.api import Credentials
from bot.demo.workspace.standin import StandIn
from bot.settings import SlackSection
from bot.slack.trial import NotReady, examine
from handlers.slack.manifest import scopes
from tests.bot.slack.conftest import CHANNEL

EXACT = frozenset(scopes(groups=False))


async def tried(slack: StandIn, *, token: str = "xoxb-1-local", held: frozenset[str] = EXACT, **more: object) -> str:
    slack.api.credentials = replace(Credentials(), scopes=held)
    section = SlackSection.model_validate({"digest_channels": [CHANNEL], "api_url": slack.base_url, **more})
    client = AsyncWebClient(token, base_url=slack.base_url, retry_handlers=[])
    return await examine(client, section, "xapp-1-local", "http://127.0.0.1:9")


async def test_a_check_says_whom_slack_takes_us_for(slack: StandIn) -> None:
    """With a good token, in every channel, and how Slack tells us things."""
    assert await tried(slack) == "afterword in Harbor, in 1 of its channels, told over Socket Mode"


async def test_a_check_says_where_the_app_is_missing(slack: StandIn) -> None:
    """By the channel's name, and what to do; the complaints channel too."""
    with pytest.raises(NotReady, match="channel_not_found"):
        await tried(slack, complaints_channel="C0NOWHERE")
    await slack.acts.leave(slack.workspace.bot.id, CHANNEL)
    with pytest.raises(NotReady, match=r"not in #leaders \(C0LEADERS\): invite it there"):
        await tried(slack)


async def test_a_check_says_that_a_token_is_wrong(slack: StandIn) -> None:
    """In Slack's own word for it, and where to look."""
    with pytest.raises(NotReady, match=r"invalid_auth; see \[slack\] and the app's tokens"):
        await tried(slack, token="xoxb-none")


async def test_a_check_compares_scopes(slack: StandIn) -> None:
    """One less is a failure to come, one more a right that nobody needs."""
    with pytest.raises(NotReady, match=r"lacks the scopes files:write: install the app anew from 'afterword manifest'"):
        await tried(slack, held=EXACT - {"files:write"})
    with pytest.raises(NotReady, match="has scopes that are not used: reactions:read"):
        await tried(slack, held=EXACT | {"reactions:read"})


async def test_user_groups_need_their_scope(slack: StandIn) -> None:
    """Only where the settings name one."""
    with pytest.raises(NotReady, match="lacks the scopes usergroups:read"):
        await tried(slack, staff=["S0CARE"])
    assert await tried(slack, staff=["S0CARE"], held=EXACT | {"usergroups:read"})


async def test_over_http_the_service_has_to_answer(slack: StandIn) -> None:
    """An unsigned request is refused by the service itself; nobody there is said so."""
    with pytest.raises(NotReady, match=r"http://127.0.0.1:9/slack/events: ConnectError; is the service running\?"):
        await tried(slack, mode="http")
