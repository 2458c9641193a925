"""A case in Slack on the stage: logged, carded, taken on, answered by mail; what its thread says."""

from collections.abc import Sequence
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from bot.demo.workspace.records import Message
from handlers.clock import tend
from surveys.complaint import Cause, Complaint, Decision
from tests.handlers.slack.stage import COMPLAINTS, MARA, Site, fill, press
from tests.handlers.stage import ZOE, comes, leave, mail, told

FOUND = {
    "cause": Cause.METHOD,
    "decision": Decision.UPHELD,
    "remedy": "A new box",
    "open": "no",
    "words": "We packed it badly.\n\nA new one leaves today.",
    "how": "mail",
}
GRAVE = {"severity": "s2", "problem": "defect", "safety": "no"}


async def the_case(site: Site) -> Complaint:
    async with site.office.store.read() as work:
        return await work.complaints.get(1)


async def complained(site: Site, words: str = "The box was wet") -> Message:
    """A complaint logged by command, and its card."""
    await told(site.office, site.clock.now())
    await site.acts.command(MARA, COMPLAINTS, "/complaint", f"R-1 {words}")
    await site.deliver()
    return site.said(COMPLAINTS)[-1]


async def does(site: Site, card: Message, button: str, by: str = MARA, **values: str) -> dict[str, Any] | None:
    """Press a button, and fill in the form that it opens; the card is shown anew."""
    await press(site, card, button, by)
    reply = await fill(site, by, **values) if values else None
    await site.deliver()
    return reply


async def investigated(site: Site) -> Message:
    """The card of a case that its owner has taken on, after the customer was told that it was received."""
    card = await complained(site)
    await does(site, card, "acknowledge", how="person")
    await does(site, card, "assess", owner=MARA, **GRAVE)
    await does(site, card, "take_on")
    return card


async def letters(site: Site) -> list[EmailMessage]:
    """Send every mail that waits; what left, oldest first."""
    left = await leave(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()
    return [message_from_bytes(one.raw, policy=default) for one in left]  # type: ignore[misc]


async def answers(site: Site, words: str, uid: int, sender: str = ZOE) -> str:
    """How a mail to the address of the case ends."""
    to = site.office.case_address((await the_case(site)).id)
    raw = mail(site.office, None, words, sender=sender, To=to, Message_ID=f"<answer-{uid}@buyer.example>")
    end = await comes(site.office, raw, site.clock.now(), site.clock.tick(), uid)
    await site.deliver()
    return end.outcome


async def passes(site: Site, time: timedelta) -> None:
    """Some time goes by, and whatever is due by then is done."""
    site.clock.business += time
    await tend(site.office, site.clock.now(), site.clock.tick())
    await site.deliver()


def thread(site: Site, card: Message) -> list[str]:
    """What stands under the card, one text a post."""
    under = [one for one in site.said(COMPLAINTS) if one.thread_ts == card.ts]
    return ["".join(_words(one.blocks)) for one in under]


def _words(node: Any) -> Sequence[str]:
    if isinstance(node, dict):
        return [str(node["text"])] if node.get("type") == "text" else [w for one in node.values() for w in _words(one)]
    return [word for one in node for word in _words(one)] if isinstance(node, list | tuple) else []
