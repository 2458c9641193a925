"""Takes names, addresses and free text of customers out of a pack, before anything is written from it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from handlers.words.papers.pack import Asked, Cared, Improved, Led, Pack, Wanted
from surveys.complaint import Complaint
from surveys.customer import Customer

GONE = "[taken out]"


def redacted(pack: Pack) -> Pack:
    """The pack without them. What the staff wrote about a case goes too, since it tells what the customer said."""
    unnamed = _without(pack.asked.customers.values())
    return replace(
        pack,
        cover=replace(pack.cover, redacted=True),
        asked=_asked(pack.asked),
        cared=_cared(pack.cared),
        wanted=_wanted(pack.wanted),
        led=_led(pack.led, unnamed),
        improved=_improved(pack.improved, unnamed),
    )


def out(text: str) -> str:
    """That there were words is still told."""
    return GONE if text else ""


def _asked(asked: Asked) -> Asked:
    return replace(
        asked,
        customers={},
        deliveries=[
            replace(one, account=out(one.account), detail=_addressless(one.detail)) for one in asked.deliveries
        ],
        answers=[replace(one, comment=out(one.comment)) for one in asked.answers],
    )


def _cared(cared: Cared) -> Cared:
    def case_words(one: Complaint) -> Complaint:
        return replace(one, words=out(one.words), outcome=out(one.outcome), remedy=out(one.remedy))

    return replace(
        cared,
        complaints=[case_words(one) for one in cared.complaints],
        sample=[case_words(one) for one in cared.sample],
        moves={id_: [replace(one, reason=out(one.reason)) for one in many] for id_, many in cared.moves.items()},
        entries={
            id_: [replace(one, words=out(one.words), by=_nobody(one.by)) for one in many]
            for id_, many in cared.entries.items()
        },
        closures={id_: [replace(one, words=out(one.words)) for one in many] for id_, many in cared.closures.items()},
    )


def _wanted(wanted: Wanted) -> Wanted:
    return replace(
        wanted,
        enquiries=[replace(one, words=out(one.words), outcome=out(one.outcome)) for one in wanted.enquiries],
        editions=[
            replace(one, lines=tuple(map(out, one.lines)), remark=out(one.remark), why=out(one.why),
                    confirmation=out(one.confirmation)) for one in wanted.editions
        ],
        questions=[replace(one, words=out(one.words), answer=out(one.answer)) for one in wanted.questions],
        judgements=[replace(one, note=out(one.note)) for one in wanted.judgements],
    )  # fmt: skip


def _without(customers: Iterable[Customer]) -> Callable[[str], str]:
    """What leaders and staff decided is their own word; a customer whom they name is taken out of it."""
    names = [name for one in customers for name in (one.email, one.name) if name]
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))

    def unnamed(words: str) -> str:
        return re.sub(pattern, GONE, words, flags=re.IGNORECASE) if pattern else words

    return unnamed


def _led(led: Led, unnamed: Callable[[str], str]) -> Led:
    return replace(led, reviews=[replace(one, words=unnamed(one.words)) for one in led.reviews])


def _improved(found: Improved, unnamed: Callable[[str], str]) -> Improved:
    return replace(
        found,
        actions=[
            replace(one, words=unnamed(one.words), cause=unnamed(one.cause), result=unnamed(one.result))
            for one in found.actions
        ],
        risks=[replace(one, words=unnamed(one.words), reason=unnamed(one.reason)) for one in found.risks],
        history=[replace(one, words=unnamed(one.words)) for one in found.history],
        opportunities=[
            replace(one, words=unnamed(one.words), reason=unnamed(one.reason)) for one in found.opportunities
        ],
        meetings=[
            replace(
                one,
                agenda=tuple(map(unnamed, one.agenda)),
                decisions=tuple(map(unnamed, one.decisions)),
                notes=unnamed(one.notes),
            )
            for one in found.meetings
        ],
        amendments=[replace(one, words=unnamed(one.words)) for one in found.amendments],
    )


def _addressless(words: str) -> str:
    """Why somebody was not asked may quote an address."""
    return re.sub(r"[^\s'<>]+@[^\s'<>]+", GONE, words)


def _nobody(by: str) -> str:
    """An address that something came from is a customer's."""
    return GONE if "@" in by else by
