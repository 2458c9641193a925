"""A customer says in Slack whether their case is solved; only that customer can (ISO 10002:2018, 7.9 and 8.3).

What is pressed is committed before it is acknowledged. The form after it is about how it went, and moves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.rights import UNHEARD
from handlers.steps.closing import How, add, say
from handlers.steps.solving import solving_of
from handlers.words.asking import refusal
from handlers.words.phrases import SOURCE
from handlers.words.solving import COMMENT, SOLVED, Solving, closure_form, not_asked, said
from surveys.closure import ASPECTS, SCALE, Closure
from surveys.complaint import Complaint

log = structlog.get_logger()


@dataclass(frozen=True)
class Asked:
    """A case as it stands, what its customer is asked, and what they said in this round already."""

    case: Complaint
    solving: Solving
    known: Closure | None


async def pressed(door: Door, act: Act, reply: Reply) -> None:
    """Yes or no is kept at once, with the marks that were given for this round before; twice it is kept once."""
    solved = act.action == SOLVED
    async with door.turn(f"case {act.value}"):
        asked = await _asked(door, act, act.value)
        at = asked.solving.round
        kept = await say(door.office, asked.case.id, solved=solved, how=None, now=door.now(), at=at)
    if kept is None and not (asked.known and asked.known.solved is solved):
        raise Refused(not_asked(asked.solving))
    await reply.ack()
    try:
        await door.client.chat_update(channel=act.channel, ts=act.ts, **said(asked.solving, solved=solved))
    except UNHEARD as why:
        log.warning("message not replaced", case=asked.case.name, why=str(why))


async def more(door: Door, act: Act, reply: Reply) -> None:
    """Open the form with what stands."""
    await reply.ack()
    asked = await _asked(door, act, act.value)
    marks, words = (asked.known.marks, asked.known.words) if asked.known else ({}, "")
    await door.open(act, closure_form(asked.solving, marks, words))


async def sent(door: Door, act: Act, reply: Reply) -> None:
    """Keep how they were looked after."""
    asked = await _asked(door, act, act.about)
    how = How(_marks(act.given), act.given.get(COMMENT, ""))
    if not await add(door.office, asked.case.id, how, now=door.now(), at=asked.solving.round):
        raise Refused(not_asked(asked.solving))
    await reply.ack()


async def _asked(door: Door, act: Act, value: str) -> Asked:
    """Raises: Refused, for a case that is not known, and for anybody else than its customer."""
    number, _, round_ = value.partition(":")
    async with door.office.store.read() as work:
        case = await work.complaints.find(int(number)) if number.isdecimal() and round_.isdecimal() else None
        if case is None or case.customer_id is None:
            raise Refused(refusal(SOURCE, "unknown"))
        customer = await work.customers.get(case.customer_id)
        if act.user != customer.slack_user:
            raise Refused(refusal(customer.language, "not_yours"))
        solving = await solving_of(door.office, work, case, customer, int(round_))
        return Asked(case, solving, await work.closures.of_round(case.id, solving.round))


def _marks(given: Mapping[str, str]) -> Mapping[str, int]:
    """Raises: Refused, for what is no mark; only a form that is not ours can hold it."""
    told = {aspect: given[aspect] for aspect in ASPECTS if given.get(aspect)}
    if wrong := [aspect for aspect, mark in told.items() if mark not in map(str, SCALE)]:
        raise Refused(refusal(SOURCE, "nothing"), wrong[0])
    return {aspect: int(mark) for aspect, mark in told.items()}
