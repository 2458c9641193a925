"""What a mail says: bytes in, one frozen value out. Pure, never raises, bounded in time."""

from handlers.reading.reader import as_mail, read
from handlers.reading.reading import READER_VERSION, Attachment, Bounce, Kind, Reading, Sent, to_json

__all__ = ["READER_VERSION", "Attachment", "Bounce", "Kind", "Reading", "Sent", "as_mail", "read", "to_json"]
