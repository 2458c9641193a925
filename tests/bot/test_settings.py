"""Settings are read once and checked at start; whatever is wrong with them comes in one list."""

import os
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.secrets import Secrets
from bot.settings import BadSettings, load

KEY = "5e" * 16
SECRETS = ("token_keys", "evidence_key", "smtp_password", "imap_password")
GIVEN = {
    "AFTERWORD_TOKEN_KEYS": f"a:{KEY}",
    "AFTERWORD_EVIDENCE_KEY": KEY,
    "AFTERWORD_SMTP_PASSWORD": "open sesame",
    "AFTERWORD_IMAP_PASSWORD": "open sesame",
}

ORGANISATION = """
[organisation]
name = "Harbor Parts"
zone = "Europe/London"
"""
WHOLE = f"""{ORGANISATION}
[web]
public_url = "https://feedback.harbor.example/"

[mail]
sender = "feedback@harbor.example"
host = "smtp.harbor.example"
username = "feedback"

[imap]
host = "imap.harbor.example"
username = "feedback"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "afterword.toml"


def faults(file: Path, text: str, *, sections: tuple[str, ...] = (), secrets: tuple[str, ...] = (), **given: str):
    """What is said about these settings, without the name of the file in front."""
    file.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as caught:
        load(file, sections=sections, secrets=secrets, environment=given)
    assert all("\n" not in fault for fault in caught.value.faults)
    return [fault.removeprefix(f"{file}: ") for fault in caught.value.faults]


def test_a_whole_file_is_read(file: Path) -> None:
    """What is not written has a default, an address of the web loses the slash at its end."""
    file.write_text(WHOLE, "utf-8")
    settings, _ = load(file, sections=("web", "mail", "imap"), secrets=SECRETS, environment=GIVEN)
    assert settings.zone == ZoneInfo("Europe/London")
    assert settings.web is not None
    assert (settings.web.public_url, settings.web.port) == ("https://feedback.harbor.example", 8080)
    assert settings.imap is not None
    assert (settings.imap.port, settings.imap.security, settings.imap.folder) == (993, "tls", "INBOX")


def test_all_faults_come_in_one_list(file: Path) -> None:
    """Unknown keys, bad values, missing sections and missing secrets are told of together."""
    text = """
[organisation]
name = "Harbor Parts"
zone = "Berlin"
colour = "blue"

[web]
public_url = "feedback.harbor.example"
port = "abc"

