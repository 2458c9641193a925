"""Enquiries and what belongs to them: numbered without gaps, found again, never changed where they must not be."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from storage.work import Conflict, Store
from surveys.enquiry import Enquiry, State
from surveys.entry import Entry, Kind
from surveys.promise import Promise, Subject
from surveys.requirement import Concerned, Edition, Judgement, Question
from tests.storage import things
from tests.storage.things import BY, ZOE

HOUR = timedelta(hours=1)


def enquiry(number: int, now: datetime, **more: object) -> Enquiry:
    asked = Enquiry(0, number, None, "mail", "Zwölf Dichtungen", now, now + 4 * HOUR, attend_at=now + 3 * HOUR)
    return replace(asked, **more)  # type: ignore[arg-type]


async def test_an_enquiry_comes_back_as_it_was_kept(store: Store, now: datetime) -> None:
    """With all that was decided; whoever has an older version changes nothing."""
    async with store.work() as work:
        assert await work.enquiries.next_number() == 1
        kept = await work.enquiries.keep(enquiry(1, now, fingerprint="a", alarms=("OWNER",)), BY, now)
        newer = await work.enquiries.keep(replace(kept, state=State.AGREED, met=True, order="R-1"), BY, now)
        assert await work.enquiries.hold(kept.id) == newer
        assert await work.enquiries.by_number(1) == newer
        assert await work.enquiries.next_number() == 2
        with pytest.raises(Conflict):
            await work.enquiries.keep(kept, BY, now)


async def test_what_came_in_the_same_way_is_found_while_it_is_open(store: Store, now: datetime) -> None:
    """After that the same words are a new enquiry."""
    async with store.work() as work:
        kept = await work.enquiries.keep(enquiry(1, now, fingerprint="a"), BY, now)
        assert await work.enquiries.told_as("a") == kept
        await work.enquiries.keep(replace(kept, state=State.WITHDRAWN), BY, now)
        assert await work.enquiries.told_as("a") is None


async def test_the_clock_finds_what_it_has_to_look_at(store: Store, now: datetime) -> None:
    """The earliest first, and no more than it can take."""
    async with store.work() as work:
        for number in (1, 2, 3):
            await work.enquiries.keep(enquiry(number, now, attend_at=now + (4 - number) * HOUR), BY, now)
        assert await work.enquiries.next_to_attend() == now + HOUR
        assert [one.number for one in await work.enquiries.to_attend(now + 2 * HOUR, 9)] == [3, 2]
        assert [one.number for one in await work.enquiries.to_attend(now + 9 * HOUR, 1)] == [3]


@pytest.mark.parametrize("words", ["DICHTUNGEN", "zwölf", "zoë", "EDELSTAHL", "anruf zwölf", "R-1"])
async def test_words_are_found_wherever_they_stand(store: Store, now: datetime, words: str) -> None:
    """In what was asked, in what is wanted, in the file, in the customer's name, and in the order."""
    async with store.work() as work:
        zoe = await work.customers.keep(ZOE, BY, now)
        person = await work.staff.meet("UMARA", BY, now)
        kept = await work.enquiries.keep(enquiry(1, now, customer_id=zoe.id, order="R-1"), BY, now)
        await work.enquiries.keep(enquiry(2, now, words="A pump"), BY, now)
        wanted = Edition(0, kept.id, 1, ("Edelstahl",), date(2026, 11, 20), now, person.id, ("law",))
        await work.editions.keep(wanted, BY, now)
        await work.entries.keep(Entry(0, None, Kind.NOTE, "a", now, BY, "Anruf um vier", kept.id), BY, now)
        assert [one.number for one in await work.enquiries.search(words, 9)] == [1]
        assert await work.enquiries.search("100%_", 9) == []


async def test_weeks_are_half_open(store: Store, now: datetime) -> None:
    """What falls on an edge is in the later one alone."""
    async with store.work() as work:
        told = {"answered_at": now, "committed_at": now, "closed_at": now, "state": State.FULFILLED}
        await work.enquiries.keep(enquiry(1, now, answer_by=now, **told), BY, now)
        for between in (
            work.enquiries.received_between, work.enquiries.committed_between,
            work.enquiries.fulfilled_between,
        ):  # fmt: skip
            found = [await between(now - HOUR, now), await between(now, now + HOUR)]
            assert [len(one) for one in found] == [0, 1], between.__name__


async def test_what_belongs_to_an_enquiry_comes_back(store: Store, now: datetime) -> None:
    """Editions with their day, questions while they are open, who was told, what was judged."""
    async with store.work() as work:
        person = await work.staff.meet("UMARA", BY, now)
        kept = await work.enquiries.keep(enquiry(1, now), BY, now)
        first = Edition(0, kept.id, 1, ("a", "b"), date(2026, 2, 28), now, person.id, ("law", "able"), hash="h")
        one = await work.editions.keep(first, BY, now)
        two = await work.editions.keep(replace(first, number=2, due_on=None), BY, now)
        assert await work.editions.of_enquiry(kept.id) == [one, two]
        assert await work.editions.of_number(kept.id, 2) == two
        question = await work.questions.keep(Question(0, kept.id, "Which steel?", now), BY, now)
        assert await work.questions.open_of(kept.id) == [question]
        await work.questions.keep(replace(question, answered_at=now, answer="A4"), BY, now)
        assert await work.questions.open_of(kept.id) == []
        told = await work.concerned.keep(Concerned(0, kept.id, 2, person.id, now), BY, now)
        assert await work.concerned.of_enquiry(kept.id) == [told]
        judged = await work.judgements.keep(Judgement(0, kept.id, 2, 0, False, "late", now, BY), BY, now)
        assert await work.judgements.of_edition(kept.id, 2) == [judged]
        with pytest.raises(TypeError, match="stays as it was made"):
            await work.judgements.keep(judged, BY, now)


async def test_entries_of_an_enquiry_are_none_of_a_case(store: Store, now: datetime) -> None:
    """The same key may stand in both files, and in each once."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        kept = await work.enquiries.keep(enquiry(1, now), BY, now)
        made = [
            Entry(0, case.id, Kind.NOTE, "a", now, BY, "of the case"),
            Entry(0, None, Kind.NOTE, "a", now, BY, "of the enquiry", kept.id),
        ]
        entered = [await work.entries.keep_once(entry, BY, now) for entry in (*made, *made)]
        assert [entry is None for entry in entered] == [False, False, True, True]
        assert [one.words for one in await work.entries.of_enquiry(kept.id)] == ["of the enquiry"]
        assert [one.words for one in await work.entries.of_complaint(case.id)] == ["of the case"]


async def test_a_promise_holds_until_it_is_taken_back(store: Store, now: datetime) -> None:
    """The register shows those in force; a week those that held in it."""
    async with store.work() as work:
        made = Promise(0, "In four hours", Subject.ENQUIRY_ANSWERED, "4 business hours", now)
        kept = await work.promises.keep(made, BY, now)
        assert await work.promises.in_force() == [kept]
        ended = await work.promises.keep(replace(kept, until=now + 5 * HOUR), BY, now)
        assert await work.promises.in_force() == []
        assert await work.promises.holding(now + HOUR, now + 9 * HOUR) == [ended]
        assert await work.promises.holding(now - HOUR, now) == []
        assert await work.promises.holding(now + 5 * HOUR, now + 9 * HOUR) == []
        assert made.since == now.astimezone(UTC)
