"""An upload in three steps: docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal.

Slack shares a file with a channel some moments later, here it happens at once. Guesses: bytes of another length than
announced get status 400; completing a file that is unknown, not yet sent or already completed is `file_not_found`.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.demo.workspace.arguments import Arguments
from bot.demo.workspace.messages import thread
from bot.demo.workspace.places import joined
from bot.demo.workspace.records import File, Json
from bot.demo.workspace.refusal import Refused
from bot.demo.workspace.workspace import Workspace


class Uploads:
    """They need to know where they are served, for the address they hand out."""

    def __init__(self, base: Callable[[], str]) -> None:
        self.base = base

    def announce(self, workspace: Workspace, given: Arguments) -> Json:
        name, length = given.need("filename"), given.number("length", 0)
        if length < 1:
            raise Refused("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"])
        file = File(workspace.next_id("F"), name, length, given.text("alt_txt"))
        workspace.files[file.id] = file
        return {"upload_url": f"{self.base()}/upload/{file.id}", "file_id": file.id}

    def complete(self, workspace: Workspace, given: Arguments) -> Json:
        files = [_sent(workspace, one) for one in given.structure("files", "invalid_arguments") or ()]
        if not files:
            raise Refused("invalid_arguments", ["[ERROR] missing required field: files [json-pointer:]"])
        named = given.text("channel_id") or given.text("channels")
        channels = [joined(workspace, Arguments({"one": one}), "one") for one in named.split(",") if one]
        for channel in channels:
            thread(workspace, channel.id, given)
        done = [replace(file, complete=True, channels=tuple(one.id for one in channels)) for file in files]
        workspace.files |= {file.id: file for file in done}
        for channel in channels:
            workspace.say(
                channel.id, workspace.bot.id, given.text("initial_comment"), files=tuple(file.id for file in done),
                thread_ts=thread(workspace, channel.id, given),
            )  # fmt: skip
        return {"files": [file.as_json() for file in done]}


def take(workspace: Workspace, file_id: str, content: bytes) -> bool:
    """Whether these are the bytes of a file that was announced and not yet completed."""
    file = workspace.files.get(file_id)
    if file is None or file.complete or len(content) != file.length:
        return False
    workspace.files[file_id] = replace(file, content=content)
    return True


def _sent(workspace: Workspace, named: Json) -> File:
    file = workspace.files.get(str(named.get("id")))
    if file is None or file.content is None or file.complete:
        raise Refused("file_not_found")
    return replace(file, title=str(named.get("title") or file.name))
