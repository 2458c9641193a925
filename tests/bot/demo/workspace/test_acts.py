"""People act in the workspace and a real app of slack_bolt's hears of it over Socket Mode."""

import asyncio

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.demo.workspace.refusal import BadReply, NotAcknowledged, NotConnected, NothingThere, Unanswered
from bot.demo.workspace.standin import StandIn


def plain(words: str) -> dict:
    return {"type": "plain_text", "text": words}


CARD = [
    {"type": "section", "text": plain("C-1 Late")},
    {"type": "actions", "block_id": "case", "elements": [
        {"type": "button", "action_id": "acknowledge", "text": plain("Acknowledge"), "value": "7"},
        {"type": "static_select", "action_id": "owner", "options": [{"text": plain("Ann"), "value": "UANN"}]},
    ]},
]  # fmt: skip
FORM = {
    "type": "modal", "callback_id": "log", "title": plain("Complaint"), "submit": plain("Log"),
    "private_metadata": "C1", "notify_on_close": True,
    "blocks": [
        {"type": "input", "block_id": "what", "label": plain("What happened"),
         "element": {"type": "plain_text_input", "action_id": "words", "max_length": 20}},
        {"type": "input", "block_id": "kind", "label": plain("Kind"), "optional": True,
         "element": {"type": "static_select", "action_id": "kind",
                     "options": [{"text": plain("Late"), "value": "late"}]}},
    ],
}  # fmt: skip


async def test_a_button_is_pressed(slack: StandIn, app: AsyncApp, client: AsyncWebClient, line) -> None:
    """The app hears who pressed what where, and the card that it changes in answer stands changed."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.action("acknowledge")
    async def acknowledge(ack, body, client) -> None:
        await ack()
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="done", blocks=[])
        await heard.put(body)

    ts = (await client.chat_postMessage(channel="C1", text="C-1", blocks=CARD))["ts"]
    assert await slack.acts.press("UBOB", "C1", ts, "acknowledge") is None
    body = await heard.get()
    assert (body["user"]["id"], body["actions"][0]["value"], body["actions"][0]["block_id"]) == ("UBOB", "7", "case")
    changed = slack.workspace.message("C1", ts)
    assert (changed.text, changed.blocks) == ("done", ())


async def test_a_menu_is_chosen_from(slack: StandIn, app: AsyncApp, client: AsyncWebClient, line) -> None:
    """The choice is told with its action and stays in the message's state for later presses."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.action("owner")
    @app.action("acknowledge")
    async def any_of_them(ack, body) -> None:
        await ack()
        await heard.put(body)

    app.action("acknowledge")(any_of_them)
    ts = (await client.chat_postMessage(channel="C1", text="C-1", blocks=CARD))["ts"]
    await slack.acts.press("UBOB", "C1", ts, "owner", "UANN")
    assert (await heard.get())["actions"][0]["selected_option"]["value"] == "UANN"
    await slack.acts.press("UBOB", "C1", ts, "acknowledge")
    held = (await heard.get())["state"]["values"]["case"]["owner"]
    assert held["selected_option"] == {"text": plain("Ann"), "value": "UANN"}


async def test_nobody_acts_on_what_they_do_not_see(slack: StandIn, client: AsyncWebClient) -> None:
    """A stranger to the channel, a button that is not there, a form of somebody else: nothing reaches the app."""
    ts = (await client.chat_postMessage(channel="C1", text="C-1", blocks=CARD))["ts"]
    stranger = slack.workspace.add_user("eve").id
    for who, channel, at, what in (
        (stranger, "C1", ts, "acknowledge"), ("UANN", "C1", ts, "x"), ("UANN", "C1", "1.0", "acknowledge"),
        ("UANN", "C9", ts, "acknowledge"),
    ):  # fmt: skip
        with pytest.raises(NothingThere):
            await slack.acts.press(who, channel, at, what)
    with pytest.raises(NothingThere):
        await slack.acts.submit("UANN", "V1", {})


