"""Somebody asks: by mail, or told to somebody of the staff (ISO 9001:2015, 8.2.1)."""

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.addressing import enquirer, letter, post
from handlers.steps.carding import AT_ONCE
from handlers.steps.complaining import CUSTOMER, NotLogged, NoWords
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import keep
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from handlers.words.enquiring import receipt
from storage.work import Work
from surveys.customer import BadAddress, Customer, address
from surveys.enquiry import Enquiry
from surveys.entry import Kind as EntryKind
from surveys.message import Kind

__all__ = ["Asked", "NotLogged", "come", "hear", "log", "told_in_line"]


@dataclass(frozen=True)
class Asked:
    """What somebody wants. `source` names how it came, so that it is one enquiry however often it comes; without an
    `email` nobody can be written to. `message_id` is that of a mail, `door` how it was told to us.
    """

    words: str
    email: str = ""
    name: str = ""
    door: str = "command"
    source: str = ""
    message_id: str = ""


async def log(office: Office, asked: Asked, reporter: str, now: datetime, tick: datetime) -> tuple[Enquiry, bool]:
    """What somebody of the staff heard, and whether it is new; the same told twice is one. Raises: NotLogged."""
    words = " ".join(unicodedata.normalize("NFKC", asked.words).casefold().split())
    named = replace(
        asked, email=_address(asked.email), source=asked.source or json.dumps([reporter, asked.email, words])
    )
    async with office.store.work() as work:
        person = await work.staff.meet(reporter, DOOR, now)
        return await _open(office, work, named, person.name, now=now, tick=tick, reporter_id=person.id)


async def come(office: Office, work: Work, asked: Asked, now: datetime, *, answered: bool) -> Enquiry:
    """A mail came; where it is `answered`, its writer learns so at once: by a machine, which counts as no reply."""
    enquiry, new = await _open(office, work, asked, CUSTOMER, now=now, tick=AT_ONCE, reporter_id=None)
    if new and answered:
        to = await enquirer(work, enquiry)
        shown = {"name": to.customer.name, "organisation": office.name, "number": enquiry.name}
        by_when = enquiry.answer_by.astimezone(office.zone)
        words = receipt(to.customer.language, shown, by_when, office.footer)
        name = f"{Kind.RECEIPT}:{enquiry.number}"
        written = letter(
            office, enquiry, to, words, kind=Kind.RECEIPT, about=enquiry.id, name=name, now=now, tick=AT_ONCE
        )
        await post(office, work, enquiry, written, by=CUSTOMER, now=now)
    return enquiry


async def hear(office: Office, work: Work, enquiry: Enquiry, words: str, *, source: str, now: datetime) -> None:
    """The customer says more: it stands in the file, and a person decides what it means."""
    await enter(office, work, enquiry, EntryKind.CUSTOMER, words, key=source[:120], by=CUSTOMER, now=now)
    await show(office, work, enquiry, now)


def told_in_line(line: str) -> tuple[str, str]:
    """The address and the words of `[ADDRESS] words...`."""
    first, _, rest = line.partition(" ")
    return (first.lower(), rest.strip()) if "@" in first.strip("@") else ("", line)


async def _open(
    office: Office, work: Work, asked: Asked, by: str, *, now: datetime, tick: datetime, reporter_id: int | None
) -> tuple[Enquiry, bool]:
    if not asked.words.strip():
        raise NoWords("nothing was said: write what the customer wants")
    number = await work.enquiries.next_number()
    print_of = sha256(asked.source.encode()).hexdigest()
    if known := await work.enquiries.told_as(print_of):
        return known, False
    customer = await work.customers.meet(Customer(0, asked.email, asked.name), by, now) if asked.email else None
    enquiry = Enquiry(
        id=0,
        number=number,
        customer_id=customer.id if customer else None,
        door=asked.door,
        words=asked.words.strip(),
        received_at=now,
        answer_by=office.answer_within.end(now, office.workdays),
        reporter_id=reporter_id,
        fingerprint=print_of,
        message_id=asked.message_id,
    )
    kept = await keep(office, work, enquiry, by, now)
    await show(office, work, kept, now, tick)
    return kept, True


def _address(email: str) -> str:
    """Raises: NotLogged."""
    try:
        return address(email) if email else ""
    except BadAddress as why:
        raise NotLogged(str(why)) from why
