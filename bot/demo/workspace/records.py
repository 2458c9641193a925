"""What a workspace keeps. All of it is frozen: a change is a new value in the old one's place.

The names in the JSON are those of docs.slack.dev/reference/objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class User:
    """A person or the app's bot; `guest` is "", "restricted" or "ultra_restricted"."""

    id: str
    name: str
    real_name: str = ""
    team: str = ""
    guest: str = ""
    admin: bool = False
    bot: bool = False
    deleted: bool = False

    def as_json(self) -> Json:
        """As users.info tells it: docs.slack.dev/reference/objects/user-object."""
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name or self.name,
            "deleted": self.deleted,
            "is_admin": self.admin,
            "is_bot": self.bot,
            "is_restricted": self.guest != "",
            "is_ultra_restricted": self.guest == "ultra_restricted",
            "profile": {"real_name": self.real_name or self.name, "display_name": self.name},
        }


@dataclass(frozen=True)
class Channel:
    """A channel, or with `direct` the direct message between the app and that user."""

    id: str
    name: str
    members: frozenset[str] = frozenset()
    archived: bool = False
    private: bool = False
    direct: str = ""

    @property
    def family(self) -> str:
        """The first half of the scopes that are about it, as in channels:read."""
        return "im" if self.direct else "groups" if self.private else "channels"

    def as_json(self, member: bool) -> Json:
        """As conversations.info tells it: docs.slack.dev/reference/objects/conversation-object."""
        told: Json = {"id": self.id, "is_archived": self.archived, "is_im": bool(self.direct)}
        if self.direct:
            return told | {"user": self.direct, "is_open": True}
        return told | {
            "name": self.name,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_private": self.private,
            "is_member": member,
        }


@dataclass(frozen=True)
class File:
    """An upload on its way: announced, then sent, then completed and perhaps shared."""

    id: str
    name: str
    length: int
    alt: str = ""
    title: str = ""
    content: bytes | None = None
    complete: bool = False
    channels: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """docs.slack.dev/reference/objects/file-object, as far as it is used."""
        return {"id": self.id, "name": self.name, "title": self.title or self.name, "size": self.length,
                "alt_txt": self.alt, "channels": list(self.channels)}  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One message as it stands; `edited` is the ts of its last change."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    files: tuple[str, ...] = ()
    edited: str | None = None
    bot_id: str | None = None
    app_id: str | None = None

    @property
    def reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def as_json(self, with_metadata: bool = False) -> Json:
        """As conversations.history tells it: docs.slack.dev/reference/methods/conversations.history."""
        told: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        more = {
            "blocks": list(self.blocks),
            "thread_ts": self.thread_ts,
            "files": [{"id": one} for one in self.files],
            "edited": {"user": self.user, "ts": self.edited} if self.edited else None,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "metadata": self.metadata if with_metadata else None,
        }
        return told | {name: value for name, value in more.items() if value}


@dataclass(frozen=True)
class Ephemeral:
    """Words that only one person sees, and that are gone when they reload."""

    channel: str
    user: str
    ts: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None


@dataclass(frozen=True)
class View:
    """A form or home tab in front of one person; `body` is what the app sent, `values` what was chosen so far."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    def as_json(self, team: str, app: str, bot: str) -> Json:
        """As views.open returns it: docs.slack.dev/reference/methods/views.open."""
        empty = {"private_metadata": "", "callback_id": "", "external_id": "", "close": None, "submit": None}
        flags = {"clear_on_close": False, "notify_on_close": False}
        own = {
            "id": self.id,
            "team_id": team,
            "app_id": app,
            "bot_id": bot,
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
            "state": {"values": dict(self.values)},
        }
        return empty | flags | self.body | own


@dataclass(frozen=True)
class Call:
    """One call of the Web API: when by machine time, with what, and what came of it.

    `outcome` is "ok", Slack's error word, "ratelimited", "http 503", or "lost" when it took effect and only the answer
    was lost.
    """

    method: str
    at: datetime
    arguments: Mapping[str, Any]
    outcome: str
    retry_after: int = 0
