"""Replies with what is heard in them, to learn from and to measure with."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from handlers.reading.heard import model


@dataclass(frozen=True)
class Told:
    """A reply and the outputs of the model that hold for it."""

    language: str
    text: str
    heard: frozenset[str]

    @property
    def complains(self) -> bool:
        return model.COMPLAINT in self.heard


def told(folder: Path) -> list[Told]:
    """The replies of a folder: a TOML file a language, under each key the replies of which it holds."""
    return [
        Told(path.stem, text, labels(key))
        for path in sorted(folder.glob("*.toml"))
        for key, texts in tomllib.loads(path.read_text("utf-8")).items()
        for text in texts.strip().split("\n")
    ]


def labels(key: str) -> frozenset[str]:
    """`late on_time-` is a complaint with that reason and that gauge, `- on_time+` none with this gauge."""
    reason, *gauges = key.split()
    return frozenset(gauges) if reason == "-" else frozenset({model.COMPLAINT, reason, *gauges})
