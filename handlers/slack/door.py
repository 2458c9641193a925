"""What the rooms of the Slack door share: the office, the two times, and how an act is answered.

What must be remembered is committed before it is acknowledged; what only opens a form is acknowledged at once. An act
that cannot be done is answered to its person alone: in the acknowledgement of a command, at the first field of a form,
else as words that only they see (docs.slack.dev/interactivity/handling-user-interaction).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.office import Office
from handlers.slack.acts import Act, Body, read
from handlers.slack.rights import UNHEARD, NotLeader, NotStaff, Rights
from handlers.words.dialogs import notice
from storage.work import StoreError, patience

log = structlog.get_logger()

RESPONSES = "hooks.slack.com"
"""Where Slack takes answers to what somebody did (docs.slack.dev/interactivity/handling-user-interaction)."""

PATIENCE = 2.5
"""Seconds that an act may wait for the store: Slack wants to hear within three."""

NOT_KEPT = "Nothing was kept: the store does not answer. Please try again in a moment."
NOT_SHOWN = "Slack did not take the answer. Please try again."
BROKEN = "Something went wrong here, and nothing was kept. It is in the service's log."


class Refused(Exception):
    """An act that cannot be done; its words are for the person, `at` names the field at fault."""

    def __init__(self, words: str, at: str = "") -> None:
        super().__init__(words)
        self.at = at


def sentence(why: Exception) -> str:
    """What an error says, as a sentence to the person."""
    words = str(why)
    return f"{words[:1].upper()}{words[1:]}."


class Reply:
    """The way back to one person."""

    def __init__(self, act: Act, ack: AsyncAck, respond: Callable[..., Awaitable[Any]]) -> None:
        self.act = act
        self.acknowledged = False
        self._ack = ack
        self._respond = respond

    async def ack(self, text: str = "", **more: Any) -> None:
        """Acknowledge, with words for a command or an answer for a form (`response_action`, `view`, `errors`)."""
        self.acknowledged = True
        await self._ack(text, **more)

    async def tell(self, words: str) -> None:
        """Say something to this person alone; it may be lost."""
        await self._respond(text=words, replace_original=False)

    async def refuse(self, words: str, at: str = "") -> None:
        """Say why it was not done."""
        if self.act.inputs and not self.acknowledged:
            field = at if at in self.act.inputs else self.act.inputs[0]
            await self.ack(response_action="errors", errors={field: words})
        elif self.act.action.startswith("/") and not self.acknowledged:
            await self.ack(words)
        elif self.act.about and not self.acknowledged:
            await self.ack(response_action="update", view=notice("Not done", words))
        else:
            await self.ack()
            await self.tell(words)


Listener = Callable[["Door", Act, Reply], Awaitable[None]]


async def _unsaid(**_: Any) -> None:
    """Words that have no way to go."""


async def _nothing(url: str) -> bytes:
    """Raises: LookupError; whoever runs the door says how files are fetched."""
    raise LookupError(f"nobody fetches {url}")


@dataclass
class Door:
    """One office seen from Slack. `wake` tells the postmen that something was queued, `idle` that no act is under way,
    not even what comes after its acknowledgement. `turns` are those of `turn`; `patience` is in seconds. `fetch` has a
    file by its address.
    """

    office: Office
    client: AsyncWebClient
    rights: Rights
    now: Callable[[], datetime]
    tick: Callable[[], datetime]
    wake: Callable[[], None] = lambda: None
    under_way: int = 0
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    patience: float = PATIENCE
    fetch: Callable[[str], Awaitable[bytes]] = _nothing

    def __post_init__(self) -> None:
        self.idle.set()

    def does(self, listener: Listener) -> Callable[..., Awaitable[None]]:
        """The listener as bolt calls it; whatever goes wrong is said to the person who acted."""

        async def run(body: Body, ack: AsyncAck, respond: AsyncRespond) -> None:
            act = read(body)
            self._busy(1)
            try:
                with patience(self.patience):
                    await self._do(listener, act, Reply(act, ack, self._way_back(act, respond)))
            finally:
                self._busy(-1)
                self.wake()

        return run

    def _way_back(self, act: Act, respond: AsyncRespond) -> Callable[..., Awaitable[Any]]:
        """How words reach the person who acted; an address that is not Slack's is never called."""
        if act.event:
            return self._whisper(act)
        own = {RESPONSES, urlsplit(self.client.base_url).hostname}
        if respond.response_url and urlsplit(respond.response_url).hostname not in own:
            log.warning("an answer would leave Slack", act=act.action)
            return _unsaid
        return respond

    def _whisper(self, act: Act) -> Callable[..., Awaitable[Any]]:
        """What happened by itself has no way back of its own (docs.slack.dev/reference/methods/chat.postEphemeral)."""

        async def whisper(text: str, **_: Any) -> None:
            await self.client.chat_postEphemeral(
                channel=act.channel, user=act.user, text=text, thread_ts=act.thread or None
            )

        return whisper

    def _busy(self, more: int) -> None:
        self.under_way += more
        (self.idle.clear if self.under_way else self.idle.set)()

    def turn(self, about: str) -> asyncio.Lock:
        """Whoever asks first has it first: quick presses about one thing are dealt with as they came."""
        return self.turns.setdefault(about, asyncio.Lock())

    async def open(self, act: Act, view: Body) -> None:
        """Open a form in front of the person who acted."""
        await self.client.views_open(trigger_id=act.trigger, view=dict(view))

    async def _do(self, listener: Listener, act: Act, reply: Reply) -> None:
        try:
            words, at = "", ""
            await listener(self, act, reply)
        except (NotStaff, NotLeader) as why:
            log.warning("not allowed", user=act.user, act=act.action, channel=act.channel)
            words, at = str(why), ""
        except Refused as why:
            words, at = str(why), why.at
        except UNHEARD as why:
            log.warning("slack did not take an answer", act=act.action, why=str(why))
            words = NOT_SHOWN
        except (StoreError, OSError) as why:
            log.error("the store does not answer", act=act.action, why=f"{type(why).__name__}: {why}")  # noqa: TRY400
            words = NOT_KEPT
        except Exception:
            log.exception("act failed", act=act.action)
            words = BROKEN
        if words:
            await self._refuse(reply, words, at)

    async def _refuse(self, reply: Reply, words: str, at: str) -> None:
        try:
            await reply.refuse(words, at)
        except UNHEARD as why:
            log.warning("slack did not take a refusal", act=reply.act.action, why=str(why))
