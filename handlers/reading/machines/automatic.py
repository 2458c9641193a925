"""Mail that a program wrote in somebody's stead: it is never an answer.

Headers made for it decide, then how the subject begins. What else is left to tell by is weighed: many programs set no
header, and people write "I am out of the office" too.
"""

import re

from handlers.reading.machines.opening import above_quote, answers, beginning
from handlers.reading.machines.phrases import begins, folded, kinds
from handlers.reading.machines.receipts import accepted, receipt
from handlers.reading.machines.responders import declared, hinted
from handlers.reading.machines.subjects import answered, subject
from handlers.reading.mail.parts import Part

_WEIGHTS = {
    "program": 2.0,
    "challenge": 2.0,
    "absent": 1.0,
    "later": 1.0,
    "deputy": 1.0,
    "received": 1.0,
    "soon": 0.5,
    "contact": 0.5,
    "thanks": 0.5,
}
"""How much the kinds of phrases say for a program. What only thanks or asks may be a customer's."""

_ENOUGH = 2.0

_AUTO = re.compile(r"[\[(*]{0,2}auto ?:", re.IGNORECASE)  # Lotus Notes
_NUMBER = re.compile(
    r"[#\[(][a-z]{0,9}[ #:-]{0,3}\d{3,12}|\b(?:ticket|case|request|incident|sr|ref)[ #:.-]{1,3}[a-z-]{0,6}\d{3,12}",
    re.IGNORECASE,
)


def automatic(root: Part) -> bool:
    """Whether a program wrote this."""
    return declared(root.head) or receipt(root) or accepted(root) or automatic_subject(root) or _by_words(root)


def automatic_subject(root: Part) -> bool:
    """Whether the subject begins as mail programs begin that of a notice; "Re:" in front makes it a person's."""
    text = subject(root)
    return not answered(text) and (bool(_AUTO.match(text)) or begins(folded(text), "automatic"))


def _by_words(root: Part) -> bool:
    """Whether subject, sender and opening say so together; who replies, quotes or gives a mark is rather a person."""
    whole, told = beginning(root), subject(root)
    reply = answered(told)
    titled = not reply and _titled(told)
    if not (titled or _anchored(kinds(folded(whole)))):
        return False
    text = above_quote(whole)
    found = kinds(folded(text))
    title = 0.5 if titled and "absent" in found else titled  # which say the same
    score = sum(_WEIGHTS.get(kind, 0.0) for kind in found) + title + hinted(root.head)
    enough = _ENOUGH + (reply or len(text) < len(whole))
    return score >= enough and (titled or _anchored(found)) and not answers(text)


def _anchored(found: frozenset[str]) -> bool:
    """Whether anything is said that people rarely say; the rest only adds to it."""
    return bool(found & {"program", "challenge", "absent", "received"}) or {"thanks", "later"} <= found


def _titled(told: str) -> bool:
    plain = folded(told)
    return any(begins(plain, kind) for kind in ("away", "ticket", "challenge")) or bool(_NUMBER.search(told))
