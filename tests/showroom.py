"""A showroom over a small world: letters, a channel with a case, a digest, and an app that answers what is pressed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.child import Child
from bot.demo.provider import Received
from bot.demo.showroom.app import Page
from bot.demo.staff import LEADERS_CHANNEL
from bot.demo.workspace.records import File, Message
from bot.demo.workspace.workspace import Workspace
from bot.demo.world import ZONE, World

COMPLAINTS = "C0COMPLAINTS"
INES, TOM = "UINES", "UTOM"
ZOE = "zoe@buyer.example"


def plain(words: str) -> dict:
    return {"type": "plain_text", "text": words}


def marked(words: str) -> dict:
    return {"type": "mrkdwn", "text": words}


def button(action_id: str, words: str, **more: object) -> dict:
    return {"type": "button", "action_id": action_id, "text": plain(words), "value": "7", **more}


SURE = {"title": plain("Decline it?"), "text": marked("Nobody will be asked *again*."), "confirm": plain("Decline"),
        "deny": plain("Keep"), "style": "danger"}  # fmt: skip
CARD = [
    {"type": "header", "text": plain("C-12 Late, and the box was wet")},
    {"type": "section", "text": marked("*Zoë Brandt* of <https://buyer.example|Brandt & Co> about `HP-10007`"),
     "fields": [marked("*Owner*\nnobody yet"), marked("*Due*\nTuesday, 10:00")],
     "accessory": {"type": "overflow", "action_id": "more", "options": [
         {"text": plain("Show its history"), "value": "history"}]}},
    {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [
        {"type": "text", "text": "It came <b>three days</b> late, and nobody called."}]}]},
    {"type": "actions", "block_id": "case", "elements": [
        button("acknowledge", "Acknowledge", style="primary"),
        button("decline", "Decline", style="danger", confirm=SURE),
        {"type": "users_select", "action_id": "owner", "placeholder": plain("Give it to")}]},
    {"type": "context", "elements": [marked(":hourglass_flowing_sand: first answer within *two working days*")]},
]  # fmt: skip
FORM = {
    "type": "modal", "callback_id": "log", "title": plain("Log a complaint"), "submit": plain("Log it"),
    "close": plain("Cancel"), "blocks": [
        {"type": "input", "block_id": "what", "label": plain("What happened"), "hint": plain("In their own words"),
         "element": {"type": "plain_text_input", "action_id": "words", "multiline": True, "max_length": 200}},
        {"type": "input", "block_id": "kind", "label": plain("Kind"),
         "element": {"type": "static_select", "action_id": "kind", "options": [
             {"text": plain("Late"), "value": "late"}, {"text": plain("Damaged"), "value": "damaged"}]}},
        {"type": "input", "block_id": "grave", "label": plain("How grave"), "optional": True,
         "element": {"type": "radio_buttons", "action_id": "grave", "options": [
             {"text": plain("A nuisance"), "value": "1"}, {"text": marked("*A danger*"), "value": "3"}]}},
        {"type": "actions", "block_id": "extra", "elements": [button("example", "Give an example")]}],
}  # fmt: skip
ASKED = [
    {"type": "section", "text": marked("How was order *HP-10007*?")},
    {"type": "actions", "block_id": "marks", "elements": [button(f"mark-{n}", str(n)) for n in range(1, 6)]},
]  # fmt: skip


@dataclass
class Scene:
    """A furnished world; once it is served at `url` an app is beside it, and `heard` is what reached that app."""

    world: World
    card: Message
    digest: Message
    url: str = "http://showroom/"
    heard: list[dict] = field(default_factory=list)

    @property
    def kept(self) -> Workspace:
        return self.world.slack.workspace

    def room(self, user: str = INES, channel: str = COMPLAINTS) -> str:
        return f"slack/{user}/{channel}"


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    """Everything is real but the service: its place is taken by an app of slack_bolt's over the same Socket Mode."""
    scene = furnished(folder)
    world = scene.world
    await world.provider.start()
    await world.slack.start()
    page = await Page(world).start()
    scene.url = page.url
    try:
        async with connected(scene):
            yield scene
    finally:
        await page.stop()
        await world.child.http.aclose()
        await world.slack.stop()
        await world.provider.stop()


