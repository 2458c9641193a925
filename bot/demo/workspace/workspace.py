"""The workspace itself: who is in it, what was said, which forms are open. It keeps and finds; nobody refuses here.

Ids and timestamps are counted, so the same story gives the same ones. A message's ts is business time in microseconds,
always greater than the last (docs.slack.dev/messaging/retrieving-messages: unique per channel, ordered); the demo's
time stands still while much is said, and then the microseconds count.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.demo.workspace.records import Channel, Ephemeral, File, Json, Message, User, View

Hook = Callable[[str], None]


class Workspace:
    """A team with one app in it. `hook` hears a word about everything that changes, so that a world can wake up."""

    def __init__(
        self, now: Callable[[], datetime], name: str = "Harbor", domain: str = "harbor", hook: Hook = lambda _: None
    ) -> None:
        self.now = now
        self.name, self.domain, self.team, self.app = name, domain, "T000000001", "A000000001"
        self.hook = hook
        self.users: dict[str, User] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = defaultdict(list)
        self.ephemerals: list[Ephemeral] = []
        self.files: dict[str, File] = {}
        self.modals: dict[str, list[View]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.chosen: dict[tuple[str, str, str], dict[str, Json]] = defaultdict(dict)
        self._count = 0
        self._last = 0
        self.bot = self.add_user("afterword", "Afterword", bot=True)
        self.bot_id = self.next_id("B")

    def next_id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count:09d}"

    def next_ts(self) -> str:
        self._last = max(self._last + 1, int(self.now().timestamp()) * 1_000_000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def add_user(self, name: str, real_name: str = "", **more: Any) -> User:
        """`id`, `team`, `guest`, `admin` and `bot` as in User; all have their defaults."""
        user = User(more.pop("id", "") or self.next_id("U"), name, real_name, more.pop("team", self.team), **more)
        self.users[user.id] = user
        return user

    def add_group(self, members: Iterable[str], group: str = "") -> str:
        group = group or self.next_id("S")
        self.groups[group] = tuple(members)
        return group

    def add_channel(self, name: str, members: Iterable[str] = (), private: bool = False, **more: Any) -> Channel:
        """With the app among its members only where its bot is named."""
        found = Channel(more.get("id") or self.next_id("C"), name, frozenset(members), private=private)
        return self.keep_channel(found)

    def keep_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.hook("channel")
        return channel

    def archive(self, channel: str) -> None:
        self.keep_channel(replace(self.channels[channel], archived=True))

    def direct(self, user: str) -> Channel:
        """The direct message between the app and this person."""
        for channel in self.channels.values():
            if channel.direct == user:
                return channel
        opened = Channel(self.next_id("D"), "directmessage", frozenset({user, self.bot.id}), direct=user)
        return self.keep_channel(opened)

    def say(self, channel: str, user: str, text: str, blocks: Iterable[Json] = (), **more: Any) -> Message:
        """Put a message into a channel; `metadata`, `thread_ts` and `files` as in Message."""
        if user == self.bot.id:
            more |= {"bot_id": self.bot_id, "app_id": self.app}
        message = Message(channel, self.next_ts(), user, text, tuple(self.named(blocks)), **more)
        self.messages[channel].append(message)
        self.hook("message")
        return message

    def edit(self, message: Message, **changes: Any) -> Message:
        """Put a changed message into the old one's place."""
        if "blocks" in changes:
            changes["blocks"] = tuple(self.named(changes["blocks"]))
        edited = replace(message, edited=self.next_ts(), **changes)
        said = self.messages[message.channel]
        said[[one.ts for one in said].index(message.ts)] = edited
        self.hook("message")
        return edited

    def whisper(
        self, channel: str, user: str, text: str, blocks: Iterable[Json] = (), thread_ts: str | None = None
    ) -> Ephemeral:
        whispered = Ephemeral(channel, user, self.next_ts(), text, tuple(self.named(blocks)), thread_ts)
        self.ephemerals.append(whispered)
        self.hook("ephemeral")
        return whispered

    def message(self, channel: str, ts: str) -> Message | None:
        return next((one for one in self.messages.get(channel, ()) if one.ts == ts), None)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies."""
        return [one for one in self.messages.get(channel, ()) if ts in (one.ts, one.thread_ts)]

    def named(self, blocks: Iterable[Json]) -> Iterator[Json]:
        """Blocks and what can be pressed in them get the ids that the app did not give, as Slack does."""
        for block in blocks:
            inner: Json = {
                name: self._control(value) for name, value in block.items() if name in ("accessory", "element")
            }
            if block.get("type") == "actions":
                inner["elements"] = [self._control(one) for one in block["elements"]]
            yield {"block_id": self.next_id("b"), **block, **inner}

    def _control(self, element: Json) -> Json:
        return element if element.get("type") == "image" else {"action_id": self.next_id("a"), **element}

    def known_file(self, file: str) -> bool:
        return file in self.files and self.files[file].complete

    def view(self, body: Json, user: str, previous: View | None = None) -> View:
        """A new view of this body, not yet shown anywhere."""
        new = self.next_id("V")
        body = {**body, "blocks": list(self.named(body["blocks"]))}
        root = previous.root if previous else new
        return View(new, user, body, self.next_id("h"), root, previous.id if previous else None)

    def views(self) -> Iterator[View]:
        """Every view that somebody has open."""
        for stack in self.modals.values():
            yield from stack
        yield from self.homes.values()

    def find_view(self, view_id: str = "", external_id: str = "") -> View | None:
        """By its own id, or by the one that the app gave it."""
        found = (
            one
            for one in self.views()
            if (view_id and one.id == view_id) or (external_id and one.body.get("external_id") == external_id)
        )
        return next(found, None)

    def show(self, stack: list[View], user: str) -> None:
        """The forms that this person has open, the topmost last."""
        self.modals[user] = stack
        self.hook("view")

    def publish(self, view: View) -> None:
        self.homes[view.user] = view
        self.hook("home")

    def change_view(self, old: View, body: Json | None = None, **changes: Any) -> View:
        """Put a changed view into the old one's place: with another body it has another hash and no errors."""
        if body is not None:
            blocks = list(self.named(body["blocks"]))
            changes |= {"body": {**body, "blocks": blocks}, "hash": self.next_id("h"), "errors": {}}
        new = replace(old, **changes)
        if self.homes.get(old.user) is old:
            self.homes[old.user] = new
        self.modals[old.user] = [new if one is old else one for one in self.modals[old.user]]
        self.hook("view")
        return new

    def choose(self, channel: str, ts: str, user: str, values: Mapping[str, Json]) -> dict[str, Json]:
        """Remember what a person chose in a message's menus, and tell all that they chose there."""
        state = self.chosen[channel, ts, user]
        for block, chosen in values.items():
            state[block] = {**state.get(block, {}), **chosen}
        return state
