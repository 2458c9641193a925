"""What people of the demo do in Slack, as values, and the hands that do it.

A gesture that the service did not acknowledge is made again, as a person would; a button that is gone by then was
pressed before.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.workspace.records import Json, View
from bot.demo.workspace.refusal import NotAcknowledged, NotConnected, NothingThere
from bot.demo.workspace.standin import StandIn

PATIENCE = 40
FORM_SECONDS = 2.0
"""How long somebody waits for a form before they press again."""


Values = Mapping[str, Any] | None
"""What is filled into a form, by field; several choices are a list."""


@dataclass(frozen=True)
class Press:
    """Press a button of a message; with `values` also fill in the form that it opens, and send it.

    `instead` is the button that opens the same form where the first one has done its work before, `otherwise` what
    they fill in where the form is refused.
    """

    user: str
    channel: str
    ts: str
    button: str
    values: Values = None
    instead: str = ""
    otherwise: Values = None


@dataclass(frozen=True)
class Type:
    """Type a slash command into a channel."""

    user: str
    channel: str
    command: str
    text: str


@dataclass(frozen=True)
class Choose:
    """Choose a shortcut in the menu of a message that somebody wrote, and send the form that it opens."""

    user: str
    channel: str
    said: str
    shortcut: str
    values: Mapping[str, str] = field(default_factory=dict)


Gesture = Press | Type | Choose


class Hands:
    """Make gestures in one workspace; `revive` starts a killed service anew."""

    def __init__(self, slack: StandIn, revive: Callable[[], Awaitable[None]]) -> None:
        self.slack = slack
        self.revive = revive

    async def make(self, gesture: Gesture) -> None:
        """Raises: RuntimeError, where the service does not take it for good."""
        for _ in range(PATIENCE):
            try:
                if await self._once(gesture):
                    return
            except (NotConnected, NotAcknowledged):
                pass
            await self.revive()
            await self.slack.sockets.connected()
        raise RuntimeError(f"the service does not take {gesture}")

    async def _once(self, gesture: Gesture) -> bool:
        match gesture:
            case Press():
                return await self._press(gesture)
            case Type(user, channel, command, text):
                await self.slack.acts.command(user, channel, command, text)
                return True
            case Choose(user, channel, said, shortcut, values):
                await self.slack.acts.shortcut(user, channel, self._message(user, channel, said), shortcut)
                return await self._send(user, values)

    async def _press(self, press: Press) -> bool:
        """Whether it had its effect; a button that is not there any more was pressed before."""
        self.slack.workspace.show([], press.user)
        gone = not press.instead
        for button in filter(None, (press.button, press.instead)):
            try:
                await self.slack.acts.press(press.user, press.channel, press.ts, button)
            except NothingThere:
                continue
            if press.values is None or await self._send(press.user, press.values, press.otherwise):
                return True
            gone = False
        return gone

    async def _send(self, user: str, values: Mapping[str, Any], otherwise: Values = None) -> bool:
        """Whether a form came and was taken."""
        view = await self._form(user)
        if view is None:
            return False
        try:
            reply = await self.slack.acts.submit(user, view.id, values)
        except NothingThere:
            reply = {"errors": {"": "this cannot be chosen here"}}
        if (reply or {}).get("errors") and otherwise:
            reply = await self.slack.acts.submit(user, view.id, otherwise)
        if refused := (reply or {}).get("errors"):
            raise RuntimeError(f"the form of {user} was refused: {refused}")
        self.slack.workspace.show([], user)
        return True

    async def _form(self, user: str) -> View | None:
        """The form in front of somebody; it opens some moments after the press was acknowledged."""
        deadline = asyncio.get_running_loop().time() + FORM_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if stack := self.slack.workspace.modals[user]:
                return stack[-1]
            await asyncio.sleep(0.002)
        return None

    def _message(self, user: str, channel: str, said: str) -> str:
        """The ts of what somebody wrote; they write it now where it is not there yet."""
        for message in self.slack.workspace.messages[channel]:
            if (message.user, message.text) == (user, said):
                return message.ts
        return self.slack.acts.say(user, channel, said).ts


def buttons(blocks: list[Json]) -> set[str]:
    """The names of all buttons of a message."""
    return {one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]}
