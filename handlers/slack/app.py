"""The Slack door as one bolt app: which command, shortcut, button and form is heard where.

An id may go on after a dot (`mark.5`), since the buttons of one row need different ones.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import (
    actions,
    cases,
    complaints,
    enquiries,
    feedback,
    looking,
    meetings,
    mentions,
    opportunities,
    readings,
    reviewing,
    risks,
    solving,
    surveys,
    uploads,
)
from handlers.slack.acts import Act
from handlers.slack.door import Door, Listener, Refused, Reply
from handlers.words import actions as improving
from handlers.words import asking, doubts
from handlers.words import enquiries as words
from handlers.words import meetings as meet
from handlers.words import opportunities as chance
from handlers.words import risks as risk
from handlers.words import solving as solved
from handlers.words.blocks import REVIEW

COMMANDS: dict[str, Listener] = {
    "complaint": complaints.typed,
    "enquiry": enquiries.typed,
    "feedback": feedback.typed,
    "risk": risks.typed,
    "review": meetings.typed,
}
SHORTCUTS: dict[str, Listener] = {
    "log_complaint": complaints.pointed_at,
}
BUTTONS: dict[str, Listener] = {
    "confirm": complaints.confirmed,
    "decline": complaints.declining,
    "acknowledge": complaints.acknowledging,
    "assign": complaints.assigning,
    "close": complaints.closing,
    "assess": cases.assessing,
    "take_on": cases.taken_on,
    "regrade": cases.regrading,
    "note": cases.noting,
    "link": cases.linking,
    "file": uploads.filing,
    "ask": cases.asking,
    "respond": cases.responding,
    "hand_over": cases.handing_over,
    "heard": cases.hearing,
    **enquiries.sending,
    words.SCRUTINISE: enquiries.scrutinising,
    words.RESOLVE: enquiries.resolving,
    "understand": enquiries.understood,
    words.AGREE: enquiries.agreeing,
    words.CHANGE: enquiries.changing,
    words.ORDER: enquiries.ordering,
    words.FULFIL: enquiries.fulfilling,
    words.COMMIT: enquiries.committing,
    words.OWN: enquiries.owning,
    words.END: enquiries.ending,
    "know": enquiries.known,
    improving.PLAN: actions.planning,
    improving.BEGIN: actions.begun,
    improving.DONE: actions.finishing,
    improving.DROP: actions.dropping,
    improving.VERIFY: actions.verifying,
    risk.ACCEPT: risks.accepting,
    risk.REJECT: risks.rejecting,
    risk.REWEIGH: risks.weighing,
    risk.ACT: risks.acting,
    risk.END: risks.closing,
    chance.PURSUE: opportunities.pursuing,
    chance.REJECT: opportunities.rejecting,
    meet.PRESENT: meetings.came,
    meet.ABSENT: meetings.excusing,
    meet.DECIDE: meetings.deciding,
    meet.CLOSE: meetings.closing,
    meet.AMEND: meetings.amending,
    REVIEW: reviewing.pressed,
    doubts.CORRECT: readings.correcting,
    doubts.LEAVE: readings.left,
    asking.MARK: surveys.pressed,
    asking.MORE: surveys.more,
    asking.STOP: surveys.stop,
    solved.SOLVED: solving.pressed,
    solved.UNSOLVED: solving.pressed,
    solved.MORE: solving.more,
}
FORMS: dict[str, Listener] = {
    "complain": complaints.filled_in,
    "decline": complaints.declined,
    "acknowledge": complaints.acknowledged,
    "assign": complaints.assigned,
    "close": complaints.closed,
    "assess": cases.assessed,
    "regrade": cases.regraded,
    "note": cases.noted,
    "link": cases.linked,
    "file": uploads.filed,
    "ask": cases.asked,
    "respond": cases.responded,
    "hand_over": cases.handed_over,
    "heard": cases.heard,
    **enquiries.sent,
    "enquire": enquiries.filled_in,
    words.SCRUTINISE: enquiries.scrutinised,
    words.RESOLVE: enquiries.resolved,
    words.AGREE: enquiries.agreed,
    words.CHANGE: enquiries.changed,
    words.ORDER: enquiries.ordered,
    words.FULFIL: enquiries.fulfilled,
    words.COMMIT: enquiries.committed,
    words.OWN: enquiries.owned,
    words.END: enquiries.ended,
    improving.PLAN: actions.planned,
    improving.DONE: actions.finished,
    improving.DROP: actions.dropped,
    improving.VERIFY: actions.verified,
    doubts.CORRECT: readings.corrected,
    risk.ACCEPT: risks.accepted,
    risk.REJECT: risks.ended,
    risk.REWEIGH: risks.weighed,
    risk.ACT: risks.acted,
    risk.END: risks.ended,
    chance.PURSUE: opportunities.pursued,
    chance.REJECT: opportunities.rejected,
    meet.ABSENT: meetings.excused,
    meet.DECIDE: meetings.decided,
    meet.CLOSE: meetings.closed,
    meet.AMEND: meetings.amended,
    REVIEW: reviewing.decided,
    asking.FORM: surveys.sent,
    solved.FORM: solving.sent,
}

EVENTS: dict[str, Listener] = {
    "app_home_opened": looking.opened,
    "app_mention": mentions.mentioned,
}

EVERY = "afterword"
"""The command that takes the others' names as its first word."""


def slack_app(door: Door, names: Mapping[str, str]) -> AsyncApp:
    """The app over one door; `names` are the slash commands as this workspace has them, by our word for each.

    Requests are checked before they come here, and Slack's own check of a socket is its token.
    """
    answering = AsyncWebClient(base_url=door.client.base_url, retry_handlers=[])
    authorize = _authorized(door.client.token)
    app = AsyncApp(name="afterword", client=answering, authorize=authorize, request_verification_enabled=False)
    for word, listener in COMMANDS.items():
        app.command(names.get(word, f"/{word}"))(door.does(listener))
    app.command(names.get(EVERY, f"/{EVERY}"))(door.does(_every_word))
    for name, listener in SHORTCUTS.items():
        app.shortcut(name)(door.does(listener))
    for name, listener in BUTTONS.items():
        app.action(re.compile(rf"^{name}(\..*)?$"))(door.does(listener))
    for name, listener in FORMS.items():
        app.view(name)(door.does(listener))
    for name, listener in EVENTS.items():
        app.event(name)(door.does(listener))
    return app


def _authorized(token: str | None) -> Callable[..., Awaitable[AuthorizeResult]]:
    """The one workspace that the token is for; asking Slack each time would make every act wait for it."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


async def _every_word(door: Door, act: Act, reply: Reply) -> None:
    """`/afterword complaint HP-1 ...` is `/complaint HP-1 ...`, and the words of `/feedback` need no `feedback`."""
    word, _, rest = act.value.partition(" ")
    listener = COMMANDS.get(word.lower())
    if listener:
        await listener(door, replace(act, value=rest.strip()), reply)
    elif word.lower() in feedback.EVERY:
        await feedback.typed(door, act, reply)
    else:
        raise Refused(f"Write one of these after {act.action}: {', '.join((*COMMANDS, *feedback.EVERY))}")
