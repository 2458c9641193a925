"""Nothing of customers is left in a redacted pack, however a name came into it."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.office import Office
from handlers.steps.packing import Order, pack
from handlers.words.papers.redaction import GONE, redacted
from surveys.audit import Period
from surveys.review import Decision, Review
from tests.handlers import stage

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


async def test_a_customer_whom_a_leader_names_is_taken_out(office: Office) -> None:
    """What the leader decided stays."""
    await stage.told(office, NOW)
    made = await pack(office, Order(Period.parse("2026-11-09", "2026-11-22")), NOW)
    words = "Zoë Ødegård (zoe@buyer.example) gets a call from Ines"
    named = Review(1, 1, 1, "", NOW, Decision.DELEGATE, words)
    reviewed = replace(made, led=replace(made.led, reviews=[named]))
    assert [one.words for one in redacted(reviewed).led.reviews] == [f"{GONE} ({GONE}) gets a call from Ines"]


async def test_a_redacted_pack_says_so_and_keeps_its_numbers(office: Office) -> None:
    """Orders, times and ids are what an auditor follows."""
    await stage.told(office, NOW)
    made = redacted(await pack(office, Order(Period.parse("2026-11-09", "2026-11-22")), NOW))
    assert (made.cover.redacted, [one.order for one in made.asked.deliveries]) == (True, ["R-1"])
