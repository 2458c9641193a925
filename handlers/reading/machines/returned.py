"""What a bounce or a report gives back of the mail it is about."""

import re
from collections.abc import Iterator

from handlers.reading.mail import headers
from handlers.reading.mail.parts import STATUS, Part, walk

MOST_SCANNED = 20_000

_ID = re.compile(r"^[> \t]{0,9}Message-ID:[ \t]{0,9}\r?\n?[ \t]{0,9}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def returned_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that are given back, from their headers or quoted as text."""
    found = [one for part in walk(root) if part is not root for one in headers.ids(part.head, "Message-ID")]
    for text in _texts(root):
        found.extend(_ID.findall(text))
    return tuple(dict.fromkeys(headers.clean(one) for one in found))


def _texts(root: Part) -> Iterator[str]:
    """The texts of a notice from its top, together no more than is looked at."""
    left = MOST_SCANNED
    for part in walk(root):
        if left > 0 and not part.children and (part.type in _READ or part.type in STATUS):
            text = headers.clean(part.content()[:left].decode("latin-1"))
            left -= len(text)
            yield text


_READ = frozenset({"text/plain", "text/rfc822-headers", "text/html"})
