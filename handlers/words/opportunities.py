"""The card of an opportunity in Slack, its forms, and the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.words import dialogs
from handlers.words.actionforms import planned
from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from handlers.words.cards import LONGEST_HEADER, LONGEST_NOTICE, row
from surveys.action import Action
from surveys.action import plain as plain_state
from surveys.opportunity import Opportunity, State

PURSUE, REJECT = "chance_pursue", "chance_reject"
BENEFIT, EFFORT, REASON = "benefit", "effort", "reason"
BENEFITS = ("hardly any", "a little", "some", "much", "very much")
EFFORTS = ("an hour", "a day", "a week", "a month", "more")


@dataclass(frozen=True)
class Card:
    """One opportunity with what pursues it; `decider` is a Slack user."""

    found: Opportunity
    decider: str = ""
    actions: Sequence[Action] = ()


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    found = shown.found
    title = f"{found.name}, opportunity, {_state(found)}"
    press = buttons(
        button(PURSUE, "Pursue it...", str(found.id), style="primary"), button(REJECT, "Reject...", str(found.id))
    )
    return {
        "text": escaped(f"{title}: {found.words}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(title, LONGEST_HEADER)}},
            quoted(found.words),
            paragraph(list(_facts(shown))),
            *([press] if found.state is State.CANDIDATE else []),
        ],
    }


def register(title: str, found: Sequence[Opportunity]) -> list[Block]:
    """A heading, and a line for each."""
    rows = [[written(one.name, bold=True), written(f" {_state(one)}: {cut(one.words, 160)}")] for one in found]
    return [paragraph([[written(title, bold=True)], *rows])]


def pursue_form(found: Opportunity) -> dict[str, Any]:
    gain = [(str(at), f"{at}: {words}") for at, words in enumerate(BENEFITS, 1)]
    cost = [(str(at), f"{at}: {words}") for at, words in enumerate(EFFORTS, 1)]
    fields = [
        dialogs.menu(BENEFIT, "How much would it bring?", gain),
        dialogs.menu(EFFORT, "What does it take?", cost),
        *planned(),
    ]
    return dialogs.form(PURSUE, f"Pursue {found.name}", "Decide", fields, str(found.id))


def reject_form(found: Opportunity) -> dict[str, Any]:
    why = dialogs.text(REASON, "Why is nothing made of it?", most=500)
    return dialogs.form(REJECT, f"Reject {found.name}", "Keep", [why], str(found.id))


def _facts(shown: Card) -> Iterator[Sequence[Block]]:
    found = shown.found
    yield row("Because of", written(cut(found.cause or "somebody saw it", 500)))
    if found.benefit and found.effort:
        yield row("Benefit and effort", written(f"{found.benefit} and {found.effort} of 5"))
    for action in shown.actions:
        yield row("Action", written(cut(f"{action.name}, {plain_state(action.state)}: {action.words}", 200)))
    if shown.decider:
        yield row("Decided by", person(shown.decider))
    if found.reason:
        yield row("Why", written(cut(found.reason, 500)))


def _state(found: Opportunity) -> str:
    return "proposed" if found.state is State.CANDIDATE else str(found.state)
