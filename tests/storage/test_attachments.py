"""What customers sent beside the words of a case."""

from dataclasses import replace
from datetime import UTC, datetime

from storage.work import Store
from surveys.attachment import Attachment
from tests.storage import things
from tests.storage.things import BY

PICTURE = Attachment(
    0, 0, "box.jpg", "image/jpeg", 3, "ab" * 32, datetime.min.replace(tzinfo=UTC), kept=True, content=b"\xff\xd8\xff"
)


async def test_a_list_leaves_the_pictures_where_they_are(store: Store, now: datetime) -> None:
    """A card names them; only who shows a picture reads it."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        kept = await work.attachments.keep(replace(PICTURE, complaint_id=case.id, received_at=now), BY, now)
        assert await work.attachments.of_complaint(case.id) == [replace(kept, content=None)]
        assert await work.attachments.get(kept.id) == kept


async def test_the_same_file_is_listed_once_a_case(store: Store, now: datetime) -> None:
    """People send their picture again; two cases may have the same."""
    async with store.work() as work:
        cases = [await work.complaints.keep(things.loose_complaint(number, now), BY, now) for number in (1, 2)]
        sent = [replace(PICTURE, complaint_id=case.id, received_at=now) for case in (*cases, cases[0])]
        kept = [await work.attachments.keep_once(one, BY, now) for one in sent]
    assert [one is None for one in kept] == [False, False, True]


async def test_evidence_names_no_file(store: Store, now: datetime) -> None:
    """A name or a hash would be something of the customer's."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        kept = await work.attachments.keep(replace(PICTURE, complaint_id=case.id, received_at=now), BY, now)
    async with store.read() as work:
        [row] = await work.evidence.about("attachments", kept.id)
    assert row.facts == {
        "complaint_id": case.id, "enquiry_id": None, "type": "image/jpeg", "size": 3, "received_at": now.isoformat(),
    }  # fmt: skip
