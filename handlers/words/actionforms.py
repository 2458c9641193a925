"""The forms in Slack by which an action is agreed, reported as done, dropped and judged."""

from typing import Any

from handlers.words import dialogs
from handlers.words.actions import DONE, DROP, KINDS, PLAN, VERIFY
from handlers.words.blocks import Block
from surveys.action import RESULTS, Action, Aim, State, plain
from surveys.action import WEEKS as WEEKS_WAITED
from surveys.effect import MEASURES

WORDS, KIND, OWNER, DUE = "words", "kind", "owner", "due"
MEASURE, AIM, TARGET, CAUSE, WEEKS = "measure", "aim", "target", "cause", "weeks"
RESULT, REASON = "result", "reason"

AIMS = ((Aim.BETTER, "It is better than was usual before"), (Aim.TARGET, "It reaches the target below"))


def plan_form(action: Action, owner: str) -> dict[str, Any]:
    """Owner, day and criterion of a proposed action; once it has begun they stay as they are."""
    return dialogs.form(PLAN, f"Agree on {action.name}", "Agree", planned(action, owner), str(action.id))


def planned(action: Action | None = None, owner: str = "") -> list[Block]:
    """What has to be known before an action begins, filled with what is known."""
    target = str(action.target) if action and action.target is not None else ""
    weeks = str(action.weeks if action else WEEKS_WAITED)
    return [
        dialogs.text(WORDS, "What is to be done?", value=action.words if action else "", most=1000),
        dialogs.choice(KIND, "What kind is it?", tuple(KINDS.items()), chosen=action.kind if action else ""),
        dialogs.text(CAUSE, "What is the cause?", optional=True, value=action.cause if action else "", most=500),
        dialogs.person(OWNER, "Who does it?", chosen=owner),
        dialogs.day(DUE, "By when?", chosen=action.due_on.isoformat() if action and action.due_on else ""),
        dialogs.menu(
            MEASURE, "By which measure will you see its effect?", tuple(MEASURES.items()),
            chosen=action.measure if action else "", hint="Fixed now: once it has begun it cannot be changed.",
        ),
        dialogs.choice(AIM, "When has it worked?", AIMS, chosen=action.aim if action else Aim.BETTER),
        dialogs.line(
            TARGET, "Target", optional=True, value=target, most=4,
            hint="A whole number: per cent, or complaints per 1000 deliveries.",
        ),
        dialogs.line(WEEKS, "Looked at after how many weeks?", value=weeks, most=2),
    ]  # fmt: skip


def done_form(action: Action) -> dict[str, Any]:
    return dialogs.form(DONE, f"{action.name} is done", "Keep", [dialogs.text(REASON, "What was done?", most=1000)],
                        str(action.id))  # fmt: skip


def drop_form(action: Action) -> dict[str, Any]:
    return dialogs.form(DROP, f"{action.name} is not done", "Close it", [dialogs.text(REASON, "Why not?", most=1000)],
                        str(action.id))  # fmt: skip


def verify_form(action: Action) -> dict[str, Any]:
    """What the figures say is told and not chosen: somebody judges."""
    said = f"The figures say {plain(State(action.proposal))}" if action.proposal else "The figures say too little"
    options = [(one.value, plain(one).capitalize()) for one in RESULTS]
    fields = [
        dialogs.choice(RESULT, "What came of it?", options, hint=f"{said}: {action.finding}"),
        dialogs.text(REASON, "Why do you judge it so?", optional=bool(action.proposal), most=1000,
                     hint="Needed where you judge otherwise than the figures."),
    ]  # fmt: skip
    return dialogs.form(VERIFY, f"Judge {action.name}", "Judge", fields, str(action.id))
