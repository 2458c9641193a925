"""A customer answers in Slack: the first question with one press, the rest in a form. Only who was asked can.

An answer is committed before it is acknowledged. What is shown after it goes straight out and may be lost; the next
press shows it again. Slack hands over quick presses side by side: they are kept in turn, and one that another replica
keeps too late does not replace a later one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.rights import UNHEARD
from handlers.steps.answering import Given, Outcome, answer
from handlers.steps.stopping import unsubscribe
from handlers.steps.writing import asking
from handlers.words.asking import (
    NONE,
    Asking,
    Post,
    chosen,
    refusal,
    standing_comment,
    stopped,
    survey_form,
    thanks,
)
from handlers.words.phrases import SOURCE
from storage.work import StoreError, Work
from surveys.answer import Answer, Marks, current
from surveys.answer import Door as Through
from surveys.invitation import Invitation
from surveys.message import Kind, Via
from surveys.question import Question, Questionnaire
from surveys.questionnaires import load

log = structlog.get_logger()


@dataclass(frozen=True)
class Survey:
    """What was pressed or sent is about this, and the person asked did it. `channel` and `ts` name the message."""

    asked: Invitation
    asking: Asking
    channel: str
    ts: str

    @property
    def questionnaire(self) -> Questionnaire:
        return self.asking.questionnaire

    def refused(self, why: str, at: str = "") -> Refused:
        return Refused(refusal(self.asked.language, why), at)


@dataclass(frozen=True)
class Kept:
    """What stands now, and whether it is the first that was heard."""

    standing: Answer
    first: bool


async def pressed(door: Door, act: Act, reply: Reply) -> None:
    """A mark is an answer at once; the first one opens the form for the rest."""
    about, _, mark = act.value.partition(":")
    async with door.turn(about):
        survey = await _survey(door, act, about, act.channel, act.ts)
        first = survey.questionnaire.marks[0]
        marks = _marks({first.key: mark}, [first], survey)
        kept = await _keep(door, act, survey, Given(Through.SLACK, marks, "", f"{_message(survey)}{act.at}"))
    await reply.ack()
    if kept.first:
        await _open(door, act, survey, kept.standing)
    await _thank(door, survey)


async def more(door: Door, act: Act, reply: Reply) -> None:
    """Open the form with what stands."""
    await reply.ack()
    survey = await _survey(door, act, act.value, act.channel, act.ts)
    if not survey.asked.takes_answers(door.now()):
        raise survey.refused("closed")
    async with door.office.store.read() as work:
        standing = current(await work.answers.versions(survey.asked.id))
    await door.open(act, _form(survey, standing))


async def sent(door: Door, act: Act, reply: Reply) -> None:
    """Keep what differs from what the form was opened with: what was left alone may have been changed elsewhere."""
    about, version, channel, ts = act.about.split(":")
    survey = await _survey(door, act, about, channel, ts)
    async with door.office.store.read() as work:
        versions = await work.answers.versions(survey.asked.id)
    before = next((one for one in versions if str(one.version) == version), None)
    given = _given(act, survey, before)
    if before is None and not (given.marks or given.comment):
        raise survey.refused("nothing")
    await _keep(door, act, survey, given)
    await reply.ack()
    await _thank(door, survey)


async def stop(door: Door, act: Act, reply: Reply) -> None:
    """No more surveys; complaints are not concerned."""
    survey = await _survey(door, act, act.value, act.channel, act.ts)
    async with door.office.store.work() as work:
        await unsubscribe(work, survey.asked, "slack", door.now())
        places = await _places(work, survey)
    await reply.ack()
    await _show(door, survey, places, stopped(survey.asking))


async def _survey(door: Door, act: Act, about: str, channel: str, ts: str) -> Survey:
    """Raises: Refused, for a survey that is not known, and for anybody else than the person asked."""
    async with door.office.store.read() as work:
        asked = await work.invitations.of_delivery(int(about)) if about.isdecimal() else None
        if asked is None:
            raise Refused(refusal(SOURCE, "unknown"))
        delivery = await work.deliveries.get(asked.delivery_id)
        customer = await work.customers.get(asked.customer_id)
    survey = Survey(asked, asking(door.office, delivery, load(asked.questionnaire), asked.language), channel, ts)
    if act.user != customer.slack_user:
        raise survey.refused("not_yours")
    return survey


async def _keep(door: Door, act: Act, survey: Survey, given: Given) -> Kept:
    """Raises: Refused, where it comes too late."""
    async with door.office.store.work() as work:
        asked = await work.invitations.hold(survey.asked)
        before = await work.answers.versions(asked.id)
        outcome = Outcome.REPEATED
        if not _overtaken(act, survey, before):
            outcome = await answer(door.office, work, asked, given, door.now())
        standing = current(await work.answers.versions(asked.id))
    if outcome is Outcome.LATE or standing is None:
        raise survey.refused("closed")
    return Kept(standing, first=current(before) is None)


def _overtaken(act: Act, survey: Survey, versions: Sequence[Answer]) -> bool:
    """Whether a later press in the same message was kept before this one."""
    pressed_here = _message(survey)
    return bool(act.at) and any(
        one.source.startswith(pressed_here) and one.source > f"{pressed_here}{act.at}" for one in versions
    )


def _message(survey: Survey) -> str:
    """A press is told apart from all others by this and its time."""
    return f"slack:{survey.channel}:{survey.ts}:"


def _given(act: Act, survey: Survey, before: Answer | None) -> Given:
    """What a form changed of `before`, which it was opened with."""
    shown_marks: Marks = before.marks if before else {}
    shown_comment = standing_comment(before.comment) if before else ""
    filled = {key: value for key, value in act.given.items() if value != chosen(shown_marks, key)}
    comment = act.given.get("comment", "")
    return Given(
        door=Through.SLACK,
        marks=_marks(filled, survey.questionnaire.marks, survey),
        comment="" if comment == shown_comment.strip() else comment,
        source=f"slack:{act.view}",
    )


def _marks(told: Mapping[str, str], questions: Sequence[Question], survey: Survey) -> dict[str, int | None]:
    """Raises: Refused, for what is no mark of this scale."""
    return marks_in(told, questions, survey.questionnaire, lambda key: survey.refused("nothing", key))


def marks_in(
    told: Mapping[str, str],
    questions: Sequence[Question],
    questionnaire: Questionnaire,
    refused: Callable[[str], Refused],
) -> dict[str, int | None]:
    """The marks that a form or a button gives. Raises: `refused` of the question's key, for what is no mark of it."""
    marks: dict[str, int | None] = {}
    for one in questions:
        text = told.get(one.key, "")
        if text and not _fits(text, one, questionnaire):
            raise refused(one.key)
        if text:
            marks[one.key] = None if text == NONE else int(text)
    return marks


