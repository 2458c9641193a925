"""Reading a mail: `read` beside the usual way with the email package and mail-parser-reply, and beside parsing alone.

The usual way hands back the customer's text and nothing else; `read` also tells kind, sender, tokens, marks, tone,
language and attachments. Every generated mail must be read as it was meant before anything is timed.
"""

from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from mailparser_reply import EmailReplyParser

from bot.demo.reactions import Expected
from bot.loop import run
from handlers.reading import Kind, Reading, read
from handlers.reading.mail.parts import parse
from tests.bench.measuring import Bench, Way
from tests.bench.stage import QUESTIONNAIRE, replies

MAILS = Path(__file__).parents[1] / "mails"
MANY = 300
KINDS = {
    "answer": Kind.REPLY,
    "automatic": Kind.AUTO_REPLY,
    "bounce": Kind.BOUNCE,
    "unsubscribe": Kind.UNSUBSCRIBE,
}
PARSER = EmailReplyParser(languages=["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da"])


async def main() -> None:
    generated = replies(MANY)
    assert all(_as_meant(_read(raw), expected) for raw, expected in generated)
    mails = [raw for raw, _ in generated] + [file.read_bytes() for file in sorted(MAILS.glob("*.eml"))]
    ways = [
        _way("policy.default + mail-parser-reply, 9 languages", _usual, mails),
        _way("afterword, the whole reading", _read, mails),
        _way("afterword, parts alone", parse, mails),
        _way("compat32, parse alone", message_from_bytes, mails),
    ]
    size = sum(map(len, mails)) / len(mails) / 1000
    await Bench("reading").compare(f"{len(mails)} mails, {size:.1f} kB in the mean", "mails", ways)


def _way(name: str, one: Callable[[bytes], object], mails: Sequence[bytes]) -> Way:
    return Way(name, len(mails), lambda: sum(one(raw) is not None for raw in mails))


def _read(raw: bytes) -> Reading | None:
    found = read(raw, QUESTIONNAIRE)
    return None if found.kind is Kind.UNREADABLE else found


def _usual(raw: bytes) -> str | None:
    mail = message_from_bytes(raw, policy=default)
    body = mail.get_body(("plain", "html"))
    if body is None:
        return None
    found: str | None = PARSER.parse_reply(body.get_content())
    return found


def _as_meant(found: Reading | None, expected: Expected) -> bool:
    if found is None or found.kind is not KINDS[expected.kind]:
        return False
    return expected.kind != "answer" or dict(found.answers) == dict(expected.marks)


if __name__ == "__main__":
    run(main())
