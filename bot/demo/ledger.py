"""What the world saw beside what the store says: lost and doubled things are counted here, never assumed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.demo.acts import Expected
from bot.demo.child import LEADERS
from bot.demo.doing import Doing
from bot.demo.gestures import Press, Type
from bot.demo.people import Marks
from bot.demo.staff import posted
from bot.demo.world import World
from storage.work import ClaimedDigest, Store, Work
from surveys.answer import Answer, current

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Balance:
    """`lost` and `doubled` name each thing that is missing or there too often."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]


async def balance(world: World, store: Store) -> Balance:
    """Compare every reaction of a customer and every mail received with the store."""
    async with store.read() as work:
        lost = [
            *await _lost_reactions(world, work),
            *await _lost_messages(world, work),
            *await _lost_gestures(world, work),
            *await _unheard(world, work),
            *_unequal(await work.digests.every()),
        ]
        return Balance(tuple(lost), (*_doubled_messages(world), *await _doubled_facts(world, work)))


async def summary(store: Store, found: Balance, seconds: float) -> dict[str, object]:
    """The figures of `summary.json`."""
    async with store.read() as work:
        deliveries = await work.deliveries.counts()
        messages = await work.messages.counts()
        invitations = await work.invitations.counts()
        answered = await work.answers.counts()
        inbox = await work.inbox.outcomes()
        digests = await work.digests.every()
        return {
            "deliveries": sum(deliveries.values()),
            "invited": deliveries.get("invited", 0),
            "sent": messages.get("sent", 0),
            "answered": {door: answered.get(door, 0) for door in ("mail", "page", "slack")},
            "bounced": invitations.get("bounced", 0),
            "automatic": inbox.get("automatic", 0),
            "complaints": await work.complaints.total(),
            "complaints_by": await work.complaints.doors(),
            "reviews": await work.reviews.total(),
            "digests": len({digest.week for digest in digests}),
            "digests_by": {way: len({one.week for one in digests if _way(one) == way}) for way in ("mail", "slack")},
            "lost": len(found.lost),
            "duplicates": len(found.doubled),
            "seconds": round(seconds, 1),
        }


async def _lost_reactions(world: World, work: Work) -> list[str]:
    expected: dict[str, list[Expected]] = {}
    for done in world.done:
        expected.setdefault(done.order.order, []).append(done.act.expected)
    set_right = {one.order: one.marks for one in world.handled if one.marks}
    lost = await _still_listed(world, work)
    for order, all_of_it in expected.items():
        right = set_right.get(order, {})
        lost += [f"{order}: {missing}" for missing in await _missing(work, order, all_of_it, right)]
    told = Counter(done.act.expected.kind for done in world.done)
    automatic = (await work.inbox.outcomes()).get("automatic", 0)
    if automatic < told["automatic"]:
        lost.append(f"{told['automatic'] - automatic} automatic replies")
    return lost


async def _lost_gestures(world: World, work: Work) -> list[str]:
    """What was done at Harbor Parts: each complaint logged is there, and each case is where it was left."""
    cases = {case.name: case for case in await work.complaints.between(world.start_of_story, world.end + A_DAY)}
    words = {case.words for case in cases.values()}
    logged = [f"{one.order}: '{one.words}' was not kept" for one in world.handled if one.words not in words | {""}]
    left = {one.case: one.state for one in world.handled if one.case}
    moved = [f"{name}: left {state}" for name, state in left.items() if state and cases[name].state != state]
    asked = sum(isinstance(one.gesture, Type) and one.gesture.command == "/enquiry" for one in world.handled)
    if (enquiries := await work.enquiries.total()) < asked:
        moved.append(f"{asked - enquiries} enquiries")
    reviews = sum(_button(one).startswith("review.") for one in world.handled)
    kept = await work.reviews.total()
    return [*logged, *moved, *([f"{reviews - kept} reviews"] if kept < reviews else [])]


