"""The replies under `cases/`: one file a language, texts by what a careful reader notes down.

`[five]` and `[ten]` are the scales of the overall question. A key is `4`, a row (`5 4 5 N 4`), `overall=4 on_time=1`,
`none`, `unclear`, or `no mark`, where both of the last are right. Half of the replies, by a hash of their text, is held
back: code is developed on the other half, and on those under `known`, which came from looking for faults.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from handlers.reading.marks.marks import marks
from surveys.questionnaires import load

DELIVERY = load("post_delivery")
KEYS = [question.key for question in DELIVERY.marks]
SCALES = {"five": range(1, 6), "ten": range(11)}
CASES = Path(__file__).parent / "cases"
LANGUAGES = sorted(path.stem for path in CASES.glob("*.toml"))


@dataclass(frozen=True)
class Reply:
    language: str
    scale: str
    text: str
    expected: str
    known: bool = False

    @property
    def held_back(self) -> bool:
        return not self.known and hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1

    @property
    def answers(self):
        if self.expected in ("none", "unclear", "no mark"):
            return {}
        parts = self.expected.split()
        if "=" in self.expected:
            return {key: None if mark == "N" else float(mark) for key, mark in (part.split("=") for part in parts)}
        return {key: None if part == "N" else float(part) for key, part in zip(KEYS, parts, strict=False)}


def replies(*, held_back):
    for language in LANGUAGES:
        found = tomllib.loads((CASES / f"{language}.toml").read_text("utf-8"))
        for known, scales in ((True, found.pop("known", {})), (False, found)):
            for scale, groups in scales.items():
                every = (Reply(language, scale, text, key, known) for key, texts in groups.items() for text in texts)
                yield from (reply for reply in every if reply.held_back is held_back)


def judged(reply):
    """ "right", "wrong" where a mark is kept that was not given, "missed" where none is kept or asked for."""
    found = marks(reply.text, DELIVERY, SCALES[reply.scale])
    if any(reply.answers.get(key, "-") != mark for key, mark in found.answers.items()):
        return "wrong"
    unclear = {"unclear": (True,), "no mark": (True, False)}.get(reply.expected, (False,))
    return "right" if found.answers == reply.answers and found.unclear in unclear else "missed"
