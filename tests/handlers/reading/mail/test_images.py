"""Pictures are told by how they begin, whatever the mail says of them."""

from email.message import EmailMessage
from hashlib import sha256

import pytest

from handlers.reading import pictures
from handlers.reading.mail.images import LARGEST, MOST, SMALLEST

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * SMALLEST


def mail(*files: bytes) -> bytes:
    message = EmailMessage()
    message.set_content("2, see the pictures")
    for number, file in enumerate(files):
        message.add_attachment(file, maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    return message.as_bytes()


def by_hash(*files: bytes) -> dict[str, bytes]:
    return {sha256(file).hexdigest(): file for file in files}


@pytest.mark.parametrize(
    "beginning",
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"],
    ids=["PNG", "JPEG", "GIF", "WebP", "HEIC"],
)
def test_a_picture_is_found(beginning: bytes) -> None:
    """Under the hash that the attachments of the reading name."""
    picture = beginning.ljust(SMALLEST, b"x")
    assert pictures(mail(picture)) == by_hash(picture)


@pytest.mark.parametrize(
    "file",
    [b"%PDF-1.7".ljust(SMALLEST, b"x"), PNG[: SMALLEST - 1], PNG.ljust(LARGEST + 1, b"x"), b""],
    ids=["no picture", "a logo", "too large", "empty"],
)
def test_all_else_is_left_in_the_mail(file: bytes) -> None:
    """A name or a declared type makes no picture."""
    assert pictures(mail(file)) == {}


def test_the_first_pictures_are_taken() -> None:
    """A mail with hundreds fills no store."""
    many = [PNG + bytes([number]) for number in range(MOST + 5)]
    assert pictures(mail(*many)) == by_hash(*many[:MOST])


def test_a_mail_that_cannot_be_taken_apart_has_none() -> None:
    """It is set aside as unreadable."""
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(50))
    assert pictures(nested) == {}
