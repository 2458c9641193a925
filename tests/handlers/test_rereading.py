"""Kept mails are read anew: first it is told what would change; a person's word and later answers always stand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from handlers import mail as mails
from handlers.office import Office
from handlers.reading import Kind, Reading, Sent
from handlers.reading import read as present
from handlers.rereading import BY, Change, Read, reread
from handlers.steps.correcting import correct, leave
from storage.work import Arrival, Mail, Store
from surveys.answer import current
from surveys.complaint import State as CaseState
from surveys.invitation import Invitation
from surveys.message import Kind as MessageKind
from surveys.question import Questionnaire
from surveys.workdays import Week
from tests.handlers import stage
from tests.handlers.stage import DAY, asked, comes, complaints, given, gives, mail, versions

MARA = "UMARA"


@pytest.fixture
def both(store: Store, carded: Office) -> Office:
    """The office with a channel for cards, on each engine in turn."""
    return replace(carded, store=store)


@pytest.fixture
async def of(carded: Office, now: datetime, tick: datetime) -> Invitation:
    return await asked(carded, now, tick)


@contextmanager
def reader(**told: Any) -> Iterator[None]:
    """While it lasts, mails are read by a reader that says this of each beside what ours says."""

    def other(raw: bytes, questionnaire: Questionnaire, *, sent: Sent | None = None) -> Reading:
        return replace(present(raw, questionnaire, sent=sent), **told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mails, "read", other)
        yield


async def came(office: Office, of: Invitation | None, words: str, now: datetime, tick: datetime, **told: Any) -> None:
    """A mail that an older reader read so."""
    with reader(**told):
        await comes(office, mail(office, of, words), now, tick)


async def changes(office: Office, now: datetime, since: datetime | None = None, *, apply: bool = False) -> list[Change]:
    return [one async for one in reread(office, since, now, apply=apply) if one]


async def inbox(office: Office) -> Mail:
    async with office.store.read() as work:
        found = await work.inbox.find(1)
    assert found is not None
    return found


async def test_what_is_read_as_before_stays(both: Office, now: datetime, tick: datetime) -> None:
    """Every mail is read, and nothing is told of it; neither does keeping it keep anything."""
    of = await asked(both, now, tick)
    await comes(both, mail(both, of, "4 5 4 N 3\n\nThe box was broken."), now, tick)
    assert [one async for one in reread(both, None, now)] == [None]
    assert [one async for one in reread(both, None, now, apply=True)] == [None]
    assert len(await versions(both, of)) == 1


async def test_first_it_is_told_what_would_change(both: Office, now: datetime, tick: datetime) -> None:
    """The mail, its order, what was read and what is read now; nothing is kept."""
    of = await asked(both, now, tick)
    await came(both, of, "4 5 4 N 3", now, tick, answers={"overall": 5}, spans={"overall": (0, 9)})
    marks = {"overall": 4, "accuracy": 5, "on_time": 4, "responsiveness": None, "complaint_handling": 3}
    expected = Change(1, "R-1", Read("reply", {"overall": 5}), Read("reply", marks))
    assert await changes(both, now) == [expected]
    assert await changes(both, now) == [expected]
    assert len(await versions(both, of)) == 1


async def test_then_it_is_kept(both: Office, now: datetime, tick: datetime) -> None:
    """As a new version of the reader, received when the mail was; a second time there is nothing to change."""
    of = await asked(both, now, tick)
    await came(both, of, "2 5 4 N 3", now, tick, answers={"overall": 5}, spans={"overall": (0, 9)})
    later = now + 30 * DAY
    assert len(await changes(both, later, apply=True)) == 1
    kept = (await versions(both, of))[-1]
    assert (kept.marks["overall"], kept.by, kept.received_at, kept.corrected_at) == (2, BY, now, later)
    assert await changes(both, later, apply=True) == []
    [case] = await complaints(both, of)
    assert (case.state, case.received_at) == (CaseState.CANDIDATE, now)
    async with both.store.read() as work:
        [(_, counts)] = await work.weeks([Week.of(now, both.zone)])
        [row] = await work.evidence.about("answers", kept.id)
    assert (counts["post_delivery.overall.2"], counts["post_delivery.overall.5"], row.by) == (1, 0, BY)
    assert await stage.sound(both)


async def test_what_is_clear_now_ends_its_doubt(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """The card says so, and the mail is listed no more."""
    await came(carded, of, "4", now, tick, answers={}, spans={}, unclear=True)
    [change] = await changes(carded, now, apply=True)
    assert (change.was.unclear, change.now) == (True, Read("reply", {"overall": 4}))
    mail_now = await inbox(carded)
    assert (mail_now.state, mail_now.outcome) == (Arrival.DONE, "answer")
    async with carded.store.read() as work:
        card = await work.messages.about(MessageKind.DOUBT, 1)
    assert card is not None
    assert b"Read anew" in card.raw


async def test_what_cannot_be_told_now_is_asked_about(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """The mark that was read too boldly is taken back, the one before it stands."""
    await gives(carded, of, given({"overall": 3}, "page:1"), now)
    await came(carded, of, "4 or 5", now, tick, answers={"overall": 4}, unclear=False)
    await changes(carded, now, apply=True)
    kept = (await versions(carded, of))[-1]
    assert (kept.marks, kept.comment, kept.unclear) == ({"overall": 3}, "4 or 5", True)
    assert (await inbox(carded)).state is Arrival.SET_ASIDE
    await correct(carded, kept.id, {"overall": 5}, by=MARA, now=now)
    assert (await inbox(carded)).state is Arrival.DONE
    assert await changes(carded, now) == []
    assert await stage.sound(carded)


async def test_a_correction_of_a_person_stands(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Also where they left it as it was; it is told, and counts as no change."""
    await came(carded, of, "4", now, tick, answers={}, spans={}, unclear=True)
    [read] = await versions(carded, of)
    await correct(carded, read.id, {"overall": 2}, by=MARA, now=now + DAY)
    [change] = await changes(carded, now, apply=True)
    assert change.stands == "set right by a person"
    assert len(await versions(carded, of)) == 2


