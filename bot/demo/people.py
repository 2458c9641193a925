"""Who is asked in the demo: invented people of invented companies, each with a habit and a mood."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random


class Temper(StrEnum):
    """What somebody usually does with a survey, or what happens to it on the way."""

    CONTENT = "content"
    CRITICAL = "critical"
    ANGRY = "angry"
    SILENT = "silent"
    AWAY = "away"  # out of office, mostly
    GONE = "gone"  # the address does not exist: refused at RCPT
    VANISHED = "vanished"  # accepted, then a delivery report comes back
    SCANNED = "scanned"  # a scanner opens every link before the person sees the mail
    QUITTER = "quitter"  # wants no more surveys after a while


Marks = Mapping[str, int | None]
QUESTIONS = ("overall", "accuracy", "on_time", "responsiveness", "complaint_handling")


@dataclass(frozen=True)
class Account:
    """A company: all its people share domain and language. `owner` looks after it at Harbor Parts.

    With `slack` its people are asked there, over a channel that both companies share.
    """

    name: str
    domain: str
    language: str
    region: str
    owner: str
    scanned: bool = False
    slack: bool = False
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    language: str
    account: str
    temper: Temper
    slack_user: str = ""


RARE = Counter(
    {
        Temper.CRITICAL: 8,
        Temper.ANGRY: 5,
        Temper.SILENT: 9,
        Temper.AWAY: 5,
        Temper.GONE: 7,
        Temper.VANISHED: 7,
        Temper.QUITTER: 5,
    }
)
"""How many people have each habit; everybody else is content."""


def people(seed: int) -> tuple[Person, ...]:
    """Everybody, in the order of their accounts; the seed deals out the habits."""
    dealt = _dealt(seed)
    return tuple(
        _in_slack(person) if account.slack else person
        for account in accounts().values()
        for person in _people(account, dealt)
    )


def _people(account: Account, dealt: Iterator[Temper]) -> Iterator[Person]:
    for local, name in account.people.items():
        temper = Temper.SCANNED if account.scanned else next(dealt)
        yield Person(f"{local}@{account.domain}", name, account.language, account.name, temper)


def _in_slack(person: Person) -> Person:
    """Asked in Slack, where nobody is out of office and every address exists."""
    local = person.email.partition("@")[0].replace(".", "").upper()
    reached = person.temper not in {Temper.AWAY, Temper.GONE, Temper.VANISHED}
    return replace(person, slack_user=f"U0{local[:16]}", temper=person.temper if reached else Temper.CONTENT)


def refused_at_rcpt(seed: int) -> frozenset[str]:
    """The addresses that their mail server refuses (550 5.1.1)."""
    return frozenset(person.email for person in people(seed) if person.temper is Temper.GONE)


@cache
def accounts() -> Mapping[str, Account]:
    """The companies by name."""
    data = tomllib.loads(files("bot.demo").joinpath("people.toml").read_text("utf-8"))
    return {account["name"]: Account(**account) for account in data["accounts"]}


def _dealt(seed: int) -> Iterator[Temper]:
    open_places = sum(len(account.people) for account in accounts().values() if not account.scanned)
    tempers = list(RARE.elements())
    tempers += [Temper.CONTENT] * (open_places - len(tempers))
    Random(f"{seed}/tempers").shuffle(tempers)
    return iter(tempers)


MOODS: Mapping[tuple[str, bool], tuple[int, int, int, int, int]] = {
    ("gentle", False): (0, 1, 3, 34, 62),
    ("gentle", True): (7, 28, 40, 21, 4),
    ("critical", False): (1, 5, 16, 58, 20),
    ("critical", True): (30, 40, 26, 4, 0),
    ("angry", False): (8, 16, 20, 42, 14),
    ("angry", True): (66, 30, 4, 0, 0),
}
"""How often each mark from 1 to 5 is given, by mood and by whether the delivery was late."""


def felt(dice: Random, temper: Temper, *, late: bool) -> Marks:
    """What somebody thinks of a delivery: a mark for each question, None where it does not apply."""
    mood = str(temper) if temper in {Temper.CRITICAL, Temper.ANGRY} else "gentle"
    overall = dice.choices((1, 2, 3, 4, 5), MOODS[mood, late])[0]
    faulty = dice.random() < (0.03 if overall > 2 or late else 0.7)
    overall = min(overall, dice.choice((2, 3, 3))) if faulty else overall
    return {
        "overall": overall,
        "accuracy": dice.choice((1, 2)) if faulty else _near(dice, max(overall, 4)),
        "on_time": min(overall, dice.choice((1, 2, 2, 3))) if late else dice.choice((4, 5, 5)),
        "responsiveness": None if dice.random() < 0.45 else _near(dice, overall),
        "complaint_handling": None if dice.random() < (0.5 if faulty else 0.85) else _near(dice, overall),
    }


def improved(marks: Marks) -> Marks:
    """Second thoughts: every mark one better."""
    return {key: None if mark is None else min(5, mark + 1) for key, mark in marks.items()}


def low(marks: Marks) -> bool:
    """Whether somebody at Harbor Parts should look after it: overall 1 or 2, or any 1."""
    return 1 in marks.values() or marks.get("overall") == 2


def _near(dice: Random, mark: int) -> int:
    return max(2, min(5, mark + dice.choice((-1, 0, 0, 0, 1))))
