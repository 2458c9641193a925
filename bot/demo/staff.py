"""Harbor Parts in Slack: who works there, and the channels they read."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace

LEADERS_CHANNEL = "C0LEADERS"
PEOPLE = {"director": "Ines Harbor", "quality": "Tom Quay"}


def workspace(now: Callable[[], datetime]) -> StandIn:
    """The workspace before the story begins: two leaders, and the channel that they share with the app."""
    found = Workspace(now)
    people = {found.add_user(name, real_name).id for name, real_name in PEOPLE.items()}
    found.add_channel("leaders", {*people, found.bot.id}, id=LEADERS_CHANNEL)
    return StandIn(found, lambda: datetime.now(UTC))


def posted(slack: StandIn) -> list[str]:
    """Our id on each post of the app, in every channel."""
    ours = [one for said in slack.workspace.messages.values() for one in said if one.user == slack.workspace.bot.id]
    return [str(one.metadata["event_payload"]["id"]) for one in ours if one.metadata]
