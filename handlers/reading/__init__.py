"""What a mail says: bytes in, one frozen value out. Pure, never raises, bounded in time."""

from handlers.reading.mail.images import is_picture
from handlers.reading.reader import as_mail, pictures, read
from handlers.reading.reading import READER_VERSION, Attached, Bounce, Kind, Reading, Sent, to_json

__all__ = [
    "READER_VERSION",
    "Attached",
    "Bounce",
    "Kind",
    "Reading",
    "Sent",
    "as_mail",
    "is_picture",
    "pictures",
    "read",
    "to_json",
]
