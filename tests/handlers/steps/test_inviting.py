"""A delivery becomes an invitation, once; an open invitation is reminded of, once; and it ends."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from handlers.office import Office
from handlers.steps.inviting import expire_due, invite, invite_due, remind_due
from storage.work import PAUSED
from surveys.delivery import Reason, State
from surveys.invitation import Invitation
from surveys.invitation import State as Asked
from surveys.message import Kind, Via
from surveys.token import Purpose
from tests.handlers import stage
from tests.handlers.stage import BY, DAY, IN_SLACK, ZOE, again, asked, given, gives, in_slack, letter, queued, told


async def decided(office: Office, order: str = "R-1") -> tuple[State, Reason | None, str]:
    async with office.store.read() as work:
        [one] = await work.deliveries.of_order(order)
    return one.state, one.reason, one.detail


async def pause(office: Office, why: str, now: datetime) -> None:
    async with office.store.work() as work:
        await work.switches.turn(PAUSED, why, BY, now)


async def stop(office: Office, reason: Reason, now: datetime) -> None:
    async with office.store.work() as work:
        await work.suppressions.stop(ZOE, reason, BY, now)


async def test_a_due_delivery_is_asked_about(office: Office, now: datetime, tick: datetime) -> None:
    """The invitation, its tokens and its mail are there together; business time and machine time do not mix."""
    delivery = await told(office, now, delivered_at=now - 4 * DAY)
    assert await invite_due(office, now, tick) == 1
    assert await decided(office) == (State.INVITED, None, "")
    async with office.store.read() as work:
        invitation = await work.invitations.of_delivery(delivery.id)
        assert invitation is not None
        token = office.keyring.mint(Purpose.PAGE, delivery.id)
        assert await work.tokens.about(token, Purpose.PAGE, office.keyring) == delivery.id
    assert invitation == Invitation(
        id=invitation.id,
        delivery_id=delivery.id,
        customer_id=delivery.customer_id,
        questionnaire="post_delivery",
        instrument=1,
        language="en",
        asked_at=now,
        expires_at=now + 21 * DAY,
        remind_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
    )
    message = await letter(office, invitation)
    assert (message.queued_at, message.due, message.recipient) == (now, tick, ZOE)


async def test_nothing_is_asked_before_its_hour(office: Office, now: datetime, tick: datetime) -> None:
    """A delivery of yesterday is asked about when its working day has passed."""
    delivery = await told(office, now, delivered_at=now)
    assert await invite_due(office, delivery.ask_at - timedelta(microseconds=1), tick) == 0
    assert await invite_due(office, delivery.ask_at, tick) == 1


async def test_a_delivery_is_asked_about_once(office: Office, now: datetime, tick: datetime) -> None:
    """However often the clock finds it, or whoever still holds it as it was before."""
    delivery = await told(office, now, delivered_at=now - 4 * DAY)
    for _ in range(3):
        await invite(office, delivery, now, tick)
    assert await invite_due(office, now, tick) == 0
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 1}


async def test_a_person_is_left_in_peace_after_being_asked(office: Office, now: datetime, tick: datetime) -> None:
    """For ninety days, whatever else is delivered; the reason names both days."""
    await asked(office, now, tick)
    await told(office, now, 2)
    assert await invite_due(office, now + 2 * DAY, tick) == 1
    assert await decided(office, "R-2") == (
        State.NOT_ASKED, Reason.QUARANTINE, "asked on 2026-11-16, next allowed on 2027-02-14",
    )  # fmt: skip
    later = now + 90 * DAY
    await told(office, later, 3)
    assert await invite_due(office, later + DAY, tick) == 1
    assert (await decided(office, "R-3"))[0] is State.INVITED


@pytest.mark.parametrize("reason", [Reason.UNSUBSCRIBED, Reason.BOUNCED])
async def test_a_stopped_address_is_not_asked(office: Office, now: datetime, tick: datetime, reason: Reason) -> None:
    """Whoever wants no more surveys gets none, and an address that does not exist gets no more mail."""
    await told(office, now)
    await stop(office, reason, now)
    assert await invite_due(office, now + 2 * DAY, tick) == 1
    assert await decided(office) == (State.NOT_ASKED, reason, "this address gets no surveys")
    async with office.store.read() as work:
        assert await work.messages.counts() == {}


async def test_a_delivery_that_waited_too_long_is_not_asked_about(
    office: Office, now: datetime, tick: datetime
) -> None:
    """As after weeks in which sending was paused; unless somebody wanted even old ones."""
    await told(office, now)
    assert await invite_due(office, now + 30 * DAY, tick) == 1
    detail = "delivered more than 30 days before it could be asked about"
    assert await decided(office) == (State.NOT_ASKED, Reason.TOO_OLD, detail)


async def test_nothing_is_asked_while_sending_is_paused(office: Office, now: datetime, tick: datetime) -> None:
    """Neither invitations nor reminders; everything waits and goes on afterwards."""
    of = await asked(office, now, tick)
    await told(office, now, 2, email="joe@buyer.example", delivered_at=now - 4 * DAY)
    await pause(office, "the shop moves", now)
    later = now + 7 * DAY
    assert (await invite_due(office, later, tick), await remind_due(office, later, tick)) == (0, 0)
    await pause(office, "", now)
    assert (await invite_due(office, later, tick), await remind_due(office, later, tick)) == (1, 1)
    assert (await again(office, of)).reminded_at == later


async def test_the_mail_is_fixed_when_it_is_queued(office: Office, now: datetime, tick: datetime) -> None:
    """Its bytes carry our Message-ID, the address to answer to, and the headers by which mail programs unsubscribe."""
    of = await asked(office, now, tick)
    message = await letter(office, of)
    mail = message_from_bytes(message.raw, policy=default)
    reply, page = (office.keyring.mint(purpose, of.delivery_id) for purpose in (Purpose.REPLY, Purpose.UNSUBSCRIBE))
    assert mail["Message-ID"] == message.message_id == office.message_id(f"invitation:{of.delivery_id}")
    assert mail["Reply-To"] == f"feedback+{reply}@harbor.example"
    assert mail["List-Unsubscribe"] == f"<https://feedback.harbor.example/u/{page}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Harbor Parts <feedback@harbor.example>"
    assert mail["To"] == ZOE
    assert mail["Date"].datetime == now
    assert message.envelope_from == office.bounce_address(of.delivery_id)
    body = mail.get_body(("plain",))
    assert body is not None
    assert office.page_url(of.delivery_id) in body.get_content()


async def test_every_delivery_has_tokens_of_its_own(office: Office, now: datetime, tick: datetime) -> None:
    """No token, Message-ID or address of one mail appears in another."""
    one, two = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    first, second = await letter(office, one), await letter(office, two)
    mine = [office.keyring.mint(purpose, one.delivery_id) for purpose in Purpose]
    assert [token for token in mine if token.encode() in second.raw] == []
    assert first.message_id != second.message_id
    assert first.envelope_from != second.envelope_from


async def test_a_customer_is_asked_in_their_language(office: Office, now: datetime, tick: datetime) -> None:
    """Where the questionnaire is translated; else in the language it was written in."""
    german = await asked(office, now, tick, 1, language="de")
    finnish = await asked(office, now, tick, 2, language="fi")
    assert (german.language, finnish.language) == ("de", "en")
    assert b"Wie war die Lieferung R-1?" in (await letter(office, german)).raw


async def test_in_test_mode_all_mail_goes_to_one_address(office: Office, now: datetime, tick: datetime) -> None:
    """`redirect_all_to`: no customer hears of a trial."""
    trial = replace(office, addresses=replace(office.addresses, redirect_all_to="ann@harbor.example"))
    message = await letter(trial, await asked(trial, now, tick))
    assert message.recipient == "ann@harbor.example"
    assert ZOE.encode() not in message.raw


async def test_whoever_wants_it_is_asked_in_slack(office: Office, now: datetime, tick: datetime) -> None:
    """A direct message instead of the mail, with a Message-ID of its own, in the customer's language."""
    of = await asked(in_slack(office), now, tick, language="de", **IN_SLACK)
    message = await letter(office, of)
    assert (message.via, message.recipient, message.envelope_from) == (Via.SLACK, "UZOE", "")
    assert (message.queued_at, message.due) == (now, tick)
    assert message.message_id == office.message_id(f"invitation:{of.delivery_id}")
    post = json.loads(message.raw)
    assert post.keys() == {"text", "blocks"}
    assert post["text"].startswith("Wie war die Lieferung R-1?")
    assert ZOE not in message.raw.decode()


