"""What tests of steps and doors set the stage with: a delivery told of, an invitation sent, a mail arrived."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from handlers import mail as mails
from handlers.office import Office
from handlers.steps import sending
from handlers.steps.acknowledging import acknowledge_in_person
from handlers.steps.answering import Given, Outcome, answer
from handlers.steps.arriving import Fetched, arrive, claim
from handlers.steps.assessing import assess, take_on
from handlers.steps.complaining import Told, log
from handlers.steps.corresponding import Told as Letter
from handlers.steps.corresponding import tell
from handlers.steps.inviting import invite
from handlers.steps.receiving import receive
from handlers.steps.stopping import bounce
from storage.work import Mail
from surveys import message as states
from surveys.answer import Answer, Door
from surveys.complaint import Cause, Complaint, Decision, Problem, State
from surveys.delivery import Delivery
from surveys.entry import Entry
from surveys.entry import Kind as Entered
from surveys.grounds import Finding
from surveys.invitation import Invitation
from surveys.message import Kind, Message, Via
from surveys.notice import Notice
from surveys.severity import Severity

ZOE = "zoe@buyer.example"
BY = "test"
MAILBOX = "INBOX"
DAY = timedelta(days=1)


def notice(now: datetime, number: int = 1, **told: Any) -> Notice:
    """Delivered yesterday, a day before it was promised."""
    facts = {
        "source": "shop",
        "event_id": f"event-{number}",
        "order": f"R-{number}",
        "email": ZOE,
        "delivered_at": now - DAY,
        "promised_at": now,
        "name": "Zoë Ødegård",
        "language": "en",
    }
    return Notice(**{**facts, **told})


async def told(office: Office, now: datetime, number: int = 1, **more: Any) -> Delivery:
    delivery, _ = await receive(office, notice(now, number, **more), BY, now)
    return delivery


async def asked(office: Office, now: datetime, tick: datetime, number: int = 1, **more: Any) -> Invitation:
    """An invitation, made at once, to a customer of its own."""
    more = {"email": ZOE if number == 1 else f"buyer-{number}@buyer.example", **more}
    delivery = await told(office, now, number, **more)
    await invite(office, delivery, now, tick)
    async with office.store.read() as work:
        found = await work.invitations.of_delivery(delivery.id)
    assert found is not None
    return found


def in_slack(office: Office) -> Office:
    """The office where it asks in Slack."""
    return replace(office, asks_in_slack=True)


IN_SLACK = {"slack_user": "UZOE", "channel": Via.SLACK}
"""What is told of a customer who wants to be asked there."""


async def queued(office: Office, of: Invitation, kind: Kind = Kind.INVITATION) -> Message | None:
    async with office.store.read() as work:
        return await work.messages.about(kind, of.id)


async def letter(office: Office, of: Invitation) -> Message:
    found = await queued(office, of)
    assert found is not None
    return found


async def again(office: Office, of: Invitation) -> Invitation:
    """The invitation as it stands now."""
    async with office.store.read() as work:
        return await work.invitations.get(of.id)


async def delivery_of(office: Office, of: Invitation) -> Delivery:
    async with office.store.read() as work:
        return await work.deliveries.get(of.delivery_id)


async def versions(office: Office, of: Invitation) -> list[Answer]:
    async with office.store.read() as work:
        return list(await work.answers.versions(of.id))


async def complaints(office: Office, of: Invitation) -> list[Complaint]:
    async with office.store.read() as work:
        return list(await work.complaints.of_delivery(of.delivery_id))


async def card(office: Office, case: Complaint) -> Message | None:
    async with office.store.read() as work:
        return await work.messages.about(Kind.CARD, case.id)


async def acknowledgement(office: Office, case: Complaint) -> Message | None:
    async with office.store.read() as work:
        return await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)


async def moves(office: Office, case: Complaint) -> list[tuple[State, State, str, str]]:
    """Each step of a case: from where to where, by whom and why."""
    async with office.store.read() as work:
        made = await work.moves.of_complaint(case.id)
    return [(one.source, one.target, one.by, one.reason) for one in made]


async def file_of(office: Office, case: Complaint) -> list[Entry]:
    """What stands in the file of a case."""
    async with office.store.read() as work:
        return list(await work.entries.of_complaint(case.id))


async def answered(office: Office, now: datetime, tick: datetime) -> Complaint:
    """A case about R-1 that was investigated, and the customer told of it by a letter that has left."""
    case, _ = await log(office, Told("The box was wet", "R-1"), "UMARA", now, tick)
    what = {"by": "UMARA", "now": now, "tick": tick}
    await acknowledge_in_person(office, case.id, **what)  # type: ignore[arg-type]
    await assess(
        office,
        case.id,
        severity=Severity.S2,
        problem=Problem.DEFECT,
        owner="UMARA",
        safety=False,
        **what,  # type: ignore[arg-type]
    )
    await take_on(office, case.id, **what)  # type: ignore[arg-type]
    found = Finding(Cause.METHOD, Decision.UPHELD, "A new box")
    await tell(office, case.id, Letter(Entered.RESPONSE, "We packed it badly.", finding=found), **what)  # type: ignore[arg-type]
    await leave(office, now, tick)
    return await case_of(office, case.id)


async def case_of(office: Office, case_id: int) -> Complaint:
    """A case as it stands now."""
    async with office.store.read() as work:
        return await work.complaints.get(case_id)


async def leave(office: Office, now: datetime, tick: datetime) -> list[Message]:
    """Every mail that waits is sent; which those were."""
    left = list(await sending.claim(office, tick, 20, Via.MAIL))
    for one in left:
        started = await sending.begin(office, one, now)
        assert started is not None
        await sending.finish(office, states.sent(started, "250", tick), now)
    return left


async def stopped(office: Office, address: str = ZOE) -> str | None:
    async with office.store.read() as work:
        return await work.suppressions.why(address)


async def sound(office: Office) -> bool:
    """Whether kept figures are those of a recount, and evidence holds."""
    async with office.store.read() as work:
        return await work.figure_differences() == [] and (await work.evidence.verify())[2] == []


def given(marks: dict[str, int | None], source: str = "page:1", **more: Any) -> Given:
    return replace(Given(Door.PAGE, marks, "", source), **more)


async def gives(office: Office, of: Invitation, what: Given, now: datetime) -> Outcome:
    async with office.store.work() as work:
        return await answer(office, work, of, what, now)


def mail(office: Office, of: Invitation | None, text: str, *, sender: str = ZOE, **headers: str) -> bytes:
    """A reply as a mail program writes it, to the address that the letter gave."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Somebody <{sender}>"
    message["To"] = office.reply_address(of.delivery_id) if of else office.addresses.sender
    message["Subject"] = "Re: How was delivery R-1?"
    message["Message-ID"] = "<reply-1@buyer.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