async def test_a_command_opens_a_form_that_is_sent(slack: StandIn, app: AsyncApp, line) -> None:
    """Errors keep the form open with words at the field, a good answer closes it."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.command("/complaint")
    async def complaint(ack, command, client) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        await ack()

    @app.view("log")
    async def log(ack, view, body) -> None:
        state = view["state"]["values"]
        await heard.put((body["user"]["id"], view["private_metadata"], state))
        if state["what"]["words"]["value"] == "?":
            await ack(response_action="errors", errors={"what": "Say more."})
        else:
            await ack()

    assert await slack.acts.command("UANN", "C1", "/complaint") is None
    view = slack.workspace.modals["UANN"][0]
    with pytest.raises(Unanswered):
        await slack.acts.submit("UANN", view.id, {"kind": "late"})
    with pytest.raises(Unanswered):
        await slack.acts.submit("UANN", view.id, {"words": "x" * 21})
    with pytest.raises(NothingThere):
        await slack.acts.submit("UANN", view.id, {"words": "x", "colour": "red"})
    await slack.acts.submit("UANN", view.id, {"words": "?"})
    assert slack.workspace.modals["UANN"][0].errors == {"what": "Say more."}
    await slack.acts.submit("UANN", view.id, {"words": "late", "kind": "late"})
    assert slack.workspace.modals["UANN"] == []
    await heard.get()
    user, metadata, state = await heard.get()
    assert (user, metadata, state["what"]["words"]["value"]) == ("UANN", "C1", "late")
    assert state["kind"]["kind"]["selected_option"]["value"] == "late"


async def test_forms_change_stack_and_clear(slack: StandIn, app: AsyncApp, line) -> None:
    """An answer may put another view in place or on top, or close all; one that Slack refuses is a bad reply."""
    answers = [
        {"response_action": "update", "view": {**FORM, "title": plain("Two")}},
        {"response_action": "push", "view": {**FORM, "title": plain("Three")}},
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "update", "view": {**FORM, "title": plain("x" * 25)}},
        {"response_action": "clear"},
    ]

    @app.command("/complaint")
    async def complaint(ack, command, client) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=FORM)
        opened.set()

    @app.view("log")
    async def log(ack) -> None:
        await ack(**answers.pop(0))

    opened = asyncio.Event()
    await slack.acts.command("UANN", "C1", "/complaint")
    await opened.wait()
    stack = slack.workspace.modals
    for titles in (["Two"], ["Two", "Three"]):
        await slack.acts.submit("UANN", stack["UANN"][-1].id, {"words": "x"})
        assert [view.body["title"]["text"] for view in stack["UANN"]] == titles
    for _ in range(2):
        with pytest.raises(BadReply):
            await slack.acts.submit("UANN", stack["UANN"][-1].id, {"words": "x"})
    await slack.acts.submit("UANN", stack["UANN"][-1].id, {"words": "x"})
    assert stack["UANN"] == []


async def test_a_form_is_closed(slack: StandIn, app: AsyncApp, client: AsyncWebClient, line) -> None:
    """The app hears of it because the form asked for that."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.view_closed("log")
    async def closed(ack, body) -> None:
        await ack()
        await heard.put(body["view"]["callback_id"])

    opened = await client.views_open(trigger_id=slack.tickets.trigger("UANN"), view=FORM)
    await slack.acts.close("UANN", opened["view"]["id"])
    assert (await heard.get(), slack.workspace.modals["UANN"]) == ("log", [])


async def test_a_trigger_opens_once_and_soon(slack: StandIn, client: AsyncWebClient, times) -> None:
    """An unknown, a used and a late trigger are refused, each with its own word."""
    used, late = slack.tickets.trigger("UANN"), slack.tickets.trigger("UANN")
    view = (await client.views_open(trigger_id=used, view=FORM))["view"]
    times.pass_seconds(3.1)
    refused = [("1.2.3", "invalid_trigger_id"), (used, "exchanged_trigger_id"), (late, "expired_trigger_id")]
    for trigger, word in refused:
        with pytest.raises(SlackApiError, match=word):
            await client.views_open(trigger_id=trigger, view=FORM)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_open(trigger_id=late, view={**FORM, "title": plain("x" * 25)})
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], hash="other", view=FORM)
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id="V9", view=FORM)
    await client.views_update(view_id=view["id"], hash=view["hash"], view={**FORM, "title": plain("New")})
    assert slack.workspace.modals["UANN"][0].body["title"]["text"] == "New"
    await client.views_push(trigger_id=slack.tickets.trigger("UANN"), view=FORM)
    await client.views_push(trigger_id=slack.tickets.trigger("UANN"), view=FORM)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=slack.tickets.trigger("UANN"), view=FORM)


