"""The tour: five things to do, each done once the world shows that it was.

A step is recognised by what stands there afterwards (a mail taken, an answer kept, a card changed), never by a click
alone: who presses a button that nothing comes of has not done it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.showroom.mails import opened
from bot.demo.showroom.surveys import Surveys
from bot.demo.showroom.visit import Deed, Visit, answered, posted
from bot.demo.world import World

LEADERS, COMPLAINTS = "C0LEADERS", "C0COMPLAINTS"
COMPLAINT = "complaint"


@dataclass(frozen=True)
class Step:
    """`link` leads to where it is done, None as long as there is nothing to do it with; `wait` says so."""

    name: str
    words: str
    link: str | None
    wait: str
    done: bool


class Tour:
    def __init__(self, world: World, visit: Visit, surveys: Surveys) -> None:
        self.world = world
        self.visit = visit
        self.surveys = surveys

    async def steps(self) -> list[Step]:
        letters = _letters(self.world)
        first, second = [*(f"/mail/{number}" for number in letters), None, None][:2]
        return [
            Step(
                "Answer a letter", "Open a letter and answer it by mail: a row of marks will do, or your own words.",
                first, "The first letters come with the story's second day.", bool(self.world.replied),
            ),
            Step(
                "Answer on a page", "Open another and press a mark in it, or press one in a Slack direct message.",
                second, "It takes two letters.", await self._asked(),
            ),
            Step(
                "Look after a case", "In #complaints confirm or decline a candidate, or acknowledge a case.",
                self._room(COMPLAINTS), "The channel is not there yet.", self._pressed(_in(COMPLAINTS)),
            ),
            Step(
                "Log a complaint", "In #complaints type /complaint, or choose it in the menu of a message.",
                self._room(COMPLAINTS, "?say=/complaint"), "The channel is not there yet.", self._logged(),
            ),
            Step(
                "Read the digest", "In #leaders read how the week was, and decide: no action, or who takes it on.",
                self._room(LEADERS), "The channel is not there yet.", self._pressed(_in(LEADERS)),
            ),
        ]  # fmt: skip

    async def _asked(self) -> bool:
        return self._pressed(self._directly) or await self.surveys.answered()

    def _directly(self, deed: Deed) -> bool:
        channel = self.world.slack.workspace.channels.get(deed.channel)
        return channel is not None and bool(channel.direct)

    def _pressed(self, there: Callable[[Deed], bool]) -> bool:
        kept = self.world.slack.workspace
        return any(deed.what == "press" and there(deed) and answered(kept, deed) for deed in self.visit.deeds)

    def _logged(self) -> bool:
        kept = self.world.slack.workspace
        return any(COMPLAINT in deed.what and posted(kept, COMPLAINTS, deed.since) for deed in self.visit.deeds)

    def _room(self, channel: str, more: str = "") -> str | None:
        return f"/slack/{channel}{more}" if channel in self.world.slack.workspace.channels else None


def _in(channel: str) -> Callable[[Deed], bool]:
    return lambda deed: deed.channel == channel


def _letters(world: World) -> list[int]:
    """Letters in English that ask for an answer and to which the visitor gave none, the newest first."""
    spoken = {person.email: person.language for person in world.people}
    return [
        number for number, mail in reversed([*enumerate(world.provider.received)])
        if mail not in world.replied and spoken.get(mail.recipient, "en") == "en" and opened(mail).asks
    ][:2]  # fmt: skip
