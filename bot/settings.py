"""Every setting, read once and checked at start; all faults come in one list."""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.secrets import Files, Secrets
from storage.work import database_file
from surveys.customer import address
from surveys.message import header
from surveys.questionnaires import load as questionnaire

VARIABLE = "AFTERWORD_CONFIG"
DEFAULT = Path("afterword.toml")

LOOPBACK = ("127.0.0.1", "localhost", "::1")

Security = Literal["tls", "starttls", "none"]


class BadSettings(Exception):
    """The settings cannot be used; `faults` says where and why, one line each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is no time zone; write one like Europe/London")
    return name


def _country(code: str) -> str:
    if code and code not in holidays.list_supported_countries():
        raise ValueError(f"'{code}' is no country whose holidays are known; write one like GB, or nothing")
    return code


def _store(url: str) -> str:
    database_file(url)
    return url


def _public(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (secure and parts.hostname and url.isprintable()) or parts.query or parts.fragment or " " in url:
        raise ValueError("write an https:// address; customers' links begin with it")
    return url.rstrip("/")


def _pattern(text: str) -> str:
    address(text.replace("{token}", "a" * 27))
    return text


def _channel(id_: str) -> str:
    if not re.fullmatch("[CGD][A-Z0-9]{2,}", id_):
        raise ValueError(f"'{id_}' is no channel id; write one like C0123ABCD, from the channel's details")
    return id_


def _somebody(id_: str) -> str:
    if not re.fullmatch("[UWS][A-Z0-9]{2,}", id_):
        raise ValueError(f"'{id_}' is no id of a person or user group; write one like U0123ABCD or S0123ABCD")
    return id_


def _command(text: str) -> str:
    if not re.fullmatch("/[a-z0-9_-]{1,31}", text):
        raise ValueError(f"'{text}' is no slash command; write one like /complaint")
    return text


def _server(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,255}", name):
        raise ValueError(f"'{name}' is no name of a mail server; write the first word after Authentication-Results:")
    return name


def _known(name: str) -> str:
    questionnaire(name)
    return name


Address = Annotated[str, AfterValidator(address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Channel = Annotated[str, AfterValidator(_channel)]
Somebody = Annotated[str, AfterValidator(_somebody)]
Command = Annotated[str, AfterValidator(_command)]
Word = Literal["complaint", "feedback", "afterword"]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Section):
    name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(lambda text: header(text, "name"))]
    zone: Annotated[str, AfterValidator(_zone)]
    country: Annotated[str, AfterValidator(_country)] = ""
    weekdays: frozenset[Annotated[int, Field(ge=0, le=6)]] = Field(default=frozenset(range(5)), min_length=1)
    footer: str = ""


class StoreSection(_Section):
    url: Annotated[str, AfterValidator(_store), Field(repr=False)] = "sqlite:///afterword.db"


class Web(_Section):
    public_url: Annotated[str, AfterValidator(_public)]
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
    redirect_all_to: Annotated[str, AfterValidator(lambda text: text and address(text))] = ""


class Imap(_Section):
    host: str
    port: Port = 993
    security: Security = "tls"
    username: str
    folder: str = "INBOX"
    poll_seconds: Annotated[float, Field(gt=0, le=540)] = 300
    authserv_id: Annotated[str, AfterValidator(lambda text: text and _server(text))] = ""


class Asking(_Section):
    questionnaire: Annotated[str, AfterValidator(_known)] = "post_delivery"
    after_days: Annotated[int, Field(ge=0, le=60)] = 1
    at: time = time(10)
    quarantine_days: Annotated[int, Field(ge=0)] = 90
    oldest_days: Annotated[int, Field(ge=1)] = 30
    remind_after_days: Annotated[int, Field(ge=0, le=60)] = 4
    expires_days: Annotated[int, Field(ge=1, le=365)] = 21


class DigestSection(_Section):
    at: time = time(7)
    leaders: tuple[Address, ...] = ()


class SlackSection(_Section):
    """Channels and people are given by id (C0123ABCD, U0123ABCD), which stays when one is renamed.

    `staff` and `leaders` are people or user groups; `commands` are the slash commands as the workspace has them.
    """

    mode: Literal["socket", "http"] = "socket"
    digest_channels: tuple[Channel, ...] = ()
    complaints_channel: Annotated[str, AfterValidator(lambda id_: id_ and _channel(id_))] = ""
    staff: tuple[Somebody, ...] = ()
    leaders: tuple[Somebody, ...] = ()
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
        return any(one.startswith("S") for one in (*self.staff, *self.leaders))

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that the app has to be in."""
        return tuple(dict.fromkeys([*self.digest_channels, *filter(None, [self.complaints_channel])]))


class Settings(_Section):
    """The whole of `afterword.toml`. What a command does not use may be left out."""

    organisation: Organisation
    store: StoreSection = StoreSection()
    web: Web | None = None
    mail: MailSection | None = None
    imap: Imap | None = None
    asking: Asking = Asking()
    digest: DigestSection = DigestSection()
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
