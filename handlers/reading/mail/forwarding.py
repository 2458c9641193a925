"""Signs that a survey was handed on: what its subject begins with, and tokens of ours in its body."""

import re

from handlers.reading.mail import headers
from handlers.reading.mail.head import Head
from handlers.reading.mail.parts import Part, walk

MOST_BYTES = 100_000
MOST_TOKENS = 5

FORWARDS = {
    "en": ("fw:", "fwd:", "[fwd:"),
    "de": ("wg:",),
    "fr": ("tr:",),
    "es": ("rv:",),
    "it": ("i:",),
    "nl": ("doorst:",),
    "pt": ("enc:",),
    "pl": ("pd:",),
    "sv": ("vb:",),
    "da, no": ("vs:",),
    "fi": ("vl:",),
    "hu": ("továbbítás:",),
    "tr": ("ilt:", "i̇lt:"),
    "ru": ("пересл:",),
    "ja": ("転送:",),
    "zh": ("转发:", "轉寄:"),
    "ko": ("전달:",),
}
"""What mail programs in each language put before the subject of a mail that is handed on, in lower case."""

_BEGINNINGS = tuple(beginning for found in FORWARDS.values() for beginning in found)
_SHOWN = re.compile(rb"(?:/[su]/|\+)([a-z][a-z2-7]{26})(?![a-z0-9])")


def forwarded(head: Head) -> bool:
    """Whether the subject says so; some programs put a wide colon, or a space before it."""
    subject = headers.decoded(head, "Subject")[:40].replace("：", ":").replace(" :", ":").lower()
    return subject.lstrip().startswith(_BEGINNINGS)


def shown_tokens(root: Part) -> tuple[str, ...]:
    """What looks like one in links to our pages and in our addresses, also in links of HTML and in enclosed mails."""
    found: dict[str, None] = {}
    left = MOST_BYTES
    for part in walk(root):
        if left > 0 and part.type in {"text/plain", "text/html"}:
            text = part.content()[:left]
            left -= len(text)
            found.update(dict.fromkeys(token.decode() for token in _SHOWN.findall(text)))
    return tuple(found)[:MOST_TOKENS]
