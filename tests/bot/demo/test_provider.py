"""The world's mail provider takes mail and brings it where it belongs."""

from datetime import UTC, datetime

import aiosmtplib

from bot.demo.provider import Provider

MAIL = b"From: feedback@harbor.example\r\nMessage-ID: <m@harbor.example>\r\n\r\nprobe\r\n"


async def test_mail_to_the_service_itself_comes_into_its_mailbox() -> None:
    """`afterword check` sends itself a probe; mail to others only goes to those."""
    provider = Provider(frozenset(), lambda: datetime.now(UTC), own=("feedback+",))
    await provider.start()
    try:
        for to in ("feedback+abc@harbor.example", "zoe@buyer.example"):
            server = {"hostname": "127.0.0.1", "port": provider.smtp_port}
            await aiosmtplib.send(MAIL, sender="feedback@harbor.example", recipients=[to], start_tls=False, **server)
    finally:
        await provider.stop()
    assert [mail.recipient for mail in provider.received] == ["feedback+abc@harbor.example", "zoe@buyer.example"]
    assert provider.appended == 1
