"""A channel as one of its members sees it: who is in it, what was said, and what only they see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import HTTPException

from bot.demo.showroom.eye import Eye
from bot.demo.showroom.names import Names
from bot.demo.showroom.sheets import when
from bot.demo.workspace.records import Channel, Ephemeral, File, Message, User, View
from bot.demo.workspace.workspace import Workspace

SHOWN = 40
NEW = timedelta(days=7)
HOME = "home"


@dataclass(frozen=True)
class Said:
    """One message in front of one person; `replies` are the answers in its thread."""

    ts: str
    author: User
    message: Message | Ephemeral
    eye: Eye
    files: Sequence[File] = ()
    replies: int = 0
    alone: bool = False

    @property
    def edited(self) -> bool:
        return isinstance(self.message, Message) and self.message.edited is not None


@dataclass(frozen=True)
class Place:
    """A channel in a list: how much of it is new, and as whom it is entered."""

    channel: Channel
    title: str
    user: str
    new: int
    last: str

    @property
    def link(self) -> str:
        return f"/slack/{self.user}/{self.channel.id}"


@dataclass(frozen=True)
class Room:
    """One person in one channel, or with `channel` None at the app's home."""

    workspace: Workspace
    user: str
    channel: Channel | None

    @property
    def id(self) -> str:
        return self.channel.id if self.channel else HOME

    @property
    def link(self) -> str:
        return f"/slack/{self.user}/{self.id}"

    def said(self, thread: str = "") -> list[Said]:
        """What was said in the channel, or in one thread of it, with what only this person sees."""
        if self.channel is None:
            return []
        every = self.workspace.messages.get(self.channel.id, [])
        heard = [one for one in every if (thread in (one.ts, one.thread_ts) if thread else not one.reply)]
        alone = [
            one for one in self.workspace.ephemerals
            if (one.channel, one.user) == (self.channel.id, self.user) and (one.thread_ts or "") == thread
        ]  # fmt: skip
        shown = [*(self._message(one, thread) for one in heard), *(self._ephemeral(one, thread) for one in alone)]
        return sorted(shown, key=lambda one: one.ts)

    def view(self) -> tuple[View, Eye] | None:
        """The form that this person has open, the topmost where there are several."""
        stack = self.workspace.modals.get(self.user)
        return (stack[-1], self._sees(stack[-1])) if stack else None

    def home(self) -> tuple[View, Eye] | None:
        view = self.workspace.homes.get(self.user)
        return (view, self._sees(view)) if view else None

    def _message(self, message: Message, thread: str) -> Said:
        replies = sum(one.reply for one in self.workspace.thread(message.channel, message.ts))
        chosen = self.workspace.chosen.get((message.channel, message.ts, self.user), {})
        files = [self.workspace.files[one] for one in message.files if one in self.workspace.files]
        eye = self._eye(message.ts, thread, chosen)
        author = self.workspace.users[message.user]
        return Said(message.ts, author, message, eye, files, 0 if thread else replies)

    def _ephemeral(self, words: Ephemeral, thread: str) -> Said:
        return Said(words.ts, self.workspace.bot, words, self._eye(words.ts, thread, {}), alone=True)

    def _eye(self, ts: str, thread: str, chosen: dict[str, dict[str, object]]) -> Eye:
        """A message may stand on the page twice, in its channel and in its thread."""
        mark = f"t{ts}" if thread else ts
        return Eye(self.workspace, self.user, mark, f"{self.link}/press", {"ts": ts, "thread": thread}, chosen)

    def _sees(self, view: View) -> Eye:
        press = f"{self.link}/view/{view.id}/press"
        return Eye(
            self.workspace, self.user, view.id, press, chosen=view.values, errors=view.errors, form=True
        )  # fmt: skip


def room(workspace: Workspace, user: str, channel: str) -> Room:
    """Raises: HTTPException, where there is no such channel or this person is not in it."""
    found = workspace.users.get(user)
    if found is None or found.bot:
        raise HTTPException(404)
    if channel == HOME:
        return Room(workspace, user, None)
    entered = workspace.channels.get(channel)
    if entered is None or user not in entered.members:
        raise HTTPException(404)
    return Room(workspace, user, entered)


def people(workspace: Workspace, channel: Channel) -> list[User]:
    """Who may act in it, in the order in which they came into the workspace."""
    return [one for one in workspace.users.values() if one.id in channel.members and not one.bot]


def places(workspace: Workspace, user: str = "") -> list[Place]:
    """Every channel, or those of one person: channels first, then direct messages with the newest on top."""
    found = [*_places(workspace, user)]
    rooms = sorted((one for one in found if not one.channel.direct), key=lambda one: one.channel.name)
    return rooms + sorted((one for one in found if one.channel.direct), key=lambda one: one.last, reverse=True)


def _places(workspace: Workspace, user: str) -> Iterator[Place]:
    names = Names(workspace)
    since = workspace.now() - NEW
    for channel in list(workspace.channels.values()):
        inside = [one.id for one in people(workspace, channel) if user in ("", one.id)]
        if inside:
            said = workspace.messages.get(channel.id, [])
            new = sum(when(one.ts) > since for one in said)
            yield Place(channel, names.title(channel), inside[0], new, said[-1].ts if said else "")
