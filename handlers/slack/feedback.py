"""`/feedback`: how things stand, what became of an order, the digest and actions, to the person who asks."""

import re
from collections.abc import Awaitable, Callable

from handlers.consequences import consequences
from handlers.slack.actions import listed, proposed
from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.meetings import listed as meetings
from handlers.slack.rights import Right
from handlers.standing import status as standing
from handlers.steps.digesting import current, posted
from handlers.tracing import trace
from handlers.words.blocks import Block, columns, digest_words, escaped, small
from handlers.words.standing import consequence_lines, status_lines, trace_lines
from surveys.workdays import Week

MOST_BLOCKS = 20
ACTION = "action"
CASE = re.compile(r"c-?(\d{1,9})", re.IGNORECASE)

HELP = """\
status            what waits, what was left out, what a person has to look at
why ORDER         what became of an order: asked or not, why, answered, complained about
trace C-3         what changed because of a case: risk, action, and whether it worked
digest [WEEK]     what customers experienced in a week like 2026-W47; else in the last complete one
actions [A-3]     what is being done so that it goes better, and what came of it
action [C-3] ...  propose what should be done, because of a case or not
evidence meetings [2026-Q4]   who took part in which meeting
help              these lines"""


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """The words after the command choose what is shown; only `action` keeps something."""
    word, _, rest = act.value.partition(" ")
    word = word.lower() or "help"
    if word not in EVERY:
        raise Refused(f"'{escaped(word, 80)}' is no word of this command. There are:\n{HELP}")
    if word != "help":
        await door.rights.staff_only(act.user)
    if word in ("why", "trace"):
        await door.rights.may(act.user, Right.SEE)
    if word == ACTION:
        await door.rights.may(act.user, Right.LOG)
        await reply.ack(escaped(await proposed(door, act, rest.strip()), 200))
        return
    await reply.ack(f"{act.action} {word}", blocks=await WORDS[word](door, rest.strip()))


async def _status(door: Door, _rest: str) -> list[Block]:
    return [columns(status_lines(await standing(door.office, door.now())))]


async def _why(door: Door, order: str) -> list[Block]:
    if not order:
        raise Refused("Which order? Write: why ORDER")
    found = await trace(door.office, order)
    if not found:
        raise Refused(f"No delivery of order '{escaped(order, 80)}' is known.")
    return [columns(trace_lines(one, door.office.zone)) for one in found][:MOST_BLOCKS]


async def _trace(door: Door, case: str) -> list[Block]:
    name = CASE.fullmatch(case)
    if not name:
        raise Refused("Which case? Write: trace C-12")
    found = await consequences(door.office, int(name[1]))
    if found is None:
        raise Refused(f"There is no case C-{name[1]}.")
    return [columns(consequence_lines(found, door.office.zone))]


async def _digest(door: Door, week: str) -> list[Block]:
    wanted = _week(door, week)
    frozen = await posted(door.office, wanted)
    shown = digest_words(frozen or await current(door.office, wanted, door.now()))
    return [shown] if frozen else [shown, small("Not posted: the figures as they stand now.")]


def _week(door: Door, week: str) -> Week:
    try:
        return Week.parse(week.upper()) if week else Week.of(door.now(), door.office.zone).shift(-1)
    except ValueError as why:
        raise Refused(escaped(str(why), 200)) from why


async def _evidence(door: Door, rest: str) -> list[Block]:
    what, _, quarter = rest.partition(" ")
    if what != "meetings":
        raise Refused("Write: evidence meetings 2026-Q4")
    return await meetings(door, quarter.strip())


async def _help(_door: Door, _rest: str) -> list[Block]:
    return [columns(HELP.splitlines())]


WORDS: dict[str, Callable[[Door, str], Awaitable[list[Block]]]] = {
    "status": _status,
    "why": _why,
    "trace": _trace,
    "digest": _digest,
    "actions": listed,
    "evidence": _evidence,
    "help": _help,
}
EVERY = (*WORDS, ACTION)
