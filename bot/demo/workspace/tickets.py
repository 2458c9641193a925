"""What Slack hands to an app with an interaction and takes back only for a while: triggers and response addresses.

A trigger_id opens one view within three seconds, a response_url takes five messages within thirty minutes:
docs.slack.dev/interactivity/handling-user-interaction. Both run by machine time. The error words of triggers are those
of docs.slack.dev/reference/methods/views.open; `used_url` and `expired_url` and their status 404 are a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.demo.workspace.refusal import Refused

TRIGGER_LASTS = timedelta(seconds=3)
ADDRESS_LASTS, ADDRESS_USES = timedelta(minutes=30), 5


@dataclass(frozen=True)
class Trigger:
    """For whom it opens a view; `view` is the view in which they acted, if it was one."""

    user: str
    until: datetime
    view: str | None
    used: bool = False


@dataclass(frozen=True)
class Address:
    """Where an app may answer an interaction; `source` is the ts of the message acted on, if it was one."""

    channel: str
    user: str
    until: datetime
    source: str | None
    uses: int = 0


class Tickets:
    """All that were handed out."""

    def __init__(self, tick: Callable[[], datetime], team: str) -> None:
        self.tick = tick
        self.team = team
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, Address] = {}

    def trigger(self, user: str, view: str | None = None) -> str:
        number = len(self._triggers) + 1
        name = f"{number}.{self.team[1:]}.{number:032x}"
        self._triggers[name] = Trigger(user, self.tick() + TRIGGER_LASTS, view)
        return name

    def exchange(self, name: str) -> Trigger:
        """Raises: Refused."""
        found = self._triggers.get(name)
        if found is None:
            raise Refused("invalid_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        if self.tick() > found.until:
            raise Refused("expired_trigger_id")
        self._triggers[name] = replace(found, used=True)
        return found

    def address(self, channel: str, user: str, source: str | None = None) -> str:
        name = f"{len(self._addresses) + 1}"
        self._addresses[name] = Address(channel, user, self.tick() + ADDRESS_LASTS, source)
        return name

    def use(self, name: str) -> Address:
        """Raises: Refused."""
        found = self._addresses.get(name)
        if found is None or self.tick() > found.until:
            raise Refused("expired_url")
        if found.uses >= ADDRESS_USES:
            raise Refused("used_url")
        self._addresses[name] = replace(found, uses=found.uses + 1)
        return found
