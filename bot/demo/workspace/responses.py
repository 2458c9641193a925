"""What the app answers to what people did: acknowledgements with something in them, and messages to a response_url.

docs.slack.dev/surfaces/modals (errors, update, push, clear), docs.slack.dev/interactivity/implementing-slash-commands,
docs.slack.dev/interactivity/handling-user-interaction. An answer in a form that Slack does not take shows the person a
warning; that the form stays open then is a guess. So is the status of a refusal.
"""

from typing import Any

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.blocks import view_findings
from bot.demo.workspace.forms import pushed
from bot.demo.workspace.messages import content
from bot.demo.workspace.records import Json, View
from bot.demo.workspace.refusal import BadReply, Refused
from bot.demo.workspace.tickets import Tickets
from bot.demo.workspace.workspace import Workspace


def submitted(workspace: Workspace, view: View, reply: Json | None) -> None:
    """Do with a sent form as the app answered; nothing said closes it and shows the one below.

    Raises: BadReply.
    """
    current = workspace.find_view(view.id)
    if current is None:
        return
    told = reply or {}
    kind = told.get("response_action")
    if kind is None:
        workspace.show([one for one in workspace.modals[view.user] if one is not current], view.user)
    elif kind == "clear":
        workspace.show([], view.user)
    elif kind == "errors":
        workspace.change_view(current, errors=_errors(current, told.get("errors")))
    elif kind in ("update", "push"):
        _next(workspace, current, kind, told.get("view"))
    else:
        raise BadReply(f"unknown response_action {kind}")


def answered(workspace: Workspace, channel: str, user: str, reply: Json, source: str | None = None) -> None:
    """Show what the app answered: to the person alone, to all, or in the place of the message acted on.

    Raises: Refused.
    """
    given = Arguments(reply)
    message = workspace.message(channel, source) if source else None
    if message and given.flag("delete_original"):
        workspace.messages[channel].remove(message)
        return
    text, blocks = content(workspace, given)
    if message and given.flag("replace_original"):
        workspace.edit(message, text=text, blocks=blocks)
    elif given.text("response_type") == "in_channel":
        workspace.say(channel, workspace.bot.id, text, blocks, thread_ts=given.text("thread_ts") or None)
    else:
        workspace.whisper(channel, user, text, blocks, given.text("thread_ts") or None)


def respond(workspace: Workspace, tickets: Tickets, address: str, reply: Json) -> None:
    """A message posted to a response_url.

    Raises: Refused.
    """
    found = tickets.use(address)
    answered(workspace, found.channel, found.user, reply, found.source)


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise BadReply(f"errors are about {errors}, the inputs are {sorted(inputs)}")
    return {str(block): str(words) for block, words in errors.items()}


def _next(workspace: Workspace, view: View, kind: str, body: Any) -> None:
    if found := view_findings(body, "modal", workspace.known_file):
        raise BadReply("; ".join(found))
    if kind == "update":
        workspace.change_view(view, body)
        return
    try:
        pushed(workspace, body, view.user)
    except Refused as why:
        raise BadReply(why.error) from why
