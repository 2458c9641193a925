"""The customer's own words: what is left of a mail without the answered mail and the signature.

Quotes are cut by our own letter, whose questions we know, then by mail-parser-reply's table of header lines, whose
patterns are not linear and so see only a bounded window. A signature is cut on evidence only: cutting more costs
more of what customers wrote than it saves.
"""

import re
from collections.abc import Iterable

from mailparser_reply import EmailReplyParser

from handlers.reading.reading import Sent
from surveys.question import Questionnaire

LANGUAGES = ["en", "de", "fr", "es", "it", "nl"]
WINDOW_LINES, WINDOW_WIDTH = 120, 160

_EVIDENCE = re.compile(r"[0-9@]")
_ORIGINAL = re.compile(
    r"\s{0,9}(?:[-_*=]{3,60} ?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine"
    r"|message original|mensaje original|weitergeleitete nachricht|messaggio originale)\b|_{30,})",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:sent from my|sent from|get|von meinem|gesendet von(?: meinem)?|envoyé (?:de mon|depuis mon|à partir d[e'])"
    r"|enviado desde mi|obtener|télécharger) ?(?:[\w ]{0,20}\b)?"
    r"(?:iphone|ipad|android|outlook|samsung|galaxy|blackberry|windows phone|huawei|pixel)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)


def own_words(text: str, questionnaire: Questionnaire, sent: Sent | None = None) -> str:
    """The new words of a mail, above, below or between what it quotes."""
    lines = text.strip().split("\n")
    above = lines[: _letter(lines, questionnaire, sent)]
    kept = [line for line in _above_header(above) if not line.lstrip().startswith(">")]
    return "\n".join(_unsigned(kept)).strip()


def _letter(lines: list[str], questionnaire: Questionnaire, sent: Sent | None) -> int:
    """Where our own letter begins without quote marks, or a rule says that an earlier mail follows."""
    known = _known(questionnaire, sent)
    token = sent.token.lower() if sent else ""
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        short = line[:400]
        if _ORIGINAL.match(short) or (token and token in short.lower()) or _folded(short) in known:
            return number
    return len(lines)


def _known(questionnaire: Questionnaire, sent: Sent | None) -> frozenset[str]:
    """Lines that are ours: every question in every language, and the longer lines of the letter sent."""
    questions = (text for question in questionnaire.questions for text in question.text.values())
    letter = sent.text[:20_000].split("\n") if sent else []
    return frozenset(_folded(line) for line in (*questions, *letter) if len(_folded(line)) >= 20)


def _folded(line: str) -> str:
    return " ".join(line.split()).lstrip("0123456789.:)*-# ").rstrip("* ").casefold()


def _above_header(lines: list[str]) -> list[str]:
    """Cut at the line that introduces a quote; where that line comes first, what follows it is looked through."""
    window = "\n".join(_shortened(lines[:WINDOW_LINES]))
    found = EmailReplyParser(languages=LANGUAGES).read(window).replies
    if len(found) > 1 and _evident(found[1].headers) and not found[0].headers:
        return lines[: _height(found[0].content)]
    if found and found[0].headers and _evident(found[0].headers):
        return lines[_height(found[0].headers) :]
    return lines


def _shortened(lines: Iterable[str]) -> Iterable[str]:
    """The library strips blank lines at the ends and rules in between; a dot keeps the count of lines."""
    for line in lines:
        short = line[:WINDOW_WIDTH].strip()
        yield short if short.strip("-_ ") else "."


def _height(text: str | None) -> int:
    return len((text or "").split("\n"))


def _evident(header: str | None) -> bool:
    """A header line names a date, a time or an address; "On Tuesday I wrote:" is text."""
    return bool(_EVIDENCE.search(header or ""))


def _unsigned(lines: list[str]) -> list[str]:
    """Cut at the signature mark `-- ` (RFC 3676, 4.3), bare where a gateway took the space, and phones' own lines."""
    for number, line in enumerate(lines):
        if line.rstrip() == "--" and any(one.strip() for one in lines[:number]):
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip() or _DEVICE.match(lines[-1].strip()[:200])):
        lines = lines[:-1]
    return lines
