"""What a customer attaches to a mail stays with the case that the mail is about."""

import json
from base64 import b64decode
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from handlers.office import Office
from handlers.reading.mail.images import SMALLEST
from handlers.steps.attaching import MOST
from handlers.steps.complaining import close, confirm
from surveys.attachment import Attachment
from surveys.course import Ending
from surveys.entry import Kind
from surveys.invitation import Invitation
from surveys.message import Kind as MessageKind
from tests.handlers import stage
from tests.handlers.stage import asked, card, comes, mail

MARA = "UMARA"
JPEG = b"\xff\xd8\xff\xe0".ljust(SMALLEST, b"x")


def with_files(raw: bytes, *files: tuple[str, bytes]) -> bytes:
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    for name, content in files:
        message.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return message.as_bytes()


async def listed(office: Office, of: Invitation) -> list[Attachment]:
    [case] = await stage.complaints(office, of)
    async with office.store.read() as work:
        return list(await work.attachments.of_complaint(case.id))


async def test_a_picture_is_kept_with_the_case_it_shows(carded: Office, now: datetime, tick: datetime) -> None:
    """The card names all that was sent; only the picture is taken out of the mail."""
    of = await asked(carded, now, tick)
    raw = with_files(mail(carded, of, "1, the box was crushed"), ("box.jpg", JPEG), ("list.pdf", b"%PDF"))
    await comes(carded, raw, now, tick)
    box, paper = await listed(carded, of)
    assert [(one.name, one.size, one.kept) for one in (box, paper)] == [
        ("box.jpg", SMALLEST, True),
        ("list.pdf", 4, False),
    ]
    async with carded.store.read() as work:
        assert (await work.attachments.get(box.id)).content == JPEG
    [case] = await stage.complaints(carded, of)
    found = await card(carded, case)
    assert found is not None
    assert b"box.jpg (picture, 8 kB), list.pdf (1 kB)" in found.raw


async def test_what_comes_in_a_later_mail_joins_it(carded: Office, now: datetime, tick: datetime) -> None:
    """People look for the picture afterwards, and send it twice."""
    of = await asked(carded, now, tick)
    await comes(carded, mail(carded, of, "1, the box was crushed"), now, tick)
    for uid in (2, 3):
        raw = mail(carded, of, f"Here is the picture ({uid})", Message_ID=f"<{uid}@buyer.example>")
        await comes(carded, with_files(raw, ("box.jpg", JPEG)), now, tick, uid)
    assert [one.name for one in await listed(carded, of)] == ["box.jpg"]


async def test_nothing_is_listed_without_an_open_case(carded: Office, now: datetime, tick: datetime) -> None:
    """A happy customer's picture, and one that comes when all is over, stay in the mailbox."""
    happy, of = await asked(carded, now, tick), await asked(carded, now, tick, 2)
    sender = "buyer-2@buyer.example"
    await comes(carded, with_files(mail(carded, happy, "5"), ("box.jpg", JPEG)), now, tick)
    await comes(carded, mail(carded, of, "1", sender=sender, Message_ID="<2@b.example>"), now, tick, 2)
    [case] = await stage.complaints(carded, of)
    await confirm(carded, case.id, by=MARA, now=now, tick=tick)
    await close(carded, case.id, Ending.SOLVED, "sent again", by=MARA, now=now, tick=tick)
    late = mail(carded, of, "1, see the picture", sender=sender, Message_ID="<3@b.example>")
    await comes(carded, with_files(late, ("box.jpg", JPEG)), now, tick, 3)
    assert await stage.complaints(carded, happy) == []
    assert await listed(carded, of) == []


async def test_a_stranger_adds_nothing_to_a_case(carded: Office, now: datetime, tick: datetime) -> None:
    """What an unverified sender attaches is not shown as the customer's."""
    of = await asked(carded, now, tick)
    await comes(carded, mail(carded, of, "1, the box was crushed"), now, tick)
    raw = mail(carded, of, "me too", sender="eve@elsewhere.example", Message_ID="<2@elsewhere.example>")
    await comes(carded, with_files(raw, ("eve.jpg", JPEG)), now, tick, 2)
    assert await listed(carded, of) == []


async def test_a_case_lists_so_many_and_no_more(carded: Office, now: datetime, tick: datetime) -> None:
    """Nobody fills a card."""
    of = await asked(carded, now, tick)
    files = [(f"{number}.txt", b"%d" % number) for number in range(MOST + 3)]
    await comes(carded, with_files(mail(carded, of, "1, the box was crushed"), *files), now, tick)
    assert len(await listed(carded, of)) == MOST


async def test_a_picture_reaches_the_thread_of_the_card(carded: Office, now: datetime, tick: datetime) -> None:
    """Once, with the picture where Slack can show it; of all else the name."""
    of = await asked(carded, now, tick)
    raw = with_files(mail(carded, of, "1, the box was crushed"), ("box.jpg", JPEG), ("list.pdf", b"%PDF"))
    await comes(carded, raw, now, tick)
    again = with_files(mail(carded, of, "As I said", Message_ID="<2@buyer.example>"), ("box.jpg", JPEG))
    await comes(carded, again, now, tick, 2)
    [case] = await stage.complaints(carded, of)
    filed = [entry for entry in await stage.file_of(carded, case) if entry.kind is Kind.FILE]
    assert [entry.words for entry in filed] == ["Sent along: box.jpg (picture, 8 kB)", "Sent along: list.pdf (1 kB)"]
    async with carded.store.read() as work:
        posts = [await work.messages.about(MessageKind.ENTRY, entry.id) for entry in filed]
    shown = [json.loads(post.raw) for post in posts if post]
    assert [block["type"] for block in shown[0]["blocks"]] == ["rich_text", "image"]
    assert b64decode(shown[0]["picture"]["content"]) == JPEG
    assert [block["type"] for block in shown[1]["blocks"]] == ["rich_text"]
    assert "picture" not in shown[1]
