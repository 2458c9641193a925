"""The commands: what they print, how they fail, and with which exit code."""

import asyncio
import csv
import io
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa
import structlog

from bot import checks
from bot.cli import main
from bot.demo.provider import PASSWORD, USER, Provider
from bot.settings import load
from bot.web import Server
from bot.wiring import SECRETS, office
from handlers.office import Office
from handlers.steps.digesting import seal
from handlers.web.app import web
from tests import servers
from tests.edges import StandingClock
from tests.handlers import stage

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "run", "migrate", "check", "manifest", "send-test", "pause", "resume", "demo", "import", "import deliveries", "key",
    "key new", "key list", "key revoke", "why", "status", "digest", "read", "reread", "figures", "figures rebuild",
    "evidence", "evidence verify", "evidence pack",
]  # fmt: skip


class Said(NamedTuple):
    code: int
    out: str
    err: str


Afterword = Callable[..., Said]


@pytest.fixture
def afterword(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Afterword]:
    """The command in this process: what it says, and its exit code."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    interval = sys.getswitchinterval()

    def run(*arguments: str | Path, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "argv", ["afterword", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        assert isinstance(code, int)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    yield run
    sys.setswitchinterval(interval)
    structlog.reset_defaults()


@pytest.fixture
def config(tmp_path: Path, migrated_file: Path) -> Path:
    """The settings of an installation with an empty store, whose servers nobody has started."""
    home = tmp_path / "home"
    port = servers.free_port()
    made = servers.installation(home, smtp=port, imap=port, user=USER, password=PASSWORD)
    (home / "afterword.db").write_bytes(migrated_file.read_bytes())
    return made


def change(config: Path, statement: str) -> None:
    """Tamper with the store, as somebody with a database tool would."""
    with sqlite3.connect(config.parent / "afterword.db") as store:
        assert store.execute(statement).rowcount == 1
    store.close()


def deliveries(file: Path, *rows: dict[str, str]) -> Path:
    with file.open("w", newline="") as told:
        writer = csv.DictWriter(told, ["order", "email", "delivered_at", "name"])
        writer.writeheader()
        writer.writerows(rows)
    return file


def row(number: int, **other: str) -> dict[str, str]:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    return {"order": f"HP-{number}", "email": f"zoe{number}@buyer.example", "delivered_at": yesterday, **other}


def in_office(config: Path, work: Callable[[Office], object]) -> object:
    async def within() -> object:
        settings, secrets = load(config)
        opened = office(settings, secrets, SECRETS)
        try:
            return await work(opened)
        finally:
            await opened.store.close()

    return asyncio.run(within())


# The process ---------------------------------------------------------------------------------------------------------


def process(*arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **more: str) -> Said:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AFTERWORD_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin, capture_output=True, check=False, cwd=cwd, env={**clean, **more}, timeout=60,
    )  # fmt: skip
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_bad_settings_are_told_of_as_a_list(tmp_path: Path) -> None:
    """One line a fault, exit 2, no traceback, and no secret in it."""
    (tmp_path / "afterword.toml").write_text("[organisation]\nname = 'x'\nzone = 'Berlin'\n[web]\nport = 'abc'\n")
    said = process("run", "--config", tmp_path / "afterword.toml", AFTERWORD_TOKEN_KEYS="a:hunter2")
    assert (said.code, said.out) == (2, "")
    lines = said.err.splitlines()
    assert all(line.startswith(f"afterword: {tmp_path / 'afterword.toml'}: ") for line in lines)
    assert [line.split(": ")[2] for line in lines] == [
        "organisation.zone", "web.public_url", "web.port", "mail", "imap", "token_keys", "evidence_key",
    ]  # fmt: skip
    assert "hunter2" not in said.err


def test_read_takes_standard_input_and_prints_json_lines() -> None:
    """`-` is standard input; each mail is one line of JSON, in the order of the arguments."""
    mail = (ROOT / "tests/mails/reply_plain.eml").read_bytes()
    said = process("read", "--json", "tests/mails/vacation.eml", "-", stdin=mail)
    found = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, [one["path"] for one in found]) == (0, ["tests/mails/vacation.eml", "-"])
    assert [one["kind"] for one in found] == ["auto_reply", "reply"]


def test_a_reader_that_stops_listening_is_no_error() -> None:
    """`afterword read ... | head -1` ends without a traceback."""
    mails = sorted((ROOT / "tests/mails").glob("*.eml")) * 300
    arguments = [sys.executable, "-m", "bot", "read", "--json", *mails]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["path"]
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 1


# Usage ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(afterword: Afterword, command: str) -> None:
    """--help says in a sentence what it does."""
    said = afterword(*command.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert re.search(rf"Usage: afterword {command}.*\n\s*\n [A-Z].*[.:,]", said.out)


def test_every_command_is_listed(afterword: Afterword) -> None:
    """No command is hidden, and none is unknown to the tests."""
    listed = re.findall(r"^[│|] (\S+)", afterword("--help").out, re.MULTILINE)
    assert {name for name in listed if not name.startswith("-")} == {name.split()[0] for name in COMMANDS}


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["status", "--frobnicate"],
        ["why"],
        ["read"],
        ["import", "deliveries"],
        ["key", "new"],
        ["figures", "x"],
    ],
)
def test_a_call_that_makes_no_sense_is_usage(afterword: Afterword, arguments: list[str]) -> None:
    """Exit 2, with what was not understood."""
    said = afterword(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "Usage: afterword" in said.err


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("demo", "read")])
def test_without_settings_each_command_says_so(afterword: Afterword, command: str, tmp_path: Path) -> None:
    """One line that says where settings are looked for; exit 2."""
    more = {"send-test": ["a@b.example"], "why": ["x"], "key new": ["x"], "key revoke": ["x"]}.get(command, [])
    if command == "import deliveries":
        more = [deliveries(tmp_path / "some.csv")]
    if command == "evidence pack":
        more = ["--from", "2026-11-01", "--to", "2026-11-30", "--out", str(tmp_path)]
    if command in ("import", "key", "figures", "evidence"):
        assert afterword(command).code == 2
        return
    said = afterword(*command.split(), *more, "--config", tmp_path / "none.toml")
    assert said == Said(
        2, "", f"afterword: {tmp_path / 'none.toml'}: No such file or directory; "
        "name the file with --config or AFTERWORD_CONFIG\n",
    )  # fmt: skip


# The store -----------------------------------------------------------------------------------------------------------


def test_migrate_makes_the_store_once(afterword: Afterword, config: Path) -> None:
    """The second time there is nothing to do."""
    (config.parent / "afterword.db").unlink()
    first, second = (afterword("migrate", "--config", config) for _ in range(2))
    assert re.fullmatch(r"migrated from nothing to \w+\n", first.out)
    assert re.fullmatch(r"up to date at \w+\n", second.out)
    assert (first.code, second.code) == (0, 0)


def test_a_store_without_tables_is_not_used(afterword: Afterword, config: Path) -> None:
    """Every command says to migrate first."""
    (config.parent / "afterword.db").unlink()
    said = afterword("status", "--config", config)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "run 'afterword migrate'" in said.err


@pytest.mark.parametrize("command", ["status", "run", "migrate"])
def test_a_store_of_a_newer_release_is_not_written(afterword: Afterword, config: Path, command: str) -> None:
    """Neither by commands nor by migrate."""
    change(config, "UPDATE alembic_version SET version_num = '9999'")
    said = afterword(command, "--config", config)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said
    assert "made by a newer release (its tables are at 9999): update Afterword" in said.err


@pytest.mark.parametrize("url", ["sqlite:////proc/afterword.db", "sqlite:///none/afterword.db"])
@pytest.mark.parametrize("command", ["migrate", "status", "run", "pause"])
def test_a_store_that_cannot_be_opened_is_one_line(afterword: Afterword, config: Path, url: str, command: str) -> None:
    """A folder that is missing or may not be written to is told of, and where it is."""
    config.write_text(config.read_text().replace("sqlite:///afterword.db", url))
    said = afterword(command, "--config", config)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said.err
    assert "unable to open database file" in said.err or "afterword.db" in said.err
    assert "[web]" not in said.err


def test_a_file_that_is_no_store_is_one_line(afterword: Afterword, config: Path) -> None:
    """Nothing is written to it."""
    (config.parent / "afterword.db").write_bytes(b"hello, this is no database at all" * 100)
    said = afterword("migrate", "--config", config)
    assert (said.code, said.out, said.err) == (
        1, "", "afterword: the store does not answer: file is not a database\n",
    )  # fmt: skip


def test_a_postgresql_that_is_not_there_is_one_line(afterword: Afterword, config: Path) -> None:
    """Without the password of its URL."""
    url = f"postgresql://afterword:hunter2@127.0.0.1:{servers.free_port()}/afterword"
    config.write_text(config.read_text().replace("sqlite:///afterword.db", url))
    said = afterword("status", "--config", config)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1), said.err
    assert "hunter2" not in said.err


def test_a_port_in_use_is_one_line(afterword: Afterword, config: Path) -> None:
    """The service does not start, and says which setting to look at."""
    section = load(config)[0].web
    assert section is not None
    with socket.create_server(("127.0.0.1", section.port)):
        said = afterword("run", "--config", config)
    where = f"127.0.0.1 port {section.port}"
    assert said == Said(
        1, "", f"afterword: cannot serve on {where}: Address already in use; see [web] host and port\n"
    )  # fmt: skip


# Looking -------------------------------------------------------------------------------------------------------------


def test_status_of_a_fresh_store(afterword: Afterword, config: Path) -> None:
    """Nothing is running behind, nothing is due, and nothing is called 0 % of anything."""
    said = afterword("status", "--config", config)
    assert (said.code, said.err) == (0, "")
    told = dict(line.split(maxsplit=1) for line in said.out.splitlines()[1:])
    assert said.out.startswith("running\n")
    assert (told["next"], told["digests"], told["evidence"]) == (
        "nothing",
        "0",
        "block none yet, 0 rows not sealed yet",
    )
    found = json.loads(afterword("status", "--config", config, "--json").out)
    assert (found["paused"], found["deliveries"], found["next_due"], found["held"]) == ("", {}, None, [])


def test_pause_is_shown_until_resume(afterword: Afterword, config: Path) -> None:
    """In status, as text and as JSON, and in the digest."""
    assert afterword("pause", "--config", config).out == "paused: nothing is sent until 'afterword resume'\n"
    assert re.match(
        r"PAUSED since \d{4}-\d\d-\d\d \d\d:\d\d UTC, by command\n", afterword("status", "--config", config).out
    )
    assert json.loads(afterword("status", "--config", config, "--json").out)["paused"].startswith("since ")
    assert "sending is paused" in afterword("digest", "--config", config).out
    assert afterword("resume", "--config", config).out == "resumed\n"
    assert afterword("status", "--config", config).out.startswith("running\n")


def test_a_digest_without_data_says_so(afterword: Afterword, config: Path) -> None:
    """No number is made up: there is no 0 %."""
    said = afterword("digest", "--config", config)
    assert (said.code, said.err) == (0, "")
    assert "no responses" in said.out
    assert not re.search(r"\b0(\.0)?\s?%", said.out)
    assert said.out.endswith("(not posted: the figures as they stand now)\n")
    found = json.loads(afterword("digest", "2026-W47", "--config", config, "--json").out)
    assert (found["week"], found["posted"]) == ("2026-W47", False)


@pytest.mark.parametrize("week", ["47", "2026-47", "2026-W54", "2026-W00", "next"])
def test_a_week_that_is_none_is_usage(afterword: Afterword, config: Path, week: str) -> None:
    """One line and exit 2."""
    said = afterword("digest", week, "--config", config)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


def test_figures_that_agree(afterword: Afterword, config: Path) -> None:
    """Checked or rebuilt, nothing changes."""
    for arguments in (["--check"], []):
        said = afterword("figures", "rebuild", *arguments, "--config", config)
        assert said == Said(0, "the figures agree with the facts\n", "")


def test_a_figure_that_was_changed_is_found_and_mended(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """The check names it and changes nothing; the rebuild takes it from the facts."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1), row(2)), "--config", config)
    change(config, "UPDATE figures SET n = 200 WHERE name = 'deliveries'")
    for _ in range(2):
        said = afterword("figures", "rebuild", "--check", "--config", config)
        assert (said.code, said.err) == (1, "afterword: 1 figures differ: run 'afterword figures rebuild'\n")
        assert re.fullmatch(r"\d{4}-W\d\d deliveries: kept 200, counted 2\n", said.out)
    assert afterword("figures", "rebuild", "--config", config).out.endswith("1 figures mended\n")
    assert afterword("figures", "rebuild", "--check", "--config", config).code == 0


