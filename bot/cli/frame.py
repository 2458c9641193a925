"""What all commands share: the settings option, how a command runs, and how it fails in one line."""

import json
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.loop import run as on_loop
from bot.settings import load
from handlers.office import Office
from storage.work import StoreError, Unready

Config = Annotated[
    Path | None,
    typer.Option("--config", help="The settings file; else AFTERWORD_CONFIG, else afterword.toml.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


def now() -> datetime:
    """Business time of a command is the machine's."""
    return datetime.now(UTC)


def fail(why: str, code: int = 1) -> NoReturn:
    typer.echo(f"afterword: {why}", err=True)
    raise typer.Exit(code)


def show(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))


def in_office(path: Path | None, work: Callable[[Office], Awaitable[None]], *, secrets: tuple[str, ...] = ()) -> None:
    """Run `work` in the office of these settings; what goes wrong with the store is told in one line."""
    from bot.wiring import office

    settings, found = load(path, secrets=secrets)

    async def within() -> None:
        opened = office(settings, found, secrets)
        try:
            await opened.store.ready()
            await work(opened)
        finally:
            await opened.store.close()

    run(within())


def run(work: Coroutine[Any, Any, None]) -> None:
    try:
        on_loop(work)
    except Unready as why:
        fail(str(why))
    except StoreError as why:
        fail(f"the store does not answer: {getattr(why, 'orig', None) or why}")
    except BrokenPipeError:
        raise
    except OSError as why:
        fail(f"the store does not answer: {why}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
