"""A customer who is asked in Slack is asked there too whether their case is solved, beside the letter that says so."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.writing import in_slack
from handlers.words.solving import Solving, is_it_solved
from storage.work import Work
from surveys.complaint import Complaint
from surveys.customer import Customer
from surveys.entry import Entry
from surveys.message import Kind, Message, Via

BY = "clock"


async def ask_in_slack(
    office: Office, work: Work, case: Complaint, response: Entry, *, now: datetime, tick: datetime
) -> None:
    """Queue the question once the letter with our answer has left; nobody is asked who is not in Slack."""
    customer = await work.customers.get(case.customer_id) if case.customer_id is not None else None
    if customer is None or not in_slack(office, customer):
        return
    post = is_it_solved(await solving_of(office, work, case, customer, case.reopened), response.words)
    message_id = office.message_id(f"solved:{response.id}")
    raw = json.dumps(post).encode()
    message = Message(
        0, Kind.CLOSURE, response.id, customer.slack_user, "", message_id, raw, now, tick, via=Via.SLACK
    )  # fmt: skip
    await work.messages.queue(message, BY, now)


async def solving_of(office: Office, work: Work, case: Complaint, customer: Customer, round_: int) -> Solving:
    """What this customer is asked about one round of their case."""
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id is not None else None
    order = delivery.order if delivery else ""
    return Solving(customer.language, office.name, case.name, order, case.id, round_)
