"""`make bench-reading CORPUS=DIR`: how well mails are read, beside public libraries in the same run.

DIR holds a manifest.jsonl of cases: replies (`input` -> `expected`, the customer's own words) and bounces (`input` ->
`recipients`, `cls`). Words are compared after white space is collapsed; F1 is over words. `--half even|odd` takes half
of each corpus, so that one half may be kept unseen; `--wrong NAME` shows the cases of a corpus that were read wrongly.
"""

import argparse
import json
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from email import message_from_bytes
from pathlib import Path
from typing import Any
from zlib import crc32

from email_reply_parser import EmailReplyParser as GitHubParser
from flufl.bounce import all_failures
from mailparser_reply import EmailReplyParser as ManyLanguagesParser
from rich.console import Console
from rich.table import Table

from handlers.reading import Kind, as_mail, read
from handlers.reading.mail import bodies
from handlers.reading.mail.parts import parse
from tests.bench.stage import QUESTIONNAIRE

RESULTS = Path("build/bench-reading.json")
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da"]
QUOTED = "quoted"
console = Console(highlight=False, width=150)


@dataclass(frozen=True)
class Case:
    """One mail and what a careful reader finds in it."""

    corpus: str
    name: str
    raw: bytes
    words: str = ""
    recipients: frozenset[str] = frozenset()
    permanent: bool | None = None
    bounced: bool = False


@dataclass
class Score:
    """What one reader made of one corpus."""

    cases: int = 0
    exact: int = 0
    overlap: list[float] = field(default_factory=list)
    found: int = 0
    classed: int = 0
    false: int = 0
    errors: int = 0
    slowest: float = 0.0
    seconds: float = 0.0


def main() -> None:
    args = _arguments()
    replies, bounces = load(args.corpus, args.half)
    if args.wrong:
        return show_wrong(replies, bounces, args.wrong)
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
    failures = [case for case in bounces if case.bounced]
    ordinary = [*replies, *(case for case in bounces if not case.bounced)]
    words = {name: measured(replies, reader, _judge_words) for name, reader in WORD_READERS.items()}
    failed = {name: measured(failures, reader, _judge_bounce) for name, reader in BOUNCE_READERS.items()}
    false = {name: measured(ordinary, reader, _judge_bounce) for name, reader in BOUNCE_READERS.items()}
    _print_words(words)
    _print_bounces(failed, false)
    RESULTS.parent.mkdir(exist_ok=True)
    kept = {"words": words, "bounces": failed, "ordinary": false}
    RESULTS.write_text(json.dumps(kept, default=vars, indent=1) + "\n", "utf-8")
    return None


def load(folder: Path, half: str = "") -> tuple[list[Case], list[Case]]:
    """The replies and the bounces of a corpus; each case belongs to one half by its name."""
    replies, bounces = [], []
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        if half and ("even", "odd")[crc32(told["input"].encode()) % 2] != half:
            continue
        raw = (folder / told["input"]).read_bytes()
        if told["task"] == "reply":
            replies.append(_reply(folder, told, raw))
        else:
            bounces.append(_bounce(told, raw))
    return replies, bounces


def _reply(folder: Path, told: dict[str, Any], raw: bytes) -> Case:
    if told["kind"] != "eml":
        body = as_mail(raw.decode("utf-8", "replace"), "html" if told["kind"] == "html" else "plain", "Re: Delivery")
        raw = b"From: somebody@customer.example\nTo: feedback@harbor.example\n" + body
    return Case(told["corpus"], told["id"], raw, (folder / told["expected"]).read_text("utf-8"))


def _bounce(told: dict[str, Any], raw: bytes) -> Case:
    permanent = {"perm": True, "temp": False}.get(told["cls"])
    return Case(told["corpus"], told["id"], raw, "", frozenset(told["recipients"] or ()), permanent, told["is_bounce"])


def measured(
    cases: Iterable[Case], reader: Callable[[bytes], Any], judge: Callable[[Case, Any, Score], None]
) -> dict[str, Score]:
    """Every case read by one reader, by corpus and all together."""
    scores: dict[str, Score] = defaultdict(Score)
    for case in cases:
        started = time.perf_counter()
        try:
            found, failed = reader(case.raw), 0
        except Exception:  # noqa: BLE001 - the libraries raise on ordinary mails, which is counted
            found, failed = None, 1
        took = time.perf_counter() - started
        for score in (scores[case.corpus], scores["all"]):
            score.cases += 1
            score.errors += failed
            score.seconds += took
            score.slowest = max(score.slowest, took)
            judge(case, found, score)
    return dict(scores)


