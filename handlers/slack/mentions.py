"""Mentioning the app in the thread of a card: slash commands do not work there (docs.slack.dev/reference/events).

Words after its name are noted in the file of the case; by name alone it shows the buttons of the card there.
"""

from collections.abc import Mapping
from typing import Any

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.steps.carding import card_of
from handlers.steps.enquiring.carding import card_of as enquiry_card_of
from handlers.steps.enquiring.keeping import jot
from handlers.steps.noting import note
from handlers.words.cards import card
from handlers.words.enquiries import card as enquiry_card
from surveys.complaint import Complaint
from surveys.enquiry import Enquiry
from surveys.message import Kind

NOT_HERE = (
    "Mention me in the thread of a case's card: with words to note them in its file, by name alone for its buttons."
)


async def mentioned(door: Door, act: Act, reply: Reply) -> None:
    """A note is entered once, however often Slack tells of it."""
    await door.rights.staff_only(act.user)
    case = await _of_thread(door, act)
    if isinstance(case, Enquiry):
        await _of_enquiry(door, act, reply, case)
        return
    if act.value:
        key = f"mention.{act.ts}"
        await note(door.office, case.id, act.value, key=key, by=act.user, now=door.now(), tick=door.tick())
        await reply.ack()
        return
    await reply.ack()
    async with door.office.store.read() as work:
        shown = card(await card_of(door.office, work, case))
    await _show(door, act, shown)


async def _of_enquiry(door: Door, act: Act, reply: Reply, enquiry: Enquiry) -> None:
    """The same in the thread of an enquiry."""
    if act.value:
        key = f"mention.{act.ts}"
        await jot(door.office, enquiry.id, act.value, key=key, by=act.user, now=door.now(), tick=door.tick())
    await reply.ack()
    if not act.value:
        async with door.office.store.read() as work:
            shown = enquiry_card(await enquiry_card_of(door.office, work, enquiry))
        await _show(door, act, shown)


async def _show(door: Door, act: Act, shown: Mapping[str, Any]) -> None:
    """The title and the buttons of a card, to the person who asks alone."""
    buttons = [block for block in shown["blocks"] if block["type"] == "actions"]
    title = [block for block in shown["blocks"] if block["type"] == "header"]
    await door.client.chat_postEphemeral(
        channel=act.channel, user=act.user, thread_ts=act.thread, text=shown["text"], blocks=[*title, *buttons]
    )


async def _of_thread(door: Door, act: Act) -> Complaint | Enquiry:
    async with door.office.store.read() as work:
        found = await work.messages.at(act.channel, act.thread) if act.thread else None
        if found is None:
            raise Refused(NOT_HERE)
        if found.kind is Kind.ENQUIRY:
            return await work.enquiries.get(found.about)
        return await work.complaints.get(found.about)
