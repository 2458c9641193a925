"""Which channel a call means, and whether the app may be there.

docs.slack.dev/reference/methods/chat.postMessage: a channel's id, its name, or a user's id for the direct message. A
private channel without the app is not found at all, as on docs.slack.dev/reference/methods/conversations.info.
"""

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.records import Channel
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.workspace import Workspace


def joined(workspace: Workspace, given: Arguments, name: str) -> Channel:
    """A channel that is not archived and has the app in it.

    Raises: Refused.
    """
    named = given.need(name)
    if named in workspace.users and named != workspace.bot.id:
        return workspace.direct(named)
    return present(workspace, named)


def present(workspace: Workspace, named: str) -> Channel:
    """The same, where a user's id will not do.

    Raises: Refused.
    """
    channel = place(workspace, named)
    if workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    if channel.archived:
        raise Refused("is_archived")
    return channel


def place(workspace: Workspace, named: str) -> Channel:
    """A channel that the app can see.

    Raises: Refused.
    """
    found = workspace.channels.get(named) or next(
        (one for one in workspace.channels.values() if not one.direct and named in (one.name, f"#{one.name}")), None
    )
    if found is None or (found.private and workspace.bot.id not in found.members):
        raise Refused("channel_not_found")
    return found