async def test_a_reminder_goes_the_way_that_is_wanted_then(office: Office, now: datetime, tick: datetime) -> None:
    """Where somebody changed their mind after the invitation, it follows."""
    of = await asked(in_slack(office), now, tick, **IN_SLACK)
    other = await asked(in_slack(office), now, tick, 2, slack_user="UJOE")
    await told(office, now, 3, channel=Via.MAIL)
    await told(office, now, 4, email="buyer-2@buyer.example", slack_user="UJOE", channel=Via.SLACK)
    assert await remind_due(in_slack(office), now + 5 * DAY, tick) == 2
    ways = [await queued(office, one, kind) for one in (of, other) for kind in (Kind.INVITATION, Kind.REMINDER)]
    assert [(one.via, one.recipient) for one in ways if one] == [
        (Via.SLACK, "UZOE"), (Via.MAIL, ZOE), (Via.MAIL, "buyer-2@buyer.example"), (Via.SLACK, "UJOE"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wish",
    [{"slack_user": "UZOE"}, {"slack_user": "UZOE", "channel": Via.MAIL}, {}],
    ids=["known there", "wants mail", "not known"],
)
async def test_whoever_does_not_want_it_is_asked_by_mail(
    office: Office, now: datetime, tick: datetime, wish: dict[str, Any]
) -> None:
    """An id alone is no wish."""
    assert (await letter(office, await asked(in_slack(office), now, tick, **wish))).via is Via.MAIL


async def test_an_organisation_may_do_without_slack(office: Office, now: datetime, tick: datetime) -> None:
    """Then whoever wants it is asked by mail."""
    assert (await letter(office, await asked(office, now, tick, **IN_SLACK))).via is Via.MAIL


async def test_in_test_mode_nobody_is_asked_in_slack(office: Office, now: datetime, tick: datetime) -> None:
    """A post cannot be redirected, so the mail is."""
    trial = replace(in_slack(office), addresses=replace(office.addresses, redirect_all_to="ann@harbor.example"))
    message = await letter(trial, await asked(trial, now, tick, **IN_SLACK))
    assert (message.via, message.recipient) == (Via.MAIL, "ann@harbor.example")


async def test_whoever_stopped_is_not_asked_in_slack_either(office: Office, now: datetime, tick: datetime) -> None:
    """A stop is one of surveys, not of mail."""
    await told(office, now, **IN_SLACK)
    await stop(office, Reason.UNSUBSCRIBED, now)
    assert await invite_due(in_slack(office), now + 2 * DAY, tick) == 1
    assert await decided(office) == (State.NOT_ASKED, Reason.UNSUBSCRIBED, "this address gets no surveys")


async def test_several_clocks_ask_once(replica_office: Office, now: datetime, tick: datetime) -> None:
    """Replicas that find the same deliveries due in the same moment: one mail each, and no error."""
    for number in range(1, 5):
        await told(replica_office, now, number, email=f"buyer-{number}@buyer.example", delivered_at=now - 4 * DAY)
    await asyncio.gather(*(invite_due(replica_office, now, tick) for _ in range(4)))
    async with replica_office.store.read() as work:
        assert await work.deliveries.counts() == {"invited": 4}
        assert await work.messages.counts() == {"queued": 4}
    assert await stage.sound(replica_office)


async def test_several_clocks_leave_a_person_in_peace(replica_office: Office, now: datetime, tick: datetime) -> None:
    """Two deliveries to one person that come up in the same moment are one question."""
    both = [await told(replica_office, now, number, delivered_at=now - 4 * DAY) for number in (1, 2)]
    await asyncio.gather(*(invite(replica_office, one, now, tick) for one in both))
    async with replica_office.store.read() as work:
        assert await work.deliveries.counts() == {"invited": 1, "not_asked.quarantine": 1}


async def test_an_open_invitation_is_reminded_of_once(office: Office, now: datetime, tick: datetime) -> None:
    """Four working days later at ten; the reminder is a mail of its own, and there is no second one."""
    of = await asked(office, now, tick)
    due = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert await remind_due(office, due - timedelta(microseconds=1), tick) == 0
    assert await remind_due(office, due, tick) == 1
    assert await remind_due(office, due + 10 * DAY, tick) == 0
    left = await again(office, of)
    assert (left.remind_at, left.reminded_at, left.state) == (None, due, Asked.OPEN)
    first, reminder = await letter(office, of), await queued(office, of, Kind.REMINDER)
    assert reminder is not None
    assert reminder.message_id != first.message_id
    assert message_from_bytes(reminder.raw)["Reply-To"] == office.reply_address(of.delivery_id)


async def test_whoever_answered_is_not_reminded(office: Office, now: datetime, tick: datetime) -> None:
    """An answer ends the waiting; a reminder that is queued and not sent yet is taken back."""
    before, after = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    await gives(office, before, given({"overall": 5}), now + DAY)
    assert await remind_due(office, now + 7 * DAY, tick) == 1
    assert await queued(office, before, Kind.REMINDER) is None
    await gives(office, await again(office, after), given({"overall": 5}), now + 7 * DAY)
    reminder = await queued(office, after, Kind.REMINDER)
    assert reminder is not None
    assert (reminder.state, reminder.note) == ("failed", "answered meanwhile")


async def test_whoever_was_stopped_is_not_reminded(office: Office, now: datetime, tick: datetime) -> None:
    """And is not said to have been."""
    of = await asked(office, now, tick)
    await stop(office, Reason.UNSUBSCRIBED, now)
    assert await remind_due(office, now + 7 * DAY, tick) == 1
    left = await again(office, of)
    assert (left.remind_at, left.reminded_at) == (None, None)
    assert await queued(office, of, Kind.REMINDER) is None


async def test_an_organisation_may_do_without_reminders(office: Office, now: datetime, tick: datetime) -> None:
    """`remind_after` 0."""
    quiet = replace(office, policy=replace(office.policy, remind_after=0))
    assert (await asked(quiet, now, tick)).remind_at is None


async def test_an_invitation_ends(office: Office, now: datetime, tick: datetime) -> None:
    """After its three weeks, where it was not answered."""
    open_, answered = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    await gives(office, answered, given({"overall": 5}), now)
    assert await expire_due(office, open_.expires_at - timedelta(microseconds=1)) == 0
    assert await expire_due(office, open_.expires_at) == 1
    assert await expire_due(office, open_.expires_at + DAY) == 0
    assert [(await again(office, one)).state for one in (open_, answered)] == [Asked.EXPIRED, Asked.ANSWERED]
    assert (await again(office, open_)).remind_at is None


async def test_several_clocks_end_and_remind_once(replica_office: Office, now: datetime, tick: datetime) -> None:
    """Whoever comes second finds it done, without an error."""
    office = replica_office
    first, second = await asked(office, now, tick, 1), await asked(office, now - 15 * DAY, tick, 2)
    later = now + 7 * DAY
    await asyncio.gather(*(remind_due(office, later, tick) for _ in range(4)))
    await asyncio.gather(*(expire_due(office, later) for _ in range(4)))
    assert (await again(office, first)).version == 2
    assert (await again(office, second)).state is Asked.EXPIRED
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 4}