async def reply_read_before(office: Office) -> None:
    """One reply of yesterday, of which the reader of that day saw half."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    of = await stage.asked(office, yesterday, yesterday)
    await stage.comes(office, stage.mail(office, of, "4 5 4 N 3"), yesterday, yesterday)
    async with office.store.work() as work:
        [read] = await work.answers.versions(of.id)
        change = "UPDATE answers SET marks = '{\"overall\": 5}', given = '[\"overall\"]' WHERE id = :id"
        await work.connection.execute(sa.text(change), {"id": read.id})


def test_kept_mails_are_read_anew(afterword: Afterword, config: Path) -> None:
    """First a table and exit 1, then kept, then nothing is left to change."""
    in_office(config, reply_read_before)
    table = (
        "mail  order  was               is\n"
        "1     R-1    reply: overall 5  reply: overall 4, accuracy 5, on time 4, responsiveness not applicable, "
        "complaint handling 3\n"
    )
    for _ in range(2):
        said = afterword("reread", "--config", config)
        assert said == Said(1, f"{table}1 of 1 mails would change; --apply keeps that\n", "")
    told = json.loads(afterword("reread", "--json", "--config", config).out)
    assert (told["read"], told["changed"], told["applied"]) == (1, 1, False)
    was = {"kind": "reply", "marks": {"overall": 5}, "unclear": False, "complaint": False, "verified": True}
    assert told["mails"][0]["was"] == was
    assert afterword("reread", "--apply", "--config", config) == Said(0, f"{table}1 of 1 mails changed\n", "")
    assert afterword("reread", "--config", config) == Said(0, "0 of 1 mails would change\n", "")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert afterword("reread", "--since", tomorrow, "--config", config).out == "0 of 0 mails would change\n"


def test_a_day_that_is_none_is_usage(afterword: Afterword, config: Path) -> None:
    """Exit 2, with how it is written."""
    said = afterword("reread", "--since", "16.11.", "--config", config)
    assert said == Said(2, "", "afterword: '16.11.' is no day; write it like 2026-11-16\n")


def test_evidence_that_was_changed_is_found(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """What is sealed holds until somebody touches it."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1), row(2)), "--config", config)
    assert re.fullmatch(
        r"0 blocks with 0 rows hold; \d+ rows are not sealed yet\n",
        afterword("evidence", "verify", "--config", config).out,
    )
    in_office(config, lambda opened: seal(opened, datetime.now(UTC)))
    said = afterword("evidence", "verify", "--config", config)
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"[1-9]\d* blocks with [1-9]\d* rows hold; \d+ rows are not sealed yet\n", said.out)
    change(config, """UPDATE evidence SET facts = '{"state": "invited"}' WHERE id = 1""")
    said = afterword("evidence", "verify", "--config", config)
    assert said.code == 1
    assert re.fullmatch(r"afterword: \d+ faults in \d+ blocks?; \d+ rows are not sealed yet\n", said.err)
    assert said.out