[mail]
host = "smtp.harbor.example"
sender = "nobody"
port = 70000
username = "feedback"
"""
    found = faults(file, text, sections=("web", "mail", "imap"), secrets=SECRETS, AFTERWORD_TOKEN_KEYS="a:c0ffee")
    assert found == [
        "organisation.zone: 'Berlin' is no time zone; write one like Europe/London",
        "organisation.colour: unknown setting",
        "web.public_url: write an https:// address; customers' links begin with it",
        "web.port: Input should be a valid integer, unable to parse string as an integer",
        "mail.sender: 'nobody' is not an e-mail address: An email address must have an @-sign.",
        "mail.port: Input should be less than or equal to 65535",
        "imap: this section is missing",
        "token_keys: a token key has fewer than 16 bytes (32 hexadecimal digits)",
        "evidence_key: missing; set AFTERWORD_EVIDENCE_KEY or name a file in [secret_files]",
        "smtp_password: missing; set AFTERWORD_SMTP_PASSWORD or name a file in [secret_files]",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "organisation: missing"),
        ("[organisation]\nname = 'x'", "organisation.zone: missing"),
        (f"{ORGANISATION}country = 'XX'", "organisation.country: 'XX' is no country whose holidays are known"),
        (f"{ORGANISATION}weekdays = [7]", "organisation.weekdays.0: Input should be less than or equal to 6"),
        ('[organisation]\nname = "a\\nb"\nzone = "UTC"', "organisation.name: the name has a line break"),
        (f"{ORGANISATION}[store]\nurl = 'mysql://x/y'", "store.url: write sqlite:///afterword.db or postgresql://"),
        (f"{ORGANISATION}[store]\nurl = 'afterword.db'", "store.url: write sqlite:///afterword.db or postgresql://"),
        (f"{ORGANISATION}[web]\npublic_url = 'https://'", "web.public_url: write an https:// address"),
        (f"{ORGANISATION}[web]\npublic_url = 'ftp://harbor.example'", "web.public_url: write an https:// address"),
        (f"{ORGANISATION}[web]\npublic_url = 'http://localhost.evil.example'", "web.public_url: write an https://"),
        (
            f"{ORGANISATION}[mail]\nsender = 'a@b.example'\nhost = 'x'\nreply_address = '{{token}}'",
            "mail.reply_address",
        ),
        (f"{ORGANISATION}[mail]\nsender = 'a@b.example'\nhost = 'x'\nsecurity = 'ssl'", "mail.security: Input should"),
        (
            f"{ORGANISATION}[imap]\nhost = 'x'\nusername = 'y'\nauthserv_id = 'mx; dmarc=pass'",
            "imap.authserv_id: 'mx; dmarc=pass' is no name of a mail server",
        ),
        (f"{ORGANISATION}[asking]\nquestionnaire = 'other'", "asking.questionnaire: "),
        (f"{ORGANISATION}[asking]\nat = 'noon'", "asking.at: "),
        (f"{ORGANISATION}[digest]\nleaders = ['director']", "digest.leaders.0: 'director' is not an e-mail address"),
        (f"{ORGANISATION}mail = 3", "organisation.mail: unknown setting"),
        (f"mail = 3\n{ORGANISATION}", "mail: Input should be a valid dictionary"),
        (f"secret_files = 'keys'\n{ORGANISATION}", "secret_files: Input should be a valid dictionary"),
        ("[organisation", "Expected ']'"),
        ("name = \udcff", ""),
    ],
)
def test_a_fault_names_its_setting(file: Path, text: str, fault: str) -> None:
    """Each fault is one line that begins with the setting it is about."""
    if "\udcff" in text:
        file.write_bytes(b"name = '\xff'")
        with pytest.raises(BadSettings, match="can't decode byte 0xff"):
            load(file, environment={})
        return
    found = faults(file, text)
    assert len(found) == 1
    assert found[0].startswith(fault)


@pytest.mark.parametrize("wrong", ["mail = 3", "mail = [1]", "secret_files = 3", "[secret_files]\ntoken_keys = 3"])
def test_a_section_of_another_shape_hides_no_fault(file: Path, wrong: str) -> None:
    """Where a section is no table, secrets are looked for all the same."""
    text = f"{wrong}\n{ORGANISATION}" if "[" not in wrong[:1] else f"{ORGANISATION}\n{wrong}"
    found = faults(file, text, sections=("web",), secrets=("evidence_key",))
    assert found[1:] == [
        "web: this section is missing",
        "evidence_key: missing; set AFTERWORD_EVIDENCE_KEY or name a file in [secret_files]",
    ]


def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    """The first thing a new operator sees is where settings are looked for."""
    with pytest.raises(BadSettings) as caught:
        load(tmp_path / "none.toml", environment={})
    assert caught.value.faults == (
        f"{tmp_path / 'none.toml'}: No such file or directory; name the file with --config or AFTERWORD_CONFIG",
    )


def test_the_environment_may_name_the_file(file: Path) -> None:
    """AFTERWORD_CONFIG is used where no path is given."""
    file.write_text(ORGANISATION, "utf-8")
    settings, _ = load(environment={"AFTERWORD_CONFIG": str(file)})
    assert settings.organisation.name == "Harbor Parts"


def test_relative_paths_begin_at_the_settings_file(
    file: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a command is called, it finds the same store and the same secrets."""
    (file.parent / "keys").mkdir()
    (file.parent / "keys" / "evidence").write_text(f"{KEY}\n")
    file.write_text(f"{ORGANISATION}[secret_files]\nevidence_key = 'keys/evidence'\n", "utf-8")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    settings, secrets = load(Path(os.path.relpath(file)), secrets=("evidence_key",), environment={})
    assert settings.store.url == f"sqlite:///{file.parent / 'afterword.db'}"
    assert secrets.evidence_key() == bytes.fromhex(KEY)


