"""The digest of a week as messages: a mail to a leader, a post to a channel. Rendered once, and the same for all."""

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.office import Office
from handlers.words import digests as words
from handlers.words.blocks import digest_post
from handlers.words.charts import draw
from handlers.words.mail import Mail, compose
from storage.work import ClaimedDigest, Person
from surveys.chart import alt_text
from surveys.digest import Digest
from surveys.message import Kind, Message, Via

CHART = "chart"
NOT_YET = ""
"""The picture of a post has no name before it is uploaded."""


@dataclass(frozen=True)
class Letter:
    """The words of a digest in each form, and its picture as PNG."""

    subject: str
    text: str
    html: str
    digest: Digest
    chart: bytes
    alt: str


def written(digest: Digest) -> Letter:
    """All that is rendered; takes long enough to be done outside the loop."""
    subject, text, html = words.mail(digest, CHART)
    return Letter(subject, text, html, digest, draw(digest.chart), alt_text(digest.chart))


def by_mail(
    office: Office, person: Person, letter: Letter, one: ClaimedDigest, *, now: datetime, tick: datetime
) -> Message:
    recipient = office.addresses.redirect_all_to or person.email or ""
    message_id = office.message_id(f"digest:{one.week}:{person.id}")
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to="",
        subject=letter.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=letter.text,
        html=letter.html,
        language="en",
        images={CHART: letter.chart},
    )
    return Message(0, Kind.DIGEST, one.id, recipient, office.addresses.sender, message_id, compose(mail), now, tick)


def by_post(
    office: Office, channel: str, letter: Letter, one: ClaimedDigest, *, now: datetime, tick: datetime
) -> Message:
    """A post and its picture, which goes before it."""
    content = b64encode(letter.chart).decode("ascii")
    picture = {"name": f"{one.week}.png", "alt": letter.alt, "content": content}
    post = digest_post(letter.digest, NOT_YET, one.id, (), office.zone)
    raw = json.dumps({**post, "picture": picture}).encode()
    message_id = office.message_id(f"digest:{one.week}:{channel}")
    return Message(0, Kind.DIGEST, one.id, channel, "", message_id, raw, now, tick, via=Via.SLACK)
