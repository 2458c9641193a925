"""Secrets: from the environment or from files that the settings name, read when asked for and never shown."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from surveys.token import Keyring


class Files(BaseModel):
    """Files that hold a secret, where it does not come from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token_keys: Path | None = None
    evidence_key: Path | None = None
    smtp_password: Path | None = None
    imap_password: Path | None = None
    slack_bot_token: Path | None = None
    slack_app_token: Path | None = None
    slack_signing_secret: Path | None = None


class Secrets:
    """Secrets by name, from AFTERWORD_<NAME> or the file that the settings name; read when asked for, never shown."""

    def __init__(self, files: Files, environment: Mapping[str, str]) -> None:
        self.files = files
        self.environment = environment

    def find(self, name: str) -> str | None:
        given = self.environment.get(f"AFTERWORD_{name.upper()}")
        if given:
            return given
        file: Path | None = getattr(self.files, name)
        return file.read_text("utf-8").strip() if file else None

    def keyring(self) -> Keyring:
        return Keyring.parse(self.find("token_keys") or "")

    def evidence_key(self) -> bytes:
        return bytes.fromhex(self.find("evidence_key") or "")

    def faults(self, names: Iterable[str]) -> list[str]:
        return [fault for name in names if (fault := self._fault(name))]

    def _fault(self, name: str) -> str:
        try:
            found = self.find(name)
        except OSError as why:
            return f"secret_files.{name}: {why.strerror}: {why.filename}"
        except UnicodeDecodeError:
            return f"secret_files.{name}: is no text: {getattr(self.files, name)}"
        if not found:
            return f"{name}: missing; set AFTERWORD_{name.upper()} or name a file in [secret_files]"
        try:
            if name == "token_keys":
                Keyring.parse(found)
            if name == "evidence_key" and len(bytes.fromhex(found)) < 16:
                return "evidence_key: has fewer than 16 bytes (32 hexadecimal digits)"
        except ValueError as why:
            return f"{name}: {why if name == 'token_keys' else 'is not hexadecimal'}"
        return ""
