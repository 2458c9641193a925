"""Invitations: one for a delivery, found when a reminder or the end is due."""

from datetime import datetime, timedelta

from storage.work import Store
from surveys.invitation import State as Asked
from tests.storage.things import DAY, keep_invitation


async def test_reminders_are_due_for_open_invitations_only(store: Store, now: datetime) -> None:
    """One reminded before, answered, or not to be reminded has none due."""
    async with store.work() as work:
        due = await keep_invitation(work, now, 1, remind_at=now)
        await keep_invitation(work, now, 2, remind_at=now + DAY)
        await keep_invitation(work, now, 3, remind_at=now, state=Asked.ANSWERED)
        await keep_invitation(work, now, 4, remind_at=None)
    async with store.read() as work:
        assert list(await work.invitations.to_remind(now, 10)) == [due]
        assert await work.invitations.next_to_remind() == now


async def test_open_invitations_end_at_their_expiry(store: Store, now: datetime) -> None:
    """The instant of the expiry itself is over."""
    async with store.work() as work:
        asked = await keep_invitation(work, now, 1, expires_at=now)
        await keep_invitation(work, now, 2, expires_at=now + timedelta(microseconds=1))
        await keep_invitation(work, now, 3, expires_at=now, state=Asked.ANSWERED)
    async with store.read() as work:
        assert list(await work.invitations.expired(now, 10)) == [asked]
        assert await work.invitations.next_expiry() == now
        assert await work.invitations.counts() == {"open": 2, "answered": 1}


async def test_a_person_was_last_asked_whatever_it_was_about(store: Store, now: datetime) -> None:
    """The quarantine counts from the newest invitation; what is open is listed newest first."""
    async with store.work() as work:
        old = await keep_invitation(work, now, 1, asked_at=now - DAY)
        new = await keep_invitation(work, now, 2, asked_at=now)
        await keep_invitation(work, now, 3, asked_at=now - 2 * DAY, state=Asked.ANSWERED)
    async with store.read() as work:
        assert await work.invitations.last_asked(new.customer_id) == now
        assert await work.invitations.last_asked(new.customer_id + 1) is None
        assert list(await work.invitations.open_of(new.customer_id)) == [new, old]