def test_the_papers_for_an_auditor_are_written(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """A PDF and a workbook named after their days, in a folder that is made; the settings say by which edition."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1)), "--config", config)
    config.write_text(f"{config.read_text()}\n[audit]\nstandard_edition = '2026'\n")
    told = ("--from", "2026-11-02", "--to", "2026-11-29", "--out", tmp_path / "for" / "ines")
    said = afterword("evidence", "pack", *told, "--config", config)
    assert (said.code, said.err) == (0, "")
    names = ["evidence-2026-11-02-2026-11-29.pdf", "evidence-2026-11-02-2026-11-29.xlsx"]
    assert [Path(line.split()[0]).name for line in said.out.splitlines()] == names
    made = [(tmp_path / "for" / "ines" / name).read_bytes() for name in names]
    assert [one[:4] for one in made] == [b"%PDF", b"PK\x03\x04"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (["--from", "1.11.", "--to", "2026-11-30"], "'1.11.' is no day; write it like 2026-11-16"),
        (["--from", "2026-11-30", "--to", "2026-11-01"],
         "the period ends on 2026-11-01, before it begins on 2026-11-30"),
        (["--from", "2026-11-01", "--to", "2026-11-30", "--edition", "2008"],
         "'2008' is no edition; write 2015 or 2026"),
    ],
)  # fmt: skip
def test_papers_of_no_period_are_usage(
    afterword: Afterword, config: Path, tmp_path: Path, told: list[str], why: str
) -> None:
    """Exit 2, and nothing is written."""
    said = afterword("evidence", "pack", *told, "--out", tmp_path / "out", "--config", config)
    assert said == Said(2, "", f"afterword: {why}\n")
    assert not (tmp_path / "out").exists()


def test_an_anchor_that_a_digest_printed_is_compared(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """It holds, or exit 1 names the block; one that is written in another way is usage."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1)), "--config", config)
    in_office(config, lambda opened: seal(opened, datetime.now(UTC)))
    with sqlite3.connect(config.parent / "afterword.db") as store:
        [(number, hash_)] = store.execute("SELECT number, hash FROM blocks")
    store.close()
    verify = ("evidence", "verify", "--config", config, "--anchor")
    good = afterword(*verify, f"{number}:{hash_[:16]}", "--anchor", f"{number}:{hash_}")
    assert (good.code, "; 2 anchors checked; " in good.out) == (0, True)
    other = afterword(*verify, f"{number}:{'0' * 16}")
    assert (other.code, other.out) == (
        1, f"block {number} is not the one that was sealed first: it begins {hash_[:16]} "
        f"where the anchor has {'0' * 16}\n",
    )  # fmt: skip
    beyond = afterword(*verify, f"77:{hash_}")
    assert (beyond.code, beyond.out) == (
        1, f"block 77 of the anchor is not there: the chain was cut, the newest is block {number}\n"
    )  # fmt: skip
    malformed = afterword(*verify, "77")
    assert (malformed.code, "'77' is no anchor; write the block's number, a colon" in malformed.err) == (2, True)


def test_evidence_sealed_with_another_key_does_not_hold(
    afterword: Afterword, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that was sealed elsewhere is not ours."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1)), "--config", config)
    in_office(config, lambda opened: seal(opened, datetime.now(UTC)))
    monkeypatch.setenv("AFTERWORD_EVIDENCE_KEY", "88" * 32)
    assert afterword("evidence", "verify", "--config", config).code == 1


# Reading mails -------------------------------------------------------------------------------------------------------


def test_read_says_what_a_mail_means(afterword: Afterword) -> None:
    """For people: kind, marks and words."""
    said = afterword("read", ROOT / "tests/mails/reply_plain.eml")
    assert (said.code, said.err) == (0, "")
    assert "reply_plain.eml: reply, answers {" in said.out


def test_read_takes_bodies_by_their_suffix(afterword: Afterword, tmp_path: Path) -> None:
    """.txt is a plain body, .html an HTML body."""
    (tmp_path / "a.txt").write_text("5 4 5 N 4\n")
    (tmp_path / "b.html").write_text("<p>5 4 5 N 4</p>")
    said = afterword("read", "--json", tmp_path / "a.txt", tmp_path / "b.html")
    answers = [json.loads(line)["answers"] for line in said.out.splitlines()]
    assert len(answers) == 2
    assert answers[0] == answers[1] != {}


def test_a_path_that_is_missing_is_told_of_and_the_others_are_read(afterword: Afterword, tmp_path: Path) -> None:
    """Exit 1; a folder is no mail either."""
    said = afterword("read", "--json", tmp_path / "none.eml", ROOT / "tests/mails/vacation.eml", tmp_path)
    assert (said.code, len(said.out.splitlines())) == (1, 1)
    assert said.err.splitlines() == [
        f"afterword: {tmp_path / 'none.eml'}: No such file or directory",
        f"afterword: {tmp_path}: Is a directory",
    ]


@pytest.mark.parametrize(
    "options", [["--questionnaire", "none"], ["--scale", "5-1"], ["--scale", "a-b"], ["--sent", "none.eml"]]
)
def test_an_option_that_cannot_be_used_is_usage(afterword: Afterword, options: list[str]) -> None:
    """One line and exit 2, before any mail is read."""
    said = afterword("read", *options, ROOT / "tests/mails/vacation.eml")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)


def test_read_takes_many_paths(afterword: Afterword, tmp_path: Path) -> None:
    """Hundreds of mails in one call give as many lines."""
    for number in range(300):
        (tmp_path / f"{number:03}.txt").write_text("4")
    said = afterword("read", "--json", *sorted(tmp_path.glob("*.txt")))
    assert (said.code, len(said.out.splitlines())) == (0, 300)


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\xff" * 300, b"From: a\r\n" * 300, b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a"]
)
def test_no_mail_breaks_the_reader(afterword: Afterword, raw: bytes) -> None:
    """Whatever the bytes are, they mean something, if only that they cannot be read."""
    said = afterword("read", "--json", "-", stdin=raw)
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["path"] == "-"


