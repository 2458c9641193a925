"""What was read is set right by a person: a new version beside the customer's own, which stays as it came."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.office import Office
from handlers.steps.answering import stand
from handlers.steps.doubting import tell
from handlers.steps.moving import DOOR
from handlers.words.doubts import AGAIN, CORRECT, LEAVE, REREAD, ending
from storage.work import Work
from surveys.answer import Answer, corrected, current, settled
from surveys.invitation import Invitation

ENDED = {
    CORRECT: "this was set right already",
    LEAVE: "this was left as it is already",
    REREAD: "this was read anew meanwhile",
    AGAIN: "the customer has answered again meanwhile, and that stands",
}


class Settled(Exception):
    """The doubt is over; says how it ended."""


class NoMarks(ValueError):
    """Nothing was set right."""


async def find(office: Office, answer_id: int) -> tuple[Invitation, Answer, Answer]:
    """The invitation of a doubtful version, that version, and what stands by now. Raises: Settled, LookupError."""
    async with office.store.read() as work:
        read = await work.answers.get(answer_id)
        asked = await work.invitations.get(read.invitation_id)
        versions = await work.answers.versions(asked.id)
    _check(read, versions)
    return asked, read, current(versions) or read


async def correct(office: Office, answer_id: int, marks: Mapping[str, int | None], *, by: str, now: datetime) -> Answer:
    """The Slack user `by` says which marks were meant. Raises: NoMarks, Settled; and nothing has changed."""
    if not marks:
        raise NoMarks("choose at least one mark, or leave it as it is")
    async with office.store.work() as work:
        asked, versions = await _kept(work, answer_id, marks, by, now)
        await stand(office, work, asked, versions, now)
    return versions[-1]


async def leave(office: Office, answer_id: int, *, by: str, now: datetime) -> Answer:
    """The Slack user `by` says that nothing is to be set right. Raises: Settled; and nothing has changed."""
    async with office.store.work() as work:
        asked, versions = await _kept(work, answer_id, {}, by, now)
        await tell(office, work, asked, versions)
    return versions[-1]


async def _kept(
    work: Work, answer_id: int, marks: Mapping[str, int | None], by: str, now: datetime
) -> tuple[Invitation, Sequence[Answer]]:
    """All versions with the next one, on top of what stands; whoever answers meanwhile waits for the commit."""
    person = await work.staff.meet(by, DOOR, now)
    read = await work.answers.get(answer_id)
    asked = await work.invitations.hold(await work.invitations.get(read.invitation_id))
    versions = await work.answers.versions(asked.id)
    _check(read, versions)
    source = f"{CORRECT}:{read.id}"
    standing = current(versions) or read
    new = corrected(standing, marks, version=len(versions) + 1, source=source, by=person.name, at=now)
    return asked, [*versions, await work.answers.keep(new, person.name, now)]


def _check(read: Answer, versions: Sequence[Answer]) -> None:
    if ended := settled(read, versions):
        raise Settled(ENDED[ending(ended)])
