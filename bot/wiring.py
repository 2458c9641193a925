"""Builds everything out of the settings; a test or the demo may replace any part."""

from collections.abc import Callable, Collection, Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import holidays
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.imap import Mailbox
from bot.postman import Postman
from bot.secrets import Secrets
from bot.settings import MailSection, Settings, load
from bot.slack.ear import Ear
from bot.slack.fetching import fetcher
from bot.slack.poster import SECONDS, Poster
from bot.smtp import Connection, connections
from handlers.office import Addresses, Office
from handlers.slack.app import slack_app
from handlers.slack.door import Door
from handlers.slack.rights import Right, Rights
from handlers.web.slack import Incoming
from storage.work import Store
from surveys import regime
from surveys.delivery import Policy
from surveys.message import Via
from surveys.promise import Promise
from surveys.questionnaires import load as questionnaire
from surveys.token import Keyring
from surveys.workdays import Workdays

SERVING = ("web", "mail", "imap")
SECRETS = (
    "token_keys", "evidence_key", "smtp_password", "imap_password",
    "slack_bot_token", "slack_app_token", "slack_signing_secret",
)  # fmt: skip


EPOCH = datetime.fromtimestamp(0, UTC)
"""A promise of the settings holds since it was registered."""


@dataclass
class Parts:
    """The parts of one service."""

    settings: Settings
    secrets: Secrets
    office: Office
    clock: Clock = field(default_factory=SystemClock)

    def connection(self) -> Connection:
        """One connection to the sending server, not opened yet."""
        return Connection(required(self.settings.mail), self.secrets.find("smtp_password"))

    def postman(self) -> Postman:
        account = required(self.settings.mail)
        lines = connections(account, self.secrets.find("smtp_password"))
        return Postman(self.office, self.clock, lines, Via.MAIL, account)

    def poster(self) -> Postman | None:
        """The postman of Slack, where Slack is used."""
        if self.settings.slack is None:
            return None
        return Postman(
            self.office, self.clock, [Poster(self.settings.slack, self.slack_client(), self.clock.tick)], Via.SLACK
        )

    def slack_client(self) -> AsyncWebClient:
        """Calls Slack's Web API as the app's bot; the library retries nothing."""
        section = required(self.settings.slack)
        token = self.secrets.find("slack_bot_token") or ""
        return AsyncWebClient(token, base_url=section.api_url, timeout=SECONDS, retry_handlers=[])

    def ear(self, wake: Callable[[], None]) -> Ear | None:
        """Who hears what people do in Slack, where Slack is used."""
        if (section := self.settings.slack) is None:
            return None
        client = self.slack_client()
        only = {Right.LOG: section.may_log, Right.CLOSE: section.may_close, Right.SEE: section.may_see}
        rights = Rights(client, section.staff, section.leaders, self.clock.tick, only)
        fetch = fetcher(section.api_url, client.token or "")
        door = Door(self.office, client, rights, self.clock.now, self.clock.tick, wake, fetch=fetch)
        app_token = (self.secrets.find("slack_app_token") or "") if section.mode == "socket" else ""
        return Ear(door, slack_app(door, section.names), app_token)

    def incoming(self, ear: Ear | None) -> Incoming | None:
        """The web door for Slack, where it is not told over a websocket."""
        if ear is None or ear.app_token:
            return None
        return Incoming(ear.app, self.secrets.find("slack_signing_secret") or "", self.clock.tick)

    def mailbox(self) -> Mailbox:
        return Mailbox(self.office, self.clock, required(self.settings.imap), self.secrets.find("imap_password") or "")


def serving(path: Path | None = None, clock: Clock | None = None) -> Parts:
    """All parts of the service.

    Raises: BadSettings.
    """
    settings, secrets = load(path, sections=SERVING, secrets=SECRETS)
    return Parts(settings, secrets, office(settings, secrets), clock or SystemClock())


def store(settings: Settings) -> Store:
    """The store alone, for commands that only need its tables."""
    return Store(settings.store.url, settings.zone)


def office(settings: Settings, secrets: Secrets, available: Collection[str] = SECRETS) -> Office:
    """The office of these settings; without the `available` secrets it can look things up, and neither ask nor seal."""
    mail, asking = settings.mail, settings.asking
    return Office(
        store=Store(settings.store.url, settings.zone, secrets.evidence_key() if "evidence_key" in available else b""),
        name=settings.organisation.name,
        footer=settings.organisation.footer or settings.organisation.name,
        workdays=_workdays(settings),
        policy=Policy(
            ask_after=asking.after_days,
            ask_at=asking.at,
            quarantine=timedelta(days=asking.quarantine_days),
            oldest=timedelta(days=asking.oldest_days),
            remind_after=asking.remind_after_days,
            expires_after=timedelta(days=asking.expires_days),
        ),
        questionnaire=questionnaire(asking.questionnaire),
        keyring=secrets.keyring() if "token_keys" in available else Keyring(()),
        addresses=_addresses(settings, mail) if mail else Addresses("", "", "", ""),
        public_url=settings.web.public_url if settings.web else "",
        digest_at=settings.digest.at,
        digest_channels=settings.slack.digest_channels if settings.slack else (),
        complaints_channel=settings.slack.complaints_channel if settings.slack else "",
        complaints_lead=settings.slack.complaints_lead if settings.slack else "",
        complaints_address=settings.complaints.address,
        enquiries_channel=settings.slack.enquiries_channel if settings.slack else "",
        enquiries_address=settings.enquiries.address,
        answer_within=settings.enquiries.answer_within,
        promises=tuple(Promise(0, one.words, one.subject, str(one.within), EPOCH) for one in settings.promises),
        regime=regime.load(settings.complaints.regime) if settings.complaints.regime else None,
        asks_in_slack=settings.slack is not None,
        authserv_id=settings.imap.authserv_id if settings.imap else "",
        doubt=timedelta(seconds=mail.doubt_seconds if mail else 900),
    )


def _addresses(settings: Settings, mail: MailSection) -> Addresses:
    return Addresses(
        sender=mail.sender,
        sender_name=mail.sender_name or settings.organisation.name,
        reply=mail.reply_address or mail.sender,
        bounce=mail.bounce_address or mail.sender,
        redirect_all_to=mail.redirect_all_to,
    )


def _workdays(settings: Settings) -> Workdays:
    told = settings.organisation
    return Workdays(settings.zone, told.weekdays, _holidays(told.country), told.hours, told.hours_on)


def _holidays(country: str) -> Container[date]:
    return holidays.country_holidays(country) if country else frozenset()


T = TypeVar("T")


def required(section: T | None) -> T:
    """A section that `serving` has seen to be there."""
    if section is None:
        raise LookupError("this section of the settings is missing")
    return section