def _fits(text: str, question: Question, questionnaire: Questionnaire) -> bool:
    return question.optional if text == NONE else text in {str(mark) for mark in questionnaire.scale}


async def _open(door: Door, act: Act, survey: Survey, standing: Answer) -> None:
    try:
        await door.open(act, _form(survey, standing))
    except UNHEARD as why:
        log.warning("form not opened", survey=survey.asked.id, why=str(why))


def _form(survey: Survey, standing: Answer | None) -> Post:
    about = f"{survey.asking.about}:{standing.version if standing else 0}:{survey.channel}:{survey.ts}"
    marks: Marks = standing.marks if standing else {}
    return survey_form(survey.asking, marks, standing.comment if standing else "", about)


async def _thank(door: Door, survey: Survey) -> None:
    """Show what stands by now, in place of everything that asked for it."""
    try:
        async with door.office.store.read() as work:
            places = await _places(work, survey)
            standing = current(await work.answers.versions(survey.asked.id))
    except (StoreError, OSError) as why:
        log.warning("answer not shown", survey=survey.asked.id, why=type(why).__name__)
        return
    if standing:
        until = survey.asked.expires_at.astimezone(door.office.zone).date()
        await _show(door, survey, places, thanks(survey.asking, standing.marks, standing.comment, until))


async def _places(work: Work, survey: Survey) -> list[str]:
    """The message acted on, and the other that asked the same: an invitation and its reminder."""
    both = [await work.messages.about(kind, survey.asked.id) for kind in (Kind.INVITATION, Kind.REMINDER)]
    posted = [one.place for one in both if one and one.via is Via.SLACK and one.place]
    return sorted({survey.ts, *posted})


async def _show(door: Door, survey: Survey, places: Sequence[str], post: Post) -> None:
    for ts in places:
        try:
            await door.client.chat_update(channel=survey.channel, ts=ts, **post)
        except UNHEARD as why:
            log.warning("message not replaced", survey=survey.asked.id, why=str(why))
