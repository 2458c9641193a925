"""Failure notices written for people: what a mail system says in its own words, read by the forms that lines take.

The forms come in the order of their evidence; the first that names an address decides. They only see mail from a mail
system, so that a person who writes about a bounce is never taken for one.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from handlers.reading.machines import addresses
from handlers.reading.machines.detectors import detected
from handlers.reading.machines.failures import speaks_of_failure
from handlers.reading.machines.reports import fields, reported
from handlers.reading.machines.returned import given_back, returned_ids
from handlers.reading.machines.statuses import enhanced, permanent
from handlers.reading.machines.system import Notice
from handlers.reading.mail import headers
from handlers.reading.reading import Bounce

_ADDRESS = addresses.PLAIN.pattern
_ALONE = re.compile(
    rf"^[ \t>*|•·-]{{0,40}}(?:\"[^\"\n]{{0,80}}\" |'[^'\n]{{0,80}}' |[\w .,-]{{1,60}} (?=<))?[\"'<(\[]{{0,3}}(?:mailto:|smtp:|rfc822;[ ]?)?"
    rf"({_ADDRESS})(?=[>\"'\])<]{{0,2}}[ \t]{{0,20}}(?:$|[<:;,(\[-]|\.\.\.|on |(?-i:[A-Z])))",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_COMMAND = re.compile(
    rf"\brcpt to:[ \t]?<?({_ADDRESS})"
    rf"|^[ \t<>]{{0,9}}[45]\d\d[ -](?:[45]\.\d\.\d{{1,3}} )?(?:RCPT (?:for |to:? ?)?)?<?({_ADDRESS})",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_LABEL = re.compile(
    rf"(?:undeliver\w{{1,8}}|unknown user|user unknown|delivery userid|undeliverable address|addressed to"
    rf"|returned permanent errors|(?:mail|message|email|e-mail) to|deliver(?:y|ed|ing)?[^\n@]{{0,60}} (?:to|for)|recipients?|mailbox"
    rf"|attempts|address|user|account|destinataire|empfänger|destinatario|宛先|收件人|宛)\b[ \t]{{0,3}}(?:\(s\))?[ \t]{{0,3}}(?:is|was)?[ \t:=]{{0,4}}\n?[ \t\"'<(\[]{{0,9}}"
    rf"(?:mailto:|smtp:|rfc822;[ ]?)?({_ADDRESS})",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"contact|assistance|further information|questions?\b|(?:support|help(?:desk)?|abuse|postmaster|mailer-daemon)@"
    r"|generated from|expanded from|mail from:|\bsender\b|envelope-from|http",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:postmaster|mailer-daemon|abuse|support|help(?:desk)?)@", re.IGNORECASE)

Form = Callable[[Notice], Iterator[str]]
"""A form in which notices name who failed."""

_EXIM_CERTAIN = re.compile(r"this is a permanent error", re.IGNORECASE)


def noticed(notice: Notice) -> Bounce | None:
    """A bounce by its words, where they speak of a failure and name who failed or give back a single mail."""
    if told := reported(fields(notice.whole)):
        return told
    certain = notice.certain or notice.marked
    if speaks_of_failure(notice.before[:2000]) or (certain and notice.titled):
        failed = _failed(notice, _STRONG) or _detected(notice) or (_failed(notice, _WEAK) if certain else ())
        return judged(notice, failed) if failed or notice.certain else None
    failed = _detected(notice) if notice.certain else ()
    return judged(notice, failed) if failed else None


def _failed(notice: Notice, forms: Iterable[Form]) -> tuple[str, ...]:
    """Who failed, by the best form in which anybody is named."""
    ours = _ours(notice)
    for form in forms:
        found = list(dict.fromkeys(one.lower() for one in form(notice)))
        failed = _others(found, ours) if form is _alone else tuple(one for one in found if one not in ours)
        if failed:
            return failed[:50]
    return ()


def _others(found: list[str], ours: frozenset[str]) -> tuple[str, ...]:
    """Those who are not we; we, where nobody else is named: one may write to oneself."""
    return tuple([one for one in found if one not in ours] or found)[:50]


def _detected(notice: Notice) -> tuple[str, ...]:
    """A Message-ID only looks like an address."""
    found = detected(notice.root)
    ids = frozenset(one.strip("<>").lower() for one in returned_ids(notice.root)) if found else frozenset()
    return _others([one for one in found if one not in ids], _ours(notice))


def judged(notice: Notice, failed: tuple[str, ...]) -> Bounce:
    """A bounce with the worst code its text names; without any its words decide."""
    code = enhanced(notice.before)
    text = _EXIM_CERTAIN.sub("", f"{notice.subject}\n{notice.before}")
    final = code.startswith("5") if code else permanent(text)
    return Bounce(failed, final, code)


def _alone(notice: Notice) -> Iterator[str]:
    """`<jo@buyer.example>: reason`, or an address on a line of its own."""
    found = [one[1] for one in _ALONE.finditer(notice.before)]
    return iter([one for one in found if not _ROLE.match(one)] or found)


def _commanded(notice: Notice) -> Iterator[str]:
    """The SMTP command that was refused, or the reply that repeats the address."""
    return (found[1] or found[2] for found in _COMMAND.finditer(notice.before))


def _labelled(notice: Notice) -> Iterator[str]:
    """`Unknown user: jo@buyer.example` and its like."""
    return (found[1] for found in _LABEL.finditer(notice.before) if not _contact(notice.before, found.start(1)))


def _mentioned(notice: Notice) -> Iterator[str]:
    """Any address of a line that is not about whom to ask."""
    lines = (line for line in notice.before.split("\n") if not _CONTACT.search(line))
    return (one for line in lines for one in addresses.in_text(line))


def _in_subject(notice: Notice) -> Iterator[str]:
    return iter(addresses.in_text(notice.subject[:300]))


def _given_back(notice: Notice) -> Iterator[str]:
    """To whom the mail went that is given back, where that is one person."""
    found = addresses.in_text(given_back(notice.root, notice.after, "To"))
    return iter(found if len(set(found)) == 1 else [])


_STRONG: tuple[Form, ...] = (_alone, _commanded)
_WEAK: tuple[Form, ...] = (_labelled, _mentioned, _in_subject, _given_back)


def _contact(text: str, place: int) -> bool:
    """Whether the line at a place is about whom to ask."""
    start = text.rfind("\n", 0, place + 1) + 1
    end = text.find("\n", place + 1)
    return bool(_CONTACT.search(text[start : end if end >= 0 else len(text)]))


def _ours(notice: Notice) -> frozenset[str]:
    """Who gets the notice, who sends it and who sent the mail that is given back is not who failed."""
    named = [headers.first(notice.root.head, name) for name in ("To", "From", "Delivered-To")]
    named += [given_back(notice.root, notice.after, name) for name in ("From", "Return-Path")]
    return frozenset(address for one in named for address in addresses.in_text(one))
