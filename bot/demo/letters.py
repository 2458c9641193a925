"""Letters as their readers see them: who is asked about which order, by mail or as a direct message in Slack."""

import re
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from html import unescape

from bot.demo.orders import Order
from bot.demo.people import Person
from bot.demo.provider import Received
from bot.demo.replies import Letter
from bot.demo.workspace.records import Message

ORDER = re.compile(r"HP-\d+")
CASE = re.compile(r"C-\d+")
LINK = re.compile(r"https?://[^\s\"<>?]+/([suc])/[a-z0-9]+")


class Letters:
    """Everybody who may be asked, and about which order they were asked before."""

    def __init__(self, orders: Sequence[Order], people: Sequence[Person]) -> None:
        self.asked: set[tuple[Person, Order]] = set()
        self._by_name = {order.order: order for order in orders}
        self._by_email = {person.email: person for person in people}
        self._by_slack = {person.slack_user: person for person in people if person.slack_user}

    def in_mail(self, mail: Received, now: datetime) -> Letter | None:
        """The survey that a mail asks for, or the letter about a case that it is; None in any other mail."""
        parsed = message_from_bytes(mail.raw, policy=policy.default)
        body = parsed.get_body(("plain",))
        text = body.get_content() if body else ""
        subject, person = str(parsed["Subject"]), self._by_email.get(mail.recipient)
        links = {match.group(1): unescape(match.group()) for match in LINK.finditer(text)}
        case = CASE.search(subject)
        found = self._named(f"{subject} {text}", person) if case else self._about(subject, person)
        if found is None or not (links or case):
            return None
        person, order, before = found
        return Letter(
            person=person,
            order=order,
            subject=str(parsed["Subject"]),
            message_id=str(parsed["Message-ID"]),
            date=now,
            reply_to=str(parsed["Reply-To"]),
            sender=str(parsed["From"]),
            page_url=links.get("s", ""),
            unsubscribe_url=links.get("u", ""),
            text=text,
            envelope_from=mail.envelope_from,
            reminder=before,
            case=case.group() if case else "",
            asks_if_solved="c" in links,
        )

    def in_slack(self, user: str, message: Message, now: datetime) -> Letter | None:
        """The survey that a direct message asks for, or the question whether a case is solved."""
        person, case = self._by_slack.get(user), CASE.search(message.text)
        found = self._named(message.text, person) if case else self._about(message.text, person)
        if found is None or message.metadata is None:
            return None
        person, order, before = found
        return Letter(
            person=person,
            order=order,
            subject=message.text,
            message_id=str(message.metadata["event_payload"]["id"]),
            date=now,
            reminder=before,
            channel=message.channel,
            ts=message.ts,
            case=case.group() if case else "",
            asks_if_solved=case is not None,
        )

    def _about(self, text: str, person: Person | None) -> tuple[Person, Order, bool] | None:
        """Who is asked about what, and whether they were before."""
        named = self._named(text, person)
        if named:
            self.asked.add(named[:2])
        return named

    def _named(self, text: str, person: Person | None) -> tuple[Person, Order, bool] | None:
        order = self._by_name.get(found.group() if (found := ORDER.search(text)) else "")
        if order is None or person is None:
            return None
        return person, order, (person, order) in self.asked
