"""Who owns an action is told so, and told when its day has passed; each by one message."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.office import Office
from handlers.steps.carding import AT_ONCE
from handlers.words.actions import given_post, late_post
from storage.work import Work
from surveys.action import Action
from surveys.message import Kind, Message, Via

BY = "actions"


async def give(office: Office, work: Work, action: Action, user: str, now: datetime) -> None:
    """The first owner by a message with buttons; one who comes later stands on the card and in its thread."""
    await _once(work, _message(office, Kind.ACTION_GIVEN, action, now, given_post(action)), user)


async def warn(office: Office, work: Work, action: Action, user: str, now: datetime) -> None:
    await _once(work, _message(office, Kind.ACTION_LATE, action, now, late_post(action)), user)


def _message(office: Office, kind: Kind, action: Action, now: datetime, post: Mapping[str, Any]) -> Message:
    message_id = office.message_id(f"{kind}:{action.id}")
    raw = json.dumps(post).encode()
    return Message(0, kind, action.id, "", "", message_id, raw, now, AT_ONCE, via=Via.SLACK)


async def _once(work: Work, message: Message, user: str) -> None:
    if user and await work.messages.about(message.kind, message.about) is None:
        await work.messages.queue(replace(message, recipient=user), BY, message.queued_at)
