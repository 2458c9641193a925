"""A low answer or words of complaint open a candidate; a person confirms or declines it (ISO 10002:2018, 7.2)."""

from datetime import datetime, time

from handlers.office import Office
from storage.work import Work
from surveys.answer import Answer, low
from surveys.complaint import Complaint, problem
from surveys.invitation import Invitation

CONFIRM_DAYS = 1
CLOSING = time(17)


async def notice_candidate(
    office: Office, work: Work, asked: Invitation, given: Answer, now: datetime, *, complained: bool
) -> Complaint | None:
    """Open the one candidate of this invitation where its answer asks for one; the clock starts at receipt."""
    lows = low(given.marks, office.questionnaire)
    if not (lows or complained) or await work.complaints.of_invitation(asked.id):
        return None
    candidate = Complaint(
        id=0,
        number=await work.complaints.next_number(),
        delivery_id=asked.delivery_id,
        customer_id=asked.customer_id,
        invitation_id=asked.id,
        door=given.door,
        words=given.comment,
        problem=problem(given.marks, lows, office.questionnaire),
        received_at=now,
        confirm_by=office.workdays.after(now, CONFIRM_DAYS, CLOSING),
    )
    return await work.complaints.keep(candidate, "customer", now)