async def arrived(office: Office, raw: bytes | None, now: datetime, tick: datetime, uid: int = 1) -> Mail:
    """A mail fetched and claimed."""
    await arrive(office, MAILBOX, 7, [Fetched(uid, raw, len(raw or b"") or 300_000_000)], read_up_to=uid, now=now)
    [claimed] = await claim(office, tick, 10)
    return claimed


async def comes(office: Office, raw: bytes | None, now: datetime, tick: datetime, uid: int = 1) -> mails.End:
    """How a mail ends that comes now."""
    return await mails.handle(office, await arrived(office, raw, now, tick, uid))


async def bounces(office: Office, of: Invitation, now: datetime, *, permanent: bool = True) -> None:
    async with office.store.work() as work:
        await bounce(work, of, "mail", now, permanent=permanent)


def delivery_report(to: str, *, status: str = "5.1.1", returned: str = "", action: str = "failed") -> bytes:
    """What a mail server sends back (RFC 3464), with the head of the mail that it could not deliver."""
    head = f"Message-ID: {returned}\r\n" if returned else ""
    text = f"""From: Mail Delivery System <mailer-daemon@mx.buyer.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <report-1@mx.buyer.example>
In-Reply-To: <other@mx.buyer.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.buyer.example

Final-Recipient: rfc822; {ZOE}
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

{head}From: feedback@harbor.example
To: {ZOE}
Subject: How was delivery R-1?

--b--
"""
    return text.encode()
