"""Commands that look and change nothing: status, digest, figures, and what a mail says."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import AsJson, Config, fail, in_office, now, show
from handlers.office import Office

figures = typer.Typer(help="Weekly figures.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.command("status")(status)
    app.command("digest")(digest)
    app.command("read")(read)
    app.add_typer(figures, name="figures")


def status(config: Config = None, as_json: AsJson = False) -> None:
    """Say how the service stands: what waits, what was left out, what a person has to look at."""
    from handlers.standing import status as standing
    from handlers.words.standing import status_lines

    async def within(office: Office) -> None:
        found = await standing(office, now())
        if as_json:
            show(asdict(found))
            return
        typer.echo("\n".join(status_lines(found)))

    in_office(config, within)


def digest(
    week: Annotated[str, typer.Argument(help="An ISO week like 2026-W47; else the last complete one.")] = "",
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Print the digest of a week: as it was posted, or as it stands now where none was posted."""
    from handlers.steps.digesting import current, posted
    from handlers.words.digests import text
    from surveys.digest import to_json
    from surveys.workdays import Week

    async def within(office: Office) -> None:
        try:
            wanted = Week.parse(week) if week else Week.of(now(), office.zone).shift(-1)
        except ValueError as why:
            fail(str(why), 2)
        frozen = await posted(office, wanted)
        found = frozen or await current(office, wanted, now())
        if as_json:
            show({**to_json(found), "posted": frozen is not None})
            return
        typer.echo(text(found))
        if frozen is None:
            typer.echo("(not posted: the figures as they stand now)")

    in_office(config, within)


@figures.callback()
def _figures() -> None:
    """Weekly figures."""


@figures.command("rebuild")
def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit 1 on a difference.")] = False,
    config: Config = None,
) -> None:
    """Count all figures anew from the facts; this must change nothing."""

    async def within(office: Office) -> None:
        opened = office.store.read() if check else office.store.work()
        async with opened as work:
            found = await (work.figure_differences() if check else work.rebuild_figures())
        for week, name, kept, counted in found:
            typer.echo(f"{week} {name}: kept {kept}, counted {counted}")
        if not found:
            typer.echo("the figures agree with the facts")
        elif check:
            fail(f"{len(found)} figures differ: run 'afterword figures rebuild'")
        else:
            typer.echo(f"{len(found)} figures mended")

    in_office(config, within)


def read(
    paths: Annotated[list[str], typer.Argument(help="Mails; .txt a plain body, .html an HTML body, - standard input.")],
    questionnaire: Annotated[str, typer.Option(help="Which questions were asked.")] = "post_delivery",
    scale: Annotated[str, typer.Option(help="Another scale of the overall question: 1-5 or 0-10.")] = "",
    sent: Annotated[Path | None, typer.Option(help="The mail that was sent before, which a reply quotes.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what mails mean: kind, the writer's own words, marks, complaint. One JSON object a line with --json."""
    from handlers.reading import Sent, to_json
    from handlers.reading import read as understand
    from surveys.questionnaires import UnknownQuestionnaire, load

    try:
        asked = load(questionnaire)
        overall = _scale(scale) if scale else None
        before = Sent(text=sent.read_text("utf-8", "replace")) if sent else None
    except (UnknownQuestionnaire, ValueError) as why:
        fail(str(why), 2)
    except OSError as why:
        fail(f"{sent}: {why.strerror}", 2)
    missing = 0
    for path in paths:
        raw = _raw(path)
        if raw is None:
            missing += 1
            continue
        told = to_json(understand(raw, asked, sent=before, overall=overall), path)
        if as_json:
            show(told)
        else:
            typer.echo(_told(told))
    raise typer.Exit(1 if missing else 0)


def _scale(text: str) -> range:
    low, _, high = text.partition("-")
    if not (low.isdecimal() and high.isdecimal() and int(low) < int(high) <= 100):
        raise ValueError(f"'{text}' is no scale; write it like 1-5 or 0-10")
    return range(int(low), int(high) + 1)


def _raw(path: str) -> bytes | None:
    from handlers.reading import as_mail

    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as why:
        typer.echo(f"afterword: {path}: {why.strerror}", err=True)
        return None
    match Path(path).suffix:
        case ".txt":
            return as_mail(raw.decode("utf-8", "replace"), "plain")
        case ".html":
            return as_mail(raw.decode("utf-8", "replace"), "html")
        case _:
            return raw


def _told(told: Mapping[str, object]) -> str:
    parts = [f"{told['path']}: {told['kind']}", f"answers {told['answers']}"]
    parts += [name for name in ("unclear", "complaint", "unsubscribe") if told[name]]
    return ", ".join(parts) + (f"\n  {told['text']}" if told["text"] else "")
