"""What the rooms of the web door share: whose link it is, and which time it is."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import HTTPException, Request

from handlers.office import Office
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.invitation import Invitation
from surveys.token import LENGTH, Purpose


@dataclass(frozen=True)
class Asked:
    """Whom a link belongs to, and what was asked about."""

    delivery: Delivery
    invitation: Invitation
    customer: Customer


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def now_of(request: Request) -> datetime:
    now: datetime = request.app.state.now()
    return now


async def asked(office: Office, token: str, purpose: Purpose) -> Asked:
    """Who was asked with this token.

    Raises: HTTPException 404, the same for any token that is not ours.
    """
    async with office.store.read() as work:
        id_ = await work.tokens.about(token, purpose, office.keyring) if len(token) == LENGTH else None
        invitation = await work.invitations.of_delivery(id_) if id_ is not None else None
        if invitation is None:
            raise HTTPException(404)
        delivery = await work.deliveries.get(invitation.delivery_id)
        return Asked(delivery, invitation, await work.customers.get(invitation.customer_id))