async def test_what_a_person_left_stays(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """They have read the words."""
    await came(carded, of, "4", now, tick, answers={}, spans={}, unclear=True)
    await leave(carded, (await versions(carded, of))[0].id, by=MARA, now=now)
    assert [one.stands for one in await changes(carded, now, apply=True)] == ["set right by a person"]


async def test_a_later_answer_stands(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Whether the mail was an answer before or is one only now."""
    await came(carded, of, "4", now, tick, answers={"overall": 3})
    await gives(carded, of, given({"overall": 5}, "page:1"), now + DAY)
    assert [one.stands for one in await changes(carded, now + DAY, apply=True)] == ["a later answer stands"]
    standing = current(await versions(carded, of))
    assert standing is not None
    assert standing.marks == {"overall": 5}


async def test_a_reply_taken_for_a_machine_becomes_an_answer(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Where nobody has answered since."""
    await came(carded, of, "4", now, tick, kind=Kind.AUTO_REPLY)
    [change] = await changes(carded, now + DAY, apply=True)
    assert (change.was, change.now, change.stands) == (Read("auto_reply", {}), Read("reply", {"overall": 4}), "")
    [kept] = await versions(carded, of)
    assert (kept.by, kept.received_at) == (BY, now)
    assert await stage.sound(carded)
    assert await changes(carded, now + DAY) == []


async def test_such_a_reply_does_not_replace_a_later_answer(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """It came before."""
    await came(carded, of, "4", now, tick, kind=Kind.AUTO_REPLY)
    await gives(carded, of, given({"overall": 5}, "page:1"), now + DAY)
    assert [one.stands for one in await changes(carded, now, apply=True)] == ["a later answer stands"]
    assert len(await versions(carded, of)) == 1


async def test_what_is_no_answer_any_more_is_shown(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """No answer is taken away by a machine."""
    await came(carded, of, "4", now, tick)
    with reader(kind=Kind.AUTO_REPLY):
        [change] = await changes(carded, now, apply=True)
    assert change.stands == "no answer any more: a person has to look"
    assert len(await versions(carded, of)) == 1


async def test_another_kind_without_an_answer_is_shown(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """It changes nothing that was kept."""
    await came(carded, of, "4", now, tick, kind=Kind.AUTO_REPLY)
    with reader(kind=Kind.UNREADABLE):
        [change] = await changes(carded, now, apply=True)
    assert (change.now.kind, change.stands) == ("unreadable", "changes no answer")


async def test_a_complaint_noticed_anew_is_a_candidate(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Once, and a person decides; a declined one is not opened again."""
    await came(carded, of, "4\n\nI want my money back.", now, tick, complaint=False)
    with reader(complaint=True):
        [change] = await changes(carded, now + DAY)
        assert (change.was.complaint, change.now.complaint, change.stands) == (False, True, "")
        await changes(carded, now + DAY, apply=True)
        assert await changes(carded, now + DAY) == []
    [case] = await complaints(carded, of)
    assert (case.state, case.words, case.received_at) == (CaseState.CANDIDATE, "I want my money back.", now)
    assert await stage.sound(carded)


async def test_other_words_are_a_change(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """Such as those of a quote that was not known as one; the marks stay."""
    await came(carded, of, "4\n\nAll went well.", now, tick, text="4\n\nAll went well.\n\nSomebody wrote:\nblah")
    [change] = await changes(carded, now, apply=True)
    assert change.was == change.now
    assert (await versions(carded, of))[-1].comment == "All went well."


async def test_an_answer_that_is_known_to_be_theirs_now_counts(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """It came from another address, which is known by now; where that is not so it stays unverified."""
    raw = mail(carded, of, "4", sender="zoe@home.example")
    assert (await comes(carded, raw, now, tick)).outcome == "unverified"
    assert await changes(carded, now) == []
    async with carded.store.work() as work:
        zoe = await work.customers.get(of.customer_id)
        await work.customers.keep(replace(zoe, email="zoe@home.example"), stage.BY, now)
    [change] = await changes(carded, now, apply=True)
    assert (change.was.verified, change.now.verified, (await inbox(carded)).state) == (False, True, Arrival.DONE)
    assert (await versions(carded, of))[-1].counts
    assert await stage.sound(carded)


async def test_what_came_late_or_said_the_same_is_left(
    carded: Office, of: Invitation, now: datetime, tick: datetime
) -> None:
    """Nothing was kept of it that could be compared."""
    await gives(carded, of, given({"overall": 4}, "page:1"), now)
    assert (await comes(carded, mail(carded, of, "4"), now, tick)).outcome == "repeated"
    await gives(carded, of, given({"overall": 5}, "page:2"), now + DAY)
    late = mail(carded, of, "1", Message_ID="<late@x.example>")
    assert (await comes(carded, late, of.expires_at, tick, uid=2)).outcome == "late"
    assert await changes(carded, of.expires_at) == []


async def test_a_mail_stays_with_what_it_was_about(carded: Office, now: datetime, tick: datetime) -> None:
    """Found by its sender then, who has been asked about other things since."""
    of = await asked(carded, now, tick)
    await came(carded, None, "4", now, tick, answers={"overall": 3})
    await asked(carded, now + 100 * DAY, tick, 2, email=stage.ZOE, delivered_at=now + 100 * DAY)
    [change] = await changes(carded, now + 100 * DAY, apply=True)
    assert change.order == "R-1"
    assert len(await versions(carded, of)) == 2


async def test_nobody_answers_before_they_were_asked(carded: Office, now: datetime, tick: datetime) -> None:
    """A mail of somebody who was not asked does not become an answer by being asked later."""
    await came(carded, None, "4", now, tick)
    await asked(carded, now + DAY, tick)
    assert await changes(carded, now + DAY) == []


async def test_only_mails_of_some_days_are_read(carded: Office, of: Invitation, now: datetime, tick: datetime) -> None:
    """From the first instant wanted on."""
    await came(carded, of, "4", now, tick, answers={"overall": 3})
    assert len(await changes(carded, now, now)) == 1
    assert await changes(carded, now, now + DAY) == []


async def test_a_mail_without_its_bytes_is_left(carded: Office, now: datetime, tick: datetime) -> None:
    """It was too large to be fetched."""
    await comes(carded, None, now, tick)
    assert [one async for one in reread(carded, None, now)] == []
