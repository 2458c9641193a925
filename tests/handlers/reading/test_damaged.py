"""Mails damaged by chance: a small share of what `make reliability` reads in large numbers."""

import pytest

from tests.reliability.fuzz import MOST_CPU_SECONDS, sources, tallied
from tests.reliability.mutations import DAMAGES, mutant

FEW, MADE_UP = 300, 30


@pytest.fixture(scope="module")
def mails() -> list[bytes]:
    """The mails of this project, and some that no program wrote."""
    return sources(MADE_UP)


def test_damaged_mails_are_read_as_something(mails: list[bytes]) -> None:
    """Nothing raises, nothing is left to the last resort, nothing takes a second, and each mail has one kind."""
    found = tallied(mails, range(FEW))
    assert found.findings == {}
    assert (found.kinds.total(), found.raised, found.not_readable, found.slow, found.unstorable) == (FEW, 0, 0, 0, 0)
    assert found.slowest < MOST_CPU_SECONDS


def test_a_seed_makes_the_same_mail_again(mails: list[bytes]) -> None:
    """So that a finding can be looked at; other seeds make other mails, and every damage changes something."""
    assert [mutant(mails, seed) for seed in range(20)] == [mutant(mails, seed) for seed in range(20)]
    assert len({mutant(mails, seed) for seed in range(FEW)}) > FEW * 0.95
    assert len(DAMAGES) == 9
