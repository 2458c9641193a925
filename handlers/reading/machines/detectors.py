"""flufl.bounce, detector by detector: it knows many older mail systems, and one that raises must not hide the next."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.iterators import body_line_iterator
from email.message import Message

from flufl.bounce._detectors.dsn import DSN
from flufl.bounce._detectors.llnl import LLNL
from flufl.bounce._detectors.simplematch import VALID, SimpleMatch, _quopri_decode
from flufl.bounce._scan import _DETECTORS

from handlers.reading.mail import headers
from handlers.reading.mail.parts import Part

# LLNL takes any address between commas for a failed one; our own reader of reports comes before DSN.
DETECTORS = tuple(detector for detector in _DETECTORS if detector not in {LLNL, DSN})


def detected(root: Part) -> tuple[str, ...]:
    """Who failed, nobody where no detector knows the mail."""
    message = _message(root, _Room())
    lines = list(body_line_iterator(message))
    for detector in DETECTORS:
        with suppress(Exception):
            if issubclass(detector, SimpleMatch):
                told = _matched(detector, lines)
            else:
                temporary, permanent = detector().process(message)
                told = permanent or temporary
            if found := _addresses(told):
                return found
    return ()


def _matched(detector: type[SimpleMatch], lines: Sequence[str]) -> frozenset[bytes]:
    """What `process` finds, which takes the message apart again for each of its fifty patterns."""
    for start, end, address in detector.PATTERNS:
        begins = next((at for at, line in enumerate(lines) if start.search(line)), None)
        if begins is None:
            continue
        found = set[bytes]()
        for line in lines[begins:]:
            if named := address.search(line):
                found.update({_quopri_decode(named["addr"])} if named["addr"] else ())
            elif end.search(line):
                break
        if found:
            return frozenset(one for one in found if VALID.match(one))
    return frozenset()


def _addresses(found: frozenset[bytes]) -> tuple[str, ...]:
    named = (one.decode("ascii", "replace").strip("<> ").lower() for one in found)
    return tuple(sorted(one for one in named if "@" in one))


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
    for name in ("From", "Subject", "Content-Type", "Content-Description", "X-Failed-Recipients", "X-Mailer"):
        for value in headers.every(part.head, name)[:3]:
            message[name] = value[: headers.MOST]
    if part.children:
        message.set_payload([_message(child, room) for child in part.children])
    else:
        message.set_payload(room.fit(part.content()))
    return message
