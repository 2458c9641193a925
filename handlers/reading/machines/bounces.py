"""Deliveries that failed: by fields made for it, then by flufl.bounce, which knows the older mail systems."""

from contextlib import suppress
from dataclasses import dataclass
from email.message import Message

from flufl.bounce._detectors.llnl import LLNL
from flufl.bounce._scan import _DETECTORS

from handlers.reading.machines.notices import from_system, judged, noticed
from handlers.reading.machines.reports import ADDRESS, reported, succeeded
from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part
from handlers.reading.reading import Bounce


def bounce(root: Part) -> Bounce | None:
    """What failed, None where this mail is no bounce; the readers come in the order of their evidence."""
    if succeeded(root):
        return None
    return reported(root) or _failed_recipients(root) or _recognised(root) or noticed(root)


def _failed_recipients(root: Part) -> Bounce | None:
    """The header of Exim and Gmail."""
    named = " ".join(headers.every(root.head, "X-Failed-Recipients"))[: headers.MOST]
    addresses = tuple(one.lower() for one in ADDRESS.findall(named))
    return judged(root, addresses, permanent=True) if addresses else None


def _recognised(root: Part) -> Bounce | None:
    """flufl.bounce, detector by detector, as one that raises must not hide the next.

    It looks at bodies, so only a mail that comes from a mail system is shown to it: a customer may forward a bounce.
    LLNL is left out: it takes any address between commas for a failed one.
    """
    if not from_system(root):
        return None
    message = _message(root, _Room())
    for detector in _DETECTORS:
        if detector is LLNL:
            continue
        with suppress(Exception):
            temporary, permanent = detector().process(message)
            addresses = _addresses(permanent or temporary)
            found = judged(root, addresses, permanent=bool(permanent)) if addresses else None
            if found and found.recipients:
                return found
    return None


def _addresses(found: frozenset[bytes]) -> tuple[str, ...]:
    return tuple(sorted(one.decode("ascii", "replace").strip("<> ").lower() for one in found))


@dataclass
class _Room:
    """What flufl.bounce is shown of all parts together: its patterns are not linear, in lines or in their length."""

    lines: int = 500
    width: int = 300

    def fit(self, body: bytes) -> str:
        shown = body[: self.lines * self.width].decode("ascii", "replace").splitlines()[: self.lines]
        self.lines -= len(shown)
        return "\n".join(line[: self.width] for line in shown)


def _message(part: Part, room: _Room) -> Message:
    """The tree as the standard library's messages, as flufl.bounce wants it."""
    message = Message()
    for name, values in part.head.values.items():
        for value in values:
            message[name] = value
    if part.children:
        message.set_payload([_message(child, room) for child in part.children])
    else:
        message.set_payload(room.fit(part.body))
    return message
