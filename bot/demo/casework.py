"""How cases are investigated in the demo: what clerks do when one moves, and what customers answer to its letters."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.acts import Act, Expected, Mail
from bot.demo.doing import CASE, ORDER, Doing, at_desk, found
from bot.demo.gestures import Press
from bot.demo.replies import Letter, Sheet, reply
from bot.demo.staff import BEN, COMPLAINTS_CHANNEL, MARA
from bot.demo.workspace.records import Message
from surveys.closure import ASPECTS

ASSESSED, TAKEN_ON, GOES_ON, BACK = "assessed", "under investigation", "under investigation:", "reopened"
"""How the entries in a case's thread begin."""

PROBLEMS = ("not_as_ordered", "defect", "short_or_damaged", "late")
CAUSES = ("carrier", "method", "order_entry", "supplier", "communication", "capacity_planning")


def clerks(seed: int, about: str) -> tuple[str, str]:
    """Who looks after a case, and who does if it comes back; `about` is its order: numbers go by who came first."""
    first, second = Random(f"{seed}/{about}/clerks").sample((MARA, BEN), 2)
    return first, second


def assessment(seed: int, about: str, owner: str) -> Mapping[str, str]:
    dice = Random(f"{seed}/{about}/assess")
    severity = dice.choices(("s1", "s2", "s3"), (6, 44, 50))[0]
    safety = "yes" if severity == "s1" else "no"
    return {"severity": severity, "problem": dice.choice(PROBLEMS), "safety": safety, "owner": owner}


def on_entry(
    seed: int, card: Message, thread: Sequence[str], now: datetime, *, zone: ZoneInfo, language: str
) -> Iterator[Doing]:
    """What a clerk does when the newest entry in the thread of a card says that a case has moved."""
    about, newest = found(ORDER, card.text) or found(CASE, card.text), thread[-1]
    back = len({text for text in thread if text.startswith(BACK)})
    owner = clerks(seed, about)[back % 2]
    dice = Random(f"{seed}/{about}/{newest}/{back}")

    def does(what: str, hours: float, values: Mapping[str, str] | None = None) -> Doing:
        when = at_desk(now + timedelta(hours=hours, minutes=dice.randrange(50)), zone)
        otherwise = {**values, "how": "person"} if values and "how" in values else None
        press = Press(owner, COMPLAINTS_CHANNEL, card.ts, what, values, otherwise=otherwise)
        return Doing(when, f"{about}/{what}/{newest}/{back}", press)

    if newest.startswith(BACK):
        yield does("assign", 1, {"owner": owner})
        yield does("take_on", 2)
    elif newest.startswith(ASSESSED):
        yield does("take_on", 1)
    elif newest.startswith(TAKEN_ON):
        first_look = not newest.startswith(GOES_ON) and not back
        if first_look and dice.random() < 0.4:
            yield does("ask", 3, {"words": words(language)["question"], "how": "mail"})
        else:
            yield does("respond", 5, _answer(dice, language))


def on_letter(seed: int, letter: Letter, now: datetime) -> Iterator[Act]:
    """What a customer writes back to a letter about their case; some say nothing more."""
    dice = Random(f"{seed}/{letter.order.order}/{letter.subject[:10]}/{letter.date:%Y-%m-%d}")
    if letter.asks_if_solved and letter.person.slack_user:
        yield from _in_slack(dice, letter)
        return
    said = words(letter.person.language)
    if said["question"] in " ".join(letter.text.split()):
        heard = dice.choices((dice.choice(said["detail"]), ""), (85, 15))[0]
    elif letter.asks_if_solved:
        heard = dice.choices((dice.choice(said["yes"]), dice.choice(said["no"]), ""), (58, 28, 14))[0]
    else:
        return
    if heard:
        after = timedelta(minutes=dice.randrange(20, 1500))
        key = f"{letter.order.order}/about {letter.date:%Y-%m-%d}/answer"
        sheet = Sheet(letter, f"{seed}/{key}", now + after, dice)
        yield Act(
            after, key, Mail(reply(sheet, heard, close=False)), Expected("case", "mail", case=letter.case, said=heard)
        )


def _in_slack(dice: Random, letter: Letter) -> Iterator[Act]:
    """Whoever is asked in Slack too answers there: with one press, and mostly a form that says how it went."""
    if not letter.ts or dice.random() < 0.1:
        return
    solved = dice.random() < 0.7
    after, user = timedelta(minutes=dice.randrange(5, 600)), letter.person.slack_user
    key = f"{letter.order.order}/solved {letter.date:%Y-%m-%d}"
    button, said = ("solved", "It is solved.") if solved else ("unsolved", "It is not solved.")
    press = Press(user, letter.channel, letter.ts, button)
    yield Act(after, f"{key}/pressed", press, Expected("case", "slack", case=letter.case, said=said))
    if dice.random() < 0.6:
        marks = {aspect: dice.choice("45" if solved else "23") for aspect in ASPECTS}
        form = Press(user, letter.channel, letter.ts, "solved_more", marks)
        told = ", ".join(f"{aspect} {mark}" for aspect, mark in marks.items())
        expected = Expected("case", "slack", case=letter.case, said=f"{said} {told}")
        yield Act(after + timedelta(minutes=2), f"{key}/said", form, expected)


def _answer(dice: Random, language: str) -> Mapping[str, str]:
    return {
        "cause": dice.choice(CAUSES),
        "decision": dice.choices(("upheld", "partly_upheld", "not_upheld"), (6, 3, 1))[0],
        "remedy": dice.choice(_data()["remedies"]),
        "open": dice.choice(("yes", "no")),
        "words": words(language)["response"],
        "how": "mail",
    }


def words(language: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = _data()[language]
    return told


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("bot.demo").joinpath("casework.toml").read_text("utf-8"))
