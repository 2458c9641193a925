"""The times that regulators set for complaints, as data in `regimes.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from surveys.severity import Term


class Start(StrEnum):
    """What the span of the response begins with."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True)
class Regime:
    """What one regulator asks for; a term that it does not set is None.

    `respond_again` is for a reopened case, `exceptional` the longest response or its extension, `explain` when a
    complainant is told why it takes so long, `external` when an outside body may be turned to.
    """

    name: str
    source: str
    acknowledge: Term | None = None
    respond: Term | None = None
    respond_from: Start = Start.RECEIPT
    respond_again: Term | None = None
    exceptional: Term | None = None
    explain: Term | None = None
    on_the_spot: Term | None = None
    external: Term | None = None


class UnknownRegime(ValueError):
    """There are no times under this name."""


def load(name: str) -> Regime:
    """The times of one regulator.

    Raises: UnknownRegime, naming those that there are.
    """
    try:
        return _read(_told()[name])
    except KeyError:
        raise UnknownRegime(f"'{name}' is no regime; write one of: {', '.join(_told())}") from None


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("surveys").joinpath("regimes.toml").read_text("utf-8"))


def _read(told: dict[str, str]) -> Regime:
    kept = {"name", "source", "respond_from"}
    terms = {key: Term.parse(text) for key, text in told.items() if key not in kept}
    return Regime(told["name"], told["source"], respond_from=Start(told.get("respond_from", "receipt")), **terms)
