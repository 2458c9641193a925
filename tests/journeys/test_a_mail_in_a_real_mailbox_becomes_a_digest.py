"""Debian's Dovecot holds the mailbox: a customer's reply is put into it, and on Monday the director reads of it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.service import Service
from bot.wiring import serving
from surveys.complaint import State as Case
from surveys.workdays import Week
from tests import servers
from tests.edges import StandingClock
from tests.servers import Maildir, MailServer, until

MONDAY = datetime(2026, 11, 16, 11, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 18, 15, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
MACHINE = datetime(2030, 1, 1, tzinfo=UTC)

KEY = "key of the shop, long enough for one"
CUSTOMERS = ("zoe", "ida", "olu", "max")
REPLIES = {
    "zoe": "5 5 5 5 5\nAll well, thank you.\n\n> How was delivery HP-0?\n> 1 2 3 4 5\n",
    "ida": "1 1 4 5 2\nThe boxes came two days late.\n",
}
AWAY = "I am out of the office until Friday.\n"


@dataclass
class House:
    """Everything that runs: the service, the mailbox it reads, and the server it sends through."""

    service: Service
    clock: StandingClock
    mailbox: Maildir
    post: MailServer

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.service.run())
        try:
            await until(lambda: self.service.scheduler.running)
            yield
        finally:
            self.service.stopping.set()
            await asyncio.wait_for(task, 30)

    def letters(self) -> dict[str, EmailMessage]:
        """What was sent, by its recipient."""
        mails = [message_from_bytes(raw, policy=policy.default) for raw in self.post.mails]
        return {str(mail["To"]): mail for mail in mails}

    def go_on(self, now: datetime) -> None:
        """It becomes `now`."""
        self.clock.business = now
        self.service.wake()

    async def outcomes(self) -> dict[str, int]:
        async with self.service.office.store.read() as work:
            return await work.inbox.outcomes()


@pytest.fixture
def mailbox() -> Iterator[Maildir]:
    with servers.dovecot() as made:
        yield made


@pytest.fixture
async def house(mailbox: Maildir, tmp_path: Path, migrated_file: Path) -> AsyncIterator[House]:
    clock = StandingClock(MONDAY, MACHINE)
    async with servers.smtp() as post:
        config = servers.installation(
            tmp_path / "home", smtp=post.port, imap=mailbox.port, user=mailbox.user, password=mailbox.password,
            more="poll_seconds = 500",
        )  # fmt: skip
        shutil.copy(migrated_file, config.parent / "afterword.db")
        service = Service(serving(config, clock))
        async with service.office.store.work() as work:
            await work.keys.add("shop", KEY, "test", MONDAY)
        yield House(service, clock, mailbox, post)


async def test_a_reply_in_a_real_mailbox_reaches_the_director(house: House) -> None:
    """Told by the shop, asked by mail, answered by mail, woken by IDLE, and counted on Monday."""
    async with house.running():
        await tell_of_deliveries(house)
        house.go_on(TUESDAY)
        await until(lambda: len(house.letters()) == len(CUSTOMERS))
        letters = house.letters()
        house.clock.business = WEDNESDAY
        for name, words in REPLIES.items():
            house.mailbox.deliver(reply(letters[f"{name}@buyer.example"], words))
        house.mailbox.deliver(reply(letters["olu@buyer.example"], AWAY, **{"Auto-Submitted": "auto-replied"}))

        async def read() -> bool:
            return await house.outcomes() == {"answer": 2, "automatic": 1}

        await until(read)
        house.go_on(NEXT_MONDAY)
        await until(lambda: "director@harbor.example" in house.letters())
        digest = house.letters()["director@harbor.example"]
        async with house.service.office.store.read() as work:
            (frozen,) = await work.digests.of_week(Week(2026, 47))
            cases = await work.complaints.open_at(NEXT_MONDAY)
            assert await work.figure_differences() == []
    counts = frozen.content["numbers"]["counts"]
    expected = {
        "deliveries": 4, "invited": 4, "answered": 2, "post_delivery.responses": 2, "post_delivery.door.mail": 2,
        "post_delivery.comments": 2, "post_delivery.overall.1": 1, "post_delivery.overall.5": 1, "complaints": 1,
    }  # fmt: skip
    assert {name: counts[name] for name in expected} == expected
    assert [(case.state, case.words) for case in cases] == [(Case.CANDIDATE, "The boxes came two days late.")]
    text = digest.get_body(("plain",))
    assert text is not None
    assert "2026-W47" in str(digest["Subject"])
    assert "2 of 4" in text.get_content()
    assert "1 new complaint" in text.get_content()


async def test_a_mailbox_is_read_on_after_the_service_was_away(house: House) -> None:
    """What came meanwhile is read at the start, what was read before is not read again, whatever its flags say."""
    house.mailbox.deliver(b"From: one@else.example\r\nSubject: one\r\n\r\nHello?\r\n")
    async with house.running():

        async def read() -> bool:
            return await house.outcomes() == {"unmatched": 1}

        await until(read)
    house.mailbox.mark_seen()
    house.mailbox.deliver(b"From: two@else.example\r\nSubject: two\r\n\r\nHello?\r\n")
    again = House(Service(serving(_config(house), house.clock)), house.clock, house.mailbox, house.post)
    async with again.running():

        async def read_both() -> bool:
            return await again.outcomes() == {"unmatched": 2}

        await until(read_both)


async def tell_of_deliveries(house: House) -> None:
    settings = house.service.parts.settings.web
    assert settings is not None
    async with httpx.AsyncClient(base_url=settings.public_url, headers={"Authorization": f"Bearer {KEY}"}) as shop:
        for number, name in enumerate(CUSTOMERS):
            told: dict[str, Any] = {
                "event_id": f"e{number}", "order": f"HP-{number}", "email": f"{name}@buyer.example",
                "delivered_at": "2026-11-16T09:00:00+00:00", "promised_at": "2026-11-16T12:00:00+00:00",
            }  # fmt: skip
            assert (await shop.post("/api/deliveries", json=told)).status_code == 201


def reply(letter: EmailMessage, words: str, **headers: str) -> bytes:
    """An answer to this letter, as a mail program writes it."""
    mail = EmailMessage()
    mail["From"] = letter["To"]
    mail["To"] = letter["Reply-To"]
    mail["Subject"] = f"Re: {letter['Subject']}"
    mail["In-Reply-To"] = letter["Message-ID"]
    mail["Message-ID"] = f"<reply-{letter['To']}>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(words)
    return mail.as_bytes(policy=policy.SMTP)


def _config(house: House) -> Path:
    files = house.service.parts.settings.secret_files
    assert files.evidence_key is not None
    return files.evidence_key.parent.parent / "afterword.toml"