def test_the_environment_wins_over_a_file(file: Path) -> None:
    """A secret of the environment is taken before the file of the settings is looked at."""
    file.write_text(f"{ORGANISATION}[secret_files]\nevidence_key = 'nowhere'\n", "utf-8")
    _, secrets = load(file, secrets=("evidence_key",), environment=GIVEN)
    assert secrets.find("evidence_key") == KEY


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("", "token_keys: missing; set AFTERWORD_TOKEN_KEYS or name a file in [secret_files]"),
        (KEY, "token_keys: token keys are written 'b:HEX,a:HEX': one letter a-z each, none twice"),
        (f"a:{KEY},a:{KEY}", "token_keys: token keys are written 'b:HEX,a:HEX': one letter a-z each, none twice"),
        ("a:hunter2", "token_keys: a token key is not hexadecimal"),
        ("a:5e5e", "token_keys: a token key has fewer than 16 bytes (32 hexadecimal digits)"),
    ],
)
def test_weak_token_keys_are_refused(file: Path, keys: str, fault: str) -> None:
    """Tokens are only as good as their key."""
    assert faults(file, ORGANISATION, secrets=("token_keys",), AFTERWORD_TOKEN_KEYS=keys) == [fault]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("5e5e", "evidence_key: has fewer than 16 bytes (32 hexadecimal digits)"),
        ("hunter2", "evidence_key: is not hexadecimal"),
    ],
)
def test_a_weak_evidence_key_is_refused(file: Path, key: str, fault: str) -> None:
    """Seals are only as good as their key."""
    assert faults(file, ORGANISATION, secrets=("evidence_key",), AFTERWORD_EVIDENCE_KEY=key) == [fault]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00secret", b""])
def test_a_secret_file_that_cannot_be_used_is_a_fault(file: Path, content: bytes | None) -> None:
    """A file that is missing, empty or no text is told of in one line, without what is in it."""
    if content is not None:
        (file.parent / "key").write_bytes(content)
    (found,) = faults(
        file, f"{ORGANISATION}[secret_files]\nevidence_key = 'key'\n", secrets=("evidence_key",)
    )  # fmt: skip
    assert found in (
        f"secret_files.evidence_key: No such file or directory: {file.parent / 'key'}",
        f"secret_files.evidence_key: is no text: {file.parent / 'key'}",
        "evidence_key: missing; set AFTERWORD_EVIDENCE_KEY or name a file in [secret_files]",
    )


def test_only_used_secrets_are_demanded(file: Path) -> None:
    """A sending server without a user name needs no password, and no mailbox none either."""
    file.write_text(f"{ORGANISATION}[mail]\nsender = 'a@b.example'\nhost = '127.0.0.1'\n", "utf-8")
    settings, _ = load(file, secrets=("smtp_password", "imap_password"), environment={})
    assert settings.mail is not None


def test_no_secret_is_shown(file: Path) -> None:
    """Neither a fault nor the printed form of settings and secrets holds one."""
    hidden = "correct-horse-battery"
    text = WHOLE.replace("[imap]", f"password = '{hidden}'\n[imap]") + f"[store]\nurl = 'mysql://a:{hidden}@h/n'\n"
    found = faults(file, text, secrets=SECRETS, AFTERWORD_TOKEN_KEYS=f"a:{hidden}", AFTERWORD_EVIDENCE_KEY=hidden)
    assert hidden not in "\n".join(found)
    file.write_text(f"{WHOLE}[store]\nurl = 'postgresql://a:{hidden}@h/n'\n", "utf-8")
    given = {**GIVEN, "AFTERWORD_SMTP_PASSWORD": hidden}
    settings, secrets = load(file, secrets=SECRETS, environment=given)
    assert isinstance(secrets, Secrets)
    assert hidden not in f"{settings!r} {settings} {secrets!r} {secrets}"


SLACK_SECRETS = ("slack_bot_token", "slack_app_token", "slack_signing_secret")


