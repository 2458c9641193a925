"""Mails damaged in every way: each is read as something, none stops the reading, none takes a second.

What is damaged are the mails of this project, mails made up by Hypothesis and, where AFTERWORD_CORPUS names a folder,
the files in it. A mail that breaks a promise is kept in build/fuzz/ under the seed that makes it again.
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handlers.reading import Kind, as_mail, read, to_json
from surveys.questionnaires import load
from tests.reliability.mutations import mutant
from tests.reliability.verdict import Verdict, verdict

MUTATIONS, PROCESSES = 100_000, 2
MADE_UP = 500
MOST_CPU_SECONDS = 1.0
FINDINGS = Path("build/fuzz")
OWN = Path(__file__).parents[1] / "mails"
DELIVERY = load("post_delivery")


@dataclass
class Tally:
    """What became of some mutants; `findings` are those that broke a promise, with what they did."""

    kinds: Counter[str] = field(default_factory=Counter)
    raised: int = 0
    not_readable: int = 0
    slow: int = 0
    unstorable: int = 0
    slowest: float = 0.0
    findings: dict[int, str] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.kinds += other.kinds
        self.raised += other.raised
        self.not_readable += other.not_readable
        self.slow += other.slow
        self.unstorable += other.unstorable
        self.slowest = max(self.slowest, other.slowest)
        self.findings |= other.findings


async def mails_damaged(folder: Path) -> Verdict:
    """A hundred thousand damaged mails, read in two processes."""
    mails = sources()
    found = await asyncio.to_thread(_in_processes, mails, MUTATIONS)
    _keep(mails, found)
    return verdict(
        f"{MUTATIONS:,} damages to {len(mails)} mails",
        {
            **dict(sorted(found.kinds.items())),
            "raised": found.raised,
            "caught": found.not_readable,
            "over a second": found.slow,
            "slowest, ms": round(1000 * found.slowest),
        },
        {
            "nothing raised": not found.raised,
            "nothing left to the last resort": not found.not_readable,
            "every mail is of one kind": found.kinds.total() == MUTATIONS,
            "none takes a second of work": not found.slow,
            "every store can hold what was read": not found.unstorable,
        },
    )


def sources(made: int = MADE_UP) -> list[bytes]:
    """The mails that are damaged, in an order that stays the same."""
    folder = os.environ.get("AFTERWORD_CORPUS")
    others = sorted(Path(folder).rglob("*")) if folder else []
    files = [*sorted(OWN.glob("*.eml")), *(path for path in others if path.suffix in {".eml", ".txt", ".html"})]
    return [*map(_mail, files), *made_up(made)]


def tallied(mails: Sequence[bytes], seeds: Iterable[int]) -> Tally:
    """Read one mutant for each seed."""
    tally = Tally()
    for seed in seeds:
        _read(mutant(mails, seed), seed, tally)
    return tally


def made_up(most: int) -> list[bytes]:
    """Mails that no program wrote: any headers, any bodies, the same ones at every run."""
    found: list[bytes] = []

    @settings(max_examples=most, database=None, derandomize=True, deadline=None, phases=[Phase.generate])
    @given(st.lists(st.tuples(st.sampled_from(NAMES), LINE), max_size=8), st.text(max_size=300), st.binary(max_size=80))
    def collect(headers: list[tuple[str, str]], text: str, rest: bytes) -> None:
        head = "".join(f"{name}: {value}\n" for name, value in headers)
        found.append(f"{head}\n{text}\n".encode("utf-8", "replace") + rest)

    collect()
    return found


NAMES = ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "Message-ID", "References", "Date", "X"]
LINE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["text/html", "multipart/mixed; boundary=b", "base64", "quoted-printable", "message/rfc822"]),
    st.emails(),
)


def _mail(path: Path) -> bytes:
    raw = path.read_bytes()
    if path.suffix == ".eml":
        return raw
    return as_mail(raw.decode("utf-8", "replace"), "html" if path.suffix == ".html" else "plain", "Re: delivery")


def _read(raw: bytes, seed: int, tally: Tally) -> None:
    started = time.process_time()
    try:
        found = read(raw, DELIVERY)
    except Exception as why:  # noqa: BLE001 - what must not happen is counted
        tally.raised += 1
        tally.findings[seed] = f"raised {why!r}"
        return
    took = time.process_time() - started
    tally.slowest = max(tally.slowest, took)
    tally.kinds[str(Kind(found.kind))] += 1
    caught = [note for note in found.notes if note.startswith("not readable")]
    if caught:
        tally.not_readable += 1
        tally.findings[seed] = caught[0]
    if took > MOST_CPU_SECONDS:
        tally.slow += 1
        tally.findings[seed] = f"took {took:.2f} s"
    if not _storable(str(to_json(found, "")) + "".join((found.text, found.sender, *found.notes, *found.references))):
        tally.unstorable += 1
        tally.findings[seed] = "cannot be stored"


def _storable(text: str) -> bool:
    try:
        return "\0" not in text.encode().decode()
    except UnicodeEncodeError:
        return False


def _in_processes(mails: Sequence[bytes], most: int) -> Tally:
    whole = Tally()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        shares = [range(first, most, PROCESSES) for first in range(PROCESSES)]
        for share in pool.map(tallied, [mails] * PROCESSES, shares):
            whole.add(share)
    return whole


def _keep(mails: Sequence[bytes], found: Tally) -> None:
    for seed, what in found.findings.items():
        FINDINGS.mkdir(parents=True, exist_ok=True)
        (FINDINGS / f"{seed}.eml").write_bytes(mutant(mails, seed))
        (FINDINGS / f"{seed}.txt").write_text(what + "\n", "utf-8")
