"""Sheets about asking: deliveries, the instrument, invitations, responses (ISO 9001:2015, 9.1.2)."""

from collections.abc import Iterator

from handlers.words.papers.method import questions
from handlers.words.papers.pack import Pack
from handlers.words.papers.sheets.sheet import Cells, Sheet, ref, yes
from surveys.answer import Answer


def deliveries(pack: Pack) -> Iterator[Cells]:
    for one in pack.asked.deliveries:
        customer = pack.asked.customers.get(one.customer_id)
        yield (
            ref("D", one.id), one.order, ref("K", one.customer_id), customer.name if customer else "",
            customer.email if customer else "", one.account, one.product, one.region, pack.when(one.promised_at),
            pack.when(one.delivered_at), yes(one.on_time), one.state, one.reason or "", one.detail,
        )  # fmt: skip


def config(pack: Pack) -> Iterator[Cells]:
    told = pack.method.instrument
    yield "Instrument", told.name, f"version {told.version}, scale {told.low} to {told.high}"
    for version, many in sorted(pack.method.versions.items()):
        yield "Version used", version, f"{many} invitations in the period"
    for key, words, answers in questions(told):
        yield f"Question {key}", words, answers
    for name, value in pack.method.settings:
        yield "Setting", name, value


def invitations(pack: Pack) -> Iterator[Cells]:
    for one in pack.asked.invitations:
        yield (
            ref("I", one.id), ref("D", one.delivery_id), pack.asked.orders.get(one.delivery_id, ""),
            ref("K", one.customer_id), f"{one.questionnaire} {one.instrument}", one.language, pack.when(one.asked_at),
            pack.when(one.reminded_at), pack.when(one.expires_at), one.state, pack.asked.sent.get(one.id, ""),
        )  # fmt: skip


def responses(pack: Pack) -> Iterator[Cells]:
    keys = [one.key for one in pack.method.instrument.marks]
    for one in pack.asked.answers:
        yield (
            ref("R", one.id), ref("I", one.invitation_id), one.version, pack.when(one.received_at), one.door,
            ", ".join(f"{key} {_mark(one, key)}" for key in (*keys, *(k for k in one.marks if k not in keys))
                      if key in one.marks),
            yes(one.verified), yes(one.unclear), pack.who(one.by or ""), pack.when(one.corrected_at), one.comment,
        )  # fmt: skip


def _mark(one: Answer, key: str) -> str:
    mark = one.marks[key]
    return "N" if mark is None else f"{mark:g}"


DELIVERIES = Sheet(
    "Deliveries", "every delivery of the period, whether it was on time, and why a customer was not asked",
    (("id", 9), ("order", 14), ("customer", 10), ("name", 22), ("address", 28), ("account", 18), ("product", 18),
     ("region", 12), ("promised", 26), ("delivered", 26), ("on time", 9), ("state", 11), ("not asked because", 18),
     ("detail", 46)), deliveries,
)  # fmt: skip
CONFIG = Sheet(
    "Survey_config", "the questionnaire with its version and wording, and the settings that make the method",
    (("part", 22), ("name", 60), ("value", 90)), config,
)  # fmt: skip
INVITATIONS = Sheet(
    "Invitations", "everybody who was asked in the period, and how the letter ended",
    (("id", 9), ("delivery", 10), ("order", 14), ("customer", 10), ("instrument", 17), ("language", 10),
     ("asked", 26), ("reminded", 26), ("answers until", 26), ("state", 11), ("letter", 16)), invitations,
)  # fmt: skip
RESPONSES = Sheet(
    "Responses", "every version of every answer that came in the period; the newest that is verified counts",
    (("id", 9), ("invitation", 10), ("version", 8), ("received", 26), ("door", 8), ("marks", 60), ("verified", 9),
     ("unclear", 9), ("corrected by", 22), ("corrected", 26), ("comment", 60)), responses,
)  # fmt: skip
