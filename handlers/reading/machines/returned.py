"""What a bounce or a report gives back of the mail it is about."""

import re
from collections.abc import Iterator

from handlers.reading.machines.reports import own
from handlers.reading.mail import headers
from handlers.reading.mail.parts import ENCLOSED, STATUS, Part, walk

MOST_SCANNED = 20_000

_ID = re.compile(r"^[> \t]{0,9}Message-ID:[ \t]{0,9}\r?\n?[ \t]{0,9}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def returned_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that are given back, from their headers or quoted as text."""
    found = [one for part in walk(root) if part is not root for one in headers.ids(part.head, "Message-ID")]
    for text in _texts(root):
        found.extend(_ID.findall(text))
    return tuple(dict.fromkeys(headers.clean(one) for one in found))


def given_back(root: Part, text: str, name: str) -> str:
    """A header of the mail that is given back, enclosed or in `text`, which begins with it; "" where there is none."""
    for part in own(root):
        if part.type in ENCLOSED and part.children:
            return headers.first(part.children[0].head, name)
        if part.type == "text/rfc822-headers":
            text = part.content()[:MOST_SCANNED].decode("utf-8", "replace").replace("\r", "")
    start = re.compile(
        rf"^[ \t>]{{0,9}}{name}:[ \t]{{0,9}}(.{{1,600}}(?:\n[ \t].{{1,300}}){{0,5}})", re.IGNORECASE | re.MULTILINE
    )
    found = start.search(text)
    return found[1] if found else ""


def _texts(root: Part) -> Iterator[str]:
    """The texts of a notice from its top, together no more than is looked at."""
    left = MOST_SCANNED
    for part in walk(root):
        if left > 0 and not part.children and (part.type in _READ or part.type in STATUS):
            text = headers.clean(part.content()[:left].decode("latin-1"))
            left -= len(text)
            yield text


_READ = frozenset({"text/plain", "text/rfc822-headers"})
