"""The service as a child process of the world: its files, its start, its end."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from datetime import datetime
from pathlib import Path

import httpx

from bot.demo.provider import PASSWORD, USER, Provider
from bot.demo.staff import CARE_GROUP, COMPLAINTS_CHANNEL, ENQUIRIES_CHANNEL, LEADERS_CHANNEL, QUALITY
from bot.demo.staff import LEADERS as LEADERS_IN_SLACK
from bot.demo.workspace.api import Credentials
from bot.settings import load
from bot.wiring import SECRETS, office
from storage.work import Store

STARTS_WITHIN = 120.0
LOOK_SECONDS = 0.02

SETTINGS = """\
# The demo's settings: a complete example, on loopback only.
[organisation]
name = "Harbor Parts"
zone = "{zone}"
country = "GB"
footer = "Harbor Parts Ltd, 12 Quay Road, Bristol"

[store]
url = "{store}"

[web]
public_url = "http://127.0.0.1:{web_port}"
port = {web_port}

[mail]
sender = "feedback@harbor.example"
sender_name = "Harbor Parts"
reply_address = "feedback+{{token}}@harbor.example"
bounce_address = "bounce+{{token}}@harbor.example"
host = "127.0.0.1"
port = {smtp_port}
security = "none"
daily_cap = 100000
ramp_start = 100000
doubt_seconds = 0.3

[imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{user}"

[asking]
quarantine_days = 7

[digest]
leaders = {leaders}

[slack]
digest_channels = ["{leaders_channel}"]
complaints_channel = "{complaints_channel}"
complaints_lead = "{complaints_lead}"
enquiries_channel = "{enquiries_channel}"
staff = ["{care_group}"]
leaders = {leaders_in_slack}
api_url = "{slack_url}"
pace_seconds = 0

[[promises]]
words = "We reply to enquiries within 4 business hours"
subject = "enquiry_answered"
within = "4 business hours"

[[promises]]
words = "We confirm every complaint by the end of the next business day"
subject = "complaint_acknowledged"
within = "1 business day"

[secret_files]
token_keys = "secrets/token_keys"
evidence_key = "secrets/evidence_key"
imap_password = "secrets/imap_password"
slack_bot_token = "secrets/slack_bot_token"
slack_app_token = "secrets/slack_app_token"
"""

LEADERS = ("director@harbor.example", "quality@harbor.example")


class Child:
    """One service process over the folder `home`, which holds settings, secrets, store and log."""

    def __init__(self, home: Path, zone: str, store: str = "sqlite:///afterword.db") -> None:
        self.home = home
        self.zone = zone
        self.store = store
        self.web_port = _free_port()
        self.key = secrets.token_urlsafe(32)
        self.process: asyncio.subprocess.Process | None = None
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.web_port}", timeout=60)

    @property
    def settings(self) -> Path:
        return self.home / "afterword.toml"

    async def prepare(self, provider: Provider, slack_url: str, now: datetime) -> None:
        """Write settings and secrets, make the store, and give the shop its key."""
        (self.home / "secrets").mkdir(parents=True)
        self._secret("token_keys", f"a:{secrets.token_hex(32)}")
        self._secret("evidence_key", secrets.token_hex(32))
        self._secret("imap_password", PASSWORD)
        self._secret("slack_bot_token", Credentials().bot_token)
        self._secret("slack_app_token", Credentials().app_token)
        self.settings.write_text(
            SETTINGS.format(
                zone=self.zone,
                store=self.store,
                web_port=self.web_port,
                smtp_port=provider.smtp_port,
                imap_port=provider.imap_port,
                slack_url=slack_url,
                leaders_channel=LEADERS_CHANNEL,
                complaints_channel=COMPLAINTS_CHANNEL,
                complaints_lead=QUALITY,
                enquiries_channel=ENQUIRIES_CHANNEL,
                care_group=CARE_GROUP,
                leaders_in_slack=list(LEADERS_IN_SLACK),
                user=USER,
                leaders=list(LEADERS),
            )
        )
        store = self.open_store()
        await store.migrate()
        async with store.work() as work:
            await work.keys.add("shop", self.key, "demo", now)
        await store.close()

    def open_store(self) -> Store:
        """The child's store, opened beside it by the world."""
        settings, secrets = load(self.settings, secrets=SECRETS)
        return office(settings, secrets).store

    async def start(self, now: datetime) -> None:
        """Start the process and wait until its door is open.

        Raises: RuntimeError, with the end of its log, where it does not come up.
        """
        with (self.home / "service.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.demo.serving", str(self.settings), now.isoformat(),
                stdout=log, stderr=log, cwd=Path(__file__).parents[2], env=_environment(),
            )  # fmt: skip
        deadline = asyncio.get_running_loop().time() + STARTS_WITHIN
        while not await self._answers():
            if self.process.returncode is not None or asyncio.get_running_loop().time() > deadline:
                raise RuntimeError(f"the service did not start:\n{self._log_end()}")
            await asyncio.sleep(LOOK_SECONDS)

    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def kill(self) -> None:
        """SIGKILL: what is not committed is gone."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def stop(self) -> int:
        """SIGTERM, and wait until it has drained; returns its exit code."""
        await self.http.aclose()
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; returns its exit code."""
        return 0 if self.process is None else await self.process.wait()

    def _secret(self, name: str, value: str) -> None:
        file = self.home / "secrets" / name
        file.touch(mode=0o600)
        file.write_text(value)

    async def _answers(self) -> bool:
        try:
            return (await self.http.get("/health")).status_code == 200
        except httpx.HTTPError:
            return False

    def _log_end(self) -> str:
        return (self.home / "service.log").read_text("utf-8", "replace")[-2000:]


def _environment() -> dict[str, str]:
    """The child takes its secrets from files alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AFTERWORD_")}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
