"""Every setting, read once and checked at start; all faults come in one list."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.allowed import (
    Address,
    Channel,
    Command,
    Country,
    Lead,
    MailServer,
    MaybeAddress,
    MaybeChannel,
    Name,
    OpenHours,
    Pattern,
    Port,
    PublicUrl,
    QuestionnaireName,
    RegimeName,
    Security,
    Somebody,
    StoreUrl,
    Weekday,
    Within,
    Word,
    Zone,
)
from bot.secrets import Files, Secrets
from storage.work import database_file
from surveys.clause import Edition
from surveys.promise import Subject
from surveys.severity import Term, Unit
from surveys.workdays import NINE_TO_FIVE

VARIABLE = "AFTERWORD_CONFIG"
DEFAULT = Path("afterword.toml")


class BadSettings(Exception):
    """The settings cannot be used; `faults` says where and why, one line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Section):
    """`weekdays` and `hours` are when people work there, Monday is 0; `hours_on` has the days with other hours."""

    name: Name
    zone: Zone
    country: Country = ""
    weekdays: frozenset[Weekday] = Field(default=frozenset(range(5)), min_length=1)
    hours: OpenHours = NINE_TO_FIVE
    hours_on: dict[Weekday, OpenHours] = Field(default_factory=dict)
    footer: str = ""


class StoreSection(_Section):
    url: StoreUrl = "sqlite:///afterword.db"


class Web(_Section):
    public_url: PublicUrl
    host: str = "127.0.0.1"
    port: Port = 8080


class MailSection(_Section):
    sender: Address
    sender_name: str = ""
    reply_address: Pattern = ""
    bounce_address: Pattern = ""
    host: str
    port: Port = 465
    security: Security = "tls"
    username: str = ""
    connections: Annotated[int, Field(ge=1, le=20)] = 2
    daily_cap: Annotated[int, Field(ge=1)] = 2000
    ramp_start: Annotated[int, Field(ge=1)] = 50
    doubt_seconds: Annotated[float, Field(gt=0)] = 900
    redirect_all_to: MaybeAddress = ""


class Imap(_Section):
    host: str
    port: Port = 993
    security: Security = "tls"
    username: str
    folder: str = "INBOX"
    poll_seconds: Annotated[float, Field(gt=0, le=540)] = 300
    authserv_id: MailServer = ""


class Asking(_Section):
    questionnaire: QuestionnaireName = "post_delivery"
    after_days: Annotated[int, Field(ge=0, le=60)] = 1
    at: time = time(10)
    quarantine_days: Annotated[int, Field(ge=0)] = 90
    oldest_days: Annotated[int, Field(ge=1)] = 30
    remind_after_days: Annotated[int, Field(ge=0, le=60)] = 4
    expires_days: Annotated[int, Field(ge=1, le=365)] = 21


class DigestSection(_Section):
    at: time = time(7)
    leaders: tuple[Address, ...] = ()


class Complaints(_Section):
    """`regime` names the regulator whose times bind beside one's own; mail to `address` is a complaint."""

    regime: RegimeName = ""
    address: MaybeAddress = ""


class Enquiries(_Section):
    """Mail to `address` is an enquiry; a person replies within `answer_within`, which is ours to know alone."""

    address: MaybeAddress = ""
    answer_within: Within = Term(4, Unit.BUSINESS_HOUR)


class Audit(_Section):
    """`standard_edition` is the edition of ISO 9001 by which the papers for an auditor are indexed."""

    standard_edition: Edition = Edition.E2015


class Promised(_Section):
    """One promise, as customers read it, and what is measured of it."""

    words: Annotated[str, Field(min_length=1, max_length=200)]
    subject: Subject
    within: Within