def _judge_words(case: Case, found: str | None, score: Score) -> None:
    score.exact += _flat(found or "") == _flat(case.words)
    score.overlap.append(f1(_flat(found or "").split(), _flat(case.words).split()))


def _judge_bounce(case: Case, found: tuple[frozenset[str], bool] | None, score: Score) -> None:
    recipients, permanent = found or (frozenset[str](), False)
    score.found += bool(case.bounced and recipients == case.recipients)
    score.classed += bool(case.bounced and found and (case.permanent is None or permanent == case.permanent))
    score.false += bool(not case.bounced and recipients)


def f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words."""
    if not found and not wanted:
        return 1.0
    common = (Counter(found) & Counter(wanted)).total()
    return 2 * common / (len(found) + len(wanted))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _text(raw: bytes) -> str:
    return bodies.body(parse(raw)).text


def _failed(raw: bytes) -> tuple[frozenset[str], bool] | None:
    found = read(raw, QUESTIONNAIRE)
    if found.kind is not Kind.BOUNCE or found.bounce is None:
        return None
    return frozenset(found.bounce.recipients), found.bounce.permanent


def _flufl(raw: bytes) -> tuple[frozenset[str], bool] | None:
    temporary, permanent = all_failures(message_from_bytes(raw))
    found = frozenset(one.decode("ascii", "replace").lower() for one in (*temporary, *permanent))
    return (found, bool(permanent)) if found else None


MANY = ManyLanguagesParser(languages=LANGUAGES)

WORD_READERS: dict[str, Callable[[bytes], str]] = {
    "afterword": lambda raw: read(raw, QUESTIONNAIRE).text,
    "mail-parser-reply, 9 languages": lambda raw: MANY.parse_reply(_text(raw)) or "",
    "email-reply-parser": lambda raw: GitHubParser.parse_reply(_text(raw)),
}
"""The libraries are given the text as we decode it, and HTML as we show it, with a quote mark for each quote."""

BOUNCE_READERS = {"afterword": _failed, "flufl.bounce": _flufl}


def show_wrong(replies: Sequence[Case], bounces: Sequence[Case], corpus: str) -> None:
    for case in replies:
        found = read(case.raw, QUESTIONNAIRE).text if case.corpus == corpus else case.words
        if _flat(found) != _flat(case.words):
            console.rule(case.name)
            changes = unified_diff(case.words.strip().split("\n"), found.split("\n"), "expected", "found", lineterm="")
            console.print("\n".join(changes), markup=False)
    for case in bounces:
        if case.corpus == corpus and case.bounced:
            recipients, permanent = _failed(case.raw) or (frozenset(), None)
            if recipients != case.recipients or (case.permanent is not None and permanent != case.permanent):
                console.print(case.name, sorted(case.recipients), case.permanent, "->", sorted(recipients), permanent)


def _print_words(found: dict[str, dict[str, Score]]) -> None:
    table = Table("corpus", "cases", title="the customer's own words: exact, F1, mails/s", title_justify="left")
    for name in found:
        table.add_column(name, justify="right")
    for corpus in next(iter(found.values())):
        rows = [scores[corpus] for scores in found.values()]
        cells = [f"{_share(one.exact, one.cases)}  {sum(one.overlap) / one.cases:.2f}  {_speed(one)}" for one in rows]
        table.add_row(corpus, str(rows[0].cases), *cells)
    console.print(table)


def _print_bounces(found: dict[str, dict[str, Score]], ordinary: dict[str, dict[str, Score]]) -> None:
    table = Table("corpus", "cases", title="bounces: recipients, class, mails/s", title_justify="left")
    for name in found:
        table.add_column(name, justify="right")
    for corpus in next(iter(found.values())):
        rows = [scores[corpus] for scores in found.values()]
        cells = [f"{_share(one.found, one.cases)}  {_share(one.classed, one.cases)}  {_speed(one)}" for one in rows]
        table.add_row(corpus, str(rows[0].cases), *cells)
    console.print(table)
    for name, scores in found.items():
        console.print(
            f"{name}: {ordinary[name]['all'].false} false recipients on {ordinary[name]['all'].cases} ordinary mails, "
            f"{scores['all'].errors + ordinary[name]['all'].errors} errors"
        )


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %"


def _speed(score: Score) -> str:
    return f"{score.cases / score.seconds:,.0f}/s, slowest {1000 * score.slowest:.0f} ms"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well mails are read, beside public libraries.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=["even", "odd"], default="")
    parser.add_argument("--wrong", default="", metavar="NAME")
    return parser.parse_args()


if __name__ == "__main__":
    main()
