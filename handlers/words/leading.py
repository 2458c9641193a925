"""What a leader sees first on the home tab: the charts, what waits for a decision, and what reviews left out."""

from collections.abc import Iterator, Sequence

from handlers.leaderload import Desk
from handlers.words.blocks import Block, digest_words, image, paragraph, written
from surveys.chart import alt_text
from surveys.meeting import INPUTS

SHOWN = 6


def desk_blocks(desk: Desk) -> list[Block]:
    waits = list(_waits(desk))
    told = [[written("Waits for you", bold=True)], *([written(one)] for one in waits)]
    blocks: list[Block] = [paragraph(told if waits else [[written("Nothing waits for your decision.", bold=True)]])]
    if desk.digest:
        blocks.append(digest_words(desk.digest))
        if desk.picture:
            blocks.append(image(desk.picture, alt_text(desk.digest.chart)))
    return [*blocks, _coverage(desk), {"type": "divider"}]


def _waits(desk: Desk) -> Iterator[str]:
    found = desk.improved
    if desk.unreviewed:
        yield f"Digests to decide about: {_some(desk.unreviewed)}"
    if found.proposed:
        yield f"Risks to accept or reject, with their weight: {_some(found.proposed)}"
    if found.chances:
        yield f"Opportunities to pursue or reject: {_some(found.chances)}"
    if found.to_verify:
        yield f"Actions whose effect is to be judged: {_some(found.to_verify)}"
    if found.late:
        yield f"Actions that are late: {_some(found.late)}"
    if found.unpursued:
        yield f"No opportunity was pursued in {found.unpursued}"


def _coverage(desk: Desk) -> Block:
    """In the words of the form that closes a review."""
    total = len(INPUTS)
    head = f"Management reviews of the last year looked at {total - len(desk.left)} of {total} inputs"
    missing = ", ".join(INPUTS[one].lower() for one in desk.left)
    return paragraph([[written(head, bold=True)], *([[written(f"Left: {missing}")]] if missing else [])])


def _some(named: Sequence[str]) -> str:
    shown = ", ".join(named[:SHOWN])
    return f"{shown} and {len(named) - SHOWN} more" if len(named) > SHOWN else shown
