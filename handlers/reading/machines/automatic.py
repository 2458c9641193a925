"""Mail that a program wrote in somebody's stead: it is never an answer.

Headers made for it decide, then how the subject begins. What else is left to tell by is weighed: many programs set no
header, and people write "I am out of the office" too.
"""

import re

from handlers.reading.machines.opening import above_quote, answers, beginning
from handlers.reading.machines.phrases import Spoken, begins, folded, spoken
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
"""How much the kinds of phrases say for a program. What only thanks or asks may be a customer's..."""

_ALONE = {"soon": 0.5, "contact": 0.5}
"""... but hardly where nothing is said about a delivery: there they say more."""

_TOUCHED = {"absent": 1.0, "later": 1.0, "deputy": 1.0, "mail": 0.5}

_ENOUGH = 2.0

MOST_FOR_ABSENCE = 500
"""Characters above which a text is about something else."""

_PERIOD = re.compile(
    r"\b(?:until|till|bis|jusqu|hasta|fino al?|até|tot|t/m|do dnia|aż do|až do|до|по|până|έως|μέχρι|frem til|fram till"
    r"|till och med|til og med|حتى|från|vom|du \d|dal|del \d|de \d|van \d|från|fra|od|з|с)\b"
    r"|\b\d{1,2}[./-]\d{1,2}\b|\d{1,2} ?[月월]|まで|까지|間|期间|期間",
    re.IGNORECASE,
)
_AUTO = re.compile(r"[\[(*]{0,2}auto ?:", re.IGNORECASE)  # Lotus Notes
_NUMBER = re.compile(
    r"[#\[(][a-z]{0,9}[ #:-]{0,3}\d{3,12}|\b(?:ticket|case|request|incident|sr|ref)[ #:.-]{1,3}[a-z-]{0,6}\d{3,12}",
    re.IGNORECASE,
)


def automatic(root: Part) -> bool:
    """Whether a program wrote this."""
    return declared(root.head) or receipt(root) or accepted(root) or automatic_subject(root) or by_words(root)


def automatic_subject(root: Part) -> bool:
    """Whether the subject begins as mail programs begin that of a notice; "Re:" in front makes it a person's."""
    text = subject(root)
    return not answered(text) and (bool(_AUTO.match(text)) or begins(folded(text), "automatic"))


def by_words(root: Part) -> bool:
    """Whether subject, sender and opening say so together; who quotes, gives a mark or replies about a delivery is
    rather a person."""
    whole, told = beginning(root), subject(root)
    titled = not answered(told) and _titled(told)
    if not (titled or _anchored(spoken(folded(whole)))):
        return False
    text = above_quote(whole)
    said = spoken(_without_title(folded(text), told))
    if not (titled or _anchored(said)) or answers(text):
        return False
    strict = said.business or not said.kinds | said.touched or len(text) > MOST_FOR_ABSENCE
    enough = _ENOUGH + (len(text) < len(whole)) + (strict and answered(told))
    score = _weighed_strictly(said, titled) if strict else _weighed(said, text, titled)
    return score + hinted(root.head) >= enough


def _weighed_strictly(said: Spoken, titled: bool) -> float:
    title = 0.5 if "absent" in said.kinds else 1.0  # where both say the same
    return sum(_WEIGHTS.get(kind, 0.0) for kind in said.kinds) + title * titled


def _weighed(said: Spoken, text: str, titled: bool) -> float:
    """Where nothing else is spoken of, an absence for a time nearly is enough, and single words count too."""
    added = sum(_ALONE[kind] for kind in said.kinds & _ALONE.keys())
    touched = sum(_TOUCHED[kind] for kind in said.touched - said.kinds)
    return _weighed_strictly(said, titled) + added + touched + bool(_PERIOD.search(text))


def _without_title(text: str, told: str) -> str:
    """A folded text without our own subject, which programs repeat."""
    title = folded(re.split(r"[:：]", told)[-1])
    return text.replace(title, " ") if len(title) > 9 else text


def _anchored(said: Spoken) -> bool:
    """Whether anything is said that people rarely say; the rest only adds to it."""
    if _rare(said.kinds):
        return True
    return _rare(said.kinds | said.touched) and not said.business


def _rare(kinds: frozenset[str]) -> bool:
    return bool(kinds & {"program", "challenge", "absent", "received"}) or kinds >= {"thanks", "later"}


def _titled(told: str) -> bool:
    plain = folded(told)
    return any(begins(plain, kind) for kind in ("away", "ticket", "challenge")) or bool(_NUMBER.search(told))
