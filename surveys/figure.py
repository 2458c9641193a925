"""What each fact adds to the weekly figures.

A figure is a count under a name in an ISO week of the organisation's zone. A store keeps the counts in the fact's own
transaction, as the difference between what the fact added before and what it adds now; counting all facts anew must
give the same numbers. `measures.py` turns counts into shares, intervals and words.
"""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from surveys import delivery as deliveries
from surveys.answer import Answer
from surveys.complaint import ACCURACY, NO_COMPLAINT, Complaint
from surveys.delivery import Delivery
from surveys.enquiry import Enquiry
from surveys.enquiry import State as EnquiryState
from surveys.invitation import Invitation
from surveys.invitation import State as InvitationState
from surveys.workdays import Week

Figures = Counter[tuple[Week, str]]
"""Counts by (week, name)."""

Counts = Counter[str]
"""The counts of one week, by name."""


@dataclass(frozen=True)
class Fact:
    """One delivery with all that came of it, the unit that figures are counted from."""

    delivery: Delivery
    invitation: Invitation | None = None
    answer: Answer | None = None
    complaints: tuple[Complaint, ...] = ()


def of_delivery(delivery: Delivery, zone: ZoneInfo) -> Figures:
    """In the week of delivery: `deliveries`, `promised` and `on_time`; why it was not asked about."""
    week = Week.of(delivery.delivered_at, zone)
    found: Figures = Counter({(week, "deliveries"): 1})
    if delivery.on_time is not None:
        found[week, "promised"] = 1
        found[week, "on_time"] = int(delivery.on_time)
    if delivery.state is deliveries.State.NOT_ASKED:
        found[week, f"not_asked.{delivery.reason}"] = 1
    return +found


def of_invitation(invitation: Invitation, zone: ZoneInfo) -> Figures:
    """In the week of asking: `invited`, and of these `answered` and `bounced`, whenever that happened."""
    week = Week.of(invitation.asked_at, zone)
    found: Figures = Counter({(week, "invited"): 1})
    if invitation.state is InvitationState.ANSWERED:
        found[week, "answered"] = 1
    if invitation.state is InvitationState.BOUNCED:
        found[week, "bounced"] = 1
    return found


def of_answer(answer: Answer, questionnaire: str, zone: ZoneInfo) -> Figures:
    """In the week in which it was received: `post_delivery.responses`, `.comments`, `.overall.4`, `.accuracy.na`.

    Only the current answer is counted; marks between the points of a scale go to the nearest point.
    """
    week = Week.of(answer.received_at, zone)
    names = [f"{questionnaire}.responses", f"{questionnaire}.door.{answer.door}"]
    if answer.comment:
        names.append(f"{questionnaire}.comments")
    for key, mark in answer.marks.items():
        names.append(f"{questionnaire}.{key}.{'na' if mark is None else int(mark + 0.5)}")
    return Counter({(week, name): 1 for name in names})


def of_complaint(complaint: Complaint, zone: ZoneInfo) -> Figures:
    """In the week of receipt: `complaints` and `complaints.late`; candidates count until a person declines them.

    What turns out to be an enquiry, a request or spam is no complaint; one that was withdrawn stays one.
    """
    if complaint.state in NO_COMPLAINT:
        return Counter()
    received = Week.of(complaint.received_at, zone)
    return Counter({(received, "complaints"): 1, (received, f"complaints.{complaint.problem}"): 1})


def of_enquiry(enquiry: Enquiry, zone: ZoneInfo) -> Figures:
    """In the week in which it was decided: `replies`, and `replies.in_time` where a person replied before it was due.

    One that is left unanswered is missed when its time is over, so that leaving it open improves nothing.
    """
    if enquiry.state is EnquiryState.NO_ENQUIRY:
        return Counter()
    replied = enquiry.answered_at
    in_time = replied is not None and replied <= enquiry.answer_by
    week = Week.of(replied if replied and in_time else enquiry.answer_by, zone)
    return Counter({(week, "replies"): 1, **({(week, "replies.in_time"): 1} if in_time else {})})


def of_fact(fact: Fact, zone: ZoneInfo) -> Figures:
    """All that a delivery and what came of it add; in its week `wrong` counts it where accuracy was complained of."""
    found = of_delivery(fact.delivery, zone)
    if fact.invitation:
        found += of_invitation(fact.invitation, zone)
        if fact.answer:
            found += of_answer(fact.answer, fact.invitation.questionnaire, zone)
    for complaint in fact.complaints:
        found += of_complaint(complaint, zone)
    if any(c.problem in ACCURACY and c.state not in NO_COMPLAINT for c in fact.complaints):
        found[Week.of(fact.delivery.delivered_at, zone), "wrong"] += 1
    return found
