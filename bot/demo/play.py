"""`afterword demo`: plays the story, says what came of it, and leaves everything in build/demo/."""

import asyncio
import json
import shutil
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.demo.child import Child
from bot.demo.ledger import Balance, balance, summary
from bot.demo.showroom.app import Page
from bot.demo.world import WEEKS, ZONE, World
from bot.loop import run
from handlers.words.digests import text
from storage.work import Store
from surveys.digest import from_json
from surveys.workdays import Week

HOME = Path("build/demo").resolve()
DRAWS = 80

console = Console(highlight=False)


def play(seed: int, once: bool) -> int:
    """Play the story once, and stay up afterwards unless `once`; returns the exit code."""
    if HOME.exists():
        shutil.rmtree(HOME)
    HOME.mkdir(parents=True)
    try:
        return run(_play(World(Child(HOME, ZONE), seed), once=once))
    except RuntimeError as why:
        console.print(f"afterword: {why}", style="red")
        return 1
    except KeyboardInterrupt:
        return 130


async def _play(world: World, *, once: bool) -> int:
    await world.start()
    page = None if once else await Page(world).start()
    try:
        if page:
            console.print(f"The world's page: {page.url}")
        found = await _story(world)
        if page:
            console.print(f"The story is told. Read and answer letters at {page.url} - Ctrl-C ends it.", soft_wrap=True)
            await _until_told()
    finally:
        if page:
            await page.stop()
        code = await world.stop()
    return int(code != 0 or found["lost"] != 0 or found["duplicates"] != 0)


async def _story(world: World) -> dict[str, object]:
    started = time.monotonic()
    with Progress(TextColumn("{task.description}"), BarColumn(40), TextColumn("{task.fields[what]}")) as bar:
        task = bar.add_task(f"{WEEKS} weeks at Harbor Parts", total=DRAWS, what="")

        def progress(now: datetime) -> None:
            share = (now - world.start_of_story) / (world.end - world.start_of_story)
            what = f"{Week.of(now, world.zone)}  {len(world.provider.received)} mails out, {world.provider.appended} in"
            bar.update(task, completed=share * DRAWS, what=what)

        await world.play(progress)
        bar.update(task, completed=DRAWS)
    store = world.child.open_store()
    try:
        seconds = time.monotonic() - started
        compared = await balance(world, store)
        found = await summary(store, compared, seconds)
        (HOME / "summary.json").write_text(json.dumps(found, indent=1) + "\n")
        await _tell(store, found, compared)
    finally:
        await store.close()
    return found


async def _tell(store: Store, found: dict[str, object], compared: Balance) -> None:
    async with store.read() as work:
        newest = await work.digests.newest()
    if newest:
        console.print()
        console.print(text(from_json(newest.content)), markup=False)
    console.print()
    console.print(json.dumps(found), markup=False, soft_wrap=True)
    for line in (*compared.lost, *compared.doubled):
        console.print(line, markup=False, style="red")
    looking = f"{_command()} status --config {_near(HOME)}/afterword.toml"
    console.print(f"Look around: {looking}", markup=False, soft_wrap=True)


def _command() -> str:
    """How this command was called: installed, or out of a checkout."""
    return "afterword" if Path(sys.argv[0]).name == "afterword" else f"{_near(Path(sys.executable))} -m bot"


def _near(path: Path) -> Path:
    """The path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


async def _until_told() -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()
