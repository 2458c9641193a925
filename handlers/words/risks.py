"""The card of a risk in Slack, its forms, and the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.words import dialogs
from handlers.words.blocks import Block, button, buttons, cut, escaped, paragraph, person, quoted, written
from handlers.words.cards import LONGEST_HEADER, LONGEST_NOTICE, row
from surveys.action import Action
from surveys.action import plain as plain_state
from surveys.risk import HIGHEST, Risk, State, Weight

ACCEPT, REJECT, REWEIGH, ACT, END = "risk_accept", "risk_reject", "risk_weigh", "risk_action", "risk_close"

LABELS = {
    ACCEPT: "Accept...",
    REJECT: "Reject...",
    REWEIGH: "Change its weight...",
    ACT: "Decide an action...",
    END: "No risk any more...",
}
OFFERED: dict[State, tuple[str, ...]] = {
    State.CANDIDATE: (ACCEPT, REJECT),
    State.ACCEPTED: (ACT, REWEIGH, END),
}
"""The buttons of a card in each state; the first stands out."""

LIKELIHOOD, SEVERITY, OWNER, REASON = "likelihood", "severity", "owner", "reason"
LIKELY = ("less than once a year", "once a year", "once a quarter", "once a month", "every week")
GRAVE = ("hardly noticed", "annoying", "the order is of no use", "a customer stands still", "danger or damage")


@dataclass(frozen=True)
class Card:
    """One risk with what belongs to it; `owner` and `decider` are Slack users."""

    risk: Risk
    owner: str = ""
    decider: str = ""
    actions: Sequence[Action] = ()


def card(shown: Card) -> dict[str, Any]:
    """`text` and `blocks` of the post."""
    risk = shown.risk
    title = f"{risk.name}, {_state(risk)}: {risk.weight.words}"
    return {
        "text": escaped(f"{title}. {risk.words}", LONGEST_NOTICE),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": cut(title, LONGEST_HEADER)}},
            quoted(risk.words),
            paragraph(list(_facts(shown))),
            *_buttons(risk),
        ],
    }


def register(title: str, found: Sequence[Card]) -> list[Block]:
    """A heading, and two lines for each risk."""
    rows = [paragraph([_line(one), [written(cut(" ".join(one.risk.words.split()), 160))]]) for one in found]
    return [paragraph([[written(title, bold=True)]]), *rows]


def accept_form(risk: Risk) -> dict[str, Any]:
    fields = [*_weighing(risk.weight), dialogs.person(OWNER, "Who looks after it?")]
    return dialogs.form(ACCEPT, f"Accept {risk.name}", "Accept", fields, str(risk.id))


def weigh_form(risk: Risk) -> dict[str, Any]:
    why = dialogs.text(REASON, "What has changed?", most=500, hint="A case, an action, something seen.")
    return dialogs.form(REWEIGH, f"Weight of {risk.name}", "Keep", [*_weighing(risk.weight), why], str(risk.id))


def end_form(risk: Risk, name: str) -> dict[str, Any]:
    title = f"Reject {risk.name}" if name == REJECT else f"Close {risk.name}"
    return dialogs.form(name, title, "Keep", [dialogs.text(REASON, "Why?", most=500)], str(risk.id))


def _weighing(weight: Weight) -> list[Block]:
    levels = range(1, HIGHEST + 1)
    likely = [(str(at), f"{at}: {LIKELY[at - 1]}") for at in levels]
    grave = [(str(at), f"{at}: {GRAVE[at - 1]}") for at in levels]
    return [
        dialogs.menu(LIKELIHOOD, "How often does it happen?", likely, chosen=str(weight.likelihood)),
        dialogs.menu(SEVERITY, "How bad is it then?", grave, chosen=str(weight.severity)),
    ]


def _line(shown: Card) -> list[Block]:
    owner = [written(", "), person(shown.owner)] if shown.owner else []
    return [written(shown.risk.name, bold=True), written(f" {_state(shown.risk)}, {shown.risk.weight.words}"), *owner]


def _facts(shown: Card) -> Iterator[Sequence[Block]]:
    risk = shown.risk
    yield row("Because of", written(cut(risk.cause or "somebody saw it", 500)))
    if risk.inherent_likelihood and risk.inherent_severity:
        yield row("As it was accepted", written(Weight(risk.inherent_likelihood, risk.inherent_severity).words))
    if shown.owner:
        yield row("Owner", person(shown.owner))
    for action in shown.actions:
        yield row("Action", written(cut(f"{action.name}, {plain_state(action.state)}: {action.words}", 200)))
    if shown.decider:
        yield row("Decided by", person(shown.decider))
    if risk.reason:
        yield row("Why", written(cut(risk.reason, 500)))


def _buttons(risk: Risk) -> list[Block]:
    names = OFFERED.get(risk.state, ())
    made = [button(name, LABELS[name], str(risk.id), style="primary" if name == names[0] else "") for name in names]
    return [buttons(*made)] if made else []


def _state(risk: Risk) -> str:
    return "proposed" if risk.state is State.CANDIDATE else str(risk.state)
