"""The enquiries that somebody has to look after, and how the promises to customers are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.office import Office
from handlers.steps.enquiring.carding import card_of
from handlers.steps.promising import measured
from handlers.words.enquiries import Card
from storage.work import Work
from surveys.enquiry import Enquiry

MOST = 20
MEASURED = timedelta(weeks=13)
"""Back to when the register of promises measures."""


async def one(office: Office, number: int) -> Card | None:
    async with office.store.read() as work:
        enquiry = await work.enquiries.by_number(number)
        return await card_of(office, work, enquiry) if enquiry else None


async def mine(office: Office, slack_user: str) -> Sequence[Card]:
    """The open ones in somebody's hands, oldest first."""
    async with office.store.read() as work:
        person = await work.staff.of_slack(slack_user)
        held = [one for one in await work.enquiries.open() if person and one.owner_id == person.id]
        return await _cards(office, work, held)


async def open_ones(office: Office) -> Sequence[Card]:
    """What nobody has replied to first, then the oldest."""
    async with office.store.read() as work:
        waiting = sorted(await work.enquiries.open(), key=lambda one: (one.answered_at is not None, one.answer_by))
        return await _cards(office, work, waiting)


async def found(office: Office, words: str) -> Sequence[Card]:
    async with office.store.read() as work:
        return await _cards(office, work, await work.enquiries.search(words, MOST))


async def promised(office: Office, now: datetime) -> list[str]:
    """Each promise in force, and how often it was kept in the last thirteen weeks."""
    async with office.store.read() as work:
        kept = await measured(office, work, now - MEASURED, now)
    return [
        f"{words}: {f'kept {share.yes} of {share.of}' if share.of else 'nothing to measure yet'}"
        for words, share in kept
    ]


async def _cards(office: Office, work: Work, enquiries: Sequence[Enquiry]) -> Sequence[Card]:
    return [await card_of(office, work, one) for one in enquiries[:MOST]]
