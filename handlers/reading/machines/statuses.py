"""What codes and words say about a failure: its class, for good or for now, and its status (RFC 3463)."""

import re
from collections.abc import Iterable

CODE = re.compile(r"(?<![\d.:-])([245])\.([0-7])\.(\d{1,3})(?!\.?\d)", re.ASCII)
"""An enhanced status code."""

_REPLY = re.compile(r"(?<![\w.#/@=-])([45])[0-5]\d(?=[ ,;:\]-](?!\d{4})|$)", re.ASCII | re.MULTILINE)
"""A reply of SMTP (RFC 5321, 4.2)."""

_WAITING = re.compile(
    r"\bdelayed\b|\bdeferred\b|warning (?:message )?only|still being retried|temporar(?:y|ily)|transient"
    r"|will (?:be )?(?:re-?tr|keep (?:on )?trying|continue)|attempts will continue|continue to (?:try|attempt)"
    r"|not yet (?:been )?delivered|retry timeout exceeded",
    re.IGNORECASE,
)


def worst(codes: Iterable[str]) -> str | None:
    """The code of the highest class; among those the highest."""
    return max(codes, key=lambda code: tuple(int(number) for number in code.split(".")), default=None)


def enhanced(text: str) -> str | None:
    """The worst enhanced status code of a failure that a text names."""
    return worst(found[0] for found in CODE.finditer(text) if found[1] != "2")


def permanent(text: str) -> bool:
    """The class that a notice without an enhanced code names: a reply code decides over the words."""
    replies = _REPLY.findall(text)
    if replies:
        return "5" in replies
    return not _WAITING.search(text)


def specific(code: str) -> bool:
    """Whether a code tells more than its class (`5.0.0` does not)."""
    return not code.endswith(".0.0")
