"""Who is asked in the demo: invented people of invented companies, each with a habit."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Account:
    """A company: all its people share domain and language. `owner` looks after it at Harbor Parts."""

    name: str
    domain: str
    language: str
    region: str
    owner: str
    scanned: bool = False
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    language: str
    account: str
    temper: Temper


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
        Person(
            email=f"{local}@{account.domain}",
            name=name,
            language=account.language,
            account=account.name,
            temper=Temper.SCANNED if account.scanned else next(dealt),
        )
        for account in accounts().values()
        for local, name in account.people.items()
    )


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
