"""What people do in the workspace, each act as one call that waits for the app's acknowledgement.

An act returns what the app acknowledged with (None where it only did so). It raises NothingThere where the person
does not see what they would act on, and NotAcknowledged or NotConnected where the app does not answer in time.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.demo.workspace import fields
from bot.demo.workspace.courier import COMMAND, EVENT, INTERACTIVE, Courier
from bot.demo.workspace.payloads import Payloads
from bot.demo.workspace.records import Channel, File, Json, Message, View
from bot.demo.workspace.refusal import BadReply, NothingThere, Refused
from bot.demo.workspace.responses import answered, submitted
from bot.demo.workspace.workspace import Workspace


class Acts:
    """`events` are the types that the app has subscribed to; others it never hears of."""

    def __init__(
        self, workspace: Workspace, courier: Courier, payloads: Payloads, events: frozenset[str] = frozenset()
    ) -> None:
        self.workspace = workspace
        self.courier = courier
        self.payloads = payloads
        self.events = events or frozenset({"app_mention", "app_home_opened"})

    async def press(self, user: str, channel: str, ts: str, action_id: str, value: str | None = None) -> Json | None:
        """Press a button of a message, or with a value choose in one of its menus."""
        message = self._seen(user, channel, ts)
        block, element = fields.find(message.blocks, action_id, value)
        action = fields.action(block, element, value, self.workspace.next_ts())
        chosen: dict[str, Json] = {}
        if element["type"] not in ("button", "overflow"):
            chosen = {block["block_id"]: {action_id: fields.answer(element, value)}}
        state = self.workspace.choose(channel, ts, user, chosen)
        return await self.courier.bring(INTERACTIVE, self.payloads.on_message(user, message, action, state))

    async def press_in_view(self, user: str, view_id: str, action_id: str, value: Any = None) -> Json | None:
        """Press a button of a form or home tab, or choose in one of its menus."""
        view = self._open(user, view_id)
        block, element = fields.find(view.blocks, action_id, value)
        action = fields.action(block, element, value, self.workspace.next_ts())
        if element["type"] not in ("button", "overflow"):
            view = self._remember(view, block["block_id"], action_id, fields.answer(element, value))
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        return await self.courier.bring(INTERACTIVE, self.payloads.on_view(view, action))

    async def submit(self, user: str, view_id: str, values: Mapping[str, Any]) -> Json | None:
        """Fill a form and send it. It closes, changes or shows errors as the app answers.

        Raises also: Unanswered, BadReply.
        """
        view = self._open(user, view_id)
        if not view.body.get("submit"):
            raise NothingThere("the form has nothing to send it with")
        state = fields.filled(view.blocks, values, view.values)
        view = self.workspace.change_view(view, values=state, errors={})
        reply = await self.courier.bring(INTERACTIVE, self.payloads.submission(view))
        submitted(self.workspace, view, reply)
        return reply

    async def close(self, user: str, view_id: str) -> Json | None:
        """Close a form without sending it; the app hears of it if it asked to."""
        view = self._open(user, view_id)
        self.workspace.show([one for one in self.workspace.modals[user] if one is not view], user)
        if not view.body.get("notify_on_close"):
            return None
        return await self.courier.bring(INTERACTIVE, self.payloads.closing(view))

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Json | None:
        """Type a slash command; what the app acknowledges with is shown to them alone, or to all if it says so."""
        self._inside(user, channel)
        reply = await self.courier.bring(COMMAND, self.payloads.command(user, channel, command, text))
        if reply and (reply.get("text") or reply.get("blocks")):
            self._show(channel, user, reply)
        return reply

    async def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Json | None:
        """Choose a message shortcut of the app in a message's menu."""
        message = self._seen(user, channel, ts)
        return await self.courier.bring(INTERACTIVE, self.payloads.shortcut(user, message, callback_id))

    def file(self, user: str, name: str, content: bytes, kind: str) -> Json:
        """Put a file into a form, from one's own computer; how the form tells of it."""
        file = File(self.workspace.next_id("F"), name, len(content), content=content, complete=True)
        self.workspace.files[file.id] = file
        url = f"{self.payloads.base()}/files/{file.id}/download/{name}"
        return {**file.as_json(), "user": user, "mimetype": kind, "url_private_download": url}

    async def open_home(self, user: str) -> Json | None:
        """Open the app's home tab: docs.slack.dev/reference/events/app_home_opened."""
        home = self.workspace.homes.get(user)
        event = {"type": "app_home_opened", "user": user, "channel": self.workspace.direct(user).id, "tab": "home"}
        if home:
            event["view"] = self.payloads.shown(home)  # type: ignore[assignment]
        return await self._happened({**event, "event_ts": self.workspace.next_ts()})

    async def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write to the app by name, mostly in a thread: docs.slack.dev/reference/events/app_mention."""
        message = self.say(user, channel, f"<@{self.workspace.bot.id}> {text}", thread_ts)
        event = {"type": "app_mention", "user": user, "text": message.text, "ts": message.ts, "channel": channel}
        if thread_ts:
            event["thread_ts"] = thread_ts
        if self.workspace.bot.id in self.workspace.channels[channel].members:
            await self._happened({**event, "event_ts": message.ts, "team": self.workspace.users[user].team})
        return message

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write something that the app does not hear of."""
        self._inside(user, channel)
        return self.workspace.say(channel, user, text, thread_ts=thread_ts)

    async def join(self, user: str, channel: str) -> None:
        """Come into a channel, also the app's bot: docs.slack.dev/reference/events/member_joined_channel."""
        found = self._channel(channel)
        self.workspace.keep_channel(replace(found, members=found.members | {user}))
        await self._moved("member_joined_channel", user, channel)

    async def leave(self, user: str, channel: str) -> None:
        """docs.slack.dev/reference/events/member_left_channel."""
        found = self._channel(channel)
        self.workspace.keep_channel(replace(found, members=found.members - {user}))
        await self._moved("member_left_channel", user, channel)

    def _show(self, channel: str, user: str, reply: Json) -> None:
        try:
            answered(self.workspace, channel, user, reply)
        except Refused as why:
            raise BadReply(f"{why.error} {why.more}") from why

    async def _moved(self, kind: str, user: str, channel: str) -> None:
        event = {"type": kind, "user": user, "channel": channel, "channel_type": "C", "team": self.workspace.team}
        await self._happened({**event, "event_ts": self.workspace.next_ts()})

    async def _happened(self, event: Json) -> Json | None:
        if event["type"] not in self.events:
            return None
        return await self.courier.bring(EVENT, self.payloads.event(event))

    def _remember(self, view: View, block_id: str, action_id: str, held: Json) -> View:
        values = {**view.values, block_id: {**view.values.get(block_id, {}), action_id: held}}
        return self.workspace.change_view(view, values=values)

    def _seen(self, user: str, channel: str, ts: str) -> Message:
        self._inside(user, channel)
        found = self.workspace.message(channel, ts) or self._whispered(user, channel, ts)
        if found is None:
            raise NothingThere(f"no message {ts} in {channel}")
        return found

    def _whispered(self, user: str, channel: str, ts: str) -> Message | None:
        """What only this person sees, as a message; its buttons work like any others."""
        for one in self.workspace.ephemerals:
            if (one.user, one.channel, one.ts) == (user, channel, ts):
                return Message(channel, ts, self.workspace.bot.id, one.text, one.blocks, thread_ts=one.thread_ts)
        return None

    def _open(self, user: str, view_id: str) -> View:
        found = self.workspace.find_view(view_id)
        if found is None or found.user != user:
            raise NothingThere(f"{user} has no view {view_id} open")
        return found

    def _inside(self, user: str, channel: str) -> Channel:
        found = self._channel(channel)
        if user not in found.members:
            raise NothingThere(f"{user} is not in {channel}")
        return found

    def _channel(self, channel: str) -> Channel:
        if channel not in self.workspace.channels:
            raise NothingThere(f"no channel {channel}")
        return self.workspace.channels[channel]
