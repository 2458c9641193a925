"""Sheets about leadership and figures: digests with their decisions, weekly measures, and what is missing."""

from collections.abc import Iterator

from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.sheet import Cells, Sheet, yes
from surveys import measures
from surveys.measures import FEWEST


def reviews(pack: Pack) -> Iterator[Cells]:
    """One row a digest and decision; a digest without any has a row of its own."""
    for one in pack.led.digests:
        told = (f"G-{one.id}", one.week, one.channel, pack.when(one.claimed_at), yes(one.late), one.hash)
        mine = [review for review in pack.led.reviews if review.digest_id == one.id]
        for review in mine:
            same = yes(review.hash == one.hash)
            yield (
                *told, f"V-{review.id}", pack.person(review.person_id), role(pack, review.person_id),
                pack.when(review.at), review.decision, review.words, pack.person(review.delegate_id), same,
            )  # fmt: skip
        if not mine:
            yield (*told, "", "", "", "", "no decision", "", "", "")


def role(pack: Pack, person_id: int) -> str:
    person = pack.led.people.get(person_id)
    return "leader, digest by mail" if person and person.leader else "leader, in Slack"


def weekly(pack: Pack) -> Iterator[Cells]:
    """Every share of every week with its interval, then the plain counts."""
    for week, counts in pack.weeks:
        for key, share in measures.shares(counts, pack.method.instrument).items():
            yield (f"{week}.{key}", str(week), key, *_numbers(share, perceived=key.startswith("satisfied")))
        rate = measures.complaints(counts)
        low, high = rate.interval if rate.base else (None, None)
        yield f"{week}.complaints", str(week), "complaints_per_1000", rate.count, rate.base, rate.per_1000, low, high


def _numbers(share: measures.Share, *, perceived: bool) -> tuple[int | float | None, ...]:
    """What few customers said stays hidden here too."""
    if not share.of or (perceived and share.of < FEWEST):
        return None, share.of, None, None, None
    low, high = share.interval
    return share.yes, share.of, 100 * share.yes / share.of, 100 * low, 100 * high


def quality(pack: Pack) -> Iterator[Cells]:
    for number, gap in enumerate(pack.gaps, 1):
        yield f"Q-{number}", gap.sort, gap.what, gap.where


REVIEWS = Sheet(
    "Reviews_acks", "each digest of the period's weeks in each channel, and what leaders decided about it",
    (("digest", 9), ("week", 10), ("channel", 18), ("posted", 26), ("late", 6), ("digest's hash", 66), ("review", 9),
     ("by", 28), ("role", 22), ("decided", 26), ("decision", 13), ("words", 60), ("delegated to", 26),
     ("same hash", 10)), reviews,
)  # fmt: skip
WEEKLY = Sheet(
    "Measures_weekly", "all measures by ISO week: count, of how many, per cent or per 1000, and the 95 % interval",
    (("id", 34), ("week", 10), ("measure", 30), ("count", 8), ("of", 8), ("value", 12), ("low", 12), ("high", 12)),
    weekly,
)  # fmt: skip
QUALITY = Sheet(
    "Data_quality", "known gaps: what is missing, late, undecided, held or too few to show",
    (("id", 8), ("sort", 26), ("what", 100), ("where", 18)), quality,
)  # fmt: skip
