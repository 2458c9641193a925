"""Doubtful readings in Slack: on their cards the staff set right what was read, or leave it as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply, sentence
from handlers.slack.surveys import marks_in
from handlers.steps.correcting import NoMarks, Settled, correct, find, leave
from handlers.words.doubts import correct_form
from surveys.invitation import Invitation
from surveys.questionnaires import load


async def correcting(door: Door, act: Act, reply: Reply) -> None:
    """Open the form with what stands by now."""
    await door.rights.staff_only(act.user)
    await reply.ack()
    with _refusing():
        asked, read, standing = await find(door.office, int(act.value))
    await door.open(act, correct_form(load(asked.questionnaire), read, standing))


async def corrected(door: Door, act: Act, reply: Reply) -> None:
    """Kept, then acknowledged; the card shows it afterwards."""
    await door.rights.staff_only(act.user)
    with _refusing():
        asked, _, _ = await find(door.office, int(act.about))
        marks = _marks(act, asked)
        await correct(door.office, int(act.about), marks, by=act.user, now=door.now())
    await reply.ack()


async def left(door: Door, act: Act, reply: Reply) -> None:
    """Nothing is to be set right."""
    await door.rights.staff_only(act.user)
    with _refusing():
        await leave(door.office, int(act.value), by=act.user, now=door.now())
    await reply.ack()


@contextmanager
def _refusing() -> Iterator[None]:
    """Why it was not done, as a sentence to the person."""
    try:
        yield
    except (Settled, NoMarks) as why:
        raise Refused(sentence(why)) from why


def _marks(act: Act, asked: Invitation) -> dict[str, int | None]:
    """What was chosen; Slack sends nothing else than what the form offers. Raises: Refused."""
    questionnaire = load(asked.questionnaire)
    return marks_in(
        act.given, questionnaire.marks, questionnaire, lambda key: Refused("This is no mark of the scale.", key)
    )
