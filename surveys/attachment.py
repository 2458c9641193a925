"""What a customer sends beside their words: pictures are kept, of all else only name, size and hash."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attachment:
    """`name` is safe to show, `size` in bytes. `content` is kept of a picture that is not too large; a list of
    attachments says only that it is."""

    id: int
    complaint_id: int | None
    name: str
    type: str
    size: int
    sha256: str
    received_at: datetime
    kept: bool = False
    content: bytes | None = None
    enquiry_id: int | None = None
