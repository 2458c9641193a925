"""What a customer attached to a mail, or somebody of the staff gives, stays with the case that it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.office import Office
from handlers.reading import Attached
from handlers.steps.carding import show
from handlers.steps.complaining import CUSTOMER
from handlers.steps.enquiring.carding import show as show_enquiry
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from handlers.words.cards import file_words
from storage.work import Work
from surveys.attachment import Attachment
from surveys.complaint import OVER, Complaint
from surveys.course import check_assignable
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
    by: str = CUSTOMER,
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
        if kept := await work.attachments.keep_once(listed, by, now):
            what = "Sent along" if by == CUSTOMER else "File"
            words, key = f"{what}: {file_words(kept)}", f"file.{one.sha256}"
            await enter(office, work, case, Kind.FILE, words, key=key, by=by, now=now, picture=content or b"")
    if isinstance(case, Enquiry):
        await show_enquiry(office, work, case, now)
    else:
        await show(office, work, case, now)


async def attach_by(
    office: Office, case_id: int, sent: Sequence[Attached], *, pictures: Mapping[str, bytes], by: str, now: datetime
) -> None:
    """What the Slack user `by` gives to a case. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        check_assignable(case)
        await attach(office, work, case, sent, pictures=pictures, now=now, by=person.name)
