"""Files that somebody of the staff gives to a case, in a form on its card: pictures are kept, all else is listed."""

import asyncio
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from handlers.reading import Attached, is_picture
from handlers.slack.acts import Act
from handlers.slack.complaints import refusing, wanted
from handlers.slack.door import Door, Refused, Reply, sentence
from handlers.steps.attaching import attach_by
from handlers.words.casework import file_form
from surveys.course import check_assignable

SECONDS = 2.0
"""In which all of them have to have come: Slack waits three for an answer."""

LARGEST = 5_000_000
"""Bytes of one file."""

TOO_SLOW = "Slack did not hand out the files in time. Nothing was kept: try again, with fewer or smaller ones."


class NotFetched(Exception):
    """A file could not be had; says why."""


async def filing(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, check_assignable)
    await door.open(act, file_form(case))


async def filed(door: Door, act: Act, reply: Reply) -> None:
    """All of them or none."""
    await door.rights.staff_only(act.user)
    try:
        async with asyncio.timeout(SECONDS):
            sent = await asyncio.gather(*(_had(door, one) for one in json.loads(act.given["files"] or "[]")))
    except NotFetched as why:
        raise Refused(sentence(why), "files") from why
    except TimeoutError as why:
        raise Refused(TOO_SLOW, "files") from why
    shown = {file.sha256: content for file, content in sent if is_picture(content)}
    files = [file for file, _ in sent]
    with refusing(act, "files"):
        await attach_by(door.office, int(act.about), files, pictures=shown, by=act.user, now=door.now())
    await reply.ack()


async def _had(door: Door, told: Mapping[str, Any]) -> tuple[Attached, bytes]:
    content = await door.fetch(str(told["url"]))
    name, kind = str(told["name"]), str(told["type"])
    return Attached(name, kind, len(content), sha256(content).hexdigest()), content
