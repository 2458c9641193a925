"""What a visitor of the web door does: open a link, fill in the form, send it."""

import re
from datetime import datetime

from httpx import ASGITransport, AsyncClient, Response

from handlers.office import Office
from handlers.web.app import web
from surveys.invitation import Invitation
from surveys.token import Purpose


def browser(office: Office, now: datetime) -> AsyncClient:
    """A client of the whole application at this instant."""
    return AsyncClient(transport=ASGITransport(app=web(office, lambda: now)), base_url=office.public_url)


def page(office: Office, of: Invitation) -> str:
    return f"/s/{office.keyring.mint(Purpose.PAGE, of.delivery_id)}"


def stop_link(office: Office, of: Invitation) -> str:
    return f"/u/{office.keyring.mint(Purpose.UNSUBSCRIBE, of.delivery_id)}"


def nonce(response: Response) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', response.text)
    assert found is not None, response.text
    return found[1]


async def open_page(client: AsyncClient, office: Office, of: Invitation) -> str:
    """Open the survey; returns the nonce of its form."""
    return nonce(await client.get(page(office, of)))


async def send(client: AsyncClient, office: Office, of: Invitation, form_nonce: str, **form: str) -> Response:
    return await client.post(page(office, of), data={"nonce": form_nonce, **form})