async def test_a_command_is_answered(slack: StandIn, app: AsyncApp, line, times) -> None:
    """The acknowledgement's words are shown to one person, and the response address takes five more within its time."""

    @app.command("/feedback")
    async def feedback(ack, command) -> None:
        addresses.append(command["response_url"])
        await ack(f"about {command['text']}")

    addresses: list[str] = []
    for _ in range(2):
        assert await slack.acts.command("UANN", "C1", "/feedback", "bob") == {"text": "about bob"}
    seen = slack.workspace.ephemerals[0]
    assert (seen.user, seen.channel, seen.text) == ("UANN", "C1", "about bob")
    first, second = (AsyncWebhookClient(address) for address in addresses)
    assert (await first.send(text="x", response_type="in_channel")).status_code == 200
    assert [(await first.send(text="x")).status_code for _ in range(5)] == [200, 200, 200, 200, 404]
    assert (len(slack.workspace.ephemerals), len(slack.workspace.messages["C1"])) == (6, 1)
    assert (await second.send(text="")).status_code == 400
    times.pass_seconds(1801)
    assert "expired_url" in (await second.send(text="x")).body


async def test_a_message_is_replaced_by_its_response_address(
    slack, app: AsyncApp, client: AsyncWebClient, line
) -> None:
    """A button's own message may be put in other words without its ts."""

    @app.action("acknowledge")
    async def acknowledge(ack, respond) -> None:
        await respond(text="thanks", replace_original=True)
        await ack()

    ts = (await client.chat_postMessage(channel="C1", text="C-1", blocks=CARD))["ts"]
    await slack.acts.press("UBOB", "C1", ts, "acknowledge")
    assert (slack.workspace.message("C1", ts).text, slack.workspace.message("C1", ts).blocks) == ("thanks", ())


async def test_shortcut_mention_home_and_coming_in(slack: StandIn, app: AsyncApp, client: AsyncWebClient, line) -> None:
    """Each of the other ways in reaches its listener with what it was about."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.shortcut("log_complaint")
    async def shortcut(ack, body) -> None:
        await ack()
        await heard.put(body["message"]["text"])

    @app.event("app_mention")
    async def mention(event) -> None:
        await heard.put((event["user"], event["thread_ts"]))

    @app.event("member_joined_channel")
    async def joined(event) -> None:
        await heard.put((event["user"], event["channel"]))

    @app.event("app_home_opened")
    async def home(event, client) -> None:
        view = {"type": "home", "blocks": [{"type": "section", "text": plain("Hello")}]}
        await client.views_publish(user_id=event["user"], view=view)
        await heard.put(event["tab"])

    said = slack.acts.say("UANN", "C1", "the box was wet")
    await slack.acts.shortcut("UBOB", "C1", said.ts, "log_complaint")
    assert await heard.get() == "the box was wet"
    await slack.acts.mention("UBOB", "C1", "log this", said.ts)
    assert await heard.get() == ("UBOB", said.ts)
    eve = slack.workspace.add_user("eve").id
    await slack.acts.join(eve, "C1")
    assert await heard.get() == (eve, "C1")
    await slack.acts.leave(eve, "C1")
    await slack.acts.open_home("UANN")
    assert await heard.get() == "home"
    assert slack.workspace.homes["UANN"].blocks[0]["text"]["text"] == "Hello"


async def test_the_app_is_away(slack: StandIn, client: AsyncWebClient) -> None:
    """Without a connection a person is told, and an event waits."""
    with pytest.raises(NotConnected):
        await slack.acts.command("UANN", "C1", "/complaint")
    with pytest.raises(NotConnected):
        await slack.acts.mention("UANN", "C1", "hello")
    assert len(slack.courier.unacknowledged) == 1


async def test_the_app_is_too_slow(slack: StandIn, app: AsyncApp, line: AsyncSocketModeHandler) -> None:
    """What is not acknowledged in time is told to the person by name."""
    slow = asyncio.Event()

    @app.command("/complaint")
    async def complaint(ack) -> None:
        await slow.wait()
        await ack()

    slack.sockets.ack_seconds = 0.05
    with pytest.raises(NotAcknowledged):
        await slack.acts.command("UANN", "C1", "/complaint")
    slow.set()
