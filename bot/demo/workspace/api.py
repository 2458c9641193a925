"""The Web API as one table: which method needs which scope, and who answers it.

What holds for every method: a refusal is `"ok": false` with status 200, tokens come as `Authorization: Bearer` or as an
argument, each answer names the token's scopes in `x-oauth-scopes` (docs.slack.dev/apis/web-api, .../authentication,
docs.slack.dev/apis/web-api/rate-limits). Scopes are those on each method's page. Guesses: the order in which token,
scope and arguments are looked at, and the body of a 5xx.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.demo.workspace import conversations, directory, messages
from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.faults import Fault, Faults
from bot.demo.workspace.forms import Forms
from bot.demo.workspace.records import Call, Json
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.uploads import Uploads
from bot.demo.workspace.workspace import Workspace

Answer = Callable[[Workspace, Arguments], Json]

EVERY_SCOPE = frozenset(
    {
        *("app_mentions:read", "chat:write", "commands", "files:write", "im:write", "usergroups:read", "users:read"),
        *(f"{family}:{right}" for family in ("channels", "groups", "im") for right in ("read", "history")),
    }
)


@dataclass(frozen=True)
class Method:
    """`scope` may hold a star for the family of the channel asked about; `app` wants the app-level token."""

    answer: Answer
    scope: str = ""
    app: bool = False


@dataclass(frozen=True)
class Credentials:
    """What the app was given when it was installed."""

    bot_token: str = "xoxb-1-local"  # noqa: S105 - opens nothing but this
    app_token: str = "xapp-1-local"  # noqa: S105 - opens nothing but this
    signing_secret: str = "loopback-only"  # noqa: S105 - opens nothing but this
    scopes: frozenset[str] = EVERY_SCOPE
    app_scopes: frozenset[str] = frozenset({"connections:write"})


@dataclass(frozen=True)
class Reply:
    """What goes back; with `lost` nothing does."""

    body: Json | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


class Api:
    """Answers calls and records them."""

    def __init__(
        self,
        workspace: Workspace,
        credentials: Credentials,
        tick: Callable[[], datetime],
        *,
        forms: Forms,
        uploads: Uploads,
        connect: Answer,
    ) -> None:
        self.workspace = workspace
        self.credentials = credentials
        self.tick = tick
        self.faults = Faults()
        self.calls: list[Call] = []
        self.methods = _methods(forms, uploads, connect)

    def call(self, name: str, token: str, given: Mapping[str, Any]) -> Reply:
        fault = self.faults.next_for(name) or Fault()
        if fault.retry_after:
            self._record(name, given, "ratelimited", fault.retry_after)
            headers = {"Retry-After": str(fault.retry_after)}
            return Reply({"ok": False, "error": "ratelimited"}, 429, headers)
        if fault.status:
            self._record(name, given, f"http {fault.status}")
            return Reply(None, fault.status)
        body = self._answer(name, token or str(given.get("token", "")), Arguments(given))
        self._record(name, given, "lost" if fault.lost and body["ok"] else body.get("error", "ok"))
        return Reply(body, headers=self._scopes(name, token), lost=fault.lost)

    def made(self, name: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == name]

    def _answer(self, name: str, token: str, given: Arguments) -> Json:
        try:
            method = self._method(name)
            self._let_in(method, token, given)
            return {"ok": True, **method.answer(self.workspace, given)}
        except Refused as why:
            return {"ok": False, "error": why.error, **why.more}

    def _method(self, name: str) -> Method:
        if name not in self.methods:
            raise Refused("unknown_method", req_method=name)
        return self.methods[name]

    def _let_in(self, method: Method, token: str, given: Arguments) -> None:
        known = {self.credentials.bot_token: False, self.credentials.app_token: True}
        if not token:
            raise Refused("not_authed")
        if token not in known:
            raise Refused("invalid_auth")
        if known[token] is not method.app:
            raise Refused("not_allowed_token_type")
        held = self.credentials.app_scopes if method.app else self.credentials.scopes
        needed = method.scope.replace("*", self._family(given))
        if needed and needed not in held:
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(held)))

    def _family(self, given: Arguments) -> str:
        channel = self.workspace.channels.get(given.text("channel"))
        return channel.family if channel else "channels"

    def _scopes(self, name: str, token: str) -> dict[str, str]:
        if token != self.credentials.bot_token or name not in self.methods:
            return {}
        accepted = self.methods[name].scope.replace("*", "channels")
        return {"x-oauth-scopes": ",".join(sorted(self.credentials.scopes)), "x-accepted-oauth-scopes": accepted}

    def _record(self, name: str, given: Mapping[str, Any], outcome: str, retry_after: int = 0) -> None:
        shown = {key: value for key, value in given.items() if key != "token"}
        self.calls.append(Call(name, self.tick(), shown, outcome, retry_after))


def _methods(forms: Forms, uploads: Uploads, connect: Answer) -> dict[str, Method]:
    return {
        "apps.connections.open": Method(connect, "connections:write", app=True),
        "auth.test": Method(directory.who_am_i),
        "users.info": Method(directory.user, "users:read"),
        "usergroups.users.list": Method(directory.group, "usergroups:read"),
        "chat.postMessage": Method(messages.post, "chat:write"),
        "chat.update": Method(messages.update, "chat:write"),
        "chat.postEphemeral": Method(messages.whisper, "chat:write"),
        "chat.getPermalink": Method(messages.permalink),
        "conversations.open": Method(conversations.open_direct, "im:write"),
        "conversations.info": Method(conversations.info, "*:read"),
        "conversations.members": Method(conversations.members, "*:read"),
        "conversations.history": Method(conversations.history, "*:history"),
        "conversations.replies": Method(conversations.replies, "*:history"),
        "views.open": Method(forms.open),
        "views.push": Method(forms.push),
        "views.update": Method(forms.update),
        "views.publish": Method(forms.publish),
        "files.getUploadURLExternal": Method(uploads.announce, "files:write"),
        "files.completeUploadExternal": Method(uploads.complete, "files:write"),
    }
