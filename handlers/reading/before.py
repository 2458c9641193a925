"""The letter we sent before, out of the bytes that went over the wire."""

from email import message_from_bytes
from email.message import Message

from handlers.reading.reading import Sent


def before(raw: bytes, language: str) -> Sent:
    """What a reply to our own letter quotes: its text and its HTML."""
    letter = message_from_bytes(raw)
    return Sent(text=_part(letter, "text/plain"), html=_part(letter, "text/html"), language=language)


def _part(letter: Message, kind: str) -> str:
    for part in letter.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == kind and isinstance(content, bytes):
            return content.decode("utf-8", "replace")
    return ""
