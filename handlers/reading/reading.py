"""What reading gives back, and the form in which commands print it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from surveys.answer import Marks

READER_VERSION = 1


class Kind(StrEnum):
    """What kind of mail came. Who wrote it, and whether we asked, is for the step that has the store."""

    REPLY = "reply"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    UNSUBSCRIBE = "unsubscribe"
    REPORT = "report"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Sent:
    """What we sent before, where the mail door found it: it tells our own words from the customer's."""

    text: str = ""
    html: str = ""
    token: str = ""
    language: str | None = None
    earlier: Marks = field(default_factory=dict)


@dataclass(frozen=True)
class Bounce:
    """A delivery that failed: for whom, whether for good, and the enhanced status of RFC 3463 where it is told."""

    recipients: tuple[str, ...] = ()
    permanent: bool = False
    status: str | None = None


@dataclass(frozen=True)
class Attached:
    """An attachment is never opened: its name is only shown, its size and hash only compared."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Result:
    """One check of a sender (RFC 8601): `dkim=pass header.d=buyer.example` is a method, a value and properties."""

    method: str
    value: str
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """What one server found; no results where it checked nothing, or where its header is not as it should be."""

    server: str
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One mail as read. `text` is the customer's new words, `answers` only the marks the customer gave.

    `unclear`: a mark was meant but cannot be told for sure, so none is kept and a person is asked.
    `recipients` are whom it was sent to, `to_tokens` the candidates among those addresses, `returned_ids` the
    Message-IDs of the mail a bounce or a report gives back, `shown_tokens` stand in the body, as in the quote of a
    survey that was handed on, `forwarded` is what the subject says, and `authentication` what mail servers said of the
    sender, or whoever forged their words: all prove nothing before they are checked.
    """

    kind: Kind
    text: str = ""
    answers: Marks = field(default_factory=dict)
    unclear: bool = False
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    complaint: bool = False
    complaint_reason: str | None = None
    gauges: Mapping[str, str] = field(default_factory=dict)
    tone: float = 0.0
    language: str | None = None
    unsubscribe: bool = False
    bounce: Bounce | None = None
    sender: str = ""
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    to_tokens: tuple[str, ...] = ()
    returned_ids: tuple[str, ...] = ()
    shown_tokens: tuple[str, ...] = ()
    authentication: tuple[Checked, ...] = ()
    forwarded: bool = False
    attachments: tuple[Attached, ...] = ()
    notes: tuple[str, ...] = ()
    reader_version: int = READER_VERSION

    @property
    def to_token(self) -> str | None:
        return self.to_tokens[0] if self.to_tokens else None


def to_json(reading: Reading, path: str) -> dict[str, object]:
    """The keys that `afterword read` prints, one object a mail."""
    return {
        "path": path,
        "kind": str(reading.kind),
        "text": reading.text,
        "answers": dict(reading.answers),
        "unclear": reading.unclear,
        "spans": {key: list(span) for key, span in reading.spans.items()},
        "complaint": reading.complaint,
        "complaint_reason": reading.complaint_reason,
        "gauges": dict(reading.gauges),
        "tone": reading.tone,
        "language": reading.language,
        "unsubscribe": reading.unsubscribe,
        "bounce": _bounce(reading.bounce),
        "sender": reading.sender,
        "message_id": reading.message_id,
        "in_reply_to": reading.in_reply_to,
        "to_token": reading.to_token,
        "attachments": [_attachment(one) for one in reading.attachments],
        "notes": list(reading.notes),
        "reader_version": reading.reader_version,
    }


def _bounce(bounce: Bounce | None) -> dict[str, object] | None:
    if bounce is None:
        return None
    return {"recipients": list(bounce.recipients), "permanent": bounce.permanent, "status": bounce.status}


def _attachment(one: Attached) -> dict[str, object]:
    return {"name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256}
