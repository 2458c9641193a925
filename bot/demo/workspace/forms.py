"""The views methods: docs.slack.dev/reference/methods/views.open, views.push, views.update, views.publish.

Guesses: a view that Block Kit refuses is `invalid_arguments` with the findings; opening a form while another is open
replaces it; what was chosen stays through an update where the blocks keep their ids.
"""

import json

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.blocks import view_findings
from bot.demo.workspace.records import Json, View
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.tickets import Tickets
from bot.demo.workspace.workspace import Workspace

MOST_OPEN = 3
MOST_BYTES = 250_000


class Forms:
    """They need the triggers beside the workspace."""

    def __init__(self, tickets: Tickets) -> None:
        self.tickets = tickets

    def open(self, workspace: Workspace, given: Arguments) -> Json:
        body = _body(workspace, given, "modal")
        trigger = self.tickets.exchange(given.need("trigger_id"))
        view = workspace.view(body, trigger.user)
        workspace.show([view], trigger.user)
        return _told(workspace, view)

    def push(self, workspace: Workspace, given: Arguments) -> Json:
        body = _body(workspace, given, "modal")
        trigger = self.tickets.exchange(given.need("trigger_id"))
        return _told(workspace, pushed(workspace, body, trigger.user))

    def update(self, workspace: Workspace, given: Arguments) -> Json:
        old = workspace.find_view(given.text("view_id"), given.text("external_id"))
        if old is None:
            raise Refused("not_found")
        _same(old, given)
        body = _body(workspace, given, old.body["type"], old)
        return _told(workspace, workspace.change_view(old, body))

    def publish(self, workspace: Workspace, given: Arguments) -> Json:
        user = given.need("user_id")
        if user not in workspace.users:
            raise Refused("invalid_arguments", ["[ERROR] user_id is nobody here [json-pointer:/user_id]"])
        old = workspace.homes.get(user)
        if old:
            _same(old, given)
        view = workspace.view(_body(workspace, given, "home", old), user)
        workspace.publish(view)
        return _told(workspace, view)


def pushed(workspace: Workspace, body: Json, user: str) -> View:
    """Put a view on top of those that this person has open.

    Raises: Refused.
    """
    stack = workspace.modals[user]
    if not stack:
        raise Refused("not_found")
    if len(stack) >= MOST_OPEN:
        raise Refused("push_limit_reached")
    view = workspace.view(body, user, stack[-1])
    workspace.show([*stack, view], user)
    return view


def _told(workspace: Workspace, view: View) -> Json:
    return {"view": view.as_json(workspace.team, workspace.app, workspace.bot_id)}


def _same(old: View, given: Arguments) -> None:
    if "hash" in given and given.text("hash") != old.hash:
        raise Refused("hash_conflict")


def _body(workspace: Workspace, given: Arguments, kind: str, old: View | None = None) -> Json:
    body = given.structure("view", "invalid_arguments")
    if found := view_findings(body, kind, workspace.known_file):
        raise Refused("invalid_arguments", found)
    if len(json.dumps(body)) > MOST_BYTES:
        raise Refused("view_too_large")
    if (external := body.get("external_id")) and workspace.find_view(external_id=external) not in (None, old):
        raise Refused("duplicate_external_id")
    return dict(body)
