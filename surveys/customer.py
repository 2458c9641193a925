"""Who is asked."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from surveys.message import Via


class BadAddress(ValueError):
    """This is not an e-mail address."""


@dataclass(frozen=True)
class Customer:
    """A person who received something. The address is the identity; it is kept in lower case.

    `channel` is how they want to be asked; in Slack only where `slack_user`, their id there, is known.
    """

    id: int
    email: str
    name: str = ""
    language: str = "en"
    account: str = ""
    slack_user: str = ""
    channel: Via = Via.MAIL

    @property
    def in_slack(self) -> bool:
        return self.channel is Via.SLACK and bool(self.slack_user)


def address(text: str) -> str:
    """The one spelling under which an address is kept: trimmed, lower case, domain in its ASCII form.

    Quoted local parts, address literals and anything with a line break are refused (RFC 5321, read strictly), and
    letters outside ASCII before the @, which few servers take and our seven-bit mails cannot carry.

    Raises: BadAddress.
    """
    try:
        found = validate_email(
            text.strip().lower(), strict=True, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError as why:
        raise BadAddress(f"'{printable(text)}' is not an e-mail address: {why}") from why
    if "=?" in found.local_part:
        raise BadAddress(f"'{printable(text)}' is not an e-mail address: it has '=?' in it")
    return f"{found.local_part}@{found.ascii_domain}"


def printable(text: str, most: int = 80) -> str:
    """Text from outside as it may stand in one line of a message or a log."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return shown if len(shown) <= most else f"{shown[:most]}... ({len(shown)} characters)"
