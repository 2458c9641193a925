"""What the demo's customers do with a letter, and what the service should make of it.

Everything is drawn from (seed, customer, delivery): the order in which letters arrive changes nothing, and the same
letter seen twice gives the same acts with the same keys.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from bot.demo.acts import Act, Expected, Mail, OneClick, Open, Page
from bot.demo.casework import on_letter
from bot.demo.gestures import Press
from bot.demo.people import Marks, Person, Temper, felt, improved, low
from bot.demo.replies import Letter, Sheet, absence, reply, returned
from bot.demo.sayings import comment_of, mailed


class Moment(StrEnum):
    """When a customer does something about a delivery."""

    AT_ONCE = "at once"
    REMINDED = "reminded"
    NEVER = "never"


def react(seed: int, letter: Letter, now: datetime) -> tuple[Act, ...]:
    """Everything that happens because of this letter, earliest first."""
    if letter.case:
        return tuple(on_letter(seed, letter, now))
    match letter.person.temper:
        case Temper.GONE:
            acts = list[Act]()
        case Temper.VANISHED:
            acts = [_return(seed, letter, now)]
        case _:
            acts = [*_scans(letter), *_absences(seed, letter, now), *_persons(seed, letter, now)]
    return tuple(sorted(acts, key=lambda act: (act.after, act.key)))


def _return(seed: int, letter: Letter, now: datetime) -> Act:
    after = timedelta(minutes=_dice(seed, letter, "return").randrange(1, 240))
    sheet = _sheet(seed, letter, "return", now + after)
    return Act(after, sheet.key, Mail(returned(sheet)), Expected("bounce", "mail"))


def _scans(letter: Letter) -> Iterator[Act]:
    """A scanner opens every link at once, several times, before anybody sees the mail."""
    if letter.person.temper is not Temper.SCANNED:
        return
    links = [letter.page_url, *(_choosing(letter.page_url, mark) for mark in range(1, 6)), letter.unsubscribe_url]
    visits = [(method, link) for method in ("HEAD", "GET", "GET") for link in links]
    for number, (method, link) in enumerate(visits):
        yield Act(timedelta(seconds=2), _key(letter, f"scan {number:02d}"), Open(link, method), Expected("nothing"))


def _choosing(page_url: str, mark: int) -> str:
    return f"{page_url}{'&' if '?' in page_url else '?'}overall={mark}"


def _absences(seed: int, letter: Letter, now: datetime) -> Iterator[Act]:
    often = {Temper.AWAY: 0.8, Temper.SILENT: 0.05}.get(letter.person.temper, 0.03)
    dice = _dice(seed, letter, "absence")
    if dice.random() < often:
        after = timedelta(seconds=dice.randrange(5, 90))
        sheet = _sheet(seed, letter, "absence", now + after)
        yield Act(after, sheet.key, Mail(absence(sheet)), Expected("automatic", "mail"))


HABITS: Mapping[Temper, tuple[int, int, int]] = {
    Temper.CONTENT: (46, 18, 36),
    Temper.CRITICAL: (50, 20, 30),
    Temper.ANGRY: (60, 20, 20),
    Temper.SILENT: (5, 5, 90),
    Temper.AWAY: (20, 20, 60),
    Temper.SCANNED: (45, 20, 35),
    Temper.QUITTER: (55, 25, 20),
}
"""How often somebody answers at once, after the reminder, or never."""


def _persons(seed: int, letter: Letter, now: datetime) -> Iterator[Act]:
    """What the person does, with the letter or with its reminder: answer, leave, or nothing."""
    dice = _dice(seed, letter, "person", shared=True)
    moment = dice.choices(tuple(Moment), HABITS[letter.person.temper])[0]
    if moment is not (Moment.REMINDED if letter.reminder else Moment.AT_ONCE):
        return
    after = _delay(dice, letter.person.temper)
    if letter.person.temper is Temper.QUITTER and dice.random() < 0.6:
        yield _leave(seed, letter, now, after)
        return
    by_mail = dice.random() < (0.8 if _prefers_mail(seed, letter.person) else 0.2)
    yield _answer(seed, letter, now, after, by_mail=by_mail)
    if dice.random() < 0.06:
        later = after + timedelta(hours=dice.randrange(2, 30))
        yield _answer(seed, letter, now, later, by_mail=not by_mail, again=True)


def _delay(dice: Random, temper: Temper) -> timedelta:
    """Minutes, hours or up to three days: always before the reminder, except for those who come back from leave."""
    if temper is Temper.AWAY:
        return timedelta(days=dice.randrange(4, 9), minutes=dice.randrange(-90, 300))
    minutes = timedelta(minutes=dice.randrange(3, 300))
    return minutes + timedelta(days=dice.choices((0, 1, 2, 3), (60, 20, 12, 8))[0])


def _prefers_mail(seed: int, person: Person) -> bool:
    return Random(f"{seed}/{person.email}/door").random() < 0.55


def _leave(seed: int, letter: Letter, now: datetime, after: timedelta) -> Act:
    sheet = _sheet(seed, letter, "leave", now + after)
    if letter.ts:
        press = Press(letter.person.slack_user, letter.channel, letter.ts, "stop")
        return Act(after, sheet.key, press, Expected("unsubscribe", "slack"))
    if sheet.dice.random() < 0.5:
        return Act(after, sheet.key, OneClick(letter.unsubscribe_url), Expected("unsubscribe", "page"))
    said = sheet.dice.choice(sheet.phrases["stop"])
    return Act(after, sheet.key, Mail(reply(sheet, said, close=False)), Expected("unsubscribe", "mail"))


def _answer(seed: int, letter: Letter, now: datetime, after: timedelta, *, by_mail: bool, again: bool = False) -> Act:
    sheet = _sheet(seed, letter, "correction" if again else "answer", now + after)
    marks = felt(_dice(seed, letter, "judged", shared=True), letter.person.temper, late=letter.order.late)
    marks = improved(marks) if again else marks
    if letter.ts:
        pressed, expected = _pressed(sheet, marks, again=again)
        return Act(after, sheet.key, pressed, expected)
    if by_mail:
        what, expected = mailed(sheet, marks, again=again)
        return Act(after, sheet.key, what, expected)
    given = {key: mark for key, mark in marks.items() if key == "overall" or sheet.dice.random() < 0.85}
    comment = comment_of(sheet, given, again=again, often=0.5)
    click = marks["overall"] if sheet.dice.random() < 0.6 else None
    page = Page(given, comment, click)
    return Act(after, sheet.key, page, Expected("answer", "page", given, bool(comment), low(given)))


def _pressed(sheet: Sheet, marks: Marks, *, again: bool) -> tuple[Press, Expected]:
    """One press for the whole, and mostly the form for the rest; second thoughts go into the form."""
    letter = sheet.letter
    comment = comment_of(sheet, marks, again=again, often=0.5)
    whole = again or sheet.dice.random() < 0.7
    given = marks if whole else {"overall": marks["overall"]}
    values = {key: "N" if mark is None else str(mark) for key, mark in given.items()}
    values |= {"comment": comment} if comment and whole else {}
    button = "more" if again else f"mark.{marks['overall']}"
    user = letter.person.slack_user
    press = Press(user, letter.channel, letter.ts, button, values if whole else None, "more" if whole else "")
    return press, Expected("answer", "slack", given, bool(comment and whole), low(given))


def _sheet(seed: int, letter: Letter, what: str, when: datetime) -> Sheet:
    return Sheet(letter, f"{seed}/{_key(letter, what)}", when, _dice(seed, letter, what))


def _dice(seed: int, letter: Letter, what: str, *, shared: bool = False) -> Random:
    """Dice for one aspect of one delivery; `shared` ones fall the same for the letter and its reminder."""
    about = what if shared else _key(letter, what)
    return Random(f"{seed}/{letter.person.email}/{letter.order.event_id}/{about}")


def _key(letter: Letter, what: str) -> str:
    return f"{letter.order.order}/{'reminder' if letter.reminder else 'letter'}/{what}"
