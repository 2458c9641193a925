"""The world around the service: business time, deliveries, and customers who react to the letters they get.

Time stands while the service or a customer has something to do, then goes to the next instant at which anybody has;
so the story is the same on any machine, and after a kill of the service.
"""

import asyncio
import heapq
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from html import unescape
from zoneinfo import ZoneInfo

import httpx

from bot.demo.acts import Act, Mail, OneClick, Open, Page
from bot.demo.casework import on_entry
from bot.demo.child import LEADERS, STARTS_WITHIN, Child
from bot.demo.desk import on_card, on_digest, on_doubt, order_of, phone_calls
from bot.demo.doing import Doing
from bot.demo.enquiries import enquiries, on_change, on_delivered, on_enquiry
from bot.demo.gestures import Hands, Press, buttons
from bot.demo.improving import meets, on_chance, on_given, on_looked_at, on_meeting, on_risk, sees
from bot.demo.letters import Letters
from bot.demo.orders import Order, notice, orders
from bot.demo.pace import Pace
from bot.demo.people import Marks, Person, people, refused_at_rcpt
from bot.demo.provider import Provider, Received
from bot.demo.reactions import react
from bot.demo.replies import Letter
from bot.demo.staff import CLERKS, COMPLAINTS_CHANNEL, ENQUIRIES_CHANNEL, LEADERS_CHANNEL, workspace
from bot.demo.workspace.records import Message
from surveys.workdays import instant

ZONE = "Europe/London"
FIRST_MONDAY = date(2026, 9, 28)
WEEKS = 8
SHOP_CLOSES = time(17, 30)
PATIENCE = 40
LOOKS = 20
"""How often half a minute is waited for the service to come to rest, where the world around it is slow."""

RETRY_SECONDS = 0.05

OWN = ("feedback@", "feedback+")

NONCE = re.compile(r'name="nonce" value="([^"]*)"')


@dataclass(order=True)
class Due:
    """Something that somebody does at an instant; the key decides between two at the same."""

    at: datetime
    key: str
    act: Act | Doing = field(compare=False)
    letter: Letter | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Done:
    """What a customer did, when, about which order: what the store must know of afterwards."""

    at: datetime
    order: Order
    act: Act


Progress = Callable[[datetime], None]


