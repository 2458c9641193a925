"""What a value in the settings may be, and what is said of one that may not."""

import re
from collections.abc import Callable
from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import holidays
from pydantic import AfterValidator, BeforeValidator, Field

from storage.work import database_file
from surveys import regime
from surveys.customer import address
from surveys.message import header
from surveys.questionnaires import load as questionnaire
from surveys.severity import Term
from surveys.workdays import Hours

LOOPBACK = ("127.0.0.1", "localhost", "::1")

Security = Literal["tls", "starttls", "none"]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is no time zone; write one like Europe/London")
    return name


def _country(code: str) -> str:
    if code not in holidays.list_supported_countries():
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


def _lead(id_: str) -> str:
    if not re.fullmatch("[UWCG][A-Z0-9]{2,}", id_):
        raise ValueError(f"'{id_}' is no id of a person or channel; write one like U0123ABCD or C0123ABCD")
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


def _hours(text: object) -> Hours:
    found = re.fullmatch(r"(\d\d:\d\d) *- *(\d\d:\d\d)", text) if isinstance(text, str) else None
    try:
        opens, closes = (time.fromisoformat(one) for one in found.groups()) if found else (time(0), time(0))
    except ValueError:
        opens, closes = time(0), time(0)
    if opens >= closes:
        raise ValueError(f"'{text}' are no hours of a day; write them like 09:00-17:00")
    return opens, closes


def _regime(name: str) -> str:
    regime.load(name)
    return name


def _term(text: object) -> Term:
    return text if isinstance(text, Term) else Term.parse(text if isinstance(text, str) else "")


def _or_nothing(check: Callable[[str], str]) -> AfterValidator:
    return AfterValidator(lambda text: text and check(text))


Address = Annotated[str, AfterValidator(address)]
MaybeAddress = Annotated[str, _or_nothing(address)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Channel = Annotated[str, AfterValidator(_channel)]
MaybeChannel = Annotated[str, _or_nothing(_channel)]
Somebody = Annotated[str, AfterValidator(_somebody)]
Lead = Annotated[str, _or_nothing(_lead)]
Command = Annotated[str, AfterValidator(_command)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(lambda text: header(text, "name"))]
Zone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, _or_nothing(_country)]
StoreUrl = Annotated[str, AfterValidator(_store), Field(repr=False)]
PublicUrl = Annotated[str, AfterValidator(_public)]
MailServer = Annotated[str, _or_nothing(_server)]
QuestionnaireName = Annotated[str, AfterValidator(_known)]
Within = Annotated[Term, BeforeValidator(_term)]
RegimeName = Annotated[str, _or_nothing(_regime)]
OpenHours = Annotated[Hours, BeforeValidator(_hours)]
Weekday = Annotated[int, Field(ge=0, le=6)]
Word = Literal["complaint", "enquiry", "feedback", "afterword"]
Port = Annotated[int, Field(ge=1, le=65535)]
