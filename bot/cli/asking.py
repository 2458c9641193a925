"""Commands about asking: tell of deliveries, say why one was or was not asked about, give out keys."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import AsJson, Config, fail, in_office, now, show
from handlers.office import Office

importing = typer.Typer(help="Tell of many things at once, out of a file.", no_args_is_help=True)
key = typer.Typer(help="Keys of the deliveries API.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(importing, name="import")
    app.add_typer(key, name="key")
    app.command("why")(why)


@importing.callback()
def _importing() -> None:
    """Tell of many things at once, out of a file."""


@importing.command("deliveries")
def import_deliveries(
    file: Annotated[Path, typer.Argument(help="CSV with a heading; order, email and delivered_at are needed.")],
    source: Annotated[
        str, typer.Option(help="Whose numbers these are; the same source and event is kept once.")
    ] = "file",
    ask_old: Annotated[bool, typer.Option("--ask-old", help="Ask about deliveries older than the limit too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    config: Config = None,
) -> None:
    """Tell of the deliveries in FILE. Rows that cannot be read are named; the good ones are kept."""
    from handlers.files import deliveries, read_rows
    from handlers.steps.receiving import forecast

    try:
        raw = file.read_bytes()
    except OSError as why_not:
        fail(f"{file}: {why_not.strerror}", 2)

    async def within(office: Office) -> None:
        rows, faults = read_rows(raw, source, office.zone)
        for fault in faults:
            typer.echo(f"{file}: {fault}", err=True)
        coming = await forecast(office, [row.notice for row in rows], now(), even_old=ask_old)
        typer.echo(f"{len(rows)} deliveries: {coming.words()}")
        if not dry_run:
            kept, refused = await deliveries(office, rows, f"import {file.name}", now(), even_old=ask_old)
            for line in refused:
                typer.echo(f"{file}: {line}", err=True)
            faults = [*faults, *refused]
            typer.echo(f"{kept} kept")
        if faults:
            fail(f"{len(faults)} rows could not be used; mend them and import the file again, nothing is kept twice")

    in_office(config, within, secrets=("token_keys", "evidence_key"))


def why(order: str, config: Config = None, as_json: AsJson = False) -> None:
    """Say what became of an order: asked or not, why, sent, answered, complained about."""
    from handlers.tracing import trace
    from handlers.words.standing import trace_lines

    async def within(office: Office) -> None:
        traces = await trace(office, order)
        if not traces:
            fail(f"no delivery of order '{order}' is known")
        if as_json:
            show([one.as_json() for one in traces])
            return
        for one in traces:
            typer.echo("\n".join(trace_lines(one, office.zone)))

    in_office(config, within)


@key.command("new")
def new_key(name: str, config: Config = None) -> None:
    """Make a key for whoever tells of deliveries; it is shown once."""
    import secrets

    async def within(office: Office) -> None:
        made = secrets.token_urlsafe(32)
        async with office.store.work() as work:
            if any(known.name == name for known in await work.keys.every()):
                fail(f"there is a key of the name '{name}' already; choose another")
            await work.keys.add(name, made, "command", now())
        typer.echo(made)

    in_office(config, within)


@key.command("list")
def list_keys(config: Config = None, as_json: AsJson = False) -> None:
    """List keys by name; the keys themselves are not kept."""

    async def within(office: Office) -> None:
        async with office.store.read() as work:
            known = await work.keys.every()
        if as_json:
            show([{"name": one.name, "created_at": one.created_at, "revoked_at": one.revoked_at} for one in known])
            return
        for one in known:
            typer.echo(f"{one.name}  since {one.created_at:%Y-%m-%d}{'  revoked' if one.revoked_at else ''}")

    in_office(config, within)


@key.command("revoke")
def revoke_key(name: str, config: Config = None) -> None:
    """Refuse a key from now on."""

    async def within(office: Office) -> None:
        async with office.store.work() as work:
            if not await work.keys.revoke(name, "command", now()):
                fail(f"there is no key of the name '{name}'")
        typer.echo(f"{name} is revoked")

    in_office(config, within)