async def _unheard(world: World, work: Work) -> list[str]:
    """What customers wrote about a case and its file does not hold."""
    lost = []
    for expected in (done.act.expected for done in world.done if done.act.expected.kind == "case"):
        case = await work.complaints.by_number(int(expected.case.removeprefix("C-")))
        entries = await work.entries.of_complaint(case.id) if case else []
        if not any(expected.said in entry.words for entry in entries):
            lost.append(f"{expected.case}: '{expected.said}' is not in its file")
    return lost


def _button(doing: Doing) -> str:
    return doing.gesture.button if isinstance(doing.gesture, Press) else ""


def _unequal(digests: Sequence[ClaimedDigest]) -> list[str]:
    """Weeks of which mail and Slack tell different numbers, or of which one of them tells nothing."""
    told: dict[str, set[tuple[str, str]]] = {}
    for one in digests:
        told.setdefault(one.week, set()).add((_way(one), one.hash))
    return [
        f"digest {week}: {sorted(way for way, _ in seen)}, {len({hash_ for _, hash_ in seen})} versions"
        for week, seen in told.items()
        if {way for way, _ in seen} != {"mail", "slack"} or len({hash_ for _, hash_ in seen}) > 1
    ]


def _way(digest: ClaimedDigest) -> str:
    """A mailbox is a channel too: `mail:1`, `slack:C0LEADERS`."""
    return digest.channel.partition(":")[0]


async def _still_listed(world: World, work: Work) -> list[str]:
    """Mails that nobody could read for sure are listed until somebody has dealt with them; visitors write some too."""
    torn = len(world.replied) + sum(bool(done.act.expected.meant) for done in world.done)
    dealt_with = sum(_button(one) in ("correct", "leave") for one in world.handled)
    listed = sum(mail.outcome == "unclear" for mail in await work.inbox.aside())
    return [f"{listed} unclear mails are listed, {dealt_with} of {torn} were dealt with"] * (listed > torn - dealt_with)


async def _missing(work: Work, order: str, expected: list[Expected], set_right: Marks) -> list[str]:
    delivery = (await work.deliveries.of_order(order))[0]
    asked = await work.invitations.of_delivery(delivery.id)
    if asked is None:
        return ["no invitation"]
    customer = await work.customers.get(asked.customer_id)
    answer = current(await work.answers.versions(asked.id))
    missing = []
    answers = [one for one in expected if one.kind == "answer"]
    given = [set_right if one.meant else one.marks for one in answers]
    if answers and not _same_marks(answer, given):
        missing.append(f"marks {given} given, {answer and dict(answer.marks)} kept")
    if any(one.complaint for one in answers) and await work.complaints.of_invitation(asked.id) is None:
        missing.append("no complaint")
    stopped = [one for one in expected if one.kind in ("bounce", "unsubscribe")]
    if stopped and await work.suppressions.why(customer.email) is None:
        missing.append(f"{stopped[0].kind} without effect")
    return missing


def _same_marks(answer: Answer | None, given: Sequence[Marks]) -> bool:
    """Whether the marks kept are the last ones given for each question."""
    marks: dict[str, int | None] = {}
    for one in given:
        marks |= one
    return answer is not None and dict(answer.marks) == marks


async def _lost_messages(world: World, work: Work) -> list[str]:
    """Messages called sent that nobody received, by mail or in Slack."""
    seen = {mail.message_id for mail in world.provider.received} | {*posted(world.slack)}
    sent = [message for message in await work.messages.every_sent() if message not in seen]
    return [f"message {message_id} was never received" for message_id in sent]


def _doubled_messages(world: World) -> list[str]:
    copies = Counter([*(mail.message_id for mail in world.provider.received), *posted(world.slack)])
    return [f"message {message_id} came {n} times" for message_id, n in copies.items() if n > 1]


async def _doubled_facts(world: World, work: Work) -> list[str]:
    cases = await work.complaints.between(world.start_of_story, world.end + A_DAY)
    complaints = Counter((case.delivery_id, case.invitation_id, case.words) for case in cases)
    digests = Counter((digest.channel, digest.week) for digest in await work.digests.every())
    letters = Counter(mail.recipient + mail.message_id for mail in world.provider.received if mail.recipient in LEADERS)
    return [f"{what} {n} times" for found in (complaints, digests, letters) for what, n in found.items() if n > 1]
