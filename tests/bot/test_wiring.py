"""Everything is built out of the settings."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.settings import BadSettings, load
from bot.wiring import office, required, serving
from tests import servers
from tests.edges import StandingClock

MORE = """
[asking]
after_days = 2
at = 09:30:00
quarantine_days = 7
oldest_days = 14
remind_after_days = 0
expires_days = 10
questionnaire = "relationship"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return servers.installation(tmp_path / "home", smtp=25, imap=143, user="feedback", password="sesame", web=8080)


@pytest.fixture
def other(file: Path) -> Path:
    """The same with another policy."""
    text = file.read_text().replace('zone = "Europe/London"', 'zone = "Europe/London"\ncountry = "GB"')
    text = text.replace("[imap]", '[imap]\nauthserv_id = "mx.harbor.example"')
    file.write_text(f"{text}{MORE}")
    return file


@pytest.fixture
def plain(file: Path) -> Path:
    """The same without patterns for addresses."""
    text = [line for line in file.read_text().splitlines() if not line.startswith(("reply_", "bounce_"))]
    file.write_text("\n".join(text))
    return file


async def test_the_office_is_as_the_settings_say(other: Path) -> None:
    """Policy, workdays, addresses and questionnaire."""
    found = serving(other).office
    policy = found.policy
    assert (policy.ask_after, policy.ask_at, policy.remind_after) == (2, time(9, 30), 0)
    assert (policy.quarantine, policy.oldest) == (timedelta(days=7), timedelta(days=14))
    assert (policy.expires_after, found.questionnaire.name) == (timedelta(days=10), "relationship")
    assert (found.public_url, found.name, found.footer) == ("http://127.0.0.1:8080", "Harbor Parts", "Harbor Parts")
    assert (found.addresses.reply, found.authserv_id) == ("feedback+{token}@harbor.example", "mx.harbor.example")
    assert not found.workdays.is_workday(date(2026, 12, 25))
    await found.store.close()


async def test_addresses_fall_back_to_the_sender(plain: Path) -> None:
    """Without patterns replies are known by their References, and bounces by our Message-ID."""
    found = serving(plain).office
    assert found.addresses.reply == found.addresses.bounce == found.addresses.sender == "feedback@harbor.example"
    assert found.addresses.sender_name == "Harbor Parts"
    await found.store.close()


async def test_a_command_without_secrets_can_still_look(file: Path) -> None:
    """It has no keys: it neither asks nor seals."""
    (file.parent / "secrets" / "token_keys").unlink()
    settings, secrets = load(file)
    found = office(settings, secrets, ())
    assert (found.keyring.keys, found.store.key) == ((), b"")
    await found.store.close()


async def test_any_part_may_be_replaced(file: Path, clock: StandingClock) -> None:
    """The clock is the machine's unless another is given."""
    for given, kind in ((None, SystemClock), (clock, StandingClock)):
        parts = serving(file, given)
        assert isinstance(parts.clock, kind)
        await parts.office.store.close()


def test_the_service_needs_all_its_sections(file: Path) -> None:
    """What is missing is told of before anything is built."""
    text = file.read_text()
    file.write_text(text[: text.index("[imap]")] + text[text.index("[digest]") :])
    with pytest.raises(BadSettings) as caught:
        serving(file)
    assert caught.value.faults == (f"{file}: imap: this section is missing",)
    with pytest.raises(LookupError):
        required(None)