@pytest.mark.parametrize(
    ("slack", "missing"),
    [
        ("", []),
        ("[slack]\n", ["slack_bot_token", "slack_app_token"]),
        ("[slack]\nmode = 'http'\n", ["slack_bot_token", "slack_signing_secret"]),
    ],
)
def test_slack_needs_the_secrets_of_its_way(file: Path, slack: str, missing: list[str]) -> None:
    """A token for the websocket or a secret for signatures, never both; without Slack none."""
    file.write_text(ORGANISATION + slack, "utf-8")
    try:
        load(file, secrets=SLACK_SECRETS, environment={})
        found = []
    except BadSettings as why:
        found = [fault.removeprefix(f"{file}: ").partition(":")[0] for fault in why.faults]
    assert found == missing


def test_ids_of_slack_are_checked(file: Path) -> None:
    """A name instead of an id is the usual mistake; the fault says what to write."""
    text = f"""{ORGANISATION}
[slack]
digest_channels = ["#leaders"]
complaints_channel = "complaints"
staff = ["mara"]
leaders = ["U0INES", "S0BOARD", "@ines"]
commands = {{ complaint = "moan", dance = "/dance" }}
"""
    assert faults(file, text) == [
        "slack.digest_channels.0: '#leaders' is no channel id; write one like C0123ABCD, from the channel's details",
        "slack.complaints_channel: 'complaints' is no channel id; write one like C0123ABCD, from the channel's details",
        "slack.staff.0: 'mara' is no id of a person or user group; write one like U0123ABCD or S0123ABCD",
        "slack.leaders.2: '@ines' is no id of a person or user group; write one like U0123ABCD or S0123ABCD",
        "slack.commands.complaint: 'moan' is no slash command; write one like /complaint",
        "slack.commands.dance.[key]: Input should be 'complaint', 'enquiry', 'feedback' or 'afterword'",
    ]


def test_every_channel_is_named_once(file: Path) -> None:
    """The digest may be posted where complaints are."""
    text = "[slack]\ndigest_channels = ['C0A', 'C0B']\ncomplaints_channel = 'C0A'\nstaff = ['S0CARE']\n"
    file.write_text(ORGANISATION + text, "utf-8")
    settings, _ = load(file, environment={})
    assert settings.slack is not None
    assert (settings.slack.channels, settings.slack.groups) == (("C0A", "C0B"), True)


def test_business_hours_and_the_regulator_are_read(file: Path) -> None:
    """Hours of the week with those of single days, whose times bind, and where complaints come to."""
    text = """
hours = "08:30-18:00"
hours_on = { 4 = "08:00-12:00" }

[complaints]
regime = "fca"
address = "complaints@harbor.example"
"""
    file.write_text(ORGANISATION + text, "utf-8")
    settings, _ = load(file)
    assert settings.organisation.hours == (time(8, 30), time(18))
    assert settings.organisation.hours_on == {4: (time(8), time(12))}
    assert (settings.complaints.regime, settings.complaints.address) == ("fca", "complaints@harbor.example")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('hours = "9-5"', "organisation.hours: '9-5' are no hours of a day; write them like 09:00-17:00"),
        (
            'hours = "17:00-09:00"',
            "organisation.hours: '17:00-09:00' are no hours of a day; write them like 09:00-17:00",
        ),
        ("hours = 9", "organisation.hours: '9' are no hours of a day; write them like 09:00-17:00"),
        ('hours_on = { 7 = "09:00-12:00" }', "organisation.hours_on.7.[key]: Input should be less than or equal to 6"),
        ('[complaints]\nregime = "fsa"', "complaints.regime: 'fsa' is no regime; write one of: fca, fca_payments"),
        ('[slack]\ncomplaints_lead = "Tom"', "slack.complaints_lead: 'Tom' is no id of a person or channel"),
    ],
)
def test_hours_and_regimes_that_are_none_are_refused(file: Path, text: str, fault: str) -> None:
    """With how to write them."""
    [found] = faults(file, ORGANISATION + text)
    assert found.startswith(fault)
