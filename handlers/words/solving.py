"""What a customer is asked in Slack when their case was answered: is it solved, and how was it looked after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.words import dialogs
from handlers.words.blocks import LONGEST_TEXT, Block, button, buttons, escaped, paragraph, quoted, small, written
from handlers.words.phrases import line, phrases
from surveys.closure import ASPECTS, SCALE

SOLVED, UNSOLVED, MORE, FORM = "solved", "unsolved", "solved_more", "closure"
"""What can be pressed, and the form, as the Slack door hears of them."""

COMMENT = "comment"
LONGEST_COMMENT = 3000

Post = dict[str, Any]
"""`text` and `blocks` of a message."""


@dataclass(frozen=True)
class Solving:
    """Whose case it is. `about` is the case's id, and `round` how often it was reopened: both come back with whatever
    is pressed, so that an old message asks about nothing any more. Without an `order` it is about none.
    """

    language: str
    organisation: str
    number: str
    order: str
    about: int
    round: int

    @property
    def value(self) -> str:
        return f"{self.about}:{self.round}"


def is_it_solved(solving: Solving, answer: str) -> Post:
    """Our answer as the letter has it, and two buttons."""
    t = _phrases(solving)
    blocks = [
        paragraph([[written(t["question"], bold=True)], [written(_lead(solving))]]),
        *([quoted(answer)] if answer.strip() else []),
        small(t["who_reads"]),
        buttons(
            button(SOLVED, t["yes"], solving.value, style="primary"),
            button(UNSOLVED, t["no"], solving.value),
        ),
    ]
    return {"text": escaped(f"{t['question']} {_lead(solving)}", LONGEST_TEXT), "blocks": blocks}


def said(solving: Solving, *, solved: bool) -> Post:
    """What happens now; who said yes may still come back to it."""
    t = _phrases(solving)
    lead = t["solved_lead" if solved else "open_lead"]
    back = [button(UNSOLVED, t["no"], solving.value)] if solved else []
    blocks = [
        paragraph([[written(t["thanks"], bold=True)], [written(lead)]]),
        buttons(button(MORE, _slack(solving)["more"], solving.value), *back),
    ]
    return {"text": escaped(f"{t['thanks']}. {lead}", LONGEST_TEXT), "blocks": blocks}


def closure_form(solving: Solving, marks: Mapping[str, int], words: str) -> dict[str, Any]:
    """How satisfied the customer is with the way they were looked after; every field may be left open."""
    t, slack = _phrases(solving), _slack(solving)
    points = [(str(mark), _point(t, mark)) for mark in SCALE]
    fields: list[Block] = [
        dialogs.choice(one, t[one], points, optional=True, chosen=str(marks.get(one, ""))) for one in ASPECTS
    ]
    comment = dialogs.text(COMMENT, t["comment"], optional=True, value=words, most=LONGEST_COMMENT)
    lead = paragraph([[written(_lead(solving))], [written(t["stem"])]])
    blocks = [lead, *fields, comment, small(t["who_reads"])]
    return dialogs.form(FORM, slack["form"], slack["send"], blocks, solving.value, close=slack["cancel"])


def not_asked(solving: Solving) -> str:
    """Nobody asks: the case is looked after still, or again."""
    return _phrases(solving)["still_lead"]


def _point(t: Mapping[str, str], mark: int) -> str:
    """`1 very dissatisfied`: the ends are named."""
    named = {SCALE[0]: t["low"], SCALE[-1]: t["high"]}
    return f"{mark} {named.get(mark, '')}".strip()


def _lead(solving: Solving) -> str:
    return _phrases(solving)["lead" if solving.order else "lead_general"]


def _phrases(solving: Solving) -> dict[str, str]:
    names = {"organisation": line(solving.organisation), "number": solving.number, "order": line(solving.order)}
    return phrases(solving.language, "closing", **names)


def _slack(solving: Solving) -> dict[str, str]:
    return phrases(solving.language, "slack", organisation=line(solving.organisation))
