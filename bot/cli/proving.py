"""Commands for an auditor: whether the evidence holds, and what of it can be taken away."""

from typing import Annotated

import typer

from bot.cli.frame import Config, fail, in_office
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
