"""An invitation or its reminder as it will leave: a mail, or a direct message in Slack."""

import json
from datetime import UTC, datetime

from handlers.office import Office
from handlers.words.asking import Asking, question
from handlers.words.letters import Letter, invitation
from handlers.words.mail import Mail, compose
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.message import Kind, Message, Via
from surveys.question import Questionnaire


def message(
    office: Office, kind: Kind, delivery: Delivery, customer: Customer, *, now: datetime, tick: datetime
) -> Message:
    """The way this customer wants to be asked; all bytes are fixed here, so that a retry is the same message."""
    by = _by_post if in_slack(office, customer) else _by_mail
    return by(office, kind, delivery, customer, now=now, tick=tick)


def in_slack(office: Office, customer: Customer) -> bool:
    """In test mode no customer hears of it: a post cannot be redirected, so they are asked by mail."""
    return office.asks_in_slack and customer.in_slack and not office.addresses.redirect_all_to


def asking(office: Office, delivery: Delivery, questionnaire: Questionnaire, language: str) -> Asking:
    """What is asked in Slack about this delivery."""
    return Asking(
        questionnaire=questionnaire,
        language=language,
        organisation=office.name,
        order=delivery.order,
        delivered_on=delivery.delivered_at.astimezone(office.zone).date(),
        about=delivery.id,
    )


def _by_post(
    office: Office, kind: Kind, delivery: Delivery, customer: Customer, *, now: datetime, tick: datetime
) -> Message:
    language = office.questionnaire.language(customer.language)
    post = question(asking(office, delivery, office.questionnaire, language), reminder=kind is Kind.REMINDER)
    message_id = office.message_id(f"{kind}:{delivery.id}")
    raw = json.dumps(post).encode()
    return Message(0, kind, 0, customer.slack_user, "", message_id, raw, now, tick, via=Via.SLACK)


def _by_mail(
    office: Office, kind: Kind, delivery: Delivery, customer: Customer, *, now: datetime, tick: datetime
) -> Message:
    message_id = office.message_id(f"{kind}:{delivery.id}")
    recipient = office.addresses.redirect_all_to or customer.email
    words = invitation(_letter(office, delivery, customer, reminder=kind is Kind.REMINDER))
    unsubscribe = f"<{office.unsubscribe_url(delivery.id)}>"
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to=office.reply_address(delivery.id),
        subject=words.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=words.text,
        html=words.html,
        language=office.questionnaire.language(customer.language),
        headers={"List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    return Message(
        id=0,
        kind=kind,
        about=0,
        recipient=recipient,
        envelope_from=office.bounce_address(delivery.id),
        message_id=message_id,
        raw=compose(mail),
        queued_at=now,
        due=tick,
    )


def _letter(office: Office, delivery: Delivery, customer: Customer, *, reminder: bool) -> Letter:
    return Letter(
        questionnaire=office.questionnaire,
        language=office.questionnaire.language(customer.language),
        customer_name=customer.name,
        organisation=office.name,
        order=delivery.order,
        delivered_on=delivery.delivered_at.astimezone(office.zone).date(),
        page_url=office.page_url(delivery.id),
        unsubscribe_url=office.unsubscribe_url(delivery.id),
        identified=True,
        footer=office.footer,
        reminder=reminder,
    )
