"""Making a letter: `compose` beside the email package on the same ready words, and what the words themselves cost.

Templates are made from MJML once and then filled in; the last way makes them anew for each letter, to show why.
"""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from itertools import islice

from bot.loop import run
from handlers.words.letters import Letter, Words, invitation
from handlers.words.mail import Mail, compose
from handlers.words.typesetting import html_template
from tests.bench.measuring import Bench, Way
from tests.bench.stage import NOW, letters

MANY = 200
FEW = 4


async def main() -> None:
    asked = [letter for _, letter in islice(letters(), MANY)]
    mails = [_mail(letter, invitation(letter)) for letter in asked]
    assert all(_says(compose(mail)) == _says(_by_package(mail)) for mail in mails)
    ways = [
        Way("EmailMessage().as_bytes() of ready words", MANY, lambda: sum(bool(_by_package(mail)) for mail in mails)),
        Way("afterword, compose() of ready words", MANY, lambda: sum(bool(compose(mail)) for mail in mails)),
        Way("afterword, the words alone", MANY, lambda: sum(bool(invitation(letter).html) for letter in asked)),
        Way("afterword, words and compose()", MANY, lambda: sum(bool(_whole(letter)) for letter in asked)),
        Way("the same, MJML and styles made anew", FEW, lambda: sum(bool(_anew(letter)) for letter in asked[:FEW])),
    ]
    size = sum(len(compose(mail)) for mail in mails) / MANY / 1000
    await Bench("letters").compare(f"Invitations in four languages, {size:.1f} kB in the mean", "letters", ways)


def _whole(letter: Letter) -> bytes:
    return compose(_mail(letter, invitation(letter)))


def _anew(letter: Letter) -> bytes:
    html_template.cache_clear()
    return _whole(letter)


def _by_package(mail: Mail) -> bytes:
    """The same mail as the standard library writes it."""
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(mail.date)
    message["From"] = f"{mail.sender_name} <{mail.sender}>"
    message["To"] = mail.recipient
    message["Reply-To"] = mail.reply_to
    message["Message-ID"] = mail.message_id
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message["Content-Language"] = mail.language
    return message.as_bytes()


def _says(raw: bytes) -> tuple[dict[str, str], list[str]]:
    """Every header field but those of the encoding, and both texts, as a mail program would show them."""
    mail = message_from_bytes(raw, policy=default)
    fields = {name: str(value) for name, value in mail.items() if name.lower() != "content-type"}
    return fields, [part.get_content().strip() for part in mail.iter_parts()]


def _mail(letter: Letter, words: Words) -> Mail:
    return Mail(
        sender_name="Harbor Parts",
        sender="feedback@harbor.example",
        recipient="zoe@buyer.example",
        reply_to="feedback+akmfrggzdfmztwq2lknnwg23tpob@harbor.example",
        subject=words.subject,
        message_id=f"<{letter.order}@harbor.example>",
        date=NOW,
        text=words.text,
        html=words.html,
        language=letter.language,
        headers={
            "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


if __name__ == "__main__":
    run(main())
