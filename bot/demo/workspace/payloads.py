"""What the app is told, as Slack words it.

docs.slack.dev/reference/interaction-payloads (block_actions, view_submission, view_closed, message_action),
docs.slack.dev/interactivity/implementing-slash-commands, docs.slack.dev/apis/events-api and
docs.slack.dev/reference/events. What the product has no use for (enterprise fields, old tokens) has empty values.
"""

from collections.abc import Callable

from bot.demo.workspace.records import Json, Message, User, View
from bot.demo.workspace.tickets import Tickets
from bot.demo.workspace.workspace import Workspace


class Payloads:
    """Each that a person caused brings a fresh trigger, and a response address where Slack gives one."""

    def __init__(self, workspace: Workspace, tickets: Tickets, base: Callable[[], str]) -> None:
        self.workspace = workspace
        self.tickets = tickets
        self.base = base

    def on_message(self, user: str, message: Message, action: Json, state: Json) -> Json:
        """Something was pressed or chosen in a message."""
        container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": False}
        return {
            **self._said_of(user, message),
            "type": "block_actions",
            "container": container,
            "state": {"values": state},
            "actions": [action],
        }

    def on_view(self, view: View, action: Json) -> Json:
        """Something was pressed or chosen in a form or home tab."""
        container = {"type": "view", "view_id": view.id}
        return {**self._viewed("block_actions", view), "container": container, "actions": [action]}

    def shortcut(self, user: str, message: Message, callback_id: str) -> Json:
        told = {"type": "message_action", "callback_id": callback_id, "message_ts": message.ts}
        return {**self._said_of(user, message), **told, "action_ts": message.ts}

    def submission(self, view: View) -> Json:
        return {**self._viewed("view_submission", view), "response_urls": []}

    def closing(self, view: View, cleared: bool = False) -> Json:
        told = {**self._viewed("view_closed", view), "is_cleared": cleared}
        del told["trigger_id"]
        return told

    def command(self, user: str, channel: str, command: str, text: str) -> Json:
        """A slash command comes as plain fields."""
        found = self.workspace.channels[channel]
        return {
            "token": "",
            "team_id": self.workspace.users[user].team,
            "team_domain": self.workspace.domain,
            "channel_id": channel,
            "channel_name": found.name,
            "user_id": user,
            "user_name": self.workspace.users[user].name,
            "command": command,
            "text": text,
            "api_app_id": self.workspace.app,
            "is_enterprise_install": "false",
            "response_url": self._address(channel, user),
            "trigger_id": self.tickets.trigger(user),
        }

    def event(self, event: Json) -> Json:
        """The wrapper around every event."""
        own = {"team_id": self.workspace.team, "user_id": self.workspace.bot.id, "enterprise_id": None}
        return {
            "token": "",
            "type": "event_callback",
            "team_id": self.workspace.team,
            "api_app_id": self.workspace.app,
            "event_id": self.workspace.next_id("Ev"),
            "event_time": int(self.workspace.now().timestamp()),
            "event": event,
            "authorizations": [{**own, "is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        }

    def shown(self, view: View) -> Json:
        return view.as_json(self.workspace.team, self.workspace.app, self.workspace.bot_id)

    def _said_of(self, user: str, message: Message) -> Json:
        channel = self.workspace.channels[message.channel]
        return {
            **self._by(self.workspace.users[user]),
            "trigger_id": self.tickets.trigger(user),
            "channel": {"id": channel.id, "name": channel.name},
            "message": message.as_json(),
            "response_url": self._address(channel.id, user, message.ts),
        }

    def _viewed(self, kind: str, view: View) -> Json:
        trigger = self.tickets.trigger(view.user, view.id)
        by = self._by(self.workspace.users[view.user])
        return {"type": kind, **by, "trigger_id": trigger, "view": self.shown(view)}

    def _by(self, user: User) -> Json:
        return {
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
            "team": {"id": self.workspace.team, "domain": self.workspace.domain},
            "api_app_id": self.workspace.app,
            "token": "",
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _address(self, channel: str, user: str, source: str | None = None) -> str:
        return f"{self.base()}/response/{self.tickets.address(channel, user, source)}"
