"""What the visitor did in Slack, so that what came of it can be told from what the story's people do."""

from dataclasses import dataclass, field

from bot.demo.workspace.workspace import Workspace


@dataclass(frozen=True)
class Deed:
    """Something pressed on the message `ts`, or a complaint logged; nothing in the workspace was newer than `since`."""

    what: str
    channel: str
    since: str
    ts: str = ""


@dataclass
class Visit:
    """`opened` is what each person used last that may open a form: a form is sent because of it."""

    deeds: list[Deed] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)

    def pressed(self, user: str, channel: str, ts: str, since: str) -> None:
        self.opened[user] = "a button"
        self.deeds.append(Deed("press", channel, since, ts))

    def used(self, user: str, what: str) -> None:
        """A command or a shortcut."""
        self.opened[user] = what

    def sent(self, user: str, since: str) -> None:
        """The form that they opened, or a command with words of its own."""
        self.deeds.append(Deed(self.opened.get(user, ""), "", since))


def newest(workspace: Workspace) -> str:
    """The ts of the last thing said or changed."""
    return max((one.edited or one.ts for said in workspace.messages.values() for one in said), default="")


def answered(workspace: Workspace, deed: Deed) -> bool:
    """Whether the message was changed, taken away or answered in its thread after it was pressed."""
    message = workspace.message(deed.channel, deed.ts)
    if message is None or (message.edited or "") > deed.since:
        return True
    return any(one.reply and one.ts > deed.since for one in workspace.thread(deed.channel, deed.ts))


def posted(workspace: Workspace, channel: str, since: str) -> bool:
    """Whether the app has said anything in this channel since."""
    said = workspace.messages.get(channel, ())
    return any(one.user == workspace.bot.id and one.ts > since for one in said)
