"""Failure notices written for people: what a mail system says in its own words, read by a few rules.

They come after every better reader and only see mail from a mail system, so that a person who writes about a bounce
is never taken for one.
"""

import re
from collections.abc import Iterator
from email.utils import getaddresses

from handlers.reading.machines.automatic import automatic_subject
from handlers.reading.machines.reports import ADDRESS, CODE, worst
from handlers.reading.mail import headers
from handlers.reading.mail.parts import DEEPEST, STATUS, Part, walk
from handlers.reading.reading import Bounce

MOST_SCANNED = 20_000
"""Bytes that are looked at: notices say it early."""

_DAEMON = re.compile(r"mailer-?daemon|mail delivery (?:sub)?system", re.IGNORECASE)
_SYSTEM = re.compile(r"post-?master|mdaemon|mail[ _-]?(?:delivery|system|admin)|system administrator", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver|returned mail|delivery (?:status|failure|report|has failed|problem|notification)|mail delivery"
    r"|failure notice|mail (?:system error|failure)|message delivery|could not (?:be )?deliver|user unknown"
    r"|error sending|nondeliverable|non recapitabile|unzustellbar|non remis|no se puede entregar",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"^[ \t>|-]{0,40}(?:received|return-path|message-id|mime-version|subject|from|date|to|dkim-signature)[ \t]?:"
    r"|^-{2,}[^\n]{0,60}(?:returned|original|copy)[^\n]{0,60}$|(?:follows?|below)[ .:]{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?= |-[45]|$)", re.MULTILINE)
_WAITING = re.compile(r"delayed|deferred|warning|temporar|will (?:be )?(?:re-?tr|keep trying)|not yet", re.IGNORECASE)
_CONTACT = re.compile(r"contact|assistance|(?:support|help|abuse|postmaster)@", re.IGNORECASE)


def from_system(root: Part) -> bool:
    """Whether the mail claims to come from a mail system."""
    from_, subject = headers.first(root.head, "From"), headers.decoded(root.head, "Subject")
    submitted = headers.first(root.head, "Auto-Submitted").lower() not in {"", "no"}
    named = bool(_DAEMON.search(from_) or _SYSTEM.search(from_) or _FAILED.search(subject))
    return named or submitted or null_sender(root) or root.type == "multipart/report"


def null_sender(root: Part) -> bool:
    """An empty envelope sender (RFC 5321, 4.5.5): nobody to answer."""
    return headers.first(root.head, "Return-Path").replace(" ", "") == "<>"


def noticed(root: Part) -> Bounce | None:
    """A bounce by who wrote it and its subject, with the addresses it names before it gives the mail back."""
    from_, subject = headers.first(root.head, "From"), headers.decoded(root.head, "Subject")
    failed = bool(_FAILED.search(subject))
    if automatic_subject(root):
        return None
    if not (_DAEMON.search(from_) or (failed and (_SYSTEM.search(from_) or null_sender(root)))):
        return None
    text = _before_returned(root)
    lines = [line for line in text.split("\n") if not _CONTACT.search(line)]
    found = [one.lower() for line in lines for one in ADDRESS.findall(line)]
    return judged(root, tuple(dict.fromkeys(found)), permanent=not _WAITING.search(f"{subject}\n{text}"))


def judged(root: Part, recipients: tuple[str, ...], *, permanent: bool) -> Bounce:
    """A bounce with the worst code its text names; a code, even a bare SMTP reply, decides over the words."""
    text = _before_returned(root)
    code = worst(found[0] for found in CODE.finditer(text) if found[1] != "2")
    if code is not None:
        permanent = code.startswith("5")
    elif classes := _REPLY_CODE.findall(text):
        permanent = "5" in classes
    ours = _ours(root)
    return Bounce(tuple(one for one in recipients if one not in ours)[:50], permanent, code)


def _scanned(root: Part, deepest: int) -> Iterator[str]:
    """The texts of a notice from its top, together no more than is looked at."""
    left = MOST_SCANNED
    for part in walk(root):
        if left > 0 and part.depth <= deepest and not part.children and _speaks(part):
            text = headers.clean(part.content()[:left].decode("latin-1"))
            left -= len(text)
            yield text


def _before_returned(root: Part) -> str:
    text = "\n".join(_scanned(root, deepest=2))
    returned = _RETURNED.search(text)
    return text[: returned.start()] if returned else text


def _speaks(part: Part) -> bool:
    return part.type in {"text/plain", "text/rfc822-headers"} or part.type in STATUS


def _ours(root: Part) -> frozenset[str]:
    """Who gets the notice is not who failed; a Message-ID only looks like an address."""
    try:
        addresses = {address.lower() for _, address in getaddresses([headers.first(root.head, "To")])}
    except Exception:  # noqa: BLE001 - the library on a stranger's header
        addresses = set()
    return frozenset(addresses | {one.strip("<>").lower() for one in returned_ids(root)})


_RETURNED_ID = re.compile(
    r"^[> \t]{0,9}Message-ID:[ \t]{0,9}\r?\n?[ \t]{0,9}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE
)


def returned_ids(root: Part) -> tuple[str, ...]:
    """The Message-IDs of the mails that are given back, from their headers or quoted as text."""
    found = [one for part in walk(root) if part is not root for one in headers.ids(part.head, "Message-ID")]
    for text in _scanned(root, deepest=DEEPEST):
        found.extend(_RETURNED_ID.findall(text))
    return tuple(dict.fromkeys(headers.clean(one) for one in found))