class SlackSection(_Section):
    """Channels and people are given by id (C0123ABCD, U0123ABCD), which stays when one is renamed.

    `complaints_lead` is the person or channel that learns of cases which are late or without an owner. `staff` and
    `leaders` are people or user groups. `may_log`, `may_close` and `may_see` (look up what customers said) say who has
    these rights where that is not all of the staff. `commands` are the slash commands as the workspace has them.
    """

    mode: Literal["socket", "http"] = "socket"
    digest_channels: tuple[Channel, ...] = ()
    complaints_channel: MaybeChannel = ""
    complaints_lead: Lead = ""
    enquiries_channel: MaybeChannel = ""
    staff: tuple[Somebody, ...] = ()
    leaders: tuple[Somebody, ...] = ()
    may_log: tuple[Somebody, ...] = ()
    may_close: tuple[Somebody, ...] = ()
    may_see: tuple[Somebody, ...] = ()
    commands: dict[Word, Command] = Field(default_factory=dict)
    api_url: str = "https://slack.com/api/"
    pace_seconds: Annotated[float, Field(ge=0, le=60)] = 1

    @property
    def names(self) -> dict[str, str]:
        """The slash commands by our word for each; what is not named has our word for its name."""
        return {str(word): command for word, command in self.commands.items()}

    @property
    def groups(self) -> bool:
        """Whether user groups have to be looked up."""
        named = (*self.staff, *self.leaders, *self.may_log, *self.may_close, *self.may_see)
        return any(one.startswith("S") for one in named)

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that the app has to be in."""
        return tuple(
            dict.fromkeys([*self.digest_channels, *filter(None, [self.complaints_channel, self.enquiries_channel])])
        )


class Settings(_Section):
    """The whole of `afterword.toml`. What a command does not use may be left out."""

    organisation: Organisation
    store: StoreSection = StoreSection()
    web: Web | None = None
    mail: MailSection | None = None
    imap: Imap | None = None
    asking: Asking = Asking()
    digest: DigestSection = DigestSection()
    complaints: Complaints = Complaints()
    enquiries: Enquiries = Enquiries()
    promises: tuple[Promised, ...] = ()
    audit: Audit = Audit()
    slack: SlackSection | None = None
    secret_files: Files = Files()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organisation.zone)


def load(
    path: Path | None = None,
    *,
    sections: Iterable[str] = (),
    secrets: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[Settings, Secrets]:
    """The settings, with the sections and secrets that a command needs.

    Raises: BadSettings, with every fault found.
    """
    variables = os.environ if environment is None else environment
    file = path or Path(variables.get(VARIABLE) or DEFAULT)
    told = _told(file)
    settings, faults = _checked(told)
    faults += [f"{name}: this section is missing" for name in sections if name not in told]
    found = Secrets(_files(told, file.parent), variables)
    faults += found.faults(_used(told, secrets))
    if settings is None or faults:
        raise BadSettings(f"{file}: {fault}" for fault in faults)
    return _beside(settings, found.files, file.parent), found


def _told(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as why:
        raise BadSettings([f"{file}: {why.strerror}; name the file with --config or {VARIABLE}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise BadSettings([f"{file}: {why}"]) from None


def _checked(told: Mapping[str, Any]) -> tuple[Settings | None, list[str]]:
    try:
        return Settings.model_validate(told), []
    except ValidationError as why:
        return None, [_fault(dict(error)) for error in why.errors()]


def _section(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section as it was written; a fault elsewhere must not keep its secrets from being looked for."""
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _files(told: Mapping[str, Any], folder: Path) -> Files:
    """Relative paths in the settings begin at the settings file, wherever the command was called."""
    named = {name: path for name, path in _section(told, "secret_files").items() if name in Files.model_fields}
    return Files(**{name: folder / path for name, path in named.items() if isinstance(path, str) and path})


def _used(told: Mapping[str, Any], secrets: Iterable[str]) -> list[str]:
    """A server without a user name needs no password."""
    idle = set()
    if not _section(told, "mail").get("username"):
        idle.add("smtp_password")
    if "imap" not in told:
        idle.add("imap_password")
    if "slack" not in told:
        idle |= {"slack_bot_token", "slack_app_token", "slack_signing_secret"}
    idle.add("slack_app_token" if _section(told, "slack").get("mode") == "http" else "slack_signing_secret")
    return [name for name in secrets if name not in idle]


def _beside(settings: Settings, files: Files, folder: Path) -> Settings:
    """The store's file begins at the settings file too."""
    database = database_file(settings.store.url)
    url = settings.store.url if database is None else f"sqlite:///{(folder / database).resolve()}"
    return settings.model_copy(update={"secret_files": files, "store": StoreSection(url=url)})


def _fault(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{where}: unknown setting"
    if error["type"] == "missing":
        return f"{where}: missing"
    return f"{where}: {error['msg'].removeprefix('Value error, ')}"