class World:
    """One story: who lives in it, what was delivered, and everything the customers saw and did."""

    def __init__(self, child: Child, seed: int, weeks: int = WEEKS, kill_at: Collection[int] = ()) -> None:
        """`kill_at` numbers the events (a mail taken, a mail delivered, a page sent) at which the service is killed."""
        self.child = child
        self.seed = seed
        self.zone = ZoneInfo(ZONE)
        self.now = instant(FIRST_MONDAY, time(8), self.zone)
        self.start_of_story = self.now
        self.end = instant(FIRST_MONDAY + timedelta(weeks=weeks), time(12), self.zone)
        self.people: Sequence[Person] = people(seed)
        self.orders: Sequence[Order] = orders(seed, self.people, FIRST_MONDAY, weeks, self.zone)
        self.provider = Provider(refused_at_rcpt(seed), lambda: self.now, self._event, OWN)
        self.provider.arrived = self._arrived
        self.slack = workspace(lambda: self.now, self.people)
        self.slack.workspace.hook = self._changed
        self.hands = Hands(self.slack, self._revive)
        self.pace = Pace()
        self.replied: list[Received] = []
        self.kill_at = frozenset(kill_at)
        self.events = 0
        self.kills = 0
        self.told = 0
        self.due: list[Due] = []
        self.done: list[Done] = []
        self.handled: list[Doing] = []
        self.seen: set[str] = set()
        self.read: Counter[str] = Counter()
        self.letters = Letters(self.orders, self.people)
        asked = enquiries(seed, self.orders, self.now, self.zone)
        middle = self.orders[len(self.orders) // 2]
        idea = sees(middle.order, middle.delivered_at + timedelta(days=3), self.zone)
        for call in (*phone_calls(seed, self.orders, self.zone), *asked, idea):
            heapq.heappush(self.due, Due(call.at, call.key, call))

    async def start(self) -> None:
        await self.provider.start()
        await self.slack.start()
        await self.child.prepare(self.provider, self.slack.base_url, self.now)
        await self.child.start(self.now)
        await asyncio.wait_for(self.slack.sockets.connected(), STARTS_WITHIN)

    async def play(self, progress: Progress = lambda _: None) -> None:
        """Play the story to its end."""
        while (following := await self._following()) < self.end:
            self.now = max(self.now, following)
            progress(self.now)
            await self._call("POST", "/story/now", json={"now": self.now.isoformat()})
            await self._tell_orders()
            await self._act()
        self.now = self.end
        await self._turn()

    async def stop(self) -> int:
        """Stop the service as an operator would, then the servers; returns the service's exit code."""
        code = await self.child.stop()
        await self.slack.stop()
        await self.provider.stop()
        return code

    async def reply(self, received: Received, words: str) -> None:
        """Somebody at the world's page answers a letter by mail."""
        letter = message_from_bytes(received.raw, policy=policy.default)
        to = letter["Reply-To"] or letter["From"]
        lines = [
            f"From: {received.recipient}", f"To: {to}", f"Subject: Re: {letter['Subject']}",
            f"Message-ID: <{len(self.provider.received)}.{self.provider.appended}@page.example>",
            f"In-Reply-To: {letter['Message-ID']}", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", words,
        ]  # fmt: skip
        await self.provider.deliver("\r\n".join(lines).encode())
        self.replied.append(received)

    def _event(self, _kind: str) -> None:
        self.events += 1
        if self.events in self.kill_at:
            self.kills += 1
            self.child.kill()

    def _arrived(self, mail: Received) -> None:
        """A letter has come: its reader decides what to do with it. A second copy is recognised and laid away."""
        if mail.message_id in self.seen or mail.recipient in LEADERS:
            return
        self.seen.add(mail.message_id)
        self._reacts(self.letters.in_mail(mail, self.now))

    def _reacts(self, letter: Letter | None) -> None:
        if letter is None:
            return
        for act in react(self.seed, letter, self.now):
            heapq.heappush(self.due, Due(self.now + act.after, act.key, act, letter))

    def _changed(self, what: str) -> None:
        """Something changed in Slack: what the app said there is read by whom it concerns."""
        if what != "message":
            return
        kept = self.slack.workspace
        for channel, said in list(kept.messages.items()):
            for message in said[self.read[channel] :]:
                self.read[channel] += 1
                if message.user == kept.bot.id and message.metadata:
                    self._said(message)

    def _said(self, message: Message) -> None:
        id_ = str((message.metadata or {})["event_payload"]["id"])
        self._event("slack")
        if id_ in self.seen:
            return
        self.seen.add(id_)
        direct = self.slack.workspace.channels[message.channel].direct
        if direct and direct not in CLERKS:
            self._reacts(self.letters.in_slack(direct, message, self.now))
        else:
            for doing in self._at_desk(message):
                heapq.heappush(self.due, Due(doing.at, doing.key, doing))

    def _at_desk(self, message: Message) -> Iterable[Doing]:
        """What the people of Harbor Parts do about a post; a doubt of what a visitor wrote is left to the visitor."""
        what = (self.seed, message, self.now, self.zone)
        if message.channel == LEADERS_CHANNEL:
            return self._at_leaders(message)
        if message.channel == ENQUIRIES_CHANNEL:
            return self._at_enquiry(message)
        if message.channel != COMPLAINTS_CHANNEL:
            return self._at_change(message)
        if message.thread_ts:
            return self._at_file(message)
        if "correct" not in buttons(list(message.blocks)):
            person = self._ordered(order_of(message))
            return on_card(*what, in_slack=bool(person and person.slack_user))
        meant = self._meant(message)
        return on_doubt(*what, meant) if meant else ()

    def _at_leaders(self, message: Message) -> Iterable[Doing]:
        """What leaders do about a digest, a risk, a meeting, and an action whose effect was looked at."""
        if message.thread_ts:
            said = self.slack.workspace.messages[message.channel]
            card = next(one for one in said if one.ts == message.thread_ts)
            return on_looked_at(card, message.text, self.now, self.zone)
        press = buttons(list(message.blocks))
        if "review.no_action" in press:
            return (*on_digest(self.seed, message, self.now, self.zone), *meets(self.now, self.zone))
        if "chance_pursue" in press:
            return on_chance(self.seed, message, self.now, self.zone)
        does = on_risk if "risk_accept" in press else on_meeting if "meeting_present" in press else None
        return does(self.seed, message, self.now, self.zone) if does else ()

    def _at_enquiry(self, message: Message) -> Iterable[Doing]:
        """What they do about an enquiry when it comes, and when its order was delivered."""
        if not message.thread_ts:
            return on_enquiry(self.seed, message, self.now, self.orders, self.zone)
        card = next(one for one in self.slack.workspace.messages[message.channel] if one.ts == message.thread_ts)
        return on_delivered(self.seed, card, message.text, self.now, self.zone)

    def _at_change(self, message: Message) -> Iterable[Doing]:
        """Whoever was told of a change, or given something to do, by a message of their own."""
        direct = self.slack.workspace.channels[message.channel].direct
        press = buttons(list(message.blocks)) if direct else set()
        if direct and "action_begin" in press:
            return on_given(self.seed, direct, message, self.now, self.zone)
        return on_change(direct, message, self.now, self.zone) if direct and "know" in press else ()

    def _at_file(self, entry: Message) -> Iterable[Doing]:
        """What they do about a new entry in the thread of a card."""
        said = self.slack.workspace.messages[entry.channel]
        card = next(one for one in said if one.ts == entry.thread_ts)
        thread = [one.text for one in said if one.thread_ts == entry.thread_ts and one.ts <= entry.ts]
        order = order_of(card)
        person = self._ordered(order)
        language = person.language if person else "en"
        return on_entry(self.seed, card, thread, self.now, zone=self.zone, language=language)

    def _ordered(self, order: str) -> Person | None:
        return next((one.person for one in self.orders if one.order == order), None)

    def _meant(self, card: Message) -> Marks:
        """The marks that a customer had in mind whose words are in doubt."""
        of = order_of(card)
        told = [one.act.expected.meant for one in self.done if one.order.order == of and one.act.expected.meant]
        return told[-1] if told else {}

    async def _turn(self) -> datetime | None:
        """Let the service do everything due by now; returns when it does something next."""
        for _ in range(LOOKS):
            body = {"now": self.now.isoformat(), "uid": self.provider.newest_uid}
            reply = await self._call("POST", "/story/turn", json=body)
            if reply.status_code == 200:
                due = reply.json()["next_due"]
                return datetime.fromisoformat(due) if due else None
        raise RuntimeError(f"the service does not come to rest: see {self.child.home / 'service.log'}")

    async def _following(self) -> datetime:
        """The instant at which anybody does something next, once the pace lets it come.

        Somebody at the world's page may have done something while it waited, so then it is looked for once more.
        """
        following = self._earliest(await self._turn())
        if await self.pace.wait(following - self.now):
            following = self._earliest(await self._turn())
        return following

    def _earliest(self, due: datetime | None) -> datetime:
        upcoming = [when for when in (due, self._next_order(), self._next_act()) if when is not None]
        return min(upcoming, default=self.end)

    def _next_order(self) -> datetime | None:
        """When the shop tells of the next delivery: at the end of its working day."""
        if self.told >= len(self.orders):
            return None
        day = self.orders[self.told].delivered_at.astimezone(self.zone).date()
        return instant(day, SHOP_CLOSES, self.zone)

    def _next_act(self) -> datetime | None:
        return self.due[0].at if self.due else None

    async def _tell_orders(self) -> None:
        """The shop tells of what was delivered by now."""
        while (when := self._next_order()) is not None and when <= self.now:
            order = self.orders[self.told]
            reply = await self._call(
                "POST", "/api/deliveries", json=notice(order), headers={"Authorization": f"Bearer {self.child.key}"}
            )
            if reply.status_code not in (200, 201):
                raise RuntimeError(f"the service refused {order.order}: {reply.text}")
            self.told += 1

    async def _act(self) -> None:
        while self.due and self.due[0].at <= self.now:
            due = heapq.heappop(self.due)
            if isinstance(due.act, Doing):
                await self.hands.make(due.act.gesture)
                self.handled.append(due.act)
                self._event("desk")
            elif due.letter:
                await self._do(due.act, due.letter)
                self.done.append(Done(self.now, due.letter.order, due.act))

    async def _do(self, act: Act, letter: Letter) -> None:
        match act.what:
            case Press():
                await self.hands.make(act.what)
                self._event("press")
            case Mail(raw):
                await self.provider.deliver(raw)
            case Page(marks, comment, click):
                await self._fill_in(letter.page_url, marks, comment, click)
            case Open(url, method):
                await self._call(method, url)
            case OneClick(url):
                await self._call("POST", url, data={"List-Unsubscribe": "One-Click"})

    async def _fill_in(self, url: str, marks: object, comment: str, click: int | None) -> None:
        page = await self._call("GET", url, params={"overall": click} if click is not None else None)
        found = NONCE.search(page.text)
        if found is None:
            return
        given = {key: "N" if mark is None else str(mark) for key, mark in dict(marks).items()}  # type: ignore[call-overload]
        form = {**given, "comment": comment, "nonce": unescape(found.group(1))}
        await self._call("POST", url, data=form)
        self._event("page")

    async def _call(self, method: str, url: str, **what: object) -> httpx.Response:
        """Ask the service; a customer whose page does not load tries again, and a killed service is started anew."""
        for _ in range(PATIENCE):
            try:
                return await self.child.http.request(method, url, **what)  # type: ignore[arg-type]
            except httpx.HTTPError:
                await self._revive()
                await asyncio.sleep(RETRY_SECONDS)
        raise RuntimeError(f"the service does not answer: see {self.child.home / 'service.log'}")

    async def _revive(self) -> None:
        """Start the service anew where it was killed; one that ended by itself ends the story."""
        if self.child.alive():
            return
        if not self.kill_at:
            raise RuntimeError(f"the service ended: see {self.child.home / 'service.log'}")
        await self.child.start(self.now)
