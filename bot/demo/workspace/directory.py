"""Who is who: docs.slack.dev/reference/methods/auth.test, users.info, usergroups.users.list.

A person of another team is told like any other, as in channels shared between teams; that is a guess.
"""

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.records import Json
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.workspace import Workspace


def who_am_i(workspace: Workspace, _given: Arguments) -> Json:
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def user(workspace: Workspace, given: Arguments) -> Json:
    found = workspace.users.get(given.need("user"))
    if found is None:
        raise Refused("user_not_found")
    return {"user": found.as_json()}


def group(workspace: Workspace, given: Arguments) -> Json:
    found = workspace.groups.get(given.need("usergroup"))
    if found is None:
        raise Refused("no_such_subteam")
    return {"users": list(found)}