# Asking --------------------------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_used_are_named(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """By line and column; the good rows are kept, and the exit code is 1."""
    file = deliveries(
        tmp_path / "some.csv",
        row(1),
        row(2, email="nobody"),
        row(3, delivered_at="31.02.2026"),
        row(4, order=""),
        row(5, name="a\x07b"),
        row(6),
    )
    said = afterword("import", "deliveries", file, "--config", config)
    assert said.code == 1
    assert said.out == "2 deliveries: 2 new, 0 known already; 2 would be asked\n2 kept\n"
    lines = said.err.splitlines()
    assert [line.split(": ")[1] for line in lines[:-1]] == [
        "line 3, column email", "line 4, column delivered_at", "line 5, column order", "line 6, column name",
    ]  # fmt: skip
    assert (
        lines[-1] == "afterword: 4 rows could not be used; mend them and import the file again, nothing is kept twice"
    )


def test_an_import_is_kept_once(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """The same file again tells nothing new; the same order with other facts is refused by its line."""
    file = deliveries(tmp_path / "some.csv", row(1), row(2))
    assert afterword("import", "deliveries", file, "--config", config).out.endswith("2 kept\n")
    again = afterword("import", "deliveries", file, "--config", config)
    assert again == Said(0, "2 deliveries: 0 new, 2 known already; 0 would be asked\n0 kept\n", "")
    deliveries(file, row(1), row(2, email="other@buyer.example"))
    other = afterword("import", "deliveries", file, "--config", config)
    assert (other.code, other.err.splitlines()[0]) == (
        1, f"{file}: line 3: event HP-2 of file was told before with other facts",
    )  # fmt: skip


def test_a_dry_run_keeps_nothing(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """It says what would happen, and why somebody would not be asked."""
    old = (datetime.now(UTC) - timedelta(days=40)).date().isoformat()
    file = deliveries(tmp_path / "some.csv", row(1), row(2, delivered_at=old))
    said = afterword("import", "deliveries", file, "--dry-run", "--config", config)
    assert said == Said(0, "2 deliveries: 2 new, 0 known already; 1 would be asked (not asked: 1 too old)\n", "")
    told = afterword("import", "deliveries", file, "--dry-run", "--ask-old", "--config", config)
    assert told.out == "2 deliveries: 2 new, 0 known already; 2 would be asked\n"
    assert json.loads(afterword("status", "--config", config, "--json").out)["deliveries"] == {}


@pytest.mark.parametrize("content", [None, b"", b"name,colour\nx,y\n", b"\xff\xfe\0\0"])
def test_a_file_that_is_no_list_of_deliveries(
    afterword: Afterword, config: Path, tmp_path: Path, content: bytes | None
) -> None:
    """A missing file is usage; one that says nothing is told of."""
    file = tmp_path / "some.csv"
    if content is not None:
        file.write_bytes(content)
    said = afterword("import", "deliveries", file, "--config", config)
    assert said.code == (2 if content is None else 1)
    assert str(file) in said.err


def test_why_tells_what_became_of_an_order(afterword: Afterword, config: Path, tmp_path: Path) -> None:
    """In the order in which it happened, as text and as JSON; an order nobody knows is exit 1."""
    afterword("import", "deliveries", deliveries(tmp_path / "some.csv", row(1)), "--config", config)
    said = afterword("why", "HP-1", "--config", config)
    assert said.code == 0
    assert re.search(r"told of by file as HP-1\n", said.out)
    assert re.search(r"\nnow: waiting to be asked about on \d{4}-\d\d-\d\d\n$", said.out)
    (found,) = json.loads(afterword("why", "HP-1", "--config", config, "--json").out)
    assert (found["order"], len(found["events"])) == ("HP-1", len(said.out.splitlines()) - 1)
    assert afterword("why", "HP-2", "--config", config) == Said(
        1, "", "afterword: no delivery of order 'HP-2' is known\n"
    )


def test_keys_are_made_listed_and_revoked(afterword: Afterword, config: Path) -> None:
    """A key is shown once and never again."""
    made = afterword("key", "new", "shop", "--config", config)
    assert (made.code, len(made.out.strip()) >= 32, made.err) == (0, True, "")
    assert afterword("key", "new", "shop", "--config", config) == Said(
        1, "", "afterword: there is a key of the name 'shop' already; choose another\n"
    )
    assert re.fullmatch(r"shop  since \d{4}-\d\d-\d\d\n", afterword("key", "list", "--config", config).out)
    assert afterword("key", "revoke", "shop", "--config", config).out == "shop is revoked\n"
    assert afterword("key", "revoke", "none", "--config", config) == Said(
        1, "", "afterword: there is no key of the name 'none'\n"
    )
    listed = afterword("key", "list", "--config", config, "--json")
    (found,) = json.loads(listed.out)
    assert (found["name"], found["revoked_at"] is None) == ("shop", False)
    assert made.out.strip() not in listed.out


# Checking ------------------------------------------------------------------------------------------------------------


def test_check_says_what_to_do_about_each_part(
    afterword: Afterword, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing runs: one line each, and the parts after a dead one are tried all the same."""
    (config.parent / "afterword.db").unlink()
    said = afterword("check", "--config", config)
    assert (said.code, said.err) == (1, "")
    lines = said.out.splitlines()
    assert [line[:18].strip().split(maxsplit=1) for line in lines] == [
        ["FAIL", "database"], ["FAIL", "smtp"], ["FAIL", "imap"], ["FAIL", "public url"], ["FAIL", "probe mail"],
    ]  # fmt: skip
    advice = ("run 'afterword migrate'", "[mail] host", "[imap] host", "is the service running", "not sent to")
    assert all(words in line for words, line in zip(advice, lines, strict=True)), said.out


def test_check_survives_a_store_that_cannot_be_opened(afterword: Afterword, config: Path) -> None:
    """Its finding is one line, as every other."""
    config.write_text(config.read_text().replace("sqlite:///afterword.db", "sqlite:////proc/afterword.db"))
    said = afterword("check", "--config", config)
    assert (said.code, len(said.out.splitlines())) == (1, 5)
    assert "unable to open database file" in said.out.splitlines()[0]


@pytest.fixture
def live_config(config: Path, provider: Provider) -> Path:
    """The settings with the servers of `provider`."""
    text = re.sub(r'(host = "127.0.0.1"\n)port = \d+', r"\1port = {}", config.read_text())
    config.write_text(text.replace("{}", str(provider.smtp_port), 1).replace("{}", str(provider.imap_port), 1))
    return config


@pytest.fixture
def redirected(live_config: Path) -> None:
    """Test mode: all mail goes to one address."""
    text = live_config.read_text()
    live_config.write_text(text.replace("[mail]", '[mail]\nredirect_all_to = "tester@harbor.example"'))


@pytest.fixture
async def live(live_config: Path, provider: Provider, clock: StandingClock) -> AsyncIterator[Path]:
    """The settings of an installation all of whose servers run; mail to itself arrives."""
    settings, secrets = load(live_config)
    opened = office(settings, secrets, SECRETS)
    assert settings.web is not None
    server = Server(web(opened, clock.now), "127.0.0.1", settings.web.port)
    serving = asyncio.create_task(server.serve())
    await servers.until(lambda: server.server.started)
    delivering: list[asyncio.Task[None]] = []
    provider.arrived = lambda mail: delivering.append(asyncio.create_task(provider.deliver(mail.raw)))
    yield live_config
    await asyncio.gather(*delivering)
    await server.stop(serving)
    await opened.store.close()


async def test_check_finds_a_working_installation_in_order(
    afterword: Afterword, live: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line for each part, the probe mail with the token of its address among them."""
    monkeypatch.setattr(checks, "LOOK_EVERY", 0.01)
    said = await asyncio.to_thread(afterword, "check", "--config", live)
    lines = said.out.splitlines()
    assert (said.code, said.err, len(lines)) == (0, "", 5), said
    assert all(line.startswith("ok    ") for line in lines)
    assert lines[4] == "ok    probe mail   arrives, and the token of its address survives"
    (probe,) = provider.received
    assert re.fullmatch(r"feedback\+a[a-z2-7]{26}@harbor.example", probe.recipient)
    found = json.loads((await asyncio.to_thread(afterword, "check", "--config", live, "--json")).out)
    assert [one["ok"] for one in found] == [True] * 5


async def test_check_finds_an_address_whose_token_is_lost(
    afterword: Afterword, live: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the provider rewrites addresses, replies have to be known otherwise."""
    monkeypatch.setattr(checks, "LOOK_EVERY", 0.01)
    kept: list[asyncio.Task[None]] = []
    rewritten = re.compile(rb"feedback\+\w+@")
    provider.arrived = lambda mail: kept.append(
        asyncio.create_task(provider.deliver(rewritten.sub(b"feedback@", mail.raw)))
    )
    said = await asyncio.to_thread(afterword, "check", "--config", live)
    await asyncio.gather(*kept)
    assert said.code == 1
    assert said.out.splitlines()[4].endswith(
        "arrives, but without the token of its address: take reply_address without {token}"
    )


async def test_check_misses_a_mail_that_does_not_arrive(
    afterword: Afterword, live: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent, and not in the mailbox that is read: probably another mailbox."""
    monkeypatch.setattr(checks, "PROBE_SECONDS", 0.1)
    monkeypatch.setattr(checks, "LOOK_EVERY", 0.01)
    provider.arrived = lambda _: None
    said = await asyncio.to_thread(afterword, "check", "--config", live)
    assert said.code == 1
    assert "sent, but not in feedback@127.0.0.1/INBOX after" in said.out.splitlines()[4]


async def test_send_test_sends_one_example(afterword: Afterword, live: Path, provider: Provider) -> None:
    """Past the outbox: nothing is kept of it, and the server's answer is shown."""
    said = await asyncio.to_thread(afterword, "send-test", "director@harbor.example", "--config", live)
    assert said == Said(0, "to director@harbor.example: the server took it: 250 2.0.0 taken\n", "")
    (mail,) = provider.received
    assert mail.recipient == "director@harbor.example"
    assert b"EXAMPLE-1" in mail.raw
    found = json.loads((await asyncio.to_thread(afterword, "status", "--config", live, "--json")).out)
    assert found["messages"] == {}


async def test_send_test_goes_where_all_mail_is_redirected(
    afterword: Afterword, redirected: None, live: Path, provider: Provider
) -> None:
    """In test mode nothing reaches anybody else."""
    said = await asyncio.to_thread(afterword, "send-test", "zoe@buyer.example", "--config", live)
    assert (said.code, provider.received[0].recipient) == (0, "tester@harbor.example")


def test_send_test_tells_what_went_wrong(afterword: Afterword, config: Path) -> None:
    """A server that is not there is exit 1, an address that is none exit 2."""
    said = afterword("send-test", "director@harbor.example", "--config", config)
    assert (said.code, said.err, said.out.count("\n")) == (1, "", 1)
    assert "the server could not be reached" in said.out
    wrong = afterword("send-test", "director", "--config", config)
    assert (wrong.code, wrong.out, wrong.err.count("\n")) == (2, "", 1)
