"""The letter that tells a customer that their complaint was received (ISO 10002:2018, 7.4)."""

from datetime import UTC, datetime

from handlers.office import Office
from handlers.words.acknowledgements import Acknowledgement, acknowledge
from handlers.words.mail import Mail, compose
from surveys.complaint import Complaint
from surveys.course import next_word_by
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.message import Kind, Message, Via


def acknowledgement(
    office: Office,
    case: Complaint,
    customer: Customer,
    delivery: Delivery | None,
    before: Message | None,
    *,
    now: datetime,
    tick: datetime,
) -> Message:
    """The letter as it will leave, in the conversation of the mail `before` it, which asked about the delivery."""
    language = office.questionnaire.language(customer.language)
    words = acknowledge(_words(office, case, customer, delivery, language=language, now=now))
    message_id = office.message_id(f"acknowledgement:{case.number}")
    recipient = office.addresses.redirect_all_to or customer.email
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to=office.reply_address(delivery.id) if delivery and before else "",
        subject=words.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=words.text,
        html=words.html,
        language=language,
        headers=_thread(before),
    )
    sender = office.addresses.sender
    return Message(0, Kind.ACKNOWLEDGEMENT, case.id, recipient, sender, message_id, compose(mail), now, tick)


def _words(
    office: Office, case: Complaint, customer: Customer, delivery: Delivery | None, *, language: str, now: datetime
) -> Acknowledgement:
    return Acknowledgement(
        language=language,
        organisation=office.name,
        customer_name=customer.name,
        case=case.name,
        order=delivery.order if delivery else "",
        words=case.words,
        until=next_word_by(now, office.workdays).astimezone(office.zone).date(),
        footer=office.footer,
    )


def _thread(before: Message | None) -> dict[str, str]:
    if before is None or before.via is not Via.MAIL:
        return {}
    return {"In-Reply-To": before.message_id, "References": before.message_id}
