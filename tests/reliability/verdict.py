"""What a script found: numbers for the table, and the promises that did not hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """`broken` names each promise that was not kept; empty is as it must be."""

    fault: str
    counted: dict[str, int]
    broken: list[str]


def verdict(fault: str, counted: dict[str, int], promises: dict[str, bool]) -> Verdict:
    """A verdict over promises by their words; what is not true is broken."""
    return Verdict(fault, counted, [promise for promise, kept in promises.items() if not kept])
