"""Pictures that a customer sends: told by how they begin, never decoded."""

from collections.abc import Mapping
from hashlib import sha256

from handlers.reading.mail.bodies import attached
from handlers.reading.mail.parts import Part

LARGEST = 5 * 1024 * 1024
MOST = 10
SMALLEST = 8 * 1024
"""Smaller ones are the logos and pixels of signatures."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


def images(root: Part) -> Mapping[str, bytes]:
    """The first pictures of a mail by their SHA-256, as attachments name it."""
    found: dict[str, bytes] = {}
    for part in attached(root):
        content = part.content()
        if len(found) < MOST and SMALLEST <= len(content) <= LARGEST and is_picture(content):
            found[sha256(content).hexdigest()] = content
    return found


def is_picture(content: bytes) -> bool:
    """PNG, JPEG, GIF, WebP, or the HEIC of telephones."""
    if content.startswith(_BEGINNINGS):
        return True
    return (content[:4], content[8:12]) == (b"RIFF", b"WEBP") or content[4:12] in {b"ftypheic", b"ftypmif1"}
