"""The commands: nothing but translation between a terminal and the steps. Exit 0 done, 1 a finding, 2 usage."""

import sys

import typer

from bot.cli import asking, looking, proving, rereading, running
from bot.settings import BadSettings

app = typer.Typer(
    name="afterword",
    help="Asks customers how a delivery went, reads what they answer, and tells leadership every week.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (running, asking, looking, proving, rereading):
    room.add_to(app)


def main() -> None:
    """The console script."""
    try:
        app(prog_name="afterword")
    except BadSettings as why:
        sys.exit(_complain(why.faults, 2))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _complain(lines: tuple[str, ...], code: int) -> int:
    for line in lines:
        typer.echo(f"afterword: {line}", err=True)
    return code
