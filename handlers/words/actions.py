"""The card of an action in Slack, and what its owner is told: what is done, by whom and when, and how it is judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from handlers.words.cards import LONGEST_HEADER, LONGEST_NOTICE, row
from surveys.action import OVER, Action, Kind, State, plain
from surveys.effect import aimed

PLAN, BEGIN, DONE, DROP, VERIFY = "action_plan", "action_begin", "action_done", "action_drop", "action_verify"

LABELS = {
    PLAN: "Agree to it...",
    BEGIN: "I begin",
    DONE: "It is done...",
    VERIFY: "Judge the effect...",
    DROP: "Not done...",
}

OFFERED: dict[State, tuple[str, ...]] = {
    State.PROPOSED: (PLAN, DROP),
    State.AGREED: (BEGIN, PLAN, DROP),
    State.IN_PROGRESS: (DONE, DROP),
    State.VERIFYING: (VERIFY,),
}
"""The buttons of a card in each state; the first stands out."""

KINDS = {
    Kind.CORRECTION: "Correction: it puts right what went wrong",
    Kind.CORRECTIVE: "Corrective action: it takes away the cause",
    Kind.IMPROVEMENT: "Improvement: nothing went wrong, it shall go better",
}
LONGEST_LINE = 160


@dataclass(frozen=True)
class Card:
    """One action with what belongs to it. `owner`, `proposer` and `verifier` are Slack users; `origin` is a name."""

    action: Action
    zone: ZoneInfo
    origin: str = ""
    owner: str = ""
    proposer: str = ""
    verifier: str = ""


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    action = shown.action
    return {
        "text": escaped(f"{_title(action)}: {action.words}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(_title(action), LONGEST_HEADER)}},
            quoted(action.words),
            paragraph(list(_facts(shown))),
            *_buttons(action),
        ],
    }


def given_post(action: Action) -> dict[str, Any]:
    """What its owner is told once it is agreed, with what they press."""
    head = f"You own {action.name}, to be done by {action.due_on:%a %d %b %Y}:"
    about = str(action.id)
    return {
        "text": escaped(f"{head} {action.words}", LONGEST_NOTICE),
        "blocks": [
            paragraph([[written(head, bold=True)]]),
            quoted(action.words),
            paragraph([[written(f"It has worked when: {aimed(action)}. Somebody else judges that.")]]),
            buttons(button(BEGIN, LABELS[BEGIN], about, style="primary"), button(DONE, LABELS[DONE], about)),
        ],
    }


def late_post(action: Action) -> dict[str, Any]:
    head = f"{action.name} was to be done by {action.due_on:%a %d %b %Y}:"
    return {
        "text": escaped(f"{head} {action.words}", LONGEST_NOTICE),
        "blocks": [paragraph([[written(head, bold=True)]]), quoted(action.words)],
    }


def action_list(title: str, found: Sequence[Card]) -> list[Block]:
    """A heading, and two lines for each action."""
    rows = [paragraph([_line(one), [written(cut(" ".join(one.action.words.split()), LONGEST_LINE))]]) for one in found]
    return [paragraph([[written(title, bold=True)]]), *rows]


def _line(shown: Card) -> list[Block]:
    action = shown.action
    by = f", by {action.due_on:%d %b}" if action.due_on and action.state not in OVER else ""
    owner = [written(", "), person(shown.owner)] if shown.owner else []
    return [written(action.name, bold=True), written(f" {plain(action.state)}{by}"), *owner]


def _title(action: Action) -> str:
    return f"{action.name}, {plain(action.state)}"


def _facts(shown: Card) -> Iterator[Sequence[Block]]:
    action = shown.action
    if shown.origin:
        yield row("Because of", written(shown.origin))
    yield row("Kind", written(KINDS[action.kind].partition(":")[0]))
    if action.cause:
        yield row("Cause", written(cut(action.cause, 500)))
    if shown.owner:
        yield row("Owner", person(shown.owner))
    elif shown.proposer:
        yield row("Proposed by", person(shown.proposer))
    if action.due_on:
        yield row("Done by", written(f"{action.due_on:%a %d %b %Y}"))
    if action.measure:
        yield row("Has worked when", written(aimed(action)))
    yield from _outcome(shown)


def _outcome(shown: Card) -> Iterator[Sequence[Block]]:
    action = shown.action
    if action.implemented_at:
        yield row("Done", written(_local(shown, action.implemented_at)))
    if action.state is State.IMPLEMENTED and action.verify_at:
        once_more = ", once more" if action.extended else ""
        yield row("Effect", written(f"looked at on {action.verify_at.astimezone(shown.zone):%a %d %b %Y}{once_more}"))
    if action.finding:
        said = f"{plain(State(action.proposal))}: " if action.proposal else "too little is known: "
        yield row("The figures say", written(f"{said}{action.finding}"))
    if action.closed_at:
        why = f": {cut(action.result, 500)}" if action.result else ""
        who = [person(shown.verifier), written(", ")] if shown.verifier else []
        judged = written(f"{plain(action.state)}, {_local(shown, action.closed_at)}{why}")
        yield [written("Judged" if shown.verifier else "Closed", bold=True), written("  "), *who, judged]


def _buttons(action: Action) -> list[Block]:
    names = OFFERED.get(action.state, ())
    about = str(action.id)
    labels = LABELS if action.state is State.PROPOSED else LABELS | {PLAN: "Change..."}
    made = [button(name, labels[name], about, style="primary" if name == names[0] else "") for name in names]
    return [buttons(*made)] if made else []


def _local(shown: Card, when: datetime) -> str:
    return f"{when.astimezone(shown.zone):%a %d %b %Y, %H:%M}"
