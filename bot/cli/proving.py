"""Commands for an auditor: whether the evidence holds, and what of it can be taken away."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import AsJson, Config, fail, in_office, now, show
from bot.release import release
from bot.settings import load
from handlers.office import Office

evidence = typer.Typer(help="Evidence that an auditor accepts.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(evidence, name="evidence")


@evidence.callback()
def _evidence() -> None:
    """Evidence that an auditor accepts."""


@evidence.command("verify")
def verify(
    anchor: Annotated[
        list[str] | None,
        typer.Option(help="BLOCK:HASH as a digest prints it, 16 hex digits or more; may be given again."),
    ] = None,
    config: Config = None,
) -> None:
    """Check every row and block, and that the chain still goes through the blocks which digests printed.

    Exit 1 where something was changed, removed, cut off or sealed anew.
    """
    from surveys.evidence import BadAnchor
    from surveys.evidence import anchor as parsed
    from surveys.line import counted

    try:
        anchors = [parsed(one) for one in anchor or ()]
    except BadAnchor as why:
        fail(str(why), 2)

    async def within(office: Office) -> None:
        async with office.store.read() as work:
            blocks, rows, faults = await work.evidence.verify(anchors)
            unsealed = await work.evidence.unsealed()
        for fault in faults:
            typer.echo(fault)
        if faults:
            fail(f"{counted(len(faults), 'fault')} in {counted(blocks, 'block')}; {unsealed} rows are not sealed yet")
        held = f"; {counted(len(anchors), 'anchor')} checked" if anchors else ""
        typer.echo(f"{blocks} blocks with {rows} rows hold{held}; {unsealed} rows are not sealed yet")

    in_office(config, within, secrets=("evidence_key",))


@evidence.command("pack")
def pack(
    *,
    first: Annotated[str, typer.Option("--from", help="The first day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="The last day, which belongs to it.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    redact: Annotated[
        bool, typer.Option("--redact", help="Leave out names, addresses and words of customers.")
    ] = False,
    edition: Annotated[str, typer.Option(help="Of ISO 9001: 2015 or 2026; else as in the settings.")] = "",
    seed: Annotated[int, typer.Option(help="Another seed draws other complaints.")] = 1,
    config: Config = None,
) -> None:
    """Write what an auditor takes away of a period: evidence-FROM-TO.pdf and evidence-FROM-TO.xlsx."""
    from handlers.steps.packing import Order, papers
    from surveys.audit import BadPeriod, Period
    from surveys.clause import Edition

    settings, _ = load(config)
    try:
        wanted = Edition(edition or settings.audit.standard_edition)
        order = Order(Period.parse(first, last), wanted, seed, redact, release())
    except BadPeriod as why:
        fail(str(why), 2)
    except ValueError:
        fail(f"'{edition}' is no edition; write {' or '.join(Edition)}", 2)

    async def within(office: Office) -> None:
        made = await papers(office, order, now())
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in made:
                (out / name).write_bytes(content)
                typer.echo(f"{out / name}  {len(content)} bytes")
        except OSError as why:
            fail(f"{out}: {why.strerror}")

    in_office(config, within)


@evidence.command("trace")
def evidence_trace(
    case: Annotated[str, typer.Argument(help="A case like C-118.")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed because of a complaint: the risk it showed, what was done, and whether that worked."""
    from handlers.consequences import consequences
    from handlers.words.standing import consequence_lines

    async def within(office: Office) -> None:
        number = case.upper().removeprefix("C-")
        if not (number.isascii() and number.isdigit()):
            fail(f"'{case}' is no case; write it like C-118", 2)
        found = await consequences(office, int(number))
        if found is None:
            fail(f"there is no case C-{number}", 1)
        if as_json:
            show({**asdict(found), "events": [{"at": at.isoformat(), "what": what} for at, what in found.events]})
            return
        typer.echo("\n".join(consequence_lines(found, office.zone)))

    in_office(config, within)
