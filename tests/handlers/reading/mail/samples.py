"""The mails written for this project, by name."""

from pathlib import Path

FOLDER = Path(__file__).parents[3] / "mails"
MAILS = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))}
