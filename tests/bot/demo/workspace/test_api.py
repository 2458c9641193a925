"""The Web API answers slack_sdk's client as Slack does, refusals and faults included."""

import json
from random import Random

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.api import Credentials
from bot.demo.workspace.faults import Faults, too_soon
from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace

HEADER = [{"type": "header", "text": {"type": "plain_text", "text": "C-1"}}]


async def refusal(call) -> dict:
    """What a call was refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response.data


async def test_a_message_is_posted_found_and_changed(slack: StandIn, client: AsyncWebClient) -> None:
    """What was posted stands in the channel with its metadata, and an update keeps what it does not mention."""
    key = {"event_type": "case", "event_payload": {"id": "7"}}
    posted = await client.chat_postMessage(channel="C1", text="one", blocks=HEADER, metadata=key)
    again = await client.chat_postMessage(channel="#complaints", text="two", thread_ts=posted["ts"])
    assert again["ts"] > posted["ts"]
    await client.chat_update(channel="C1", ts=posted["ts"], text="uno")
    told = (await client.conversations_history(channel="C1", include_all_metadata=True))["messages"]
    assert [(one["text"], one["metadata"]) for one in told] == [("uno", key)]
    assert told[0]["blocks"][0]["text"]["text"] == "C-1"
    assert told[0]["blocks"][0]["block_id"]
    replies = (await client.conversations_replies(channel="C1", ts=posted["ts"]))["messages"]
    assert [one["text"] for one in replies] == ["uno", "two"]
    link = (await client.chat_getPermalink(channel="C1", message_ts=posted["ts"]))["permalink"]
    assert link.endswith("/archives/C1/p" + posted["ts"].replace(".", ""))


async def test_history_comes_in_pages(client: AsyncWebClient) -> None:
    """A cursor leads through all messages, the newest first."""
    for number in range(5):
        await client.chat_postMessage(channel="C1", text=str(number))
    first = await client.conversations_history(channel="C1", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel="C1", limit=3, cursor=cursor)
    assert [one["text"] for one in first["messages"] + second["messages"]] == ["4", "3", "2", "1", "0"]
    newer = await client.conversations_history(channel="C1", oldest=first["messages"][1]["ts"])
    assert [one["text"] for one in newer["messages"]] == ["4"]


async def test_what_is_refused_in_a_channel(slack: StandIn, client: AsyncWebClient) -> None:
    """Each thing that Slack refuses has its own word."""
    foreign = slack.workspace.say("C1", "UANN", "mine")
    slack.workspace.add_channel("old", {slack.workspace.bot.id}, id="C3")
    slack.workspace.archive("C3")
    wrong = [
        (client.chat_postMessage(channel="C9", text="x"), "channel_not_found"),
        (client.chat_postMessage(channel="C2", text="x"), "not_in_channel"),
        (client.chat_postMessage(channel="C3", text="x"), "is_archived"),
        (client.api_call("chat.postMessage", json={"channel": "C1", "text": " "}), "no_text"),
        (client.chat_postMessage(channel="C1", text="x" * 40_001), "msg_too_long"),
        (client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "bogus"}]), "invalid_blocks"),
        (client.chat_postMessage(channel="C1", text="x", metadata={"event_type": 1}), "invalid_metadata_format"),
        (client.chat_update(channel="C1", ts="1.000001", text="x"), "message_not_found"),
        (client.chat_update(channel="UANN", ts="1.000001", text="x"), "channel_not_found"),
        (client.chat_update(channel="C1", ts=foreign.ts, text="x"), "cant_update_message"),
        (client.chat_postEphemeral(channel="C1", user="U9", text="x"), "user_not_in_channel"),
        (client.conversations_history(channel="C2"), "not_in_channel"),
        (client.conversations_open(users="U9"), "user_not_found"),
        (client.users_info(user="U9"), "user_not_found"),
        (client.usergroups_users_list(usergroup="S9"), "no_such_subteam"),
        (client.api_call("chat.shout"), "unknown_method"),
        (client.api_call("chat.postMessage"), "invalid_arguments"),
    ]
    assert [(await refusal(call))["error"] for call, _ in wrong] == [word for _, word in wrong]


async def test_findings_in_blocks_say_where(client: AsyncWebClient) -> None:
    """The refusal of blocks names the place in each of them."""
    header = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    found = await refusal(client.chat_postMessage(channel="C1", text="x", blocks=header))
    said = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert found["response_metadata"]["messages"] == [said]


async def test_tokens_and_scopes(times) -> None:
    """A token is known or not, of the right kind or not, and holds the scope or not."""
    slack = StandIn(Workspace(times.now), times.tick, Credentials(scopes=frozenset({"chat:write"})))
    slack.workspace.add_channel("one", id="C1")
    await slack.start()
    try:
        client = AsyncWebClient("xoxb-1-local", base_url=slack.base_url)
        who = await client.auth_test()
        assert (who["user_id"], who.headers["x-oauth-scopes"]) == (slack.workspace.bot.id, "chat:write")
        missing = await refusal(client.conversations_info(channel="C1"))
        assert missing == {"ok": False, "error": "missing_scope", "needed": "channels:read", "provided": "chat:write"}
        assert (await refusal(client.auth_test(token="xoxb-other")))["error"] == "invalid_auth"
        assert (await refusal(client.apps_connections_open(app_token="xoxb-1-local")))["error"] == (
            "not_allowed_token_type"
        )
        async with aiohttp.ClientSession() as session, session.post(slack.base_url + "auth.test") as answer:
            assert await answer.json() == {"ok": False, "error": "not_authed"}
    finally:
        await slack.stop()


async def test_people_groups_and_places_are_told(slack: StandIn, client: AsyncWebClient) -> None:
    """A guest and somebody of another team are told as such; a direct message is opened once."""
    guest = slack.workspace.add_user("gus", guest="restricted", team="T9")
    group = slack.workspace.add_group(["UANN", guest.id])
    told = (await client.users_info(user=guest.id))["user"]
    assert (told["is_restricted"], told["is_ultra_restricted"], told["team_id"]) == (True, False, "T9")
    assert (await client.usergroups_users_list(usergroup=group))["users"] == ["UANN", guest.id]
    opened = [(await client.conversations_open(users=guest.id))["channel"]["id"] for _ in range(2)]
    assert opened[0] == opened[1]
    assert (await client.conversations_info(channel=opened[0]))["channel"]["user"] == guest.id
    assert (await client.conversations_info(channel="C2"))["channel"]["is_member"] is False
    assert (await client.conversations_members(channel="C2"))["members"] == ["UANN"]
    assert (await client.chat_postMessage(channel=guest.id, text="hello"))["channel"] == opened[0]


async def test_a_picture_is_uploaded_and_shown(slack: StandIn, client: AsyncWebClient) -> None:
    """An upload that is completed is shared with its channel, or stands in an image block; before that it may not."""
    shared = await client.files_upload_v2(content=b"png", filename="week.png", channel="C1", alt_txt="a chart")
    assert slack.workspace.messages["C1"][0].files == (shared["file"]["id"],)
    ticket = await client.files_getUploadURLExternal(filename="day.png", length=3, alt_txt="a chart")
    image = [{"type": "image", "alt_text": "a chart", "slack_file": {"id": ticket["file_id"]}}]
    assert (await refusal(client.chat_postMessage(channel="C1", text="x", blocks=image)))["error"] == "invalid_blocks"
    files = [{"id": ticket["file_id"], "title": "Day"}]
    assert (await refusal(client.files_completeUploadExternal(files=files)))["error"] == "file_not_found"
    async with aiohttp.ClientSession() as session:
        for content, status in ((b"longer", 400), (b"png", 200)):
            async with session.post(ticket["upload_url"], data=content) as answer:
                assert answer.status == status
    await client.files_completeUploadExternal(files=files)
    await client.chat_postMessage(channel="C1", text="x", blocks=image)
    assert slack.workspace.files[ticket["file_id"]].content == b"png"
    assert (await refusal(client.files_completeUploadExternal(files=files)))["error"] == "file_not_found"


async def test_a_call_is_told_to_wait(slack: StandIn, client: AsyncWebClient, times) -> None:
    """The planned calls get a 429 with Retry-After, and a call made inside that time is found in the record."""
    slack.api.faults.limit("chat.postMessage", times=2, retry_after=30)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "30")
    times.pass_seconds(29)
    assert (await refusal(client.chat_postMessage(channel="C1", text="x")))["error"] == "ratelimited"
    times.pass_seconds(30)
    await client.chat_postMessage(channel="C1", text="x")
    assert [call.outcome for call in slack.api.made("chat.postMessage")] == ["ratelimited", "ratelimited", "ok"]
    assert too_soon(slack.api.calls) == [slack.api.calls[1]]
    assert len(slack.workspace.messages["C1"]) == 1


async def test_a_share_of_calls_is_told_to_wait(slack: StandIn) -> None:
    """The same seed limits the same calls, about as many as were asked for."""
    slack.api.faults.limit_share(0.3, Random(1))
    replies = [slack.api.call("auth.test", "xoxb-1-local", {}).status for _ in range(200)]
    assert 40 < replies.count(429) < 80
    slack.api.faults.limit_share(0, Random(1))
    assert slack.api.call("auth.test", "xoxb-1-local", {}).status == 200


async def test_an_answer_is_lost_after_the_effect(slack: StandIn, client: AsyncWebClient) -> None:
    """The connection is cut, yet the message stands; the record says so, and a refused call is not called lost."""
    slack.api.faults.lose("chat.postMessage", times=2)
    for channel in ("C1", "C9"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.chat_postMessage(channel=channel, text="x")
    assert [call.outcome for call in slack.api.calls] == ["lost", "channel_not_found"]
    assert len(slack.workspace.messages["C1"]) == 1


async def test_a_failing_server(slack: StandIn, client: AsyncWebClient) -> None:
    """A 5xx has no effect."""
    slack.api.faults.fail("*", status=503)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="x")
    assert caught.value.response.status_code == 503
    assert (slack.api.calls[0].outcome, slack.workspace.messages["C1"]) == ("http 503", [])


async def test_every_way_of_sending_arguments(slack: StandIn) -> None:
    """Form fields, JSON and query parameters are all understood, with the token in the header or among them."""
    told = {"channel": "C1", "text": "x", "token": "xoxb-1-local", "blocks": json.dumps(HEADER)}
    url = slack.base_url + "chat.postMessage"
    async with aiohttp.ClientSession() as session:
        for how in ({"data": told}, {"json": told}, {"params": told}):
            async with session.post(url, **how) as answer:
                assert (await answer.json())["ok"]
    assert [call.arguments["text"] for call in slack.api.calls] == ["x", "x", "x"]
    assert all("token" not in call.arguments for call in slack.api.calls)


def test_a_share_of_answers_is_lost_and_no_more_than_wanted() -> None:
    """Spread over the calls by the dice that are handed in."""
    faults = Faults()
    faults.lose_share(0.5, Random(1), most=10)
    lost = [fault is not None and fault.lost for fault in (faults.next_for("chat.update") for _ in range(100))]
    assert sum(lost) == 10
    assert sum(lost[:10]) < 10
