"""How a mail begins, up to what it quotes: enough to tell who wrote it, at little cost."""

import re
from collections.abc import Iterator

from handlers.reading.mail import bodies
from handlers.reading.mail.headers import clean
from handlers.reading.mail.parts import Part

MOST_BYTES = 4_000
MOST = 1_000
"""Characters."""

_FROM = re.compile(
    r"(?:from|von|de|da|van|od|fra|från|lähettäjä|kimden|от|від|από|差出人|发件人|寄件者|보낸 사람|من)"
    r"[ \t]?[:：].{0,200}@",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|napisał|skrev|kirjoitti|yazdı|писал|пише|írta|scris|έγραψε",
    re.IGNORECASE,
)
_NUMBER = r"(?:10|[0-9])"
_MARK = re.compile(
    rf"^[ \t]{{0,9}}{_NUMBER}[ \t]{{0,3}}(?:[.!]{{0,3}}$|/[ \t]?(?:5|10)\b)"
    rf"|[:=–-][ \t]{{0,3}}{_NUMBER}[ \t]{{0,3}}[.!]{{0,2}}$"
    rf"|\b{_NUMBER} ?(?:/ ?(?:5|10)\b|(?:out of|von|sur|de|su|van|av|af) (?:5|10|five|ten)\b)"
    rf"|\b{_NUMBER} (?:stars?|points?|sterne?|punkte?|étoiles?|estrellas?|stelle|estrelas?|sterren|stjärnor"
    r"|stjerner)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""A mark that stands as one: alone on a line, behind a colon at its end, or with its scale."""


def beginning(root: Part) -> str:
    """The first words of a mail, quotes and all."""
    for part in _texts(root):
        text = _decoded(_cut(part))
        if text.strip():
            return text[:MOST]
    return ""


def _cut(part: Part) -> Part:
    """A part with the first lines of its body only; the lines of base64 and quoted-printable can be parted."""
    start = max(part.body.find(b"<body"), part.body.find(b"<BODY"), 0) if part.type == "text/html" else 0
    if start + MOST_BYTES >= len(part.body):
        return Part(part.head, part.body[start:])
    end = part.body.rfind(b"\n", start, start + MOST_BYTES)
    return Part(part.head, part.body[start : end + 1 if end > start else start + MOST_BYTES])


def _decoded(part: Part) -> str:
    """UTF-8 and ASCII at once, which most mails are; all else by the reader of bodies."""
    content = part.content() if part.type == "text/plain" else b""
    if content and b"\x1b" not in content:  # which begins the letters of ISO-2022
        try:
            return clean(content.decode("utf-8")).replace("\r\n", "\n")
        except UnicodeDecodeError:
            pass
    return bodies.body(part).text


def above_quote(text: str) -> str:
    """What stands above the mail that is quoted, all where none is or it comes first."""
    place = 0
    for line in text.split("\n"):
        if _quotes(line.strip()):
            break
        place += len(line) + 1
    return text[:place] if text[:place].strip() else text


def _quotes(line: str) -> bool:
    """Whether a line is quoted, or introduces what is."""
    if line.startswith((">", "---", "________")):
        return True
    return bool((line.endswith(":") and _WROTE.search(line[-120:])) or ("@" in line and _FROM.match(line)))


def answers(text: str) -> bool:
    """Whether a text gives a mark ("Back on Monday, but: 4"); no program does."""
    return bool(_MARK.search(text))


def _texts(root: Part) -> Iterator[Part]:
    """The leaves that are text, plain ones first as they cost less."""
    waiting, html = [root], []
    while waiting:
        part = waiting.pop()
        if part.type == "text/plain":
            yield part
        elif part.type == "text/html":
            html.append(part)
        elif part.type.startswith("multipart/"):
            waiting.extend(reversed(part.children))
    yield from html
