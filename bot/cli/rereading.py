"""The command that reads kept mails anew: it tells what would change, and changes it where it is told to."""

from datetime import date, datetime, time
from typing import Annotated

import typer

from bot.cli.frame import AsJson, Config, fail, in_office, now, show
from handlers.office import Office
from surveys.workdays import instant


def add_to(app: typer.Typer) -> None:
    app.command("reread")(reread)


def reread(
    since: Annotated[str, typer.Option(help="Only mails that came on this day, like 2026-11-16, or later.")] = "",
    apply: Annotated[bool, typer.Option("--apply", help="Keep what is read now, as new versions.")] = False,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Read kept mails with the present reader; tell what would change, exit 1 where something would.

    A person's correction and a later answer always stand; complaints noticed anew wait for a person.
    """
    from handlers.rereading import Change
    from handlers.rereading import reread as read_anew
    from handlers.words.rereading import change_json, change_lines

    day = _day(since)

    async def within(office: Office) -> None:
        start = instant(day, time(), office.zone) if day else None
        read, changes = 0, list[Change]()
        async for change in read_anew(office, start, now(), apply=apply):
            read += 1
            changes += [change] if change else []
        told = sum(not one.stands for one in changes)
        if as_json:
            show({"read": read, "changed": told, "applied": apply, "mails": [change_json(one) for one in changes]})
        else:
            typer.echo("\n".join([*(change_lines(changes) if changes else []), _sum(read, told, applied=apply)]))
        if told and not apply:
            raise typer.Exit(1)

    in_office(config, within, secrets=("token_keys",))


def _day(since: str) -> date | None:
    try:
        return datetime.strptime(since, "%Y-%m-%d").date() if since else None  # noqa: DTZ007
    except ValueError:
        fail(f"'{since}' is no day; write it like 2026-11-16", 2)


def _sum(read: int, told: int, *, applied: bool) -> str:
    if applied:
        return f"{told} of {read} mails changed"
    return f"{told} of {read} mails would change{'; --apply keeps that' if told else ''}"
