"""How cases are investigated in the demo, drawn from the order they are about."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.demo.casework import clerks, on_entry, on_letter, words
from bot.demo.doing import Doing
from bot.demo.orders import Order
from bot.demo.people import Person, Temper
from bot.demo.replies import Letter
from bot.demo.workspace.records import Message
from handlers.reading.heard.settled import settled

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 10, 6, 9, tzinfo=UTC)
LANGUAGES = ("en", "de", "fr", "es")
PERSON = Person("zoe@buyer.example", "Zoë Ødegård", "de", "Buyer Ltd", Temper.CRITICAL)


def after(number: int, *thread: str) -> list[Doing]:
    """What a clerk does when these are the entries in the thread of a card."""
    card = Message("C0COMPLAINTS", "1.0", "U0BOT", f"C-{number}, whatever: order HP-{number}")
    return list(on_entry(1, card, thread, NOW, zone=ZONE, language="en"))


def pressed(doings: list[Doing]) -> list[str]:
    return [one.gesture.button for one in doings]


def letter(number: int, text: str, *, solved: bool = False) -> Letter:
    order = Order(f"HP-{number}", f"e{number}", PERSON, NOW, NOW, "Pump", "North", "Mara Lind")
    return Letter(PERSON, order, "Ihre Beschwerde", f"<{number}@x>", NOW, text=text, case="C-1", asks_if_solved=solved)


def test_who_took_it_on_asks_or_answers() -> None:
    """Some ask the customer first; a case that goes on is answered."""
    first = [pressed(after(number, "assessed: S2", "under investigation")) for number in range(50)]
    assert {one for [one] in first} == {"ask", "respond"}
    on = [pressed(after(number, "under investigation: the customer answered")) for number in range(50)]
    assert on == [["respond"]] * 50


def test_a_case_that_came_back_goes_to_the_other_clerk() -> None:
    """Who assigns it to themselves and takes it on; it is answered without another question."""
    first, second = clerks(1, "HP-7")
    doings = after(7, "assessed: S2", "reopened: the customer says it is not solved")
    assert pressed(doings) == ["assign", "take_on"]
    assert {one.gesture.user for one in doings} == {second}
    assert pressed(after(7, "reopened: no", "under investigation")) == ["respond"]
    assert {one.gesture.user for one in after(7, "assessed: S2")} == {first}


def test_other_entries_ask_for_nothing() -> None:
    """What the clerk did, and what the clock or the customer says."""
    for entry in ("acknowledged: by mail", "Answer to the customer We looked", "C-7 is due: respond", "closed: fine"):
        assert after(7, entry) == []


def test_customers_answer_what_they_were_asked() -> None:
    """A question with a detail, an answer with yes or no, and some with nothing; a receipt is only read."""
    asked = [list(on_letter(1, letter(number, words("de")["question"]), NOW)) for number in range(60)]
    assert {len(acts) for acts in asked} == {0, 1}
    answered = [list(on_letter(1, letter(number, "...", solved=True), NOW)) for number in range(60)]
    said = [settled(act.expected.said) for acts in answered for act in acts]
    assert {len(acts) for acts in answered} == {0, 1}
    assert (set(said), said.count(True) > said.count(False)) == ({True, False}, True)
    assert list(on_letter(1, letter(1, "Wir haben Ihre Beschwerde erhalten."), NOW)) == []


def test_every_language_says_all_of_it_plainly() -> None:
    """What customers answer is read as what they mean."""
    for language in LANGUAGES:
        told = words(language)
        assert {settled(one) for one in told["yes"]} == {True}
        assert {settled(one) for one in told["no"]} == {False}
        assert told["question"].endswith((".", "?"))
