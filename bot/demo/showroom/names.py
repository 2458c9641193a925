"""How people see each other in Slack: names for ids. An id that nobody has is shown as it is."""

from dataclasses import dataclass

from bot.demo.workspace.records import Channel, User
from bot.demo.workspace.workspace import Workspace

TINTS = 6


@dataclass(frozen=True)
class Names:
    """Looks names up in one workspace."""

    workspace: Workspace

    def user(self, user: str) -> str:
        found = self.workspace.users.get(user)
        return name(found) if found else user

    def channel(self, channel: str) -> str:
        found = self.workspace.channels.get(channel)
        return found.name if found else channel

    def group(self, group: str) -> str:
        """A group of the workspace has no name of its own, so it is called by its people."""
        return ", ".join(self.user(one) for one in self.workspace.groups.get(group, ())) or group

    def title(self, channel: Channel) -> str:
        """What stands over a channel; a direct message is named after its person."""
        return self.user(channel.direct) if channel.direct else f"#{channel.name}"


def name(user: User) -> str:
    return user.real_name or user.name


def initials(words: str) -> str:
    """Two letters at most, of the first and the last word."""
    parts = words.split() or ["?"]
    return "".join(part[0] for part in dict.fromkeys((parts[0], parts[-1]))).upper()


def tint(identifier: str) -> int:
    """One of a few colours, always the same for the same id."""
    return sum(identifier.encode()) % TINTS
