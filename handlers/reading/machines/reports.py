"""Delivery status notifications (RFC 3464): what a mail system tells in fields made for it."""

import re
from collections.abc import Iterator

from handlers.reading.mail import headers
from handlers.reading.mail.parts import STATUS, Part, walk
from handlers.reading.reading import Bounce

CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
"""An enhanced status code (RFC 3463)."""

ADDRESS = re.compile(
    r"[a-z0-9][a-z0-9._%+&=/-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE | re.ASCII
)


def reported(root: Part) -> Bounce | None:
    """The failures and delays that a report names, with the worst status among them."""
    failures = [one for part in walk(root) if part.type in STATUS for one in _failures(part)]
    if not failures:
        return None
    permanent = any(code.startswith("5") for _, code in failures)
    recipients = dict.fromkeys(address for address, _ in failures if address)
    return Bounce(tuple(recipients), permanent, worst(code for _, code in failures if "." in code))


def succeeded(root: Part) -> bool:
    """A report of nothing but success: delivered, relayed or expanded (2.3.3)."""
    blocks = (block for part in walk(root) if part.type in STATUS for block in part.children)
    actions = [action.lower() for block in blocks if (action := headers.first(block.head, "Action"))]
    return bool(actions) and all(action.startswith(("deliv", "relay", "expand")) for action in actions)


def worst(codes: Iterator[str]) -> str | None:
    """The code of the highest class; among those the highest."""
    return max(codes, key=lambda code: tuple(int(number) for number in code.split(".")), default=None)


def _failures(report: Part) -> Iterator[tuple[str, str]]:
    """Address and status for each recipient that failed or waits; where there is no code, its class alone."""
    for block in report.children:
        action = headers.first(block.head, "Action").lower()
        code = CODE.search(headers.first(block.head, "Status"))
        failed = action.startswith(("fail", "error")) or (not action and code and code[1] != "2")
        if failed or action.startswith("delay"):
            yield _recipient(block), _status(action, code)


def _status(action: str, code: re.Match[str] | None) -> str:
    """A delivery that failed is not tried again, one that is delayed is, whatever class its code has."""
    wanted = "4" if action.startswith("delay") else "5"
    if code is None or code[1] == "2":
        return wanted
    return wanted + code[0][1:] if wanted == "4" else code[0]


def _recipient(block: Part) -> str:
    """The address as we wrote it where the report repeats it (2.3.1), else the one it ended at."""
    for name in ("Original-Recipient", "Final-Recipient"):
        found = ADDRESS.search(headers.first(block.head, name).partition(";")[2] or headers.first(block.head, name))
        if found:
            return found[0].lower()
    return ""
