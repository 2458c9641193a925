"""What a customer attached to a mail stays with the case that the mail is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.office import Office
from handlers.reading import Attached
from handlers.steps.carding import show
from handlers.steps.complaining import CUSTOMER
from handlers.steps.enquiring.carding import show as show_enquiry
from handlers.steps.filing import enter
from handlers.words.cards import file_words
from storage.work import Work
from surveys.attachment import Attachment
from surveys.complaint import OVER, Complaint
from surveys.enquiry import OVER as DONE
from surveys.enquiry import Enquiry
from surveys.entry import Kind

MOST = 50
"""Attachments that one case lists; whoever sends more has them in the mailbox."""


async def attach(
    office: Office,
    work: Work,
    case: Complaint | Enquiry | None,
    sent: Sequence[Attached],
    *,
    pictures: Mapping[str, bytes],
    now: datetime,
) -> None:
    """List them with this case or enquiry while it is open, each once, keep the pictures, show them in its thread."""
    if not sent or case is None or case.state in (*OVER, *DONE):
        return
    enquiry_id = case.id if isinstance(case, Enquiry) else None
    complaint_id = case.id if enquiry_id is None else None
    held = work.attachments.of_complaint if enquiry_id is None else work.attachments.of_enquiry
    room = MOST - len(await held(case.id))
    for one in sent[: max(room, 0)]:
        content = pictures.get(one.sha256)
        listed = Attachment(
            0, complaint_id, one.name, one.type, one.size, one.sha256, now, content is not None, content, enquiry_id
        )
        if kept := await work.attachments.keep_once(listed, CUSTOMER, now):
            words, key = f"Sent along: {file_words(kept)}", f"file.{one.sha256}"
            await enter(office, work, case, Kind.FILE, words, key=key, by=CUSTOMER, now=now, picture=content or b"")
    if isinstance(case, Enquiry):
        await show_enquiry(office, work, case, now)
    else:
        await show(office, work, case, now)
