"""The forms in which failure notices name who failed, in the order of their evidence."""

import re
from collections.abc import Callable, Iterable, Iterator

from handlers.reading.machines import addresses
from handlers.reading.machines.returned import given_back
from handlers.reading.machines.system import Notice
from handlers.reading.mail import headers

MOST = 50
"""Recipients of one notice."""

_ADDRESS = addresses.PLAIN.pattern
_KIND = r"(?:mailto:|smtp:|rfc822;[ ]?)?"
_ALONE = re.compile(
    r"^[ \t>*|•·-]{0,40}"
    r"(?:\"[^\"\n]{0,80}\" |'[^'\n]{0,80}' |[\w .,-]{1,60} (?=<))?"
    rf"[\"'<(\[]{{0,3}}{_KIND}({_ADDRESS})"
    r"(?=[>\"'\])<]{0,2}[ \t]{0,20}(?:$|[<:;,(\[-]|\.\.\.|on |(?-i:[A-Z])))",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_COMMAND = re.compile(
    rf"\brcpt to:[ \t]?<?({_ADDRESS})"
    r"|^[ \t<>]{0,9}[45]\d\d[ -](?:[45]\.\d\.\d{1,3} )?"
    rf"(?:rcpt (?:for |to:? ?)?)?<?({_ADDRESS})",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_SENTENCE = re.compile(rf"\bdeliver(?:ed|ing)? [^\n@<>]{{0,40}}to:? {{0,3}}<({_ADDRESS})>", re.IGNORECASE | re.ASCII)
_LABEL = re.compile(
    r"(?:undeliver\w{1,8}|unknown user|user unknown|delivery userid|undeliverable address|addressed to"
    r"|returned permanent errors|(?:mail|message|email|e-mail) to|deliver(?:y|ed|ing)?[^\n@]{0,60} (?:to|for)"
    r"|recipients?|mailbox|attempts|address|user|account|destinataire|empfänger|destinatario|宛先|收件人|宛)\b"
    r"[ \t]{0,3}(?:\(s\))?[ \t]{0,3}(?:is|was)?[ \t:=]{0,4}\n?[ \t\"'<(\[]{0,9}"
    rf"{_KIND}({_ADDRESS})",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"contact|assistance|further information|questions?\b|(?:support|help(?:desk)?|abuse|postmaster|mailer-daemon)@"
    r"|generated from|expanded from|mail from:|\bsender\b|envelope-from|http",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:postmaster|mailer-daemon|abuse|support|help(?:desk)?)@", re.IGNORECASE)

Form = Callable[[Notice], Iterable[str]]


def alone(notice: Notice) -> list[str]:
    """`<jo@buyer.example>: reason`, or an address on a line of its own."""
    found = _ALONE.findall(notice.before)
    return [one for one in found if not _ROLE.match(one)] or found


def commanded(notice: Notice) -> list[str]:
    """The SMTP command that was refused, or the reply that repeats the address."""
    return [one or other for one, other in _COMMAND.findall(notice.before)]


def stated(notice: Notice) -> list[str]:
    """`could not be delivered to <jo@buyer.example>`, as only programs write an address."""
    return _SENTENCE.findall(notice.before)


def labelled(notice: Notice) -> list[str]:
    """`Unknown user: jo@buyer.example` and its like."""
    text = notice.before
    return [found[1] for found in _LABEL.finditer(text) if not _CONTACT.search(_line(text, found.start(1)))]


def mentioned(notice: Notice) -> Iterator[str]:
    """Any address of a line that is not about whom to ask."""
    lines = (line for line in notice.before.split("\n") if "@" in line and not _CONTACT.search(line))
    return (one for line in lines for one in addresses.in_text(line))


def titled(notice: Notice) -> list[str]:
    """An address in the subject."""
    return addresses.in_text(notice.subject)


def addressed(notice: Notice) -> list[str]:
    """To whom the mail went that is given back, where that is one person."""
    found = addresses.in_text(given_back(notice.root, notice.after, "To"))
    return found if len(set(found)) == 1 else []


STRONG: tuple[Form, ...] = (alone, commanded, stated)
WEAK: tuple[Form, ...] = (labelled, mentioned, titled, addressed)


def named(notice: Notice, forms: Iterable[Form]) -> tuple[str, ...]:
    """Who failed, by the first form in which anybody is named."""
    ours = _ours(notice)
    for form in forms:
        found = list(dict.fromkeys(one.lower() for one in form(notice)))
        failed = _others(found, ours) if form is alone else [one for one in found if one not in ours]
        if failed:
            return tuple(failed[:MOST])
    return ()


def others(notice: Notice, found: Iterable[str]) -> tuple[str, ...]:
    """Those who are not we; we, where nobody else is named: one may write to oneself."""
    return tuple(_others(list(found), _ours(notice))[:MOST])


def _others(found: list[str], ours: frozenset[str]) -> list[str]:
    return [one for one in found if one not in ours] or found


def _ours(notice: Notice) -> frozenset[str]:
    """Who gets the notice, who sends it and who sent the mail that is given back is not who failed."""
    told = [headers.first(notice.root.head, name) for name in ("To", "From", "Delivered-To")]
    told += [given_back(notice.root, notice.after, name) for name in ("From", "Return-Path")]
    return frozenset(address for one in told for address in addresses.in_text(one))


def _line(text: str, place: int) -> str:
    """The line at a place."""
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
