"""The page on which a customer says whether a case is solved."""

from datetime import datetime

import pytest
from httpx import AsyncClient

from handlers.office import Office
from surveys.complaint import Complaint, State
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import DAY, answered, asked, case_of, file_of
from tests.handlers.web.visit import browser

YES = {"solved": "yes", "handling": "4", "outcome": "5", "ease": "", "comment": "Quick and kind."}


@pytest.fixture
async def case(office: Office, now: datetime, tick: datetime) -> Complaint:
    """A case whose customer was told what was found."""
    await asked(office, now, tick)
    return await answered(office, now, tick)


def path(office: Office, case: Complaint) -> str:
    return office.case_url(case.id).removeprefix(office.public_url)


async def said(office: Office, case: Complaint) -> list[str]:
    return [entry.words for entry in await file_of(office, case) if entry.kind == "customer"]


async def test_looking_changes_nothing(client: AsyncClient, office: Office, case: Complaint) -> None:
    """A scanner opens both links of the mail; the choice of a link is only marked."""
    for link in ("", "?solved=yes", "?solved=no"):
        assert (await client.get(path(office, case) + link)).status_code == 200
        assert (await client.head(path(office, case) + link)).status_code == 200
    shown = (await client.get(f"{path(office, case)}?solved=no")).text
    assert 'value="no" required checked' in shown
    assert (await case_of(office, case.id), await said(office, case)) == (case, [])


async def test_a_yes_closes_the_case(client: AsyncClient, office: Office, case: Complaint) -> None:
    """With what was said of how it went, apart from how the delivery was; sent twice it is kept once."""
    replies = [await client.post(path(office, case), data=YES) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert "closes your complaint C-1" in replies[0].text
    closed = await case_of(office, case.id)
    assert (closed.state, closed.silent) == (State.CLOSED, False)
    assert await said(office, case) == ["It is solved. handling 4, outcome 5\nQuick and kind."]
    async with office.store.read() as work:
        kept = await work.closures.of_round(case.id, 0)
    assert kept is not None
    assert (kept.solved, dict(kept.marks), kept.words) == (True, {"handling": 4, "outcome": 5}, "Quick and kind.")
    assert await stage.sound(office)


async def test_a_no_brings_it_back(client: AsyncClient, office: Office, case: Complaint) -> None:
    """To somebody else; until they have answered there is nothing to say on the page."""
    reply = await client.post(path(office, case), data={"solved": "no", "comment": "<b>Still wet</b>"})
    assert "Somebody else at Harbor Parts" in reply.text
    back = await case_of(office, case.id)
    assert (back.state, back.reopened, back.owner_id) == (State.REOPENED, 1, None)
    again = await client.post(path(office, case), data=YES)
    assert "We are looking into it" in again.text
    assert (await case_of(office, case.id)).state is State.REOPENED


async def test_a_closed_case_comes_back_within_90_days(
    client: AsyncClient, office: Office, case: Complaint, now: datetime
) -> None:
    """Later the words are kept in its file, and it stays closed."""
    await client.post(path(office, case), data=YES)
    async with browser(office, now + 91 * DAY) as later:
        await later.post(path(office, case), data={"solved": "no"})
    assert (await case_of(office, case.id)).state is State.CLOSED
    assert (await said(office, case))[-1] == "It is not solved."


@pytest.mark.parametrize("form", [{}, {"solved": "perhaps"}, {"comment": "kept for you"}])
async def test_without_a_yes_or_no_it_is_asked_again(
    client: AsyncClient, office: Office, case: Complaint, form: dict[str, str]
) -> None:
    """What was typed is still there, and nothing is kept."""
    reply = await client.post(path(office, case), data=form)
    assert reply.status_code == 400
    assert "Please choose yes or no." in reply.text
    assert form.get("comment", "") in reply.text
    assert await case_of(office, case.id) == case


async def test_marks_off_the_scale_are_left_out(client: AsyncClient, office: Office, case: Complaint) -> None:
    """They cannot come from our form."""
    await client.post(path(office, case), data={"solved": "yes", "handling": "11", "outcome": "x", "ease": "3"})
    assert await said(office, case) == ["It is solved. ease 3"]


async def test_other_tokens_lead_nowhere(client: AsyncClient, office: Office, case: Complaint) -> None:
    """Not even those of the same customer's survey."""
    for purpose in Purpose:
        if purpose is not Purpose.CASE:
            token = office.keyring.mint(purpose, case.id)
            assert (await client.get(f"/c/{token}")).status_code == 404
            assert (await client.post(f"/c/{token}", data=YES)).status_code == 404
    assert (await client.get("/c/short")).status_code == 404


@pytest.mark.parametrize(("language", "title"), [("de", "Ist es für Sie gelöst?"), ("tlh", "Is it solved for you?")])
async def test_the_page_speaks_the_customers_language(
    client: AsyncClient, office: Office, now: datetime, tick: datetime, language: str, title: str
) -> None:
    """English where theirs is not there."""
    await asked(office, now, tick, language=language)
    case = await answered(office, now, tick)
    assert title in (await client.get(path(office, case))).text
