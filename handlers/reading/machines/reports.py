"""Delivery status notifications (RFC 3464, RFC 6533): what a mail system tells in fields made for it.

The fields are read as lines, not as header blocks: some systems put blank lines in front of them, none between two
recipients, or write them into the text.
"""

import re
from collections.abc import Iterable, Iterator

from handlers.reading.machines import addresses
from handlers.reading.machines.statuses import CODE, enhanced, specific, worst
from handlers.reading.mail.headers import clean
from handlers.reading.mail.parts import ENCLOSED, STATUS, Part
from handlers.reading.reading import Bounce

MOST_BYTES = 64_000
"""Of one report; two hundred recipients fit in."""

_RECIPIENTS = ("original-recipient", "final-recipient", "x-actual-recipient")
_FIELD = re.compile(
    r"^[ \t>]{0,9}(original-recipient|final-recipient|x-actual-recipient|action|status|diagnostic-code)[ \t]{0,9}:"
    r"(.{0,1000})((?:\n[ \t]{1,80}\S.{0,400}){0,20})|^[ \t]{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)

Fields = dict[str, str]
"""The fields that tell of one recipient."""


def own(root: Part) -> Iterator[Part]:
    """The parts of this mail itself: what an enclosed mail holds was told to somebody else."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        if part.type not in ENCLOSED | STATUS:
            waiting.extend(reversed(part.children))


def reports(root: Part) -> list[Fields]:
    """The recipients of the report that this mail carries, none where it carries none."""
    texts = (_text(part) for part in own(root) if part.type in STATUS)
    return [recipient for text in texts for recipient in fields(text)]


def reported(recipients: Iterable[Fields]) -> Bounce | None:
    """The failures and delays that a report names, with the worst status among them."""
    failures = [_failure(one) for one in recipients if _failed(one)]
    if not failures:
        return None
    named = dict.fromkeys(address for address, _ in failures if address)
    codes = [code for _, code in failures]
    return Bounce(tuple(named)[:50], any(code[0] == "5" for code in codes), worst(code for code in codes if code[1:]))


def succeeded(recipients: Iterable[Fields]) -> bool:
    """A report of nothing but success: delivered, relayed or expanded (2.3.3)."""
    actions = [one["action"] for one in recipients if "action" in one]
    return bool(actions) and all(action.startswith(("deliv", "relay", "expand")) for action in actions)


def fields(text: str) -> list[Fields]:
    """The recipients that a text reports on: each has its fields, names and actions in lower case."""
    found: list[Fields] = [{}]
    for match in _FIELD.finditer(text):
        name, value = (match[1] or "").lower(), " ".join(f"{match[2]}{match[3]}".split())
        if name in found[-1] or (not name and _told(found[-1])):
            found.append({})
        if name:
            found[-1][name] = value.lower() if name == "action" else value
    return [one for one in found if any(name in one for name in _RECIPIENTS)]


def _told(one: Fields) -> bool:
    return any(name in one for name in _RECIPIENTS) and ("action" in one or "status" in one)


def _text(part: Part) -> str:
    return clean(part.content()[:MOST_BYTES].decode("utf-8", "replace")).replace("\r", "")


def _failed(one: Fields) -> bool:
    code = CODE.search(one.get("status", ""))
    action = one.get("action", "")
    return action.startswith(("fail", "error", "delay")) or (not action and bool(code and code[1] != "2"))


def _failure(one: Fields) -> tuple[str, str]:
    """Address and status. What is delayed is tried again; else the class of the code counts, also where the
    system has given up: class 4 is a temporary cause that lasted too long (RFC 3463, 2)."""
    told = [found[0] for found in [CODE.search(one.get("status", ""))] if found and found[1] != "2"]
    diagnosed = enhanced(one.get("diagnostic-code", ""))
    if diagnosed and not any(specific(code) for code in told):
        told = [diagnosed]
    code = told[0] if told else "5"
    return _recipient(one), "4" + code[1:] if one.get("action", "").startswith("delay") else code


def _recipient(one: Fields) -> str:
    """The address as we wrote it where the report repeats it (2.3.1), else the one it ended at."""
    found = (addresses.in_field(one.get(name, "")) for name in _RECIPIENTS)
    return next((address for address in found if address), "")
