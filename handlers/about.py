"""Which invitation, case or enquiry a mail is about, and whether the customer wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.office import Office
from handlers.reading import Kind, Reading
from handlers.reading.mail.authentication import confirmed
from storage.work import Work
from surveys.complaint import Complaint
from surveys.customer import Customer, printable
from surveys.enquiry import Enquiry
from surveys.invitation import Invitation
from surveys.message import SURVEYS, Message
from surveys.message import Kind as MessageKind
from surveys.token import Purpose

ADDRESSED = (Purpose.REPLY, Purpose.BOUNCE)
SHOWN = (Purpose.PAGE, Purpose.REPLY, Purpose.UNSUBSCRIBE)
"""Tokens that a mail may be sent to, and those that our letters show."""

MOST_LOOKED_UP = 20
"""Of the tokens and of the Message-IDs that one mail names."""


@dataclass(frozen=True)
class About:
    """What was found. `handed_on`: by nothing but a token in the body. `doubt` says why it is not from the customer."""

    asked: Invitation | None
    handed_on: bool = False
    doubt: str = ""
    case: Complaint | None = None
    enquiry: Enquiry | None = None


async def about(office: Office, work: Work, reading: Reading, known: int | None = None) -> About:
    """By token, else by our Message-ID, else by a token in the quote, else by its sender's only open invitation.

    An answer to a letter about a case is about that case. `known` is the invitation of a mail that was handled before.
    """
    if known is None and (held := await _lettered(office, work, reading)):
        customer = await work.customers.find(held.customer_id) if held.customer_id is not None else None
        doubt = _doubt(office, reading, customer, forwarded=reading.forwarded)
        return (
            About(None, doubt=doubt, enquiry=held) if isinstance(held, Enquiry) else About(None, doubt=doubt, case=held)
        )
    asked = await work.invitations.get(known) if known is not None else None
    asked = asked or await _by_token(office, work, reading) or await _by_message_id(work, reading)
    handed_on = False
    if asked is None and reading.kind is Kind.REPLY:
        asked = await _by_shown_token(office, work, reading)
        handed_on = asked is not None
    if asked is None and reading.kind in (Kind.REPLY, Kind.UNSUBSCRIBE):
        asked = await _by_sender(work, reading)
    customer = await work.customers.find(asked.customer_id) if asked else None
    forwarded = handed_on or reading.forwarded
    return About(asked, handed_on, _doubt(office, reading, customer, forwarded=forwarded))


async def _by_token(office: Office, work: Work, reading: Reading) -> Invitation | None:
    machine = reading.kind in (Kind.BOUNCE, Kind.REPORT)
    return await _first(office, work, reading.to_tokens, (Purpose.BOUNCE,) if machine else ADDRESSED)


async def _lettered(office: Office, work: Work, reading: Reading) -> Complaint | Enquiry | None:
    """The case or the enquiry whose letter is answered or comes back."""
    if reading.kind not in (Kind.BOUNCE, Kind.REPORT):
        for token in reading.to_tokens[:MOST_LOOKED_UP]:
            if (case_id := await work.tokens.about(token, Purpose.CASE, office.keyring)) is not None:
                return await work.complaints.find(case_id)
            if (enquiry_id := await work.tokens.about(token, Purpose.ENQUIRY, office.keyring)) is not None:
                return await work.enquiries.find(enquiry_id)
    for message_id in _told(reading)[:MOST_LOOKED_UP]:
        if message := await work.messages.by_message_id(message_id.lower()):
            return await _of_letter(work, message)
    return None


async def _of_letter(work: Work, message: Message) -> Complaint | Enquiry | None:
    """What a message of ours was about, where it was a letter."""
    match message.kind:
        case MessageKind.ACKNOWLEDGEMENT:
            return await work.complaints.find(message.about)
        case MessageKind.RECEIPT:
            return await work.enquiries.find(message.about)
        case MessageKind.LETTER:
            entry = await work.entries.get(message.about)
            if entry.enquiry_id is not None:
                return await work.enquiries.find(entry.enquiry_id)
            return await work.complaints.find(entry.complaint_id or 0)
        case _:
            return None


async def _by_shown_token(office: Office, work: Work, reading: Reading) -> Invitation | None:
    """A survey handed on or quoted whole shows its links; it is never about another survey of whoever wrote."""
    return await _first(office, work, reading.shown_tokens, SHOWN)


async def _first(office: Office, work: Work, tokens: Sequence[str], purposes: Sequence[Purpose]) -> Invitation | None:
    for token in tokens[:MOST_LOOKED_UP]:
        for purpose in purposes:
            delivery_id = await work.tokens.about(token, purpose, office.keyring)
            if delivery_id is not None:
                return await work.invitations.of_delivery(delivery_id)
    return None


async def _by_message_id(work: Work, reading: Reading) -> Invitation | None:
    """A bounce counts by the ids in what it returns, never by its own headers, which anybody can write."""
    for message_id in _told(reading)[:MOST_LOOKED_UP]:
        message = await work.messages.by_message_id(message_id.lower())
        if message and message.kind in SURVEYS:
            return await work.invitations.find(message.about)
    return None


def _told(reading: Reading) -> Sequence[str]:
    if reading.kind in (Kind.BOUNCE, Kind.REPORT):
        return reading.returned_ids
    return (reading.in_reply_to or "", *reversed(reading.references))


async def _by_sender(work: Work, reading: Reading) -> Invitation | None:
    customer = await work.customers.by_email(reading.sender)
    if customer is None:
        return None
    unanswered = await work.invitations.open_of(customer.id)
    return unanswered[0] if len(unanswered) == 1 else None


def _doubt(office: Office, reading: Reading, customer: Customer | None, *, forwarded: bool) -> str:
    known = {customer.email if customer else "", office.addresses.redirect_all_to.lower()} - {""}
    sender = printable(reading.sender)
    if customer is None or reading.sender not in known:
        return f"forwarded, from {sender}" if forwarded else f"from {sender}"
    if not believed(office, reading):
        return f"{office.authserv_id} does not confirm that it is from {sender}"
    return ""


def believed(office: Office, reading: Reading) -> bool:
    """Whether our mail server confirms that the mail is from its sender; without one that does, From is believed."""
    return not office.authserv_id or confirmed(reading.authentication, office.authserv_id, reading.sender)
