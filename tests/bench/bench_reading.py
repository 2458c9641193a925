"""Reading a mail: `read` beside the usual way with the email package and mail-parser-reply, and beside parsing alone.

The usual way hands back the customer's text and nothing else; `read` also tells kind, sender, tokens, marks, tone,
language and attachments. Every generated mail must be read as it was meant before anything is timed.

With a folder as argument, or named by CORPUS, the mails of its manifest.jsonl are read too.
"""

import os
import sys
from collections.abc import Callable, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

from bot.demo.acts import Expected
from bot.loop import run
from handlers.reading import Kind, Reading, read
from handlers.reading.mail.parts import parse
from tests.bench.corpus import load
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
PARSER = EmailReplyParser(languages=[name for name in MAIL_LANGUAGES if len(name) == 2])


async def main() -> None:
    generated = replies(MANY)
    assert all(_as_meant(_read(raw), expected) for raw, expected in generated)
    mails = [raw for raw, _ in generated] + [file.read_bytes() for file in sorted(MAILS.glob("*.eml"))]
    bench = Bench("reading")
    await bench.compare(_title("mails", mails), "mails", _ways(mails))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CORPUS")
    if folder:
        quoted, bounced = load(Path(folder))
        mails = [case.raw for case in (*quoted, *bounced)]
        bench.rounds = 3
        await bench.compare(_title("mails of a corpus", mails), "mails", _ways(mails))


def _title(what: str, mails: Sequence[bytes]) -> str:
    return f"{len(mails)} {what}, {sum(map(len, mails)) / len(mails) / 1000:.1f} kB in the mean"


def _ways(mails: Sequence[bytes]) -> list[Way]:
    languages = len(PARSER.languages)
    return [
        _way(f"policy.default + mail-parser-reply, {languages} languages", _usual, mails),
        _way("afterword, the whole reading", lambda raw: read(raw, QUESTIONNAIRE), mails),
        _way("afterword, parts alone", _parsed, mails),
        _way("compat32, parse alone", message_from_bytes, mails),
    ]


def _way(name: str, one: Callable[[bytes], object], mails: Sequence[bytes]) -> Way:
    return Way(name, len(mails), lambda: sum(one(raw) is not None for raw in mails))


def _read(raw: bytes) -> Reading | None:
    found = read(raw, QUESTIONNAIRE)
    return None if found.kind is Kind.UNREADABLE else found


def _parsed(raw: bytes) -> object:
    try:
        return parse(raw)
    except ValueError as why:
        return why


def _usual(raw: bytes) -> str:
    """The text, nothing where the libraries raise or find no body."""
    try:
        body = message_from_bytes(raw, policy=default).get_body(("plain", "html"))
        return PARSER.parse_reply(body.get_content()) or "" if body else ""
    except Exception:  # noqa: BLE001 - they raise on some ordinary mails
        return ""


def _as_meant(found: Reading | None, expected: Expected) -> bool:
    if found is None or found.kind is not KINDS[expected.kind]:
        return False
    return expected.kind != "answer" or dict(found.answers) == dict(expected.marks)


if __name__ == "__main__":
    run(main())
