"""Mail to the address for complaints is a complaint; a stranger's waits for a person to say so."""

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.office import Office
from surveys.complaint import Complaint, State
from tests.handlers.stage import DAY, ZOE, card, comes, mail, sound, told

ADDRESS = "complaints@harbor.example"


@pytest.fixture
def open_office(carded: Office) -> Office:
    """An office with an address for complaints."""
    return replace(carded, complaints_address=ADDRESS)


async def cases(office: Office) -> list[Complaint]:
    async with office.store.read() as work:
        return list(await work.complaints.search("", 99))


async def writes(office: Office, words: str, now: datetime, tick: datetime, uid: int = 1, **more: str) -> str:
    """How a mail to that address ends."""
    raw = mail(office, None, words, To=f"Complaints <{ADDRESS.upper()}>", Message_ID=f"<c{uid}@buyer.example>", **more)
    return (await comes(office, raw, now, tick, uid)).outcome


async def test_a_customers_mail_is_a_case(open_office: Office, now: datetime, tick: datetime) -> None:
    """Received when the mail was, in the customer's own words, with a card."""
    await told(open_office, now)
    words = "Nobody answers the phone.\n\n> On Monday you wrote:\n> We are glad to help."
    assert await writes(open_office, words, now + DAY, tick) == "complaint"
    [case] = await cases(open_office)
    assert (case.words, case.door, case.state) == ("Nobody answers the phone.", "mail", State.RECEIVED)
    assert case.received_at == now + DAY
    assert case.customer_id is not None
    assert await card(open_office, case) is not None
    assert await sound(open_office)


async def test_a_strangers_mail_waits_for_a_person(open_office: Office, now: datetime, tick: datetime) -> None:
    """It may be anything; confirmed, its sender can be written to."""
    assert await writes(open_office, "Buy our pumps!", now, tick, sender="sales@elsewhere.example") == "complaint"
    [case] = await cases(open_office)
    assert case.state is State.CANDIDATE
    async with open_office.store.read() as work:
        assert (await work.customers.get(case.customer_id or 0)).email == "sales@elsewhere.example"


async def test_each_mail_is_a_case_of_its_own(open_office: Office, now: datetime, tick: datetime) -> None:
    """The same mail twice is one: the inbox knows it."""
    await told(open_office, now)
    await writes(open_office, "Nobody answers the phone.", now, tick, 1)
    await writes(open_office, "And the box was wet.", now, tick, 2)
    assert [case.name for case in await cases(open_office)] == ["C-2", "C-1"]


async def test_a_mail_without_words_is_none(open_office: Office, now: datetime, tick: datetime) -> None:
    """Nothing was said."""
    assert await writes(open_office, "\n", now, tick) == "empty"
    assert await cases(open_office) == []


async def test_other_addresses_are_no_complaint(carded: Office, now: datetime, tick: datetime) -> None:
    """Where no address is named, and where the mail went elsewhere."""
    assert await writes(carded, "Nobody answers.", now, tick, 1) == "unmatched"
    office = replace(carded, complaints_address="other@harbor.example")
    assert await writes(office, "Nobody answers at all.", now, tick, 2, sender=ZOE) == "unmatched"
    assert await cases(office) == []
