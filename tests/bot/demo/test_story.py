"""The demo's story: the same on every machine, rich enough, and written so that the reader understands it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.demo.acts import Act, Mail, OneClick, Open, Page
from bot.demo.orders import BAD_WEEK, Order, orders
from bot.demo.people import QUESTIONS, Temper, low, people, refused_at_rcpt
from bot.demo.reactions import react
from bot.demo.replies import Letter, Sheet, reply, returned, wording
from bot.demo.sayings import topics, written
from handlers.reading import Kind, Sent, pictures, read
from handlers.reading.comment import comment
from handlers.words import letters
from surveys.customer import address
from surveys.questionnaires import load
from surveys.workdays import Workdays

ZONE = ZoneInfo("Europe/London")
FIRST_MONDAY = date(2026, 9, 28)
QUARANTINE = timedelta(days=7)
ASKED = load("post_delivery")
KINDS = {
    Kind.REPLY: "answer",
    Kind.AUTO_REPLY: "automatic",
    Kind.BOUNCE: "bounce",
    Kind.UNSUBSCRIBE: "unsubscribe",
}


@dataclass(frozen=True)
class Told:
    """A simulated story: who was invited, and everything done because of it, earliest first."""

    orders: tuple[Order, ...]
    invited: tuple[Order, ...]
    done: tuple[tuple[datetime, Letter, Act], ...]

    def expected(self, kind: str) -> list[Act]:
        return [act for _, _, act in self.done if act.expected.kind == kind]


@cache
def story(seed: int = 1) -> Told:
    """Ask on the next working day, remind after four more, leave alone who was asked within a week or went away."""
    everybody = people(seed)
    delivered = orders(seed, everybody, FIRST_MONDAY, 8, ZONE)
    workdays = Workdays(ZONE)
    asked_last: dict[str, datetime] = {}
    stopped: dict[str, datetime] = {}
    invited: list[Order] = []
    done: list[tuple[datetime, Letter, Act]] = []
    for order in sorted(delivered, key=lambda one: (workdays.after(one.delivered_at, 1, time(10)), one.order)):
        email = order.person.email
        now = workdays.after(order.delivered_at, 1, time(10))
        if now < asked_last.get(email, now - QUARANTINE) + QUARANTINE or now >= stopped.get(email, now + QUARANTINE):
            continue
        asked_last[email] = now
        invited.append(order)
        if order.person.temper is Temper.GONE:
            stopped[email] = now
            continue
        first = letter(order, now)
        mine = [(now + act.after, first, act) for act in react(seed, first, now)]
        again = workdays.after(now, 4, time(10))
        if not any(act.expected.kind in {"answer", "unsubscribe", "bounce"} and at < again for at, _, act in mine):
            reminder = letter(order, again, reminder=True)
            mine += [(again + act.after, reminder, act) for act in react(seed, reminder, again)]
        done += mine
        for at, _, act in mine:
            if act.expected.kind in {"unsubscribe", "bounce"}:
                stopped[email] = min(at, stopped.get(email, at))
    return Told(delivered, tuple(invited), tuple(sorted(done, key=lambda one: (one[0], one[2].key))))


def letter(order: Order, now: datetime, *, reminder: bool = False) -> Letter:
    """The letter as the service writes it and the world sees it."""
    token = f"a{order.event_id.replace('-', 'x'):w<26}"
    words = letters.invitation(
        letters.Letter(
            questionnaire=ASKED,
            language=order.person.language,
            customer_name=order.person.name,
            organisation="Harbor Parts",
            order=order.order,
            delivered_on=order.delivered_at.date(),
            page_url=f"http://127.0.0.1:8080/s/{token}",
            unsubscribe_url=f"http://127.0.0.1:8080/u/{token}",
            footer="Harbor Parts Ltd, 12 Quay Road, Bristol",
            reminder=reminder,
        )
    )
    if order.person.slack_user:
        place = {"channel": "D1", "ts": token}
        return Letter(order.person, order, words.subject, f"<{token}@x>", now, reminder=reminder, **place)
    return Letter(
        person=order.person,
        order=order,
        subject=words.subject,
        message_id=f"<{'r' if reminder else 'i'}{token}@harbor.example>",
        date=now,
        reply_to=f"feedback+{token}@harbor.example",
        sender="Harbor Parts <feedback@harbor.example>",
        page_url=f"http://127.0.0.1:8080/s/{token}",
        unsubscribe_url=f"http://127.0.0.1:8080/u/{token}",
        text=words.text,
        envelope_from=f"bounce+{token}@harbor.example",
        reminder=reminder,
    )


def test_the_same_seed_tells_the_same_story() -> None:
    """Everything is drawn from the seed, down to the bytes of each mail."""
    first = story(1)
    story.cache_clear()
    assert story(1) == first


def test_another_seed_tells_another_story() -> None:
    """The seed decides who is who, what is delivered and what they say."""
    assert people(1) != people(2)
    assert [order.person.email for order in story(1).orders] != [order.person.email for order in story(2).orders]
    assert {act.key for _, _, act in story(1).done} != {act.key for _, _, act in story(2).done}


def test_the_order_in_which_letters_arrive_changes_nothing() -> None:
    """Each letter has its own dice, and seen twice it gives the same acts."""
    seen = list(dict.fromkeys(one for _, one, _ in story().done))
    forward = {one.message_id: react(1, one, one.date) for one in seen}
    Random(5).shuffle(seen)
    assert {one.message_id: react(1, one, one.date) for one in seen} == forward


def test_keys_name_each_act_once() -> None:
    """A letter that arrives twice is recognised by the keys of its acts."""
    keys = Counter(act.key for _, _, act in story().done)
    assert [key for key, count in keys.items() if count > 1] == []


def test_people_are_customers_the_service_accepts() -> None:
    """84 addresses, each once, in lower case, at domains that nobody can own, in four languages."""
    everybody = people(1)
    assert len({person.email for person in everybody}) == len(everybody) == 84
    assert all(address(person.email) == person.email for person in everybody)
    assert all(person.email.endswith((".example", "@example.com")) for person in everybody)
    languages = Counter(person.language for person in everybody)
    assert set(languages) == {"en", "de", "fr", "es"}
    assert languages.most_common(1)[0][0] == "en"
    assert any(not person.name.isascii() for person in everybody)


def test_one_account_of_two_people_is_scanned() -> None:
    """The scanner belongs to one account, whatever the seed."""
    for seed in (1, 2, 3):
        scanned = [person for person in people(seed) if person.temper is Temper.SCANNED]
        assert len(scanned) == 2
        assert len({person.account for person in scanned}) == 1


def test_deliveries_come_in_working_hours_and_in_order() -> None:
    """At least 420 of them, on working days between 09:00 and 16:30, each with a name of its own."""
    found = story().orders
    local = [order.delivered_at.astimezone(ZONE) for order in found]
    assert len(found) >= 420
    assert list(found) == sorted(found, key=lambda order: order.delivered_at)
    assert all(order.delivered_at.tzinfo is order.promised_at.tzinfo is UTC for order in found)
    assert all(when.weekday() < 5 and time(9) <= when.time() <= time(16, 30) for when in local)
    assert len({order.order for order in found}) == len({order.event_id for order in found}) == len(found)


def test_one_week_is_visibly_bad() -> None:
    """About 88 % are on time overall, about 65 % in the bad week, and more afterwards than before."""
    weeks = [[not order.late for order in story().orders if week_of(order) == week] for week in range(8)]
    shares = [sum(week) / len(week) for week in weeks]
    overall = [kept for week in weeks for kept in week]
    assert 0.86 < sum(overall) / len(overall) < 0.90
    assert 0.60 < shares[BAD_WEEK] < 0.70
    assert min(share for week, share in enumerate(shares) if week != BAD_WEEK) > 0.85
    assert min(shares[-2:]) > max(shares[:4])


def test_the_story_has_enough_of_everything() -> None:
    """What a demo of the whole service needs, with people asked at most once a week."""
    told = story()
    answers = told.expected("answer")
    doors = Counter(act.expected.door for act in answers)
    complaints = {of.order for _, of, act in told.done if act.expected.complaint}
    bounced = told.expected("bounce")
    refused = {order.person.email for order in told.invited} & refused_at_rcpt(1)
    assert len({of.order for _, of, act in told.done if act.expected.kind == "answer"}) >= 150
    assert doors["mail"] >= 40
    assert doors["page"] >= 40
    assert doors["slack"] >= 20
    assert len(complaints) >= 12
    assert len(bounced) >= 6
    assert len(refused) >= 6
    assert len(told.expected("automatic")) >= 14
    assert len(told.expected("unsubscribe")) >= 3
    assert any(act.key.endswith("correction") for act in answers)


def test_most_are_satisfied_and_fewer_where_the_order_was_late() -> None:
    """About four in five give a 4 or 5 for the whole; after a late delivery clearly fewer do."""
    given = [
        (of.order.late, mark >= 4)
        for _, of, act in story().done
        if (mark := act.expected.marks.get("overall")) is not None and not act.key.endswith("correction")
    ]
    late = [good for was_late, good in given if was_late]
    overall = sum(good for _, good in given) / len(given)
    assert 0.75 < overall < 0.86
    assert sum(late) / len(late) < overall - 0.1


def test_the_bad_week_shows_and_then_it_gets_better() -> None:
    """Fewest are satisfied with what came in the bad week, most with what came in the last two."""
    shares = [_satisfied(week) for week in range(8)]
    assert min(shares) == shares[BAD_WEEK] < 0.75
    assert max(shares) == max(shares[-2:]) > 0.85


def test_answered_letters_are_not_answered_again_on_the_reminder() -> None:
    """Somebody acts on the letter or on its reminder, never on both; programs may answer both."""
    for _, of, act in story().done:
        other = replace(of, reminder=not of.reminder)
        if act.expected.kind in {"answer", "unsubscribe"}:
            kinds = {one.expected.kind for one in react(1, other, other.date)}
            assert not kinds & {"answer", "unsubscribe"}


def test_scanners_open_every_link_and_give_no_answer() -> None:
    """GET and HEAD, several times, before the person does anything."""
    of = next(of for _, of, _ in story().done if of.person.temper is Temper.SCANNED)
    acts = react(1, of, of.date)
    opened = [act.what for act in acts if isinstance(act.what, Open)]
    assert {one.method for one in opened} == {"GET", "HEAD"}
    assert {of.page_url, of.unsubscribe_url, f"{of.page_url}?overall=5"} <= {one.url for one in opened}
    assert max(Counter(opened).values()) >= 2
    assert all(act.expected.kind == "nothing" for act in acts if isinstance(act.what, Open))


def test_pages_are_filled_in_as_people_can() -> None:
    """The required question has a mark, the link clicked is that mark, and what is expected is what is given."""
    pages = [(act.what, act.expected) for _, _, act in story().done if isinstance(act.what, Page)]
    assert all(page.marks["overall"] in ASKED.scale and set(page.marks) <= set(QUESTIONS) for page, _ in pages)
    assert all(page.click in {None, page.marks["overall"]} for page, _ in pages)
    assert all(expected.marks == page.marks and expected.words == bool(page.comment) for page, expected in pages)
    assert any(isinstance(act.what, OneClick) for _, _, act in (*story(1).done, *story(2).done))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_mail_is_read_as_it_is_meant(seed: int) -> None:
    """Kind, marks, words and complaint are what the customer meant, with and without the letter at hand."""
    wrong = [fault for _, of, act in story(seed).done for fault in misread(of, act)]
    assert wrong == []


def test_every_comment_is_read_in_every_form_and_shape() -> None:
    """Marks stay what they are and praise stays praise, beside whatever comment a customer may draw."""
    wrong = [fault for of, marks, text, topic in _every_comment() for fault in _lost(of, marks, text, topic)]
    assert wrong == []


def misread(of: Letter, act: Act) -> Iterator[str]:
    """What the reader made of a mail where that differs from what was meant."""
    if not isinstance(act.what, Mail):
        return
    meant = act.expected
    for sent in (None, Sent(text=of.text, language=of.person.language)):
        found = read(act.what.raw, ASKED, sent=sent)
        got = (KINDS.get(found.kind, str(found.kind)), dict(found.answers), found.unclear)
        if got != (meant.kind, dict(meant.marks), bool(meant.meant)):
            yield f"{act.key}: {got}, meant {meant}\n{found.text}"
        elif meant.kind == "answer" and bool(comment(found)) != meant.words:
            yield f"{act.key}: words {comment(found)!r}, meant {meant.words}"
        elif meant.kind == "answer" and (found.complaint or low(meant.marks)) != meant.complaint:
            yield f"{act.key}: complaint {found.complaint}, meant {meant.complaint}\n{found.text}"
        elif meant.kind == "bounce" and not (found.bounce and found.bounce.permanent):
            yield f"{act.key}: no permanent bounce"
        elif meant.kind == "bounce" and of.message_id not in found.returned_ids:
            yield f"{act.key}: our Message-ID is not in {found.returned_ids}"


def _every_comment() -> Iterator[tuple[Letter, dict[str, int | None], str, str]]:
    somebody = {order.person.language: order for order in story().orders}
    for language, order in somebody.items():
        of = letter(order, order.delivered_at)
        for topic, comments in topics(language).items():
            mark = 5 if topic in {"praise", "punctual", "wish", "correction"} else 2
            marks = {"overall": mark, "accuracy": 4, "on_time": mark, "responsiveness": None, "complaint_handling": 3}
            yield from ((of, marks, text, topic) for text in comments)


def _lost(of: Letter, marks: dict[str, int | None], text: str, topic: str) -> Iterator[str]:
    for number in range(5):
        sheet = Sheet(of, str(number), of.date, Random(f"{number}/{text}"))
        given, said = written(sheet.dice, marks, of.person.language)
        found = read(reply(sheet, f"{said}\n{text}", close=True), ASKED)
        if dict(found.answers) != given or not comment(found).startswith(text):
            yield f"{said!r} + {text!r} read as {dict(found.answers)}, {comment(found)!r}"
        elif found.complaint and topic in {"praise", "punctual", "wish", "correction"}:
            yield f"{text!r} is taken for a complaint"
        elif not found.complaint and topic in {"late", "damaged", "unanswered", "cross"}:
            yield f"{text!r} is not taken for a complaint"


def test_some_customers_waver() -> None:
    """In each story at least three mails leave open which mark is meant, and meant is one of the two."""
    for seed in (1, 2, 3):
        torn = [act.expected for act in story(seed).expected("answer") if act.expected.meant]
        assert len(torn) >= 3
        assert all(not one.marks and not low(one.meant) for one in torn)


def test_what_leaves_a_mark_open_is_read_so() -> None:
    """In every language and wording, beside whatever comment and in every shape of a mail."""
    wrong = []
    for of, _, text, topic in _every_comment():
        for torn in wording(of.person.language)["torn"] if topic in {"praise", "punctual", "wish"} else ():
            said = torn.format(low=4, high=5)
            for number in range(3):
                sheet = Sheet(of, str(number), of.date, Random(f"{number}/{text}"))
                found = read(reply(sheet, f"{said}\n{text}", close=False), ASKED)
                wrong += [] if found.unclear and not found.answers and not found.complaint else [f"{said!r} + {text!r}"]
    assert wrong == []


def test_there_are_comments_enough() -> None:
    """At least 25 in English and 12 in each other language, none with a digit that could be a mark."""
    for language, least in {"en": 25, "de": 12, "fr": 12, "es": 12}.items():
        comments = [text for texts in topics(language).values() for text in texts]
        assert len(set(comments)) == len(comments) >= least
        assert not any(character.isdigit() for text in comments for character in text)


def test_a_delivery_report_returns_no_marks() -> None:
    """Both kinds of report name the address that failed."""
    order = next(order for order in story().orders if order.person.temper is Temper.VANISHED)
    of = letter(order, order.delivered_at)
    for number in range(6):
        found = read(returned(Sheet(of, "x", of.date, Random(number))), ASKED)
        assert found.kind is Kind.BOUNCE
        assert found.bounce is not None
        assert found.bounce.recipients == (of.person.email,)


def _satisfied(week: int) -> float:
    """The share of 4 and 5 for the whole, by the week of the delivery."""
    given = [
        mark >= 4
        for _, of, act in story().done
        if (mark := act.expected.marks.get("overall")) is not None
        and week_of(of.order) == week
        and not act.key.endswith("correction")
    ]
    return sum(given) / len(given)


def week_of(order: Order) -> int:
    return (order.delivered_at.date() - FIRST_MONDAY).days // 7


def test_who_tells_of_damage_by_mail_sends_a_picture() -> None:
    """It is kept with their case."""
    mails = [act.what.raw for _, _, act in story().done if isinstance(act.what, Mail)]
    shown = {raw: found for raw in mails if (found := pictures(raw))}
    assert {len(found) for found in shown.values()} == {1}
    assert {read(raw, ASKED).complaint for raw in shown} == {True}
