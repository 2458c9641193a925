"""Actions in Slack: proposed by the staff, agreed by leaders, done by their owner, judged by somebody else."""

import re
from collections.abc import Mapping
from datetime import date

from handlers.actionload import listed_actions, one_action
from handlers.slack.acts import Act
from handlers.slack.complaints import by, may_own, refusing
from handlers.slack.door import Door, Refused, Reply
from handlers.steps.carding import slack_user
from handlers.steps.improving.advancing import advance
from handlers.steps.improving.proposing import Origin, Plan, agree, propose
from handlers.words import actionforms as forms
from handlers.words.actions import action_list, card
from handlers.words.blocks import Block, escaped
from surveys.action import WEEKS, Action, Aim, Kind, State, check, check_plannable

CASE = re.compile(r"c-?(\d{1,9})\b[\s:,]*", re.IGNORECASE)
NAME = re.compile(r"a-?(\d{1,9})", re.IGNORECASE)


async def listed(door: Door, rest: str) -> list[Block]:
    """`actions` lists them, `actions A-3` shows one."""
    if rest and (name := NAME.fullmatch(rest)):
        shown = await one_action(door.office, int(name[1]))
        if shown is None:
            raise Refused(f"There is no action A-{name[1]}.")
        blocks: list[Block] = card(shown)["blocks"]
        return blocks
    waiting, closed = await listed_actions(door.office, door.now())
    told = action_list("Open actions" if waiting else "No action is open.", waiting)
    return [*told, *(action_list("Closed in the last 13 weeks", closed) if closed else [])]


async def proposed(door: Door, act: Act, words: str) -> str:
    """`action [C-12] WORDS` is kept at once; a leader agrees to it on its card. Returns what the person is told."""
    case = CASE.match(words)
    said = words[case.end() :] if case else words
    if not said.strip():
        raise Refused("What should be done? Write: action [C-12] WORDS")
    origin = Origin(complaint_id=await _case(door, int(case[1])) if case else None)
    action = await propose(door.office, said, origin, **by(door, act))
    return f"{action.name} is proposed; a leader agrees to it on its card."


async def planning(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    await reply.ack()
    async with door.office.store.read() as work:
        action = await work.actions.get(int(act.value))
        owner = await slack_user(work, action.owner_id)
    with refusing(act):
        check_plannable(action)
    await door.open(act, forms.plan_form(action, owner))


async def planned(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    plan = await read_plan(door, act)
    with refusing(act, forms.DUE):
        await agree(door.office, int(act.about), plan, **by(door, act))
    await reply.ack()


async def begun(door: Door, act: Act, reply: Reply) -> None:
    """Its owner presses: nothing is asked."""
    await door.rights.staff_only(act.user)
    with refusing(act):
        await advance(door.office, int(act.value), State.IN_PROGRESS, **by(door, act))
    await reply.ack()


async def finishing(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await door.open(act, forms.done_form(await _wanted(door, act, reply, State.IMPLEMENTED)))


async def finished(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await _advanced(door, act, reply, State.IMPLEMENTED)


async def dropping(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    await door.open(act, forms.drop_form(await _wanted(door, act, reply, State.CANCELLED)))


async def dropped(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    await _advanced(door, act, reply, State.CANCELLED)


async def verifying(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await door.open(act, forms.verify_form(await _wanted(door, act, reply, State.EFFECTIVE)))


async def verified(door: Door, act: Act, reply: Reply) -> None:
    """Whoever does not own it says what came of it."""
    await door.rights.staff_only(act.user)
    await _advanced(door, act, reply, State(act.given[forms.RESULT]))


async def read_plan(door: Door, act: Act) -> Plan:
    """What a form says of an action. Raises: Refused, where somebody cannot own it or the target is no number."""
    given = act.given
    await may_own(door, given[forms.OWNER])
    target, weeks = _number(given, forms.TARGET, 95), _number(given, forms.WEEKS, 8)
    due = given.get(forms.DUE, "")
    return Plan(
        words=given[forms.WORDS],
        kind=Kind(given[forms.KIND]),
        owner=given[forms.OWNER],
        due_on=date.fromisoformat(due) if due else None,
        measure=given[forms.MEASURE],
        aim=Aim(given[forms.AIM]),
        target=target,
        weeks=weeks or WEEKS,
        cause=given.get(forms.CAUSE, ""),
    )


def _number(given: Mapping[str, str], field: str, like: int) -> int | None:
    """A whole number that somebody may have written. Raises: Refused."""
    written = given.get(field, "").strip()
    if written and not (written.isascii() and written.isdigit()):
        raise Refused(f"Write a whole number, like {like}.", field)
    return int(written) if written else None


async def _advanced(door: Door, act: Act, reply: Reply, target: State) -> None:
    with refusing(act, forms.REASON):
        await advance(door.office, int(act.about), target, act.given.get(forms.REASON, ""), **by(door, act))
    await reply.ack()


async def _wanted(door: Door, act: Act, reply: Reply, target: State) -> Action:
    """The action of a pressed button; it may have moved on since the card was drawn."""
    await reply.ack()
    async with door.office.store.read() as work:
        action = await work.actions.get(int(act.value))
    with refusing(act):
        check(action, target)
    return action


async def _case(door: Door, number: int) -> int:
    async with door.office.store.read() as work:
        case = await work.complaints.by_number(number)
    if case is None:
        raise Refused(escaped(f"There is no case C-{number}.", 80))
    return case.id
