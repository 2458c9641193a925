"""The latest that happened in the world, in the words of somebody who watches."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.demo.showroom.mails import opened
from bot.demo.showroom.names import Names
from bot.demo.showroom.sheets import when
from bot.demo.world import World

MOST = 12
LONGEST = 90

SAID = {
    "answer": "{name} answered {door} about {order}",
    "automatic": "{name} is away, says their mail program",
    "bounce": "A letter to {name} came back",
    "unsubscribe": "{name} wants no more letters",
}
DOORS = {"mail": "by mail", "page": "on the survey page", "slack": "in Slack"}


@dataclass(frozen=True)
class Happening:
    at: datetime
    kind: str
    words: str
    link: str


def latest(world: World) -> list[Happening]:
    """The newest first; of what happened at one instant, what came of it before what caused it."""
    found = [*_mails(world), *_deeds(world), *_posts(world)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _mails(world: World) -> Iterator[Happening]:
    received = world.provider.received
    for number in range(max(0, len(received) - MOST), len(received)):
        mail = received[number]
        yield Happening(mail.at, "mail", f"To {mail.recipient}: {opened(mail).subject}", f"/mail/{number}")


def _deeds(world: World) -> Iterator[Happening]:
    """What customers did; machines that open links are left out."""
    for done in world.done[-3 * MOST :]:
        said = SAID.get(done.act.expected.kind)
        if said:
            door = DOORS.get(done.act.expected.door, "")
            who = done.order.person
            words = said.format(name=who.name, door=door, order=done.order.order)
            yield Happening(done.at, done.act.expected.kind, words, f"/box/{who.email}")


def _posts(world: World) -> Iterator[Happening]:
    kept = world.slack.workspace
    names = Names(kept)
    for channel in list(kept.channels.values()):
        for message in kept.messages.get(channel.id, ())[-MOST:]:
            said = f"{names.title(channel)}, {names.user(message.user)}: {message.text}"
            short = said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
            yield Happening(when(message.ts), "slack", short, f"/slack/{channel.id}#m-{message.ts}")
