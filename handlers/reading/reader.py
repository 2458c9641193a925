"""From raw bytes to a reading: what kind of mail it is decides what is read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.reading.comment import beside_marks
from handlers.reading.heard.language import language
from handlers.reading.heard.optouts import alone, beside
from handlers.reading.heard.tone import tone
from handlers.reading.machines.abuse import report
from handlers.reading.machines.automatic import automatic
from handlers.reading.machines.bounces import bounce
from handlers.reading.machines.returned import returned_ids
from handlers.reading.machines.system import null_sender
from handlers.reading.mail import headers
from handlers.reading.mail.authentication import authentication
from handlers.reading.mail.bodies import attachments, body
from handlers.reading.mail.forwarding import forwarded, shown_tokens
from handlers.reading.mail.head import Head
from handlers.reading.mail.headers import UnreadableSender
from handlers.reading.mail.images import images
from handlers.reading.mail.parts import Part, TooMuch, parse
from handlers.reading.marks.marks import marks
from handlers.reading.own.words import own_words
from handlers.reading.reading import Attached, Bounce, Checked, Kind, Reading, Sent
from surveys.question import Questionnaire


def read(
    raw: bytes, questionnaire: Questionnaire, *, sent: Sent | None = None, overall: range | None = None
) -> Reading:
    """What a mail says. `overall` replaces the scale of the first question only.

    Never raises: a mail that cannot be taken apart is `unreadable`, with a note that says why.
    """
    try:
        return _read(parse(raw), questionnaire, sent, overall or questionnaire.scale)
    except (TooMuch, UnreadableSender) as why:
        return Reading(Kind.UNREADABLE, notes=(str(why),))
    except Exception as why:  # noqa: BLE001 - one mail must never stop the mailbox
        return Reading(Kind.UNREADABLE, notes=(f"not readable: {type(why).__name__}",))


def pictures(raw: bytes) -> Mapping[str, bytes]:
    """The pictures attached to a mail by their SHA-256, within limits; none of a mail that cannot be taken apart."""
    try:
        return images(parse(raw))
    except Exception:  # noqa: BLE001 - one mail must never stop the mailbox
        return {}


def as_mail(body: str, subtype: Literal["plain", "html"], subject: str = "") -> bytes:
    """A body by itself as a mail that can be read."""
    one_line = " ".join(subject.split())
    head = f"Subject: {one_line}\nMIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\n"
    return (head + "Content-Transfer-Encoding: 8bit\n\n" + body).encode("utf-8", "replace")


@dataclass(frozen=True)
class _Envelope:
    """What every kind of mail tells."""

    sender: str
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    recipients: tuple[str, ...]
    to_tokens: tuple[str, ...]
    authentication: tuple[Checked, ...]
    attachments: tuple[Attached, ...]

    @classmethod
    def of(cls, root: Part) -> "_Envelope":
        return cls(
            sender=headers.sender(root.head),
            message_id=_id(root.head, "Message-ID"),
            in_reply_to=_id(root.head, "In-Reply-To"),
            references=headers.ids(root.head, "References"),
            recipients=headers.recipients(root.head),
            to_tokens=headers.tokens(root.head),
            authentication=authentication(root.head),
            attachments=attachments(root),
        )


def _id(head: Head, name: str) -> str | None:
    """The identifier, or the whole value where it is malformed but there."""
    found = headers.ids(head, name)
    return found[0] if found else headers.first(head, name) or None


def _read(root: Part, questionnaire: Questionnaire, sent: Sent | None, overall: range) -> Reading:
    envelope = _Envelope.of(root)
    if report(root):
        return _reading(Kind.REPORT, envelope, returned=returned_ids(root))
    failed = bounce(root)
    if failed is not None:
        return _reading(Kind.BOUNCE, envelope, failed=failed, returned=returned_ids(root))
    if automatic(root):
        return _reading(Kind.AUTO_REPLY, envelope, text=_own(root, questionnaire, sent))
    if null_sender(root):
        note = "null sender without a delivery report"
        return _reading(Kind.BOUNCE, envelope, failed=Bounce(), returned=returned_ids(root), notes=(note,))
    return _reply(root, envelope, questionnaire, sent, overall)


def _reading(
    kind: Kind,
    envelope: _Envelope,
    *,
    text: str = "",
    failed: Bounce | None = None,
    returned: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Reading:
    return Reading(kind, text=text, bounce=failed, returned_ids=returned, notes=notes, **vars(envelope))


def _own(root: Part, questionnaire: Questionnaire, sent: Sent | None) -> str:
    return own_words(body(root).text, questionnaire, sent)


def _reply(root: Part, envelope: _Envelope, questionnaire: Questionnaire, sent: Sent | None, overall: range) -> Reading:
    shown = body(root)
    text = own_words(shown.text, questionnaire, sent)
    subject = headers.decoded(root.head, "Subject")
    if alone(text) or (not text and alone(subject)):
        return Reading(Kind.UNSUBSCRIBE, text=text, unsubscribe=True, notes=shown.notes, **vars(envelope))
    spoken = language(text, sent.language if sent else None)
    given, leaving = marks(text, questionnaire, overall), beside(text, spoken)
    heard = tone(beside_marks(text, given.spans.values()), spoken)
    only_leaving = leaving and not given.answers and not given.unclear and not heard.complaint and len(text) < 200
    notes = shown.notes if text or not shown.text.strip() else (*shown.notes, "nothing but a quote found")
    return Reading(
        Kind.UNSUBSCRIBE if only_leaving else Kind.REPLY,
        text=text,
        answers=given.answers,
        unclear=given.unclear,
        spans=given.spans,
        complaint=heard.complaint,
        complaint_reason=heard.reason,
        gauges=heard.gauges,
        tone=heard.value,
        language=spoken,
        unsubscribe=leaving,
        shown_tokens=shown_tokens(root),
        forwarded=forwarded(root.head),
        notes=notes,
        **vars(envelope),
    )
