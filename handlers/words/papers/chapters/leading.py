"""What leaders were told, and what they decided (ISO 9001:2015, 5.1.2 and 9.3)."""

from handlers.words.papers.chapters.blocks import Block, table, text
from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.leading import role
from handlers.words.papers.tables import Tables
from surveys.review import Review
from surveys.workdays import Week


def leadership(pack: Pack, _: Tables) -> list[Block]:
    rows = [row for week, _ in pack.weeks for row in _week(pack, week)]
    weeks = {one.week for one in pack.led.digests}
    reviewed = {one.week for one in pack.led.digests if any(two.digest_id == one.id for two in pack.led.reviews)}
    return [
        text(f"{len(weeks)} of {len(pack.weeks)} weeks have a digest; leaders decided about {len(reviewed)} of them. "
             "Opening or reading a digest is no decision: only a decision with its reason is kept."),
        table([("Week", "auto"), ("Digest posted", "auto"), ("Decided", "auto"), ("By", "1fr"), ("Decision", "auto"),
               ("Words", "2fr")], rows),
    ]  # fmt: skip


def _week(pack: Pack, week: Week) -> list[tuple[str, ...]]:
    told = [one for one in pack.led.digests if one.week == str(week)]
    if not told:
        return [(str(week), "no digest", "", "", "", "")]
    first = min(told, key=lambda one: one.claimed_at)
    posted = f"{pack.short(first.claimed_at)}{', late' if first.late else ', in time'}"
    ids = {one.id for one in told}
    decided = [one for one in pack.led.reviews if one.digest_id in ids]
    if not decided:
        return [(str(week), posted, "not reviewed", "", "", "")]
    return [(str(week), posted, *_decision(pack, one)) for one in decided]


def _decision(pack: Pack, one: Review) -> tuple[str, ...]:
    to = f" to {pack.person(one.delegate_id)}" if one.delegate_id else ""
    by = f"{pack.person(one.person_id)}, {role(pack, one.person_id)}"
    return pack.short(one.at), by, one.decision.replace("_", " ") + to, one.words
