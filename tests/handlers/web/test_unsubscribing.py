"""Stopping surveys by link: looking changes nothing, the one-click POST stops them (RFC 8058)."""

from datetime import datetime

import pytest
from httpx import AsyncClient

from handlers.office import Office
from surveys.delivery import Reason
from surveys.invitation import Invitation
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import DAY, again, asked, stopped
from tests.handlers.web.visit import browser, page, stop_link

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def test_looking_changes_nothing(client: AsyncClient, office: Office, of: Invitation) -> None:
    """A scanner opens every link of a mail."""
    for _ in range(3):
        assert (await client.get(stop_link(office, of))).status_code == 200
        assert (await client.head(stop_link(office, of))).status_code == 200
    assert (await stopped(office), await again(office, of)) == (None, of)
    async with office.store.read() as work:
        assert await work.observations.total() == 0


async def test_one_click_stops_surveys(client: AsyncClient, office: Office, of: Invitation) -> None:
    """Without cookie, redirect or further question; a second one says the same."""
    replies = [await client.post(stop_link(office, of), data=ONE_CLICK) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].text == replies[1].text
    assert [name for reply in replies for name in reply.headers if name in {"set-cookie", "location"}] == []
    assert await stopped(office) == Reason.UNSUBSCRIBED
    assert (await again(office, of)).remind_at is None
    assert await stage.sound(office)


async def test_one_click_may_come_as_parts(client: AsyncClient, office: Office, of: Invitation) -> None:
    """RFC 8058 allows multipart/form-data."""
    content = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert (await client.post(stop_link(office, of), content=content, headers=headers)).status_code == 200
    assert await stopped(office) == Reason.UNSUBSCRIBED


async def test_the_button_of_the_page_stops_surveys(client: AsyncClient, office: Office, of: Invitation) -> None:
    """A person who opened the link presses a button that sends the same."""
    shown = (await client.get(stop_link(office, of))).text
    assert f'action="{stop_link(office, of)}"' in shown
    assert 'name="List-Unsubscribe" value="One-Click"' in shown


@pytest.mark.parametrize(
    "form", [{}, {"List-Unsubscribe": "one-click"}, {"List-Unsubscribe": ""}, {"unsubscribe": "One-Click"}]
)
async def test_another_post_stops_nothing(
    client: AsyncClient, office: Office, of: Invitation, form: dict[str, str]
) -> None:
    """It shows the button."""
    response = await client.post(stop_link(office, of), data=form)
    assert response.status_code == 400
    assert await stopped(office) is None


async def test_a_link_of_the_survey_does_not_unsubscribe(client: AsyncClient, office: Office, of: Invitation) -> None:
    """No token stands in for one of another purpose; unknown ones look as those of the survey do."""
    tokens = [page(office, of)[3:], office.keyring.mint(Purpose.BOUNCE, of.delivery_id), "x" * 27]
    replies = [await client.post(f"/u/{token}", data=ONE_CLICK) for token in tokens]
    replies.append(await client.get(f"/s/{stop_link(office, of)[3:]}"))
    assert {(reply.status_code, reply.text) for reply in replies} == {(404, replies[0].text)}
    assert await stopped(office) is None


async def test_a_link_works_after_the_survey_is_over(office: Office, of: Invitation) -> None:
    """And in capitals."""
    async with browser(office, of.expires_at + 300 * DAY) as client:
        link = f"/u/{stop_link(office, of)[3:].upper()}"
        assert (await client.post(link, data=ONE_CLICK)).status_code == 200
    assert await stopped(office) == Reason.UNSUBSCRIBED


async def test_only_the_person_of_the_link_is_stopped(
    client: AsyncClient, office: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Nobody else hears of it."""
    await asked(office, now, tick, 2)
    await client.post(stop_link(office, of), data=ONE_CLICK)
    assert await stopped(office, "buyer-2@buyer.example") is None