@asynccontextmanager
async def connected(scene: Scene) -> AsyncIterator[None]:
    """An app that hears of what people do in Slack."""
    client = AsyncWebClient("xoxb-1-local", base_url=scene.world.slack.base_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret="loopback-only")
    _listening(app, scene.heard)
    line = AsyncSocketModeHandler(app, "xapp-1-local", ping_interval=0.05)
    await line.connect_async()
    await scene.world.slack.sockets.connected()
    try:
        yield
    finally:
        tasks = [line.client.message_processor, line.client.current_session_monitor, line.client.message_receiver]
        await line.close_async()
        await asyncio.gather(*(one for one in tasks if one), return_exceptions=True)


def furnished(folder: Path) -> Scene:
    """Letters, people and channels; nothing is served yet."""
    world = World(Child(folder, ZONE), seed=1)
    world.now += timedelta(days=8, hours=3)
    kept = world.slack.workspace
    for user, name in ((INES, "Ines Harbor"), (TOM, "Tom Quay")):
        kept.add_user(name.split()[0].lower(), name, id=user)
    kept.add_channel("leaders", {INES, kept.bot.id}, id=LEADERS_CHANNEL)
    kept.add_channel("complaints", {INES, TOM, kept.bot.id}, id=COMPLAINTS)
    kept.files["F1"] = File("F1", "chart.png", 4, content=b"\x89PNG", complete=True)
    world.provider.received += [letter(1), letter(2, "lars@buyer.example"), letter(3)]
    kept.say(COMPLAINTS, TOM, "Morning. Is anybody looking after the wet boxes?")
    card = kept.say(COMPLAINTS, kept.bot.id, "C-12", CARD)
    said = [{"type": "text", "text": "94 % on time", "style": {"bold": True}}, {"type": "text", "text": "\nTwo cases"}]
    digest = kept.say(LEADERS_CHANNEL, kept.bot.id, "Week 40", [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": said}]},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a chart"},
        {"type": "actions", "elements": [button("reviewed", "Reviewed")]}])  # fmt: skip
    kept.say(kept.direct(TOM).id, kept.bot.id, "How was it?", ASKED)
    return Scene(world, card, digest)


def letter(number: int, recipient: str = ZOE) -> Received:
    """An invitation as the service writes one, with words that would be dangerous as HTML."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Harbor Parts <feedback@harbor.example>", recipient, f"Order {number}?"
    mail["Reply-To"], mail["Message-ID"] = "feedback+t@harbor.example", f"<m{number}@harbor.example>"
    mail.set_content("<script>alert(1)</script>\nhttp://127.0.0.1:9/s/atoken\n")
    mail.add_alternative('<html><head></head><body><img alt="" src="cid:c@x"></body></html>', subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<c@x>")
    return Received(recipient, "bounce@harbor.example", mail.as_bytes(), datetime(2026, 10, 6, 9, tzinfo=UTC))


def _listening(app: AsyncApp, heard: list[dict]) -> None:
    """What the app does: it changes what was pressed, and opens a form for its command and its shortcut."""

    async def change(ack, body, client) -> None:
        heard.append(body)
        words = {"type": "section", "text": marked(f"<@{body['user']['id']}> did it")}
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="done", blocks=[words]
        )  # fmt: skip

    async def note(ack, body) -> None:
        heard.append(body)
        await ack()

    for action in ("acknowledge", "decline", "reviewed", *(f"mark-{n}" for n in range(1, 6))):
        app.action(action)(change)
    for action in ("owner", "more"):
        app.action(action)(note)

    async def ask(ack, body, client) -> None:
        heard.append(body)
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    app.command("/complaint")(ask)
    app.shortcut("log_complaint")(ask)

    @app.command("/feedback")
    async def feedback(ack, command) -> None:
        await ack(f"*{command['text']}* was asked last week")

    @app.action("example")
    async def example(ack, body, client) -> None:
        heard.append(body)
        await ack()
        more = {"type": "section", "text": plain("Such as: the pump leaks.")}
        await client.views_update(view_id=body["view"]["id"], view={**FORM, "blocks": [*FORM["blocks"], more]})

    @app.view("log")
    async def log(ack, view, client) -> None:
        words = view["state"]["values"]["what"]["words"]["value"]
        if words == "?":
            await ack(response_action="errors", errors={"what": "Say a little more."})
            return
        await ack()
        await client.chat_postMessage(channel=COMPLAINTS, text=f"Logged: {words}")
