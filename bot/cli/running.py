"""Commands that run the service or look after it."""

from typing import Annotated

import typer

from bot.cli.frame import AsJson, Config, fail, in_office, now, run, show
from bot.loop import run as on_loop
from bot.settings import load
from handlers.office import Office
from storage.work import PAUSED


def add_to(app: typer.Typer) -> None:
    for command in (run_service, migrate, check, manifest, send_test, pause, resume, demo):
        name = {"run_service": "run"}.get(command.__name__, command.__name__.replace("_", "-"))
        app.command(name)(command)


def run_service(config: Config = None) -> None:
    """Run the service: ask, listen, look after, tell. SIGTERM lets it finish what it is doing."""
    from bot.lock import AlreadyRunning, NoLock, only_service
    from bot.logs import to_stderr
    from bot.service import Service
    from bot.web import NoAddress
    from bot.wiring import serving

    parts = serving(config)
    to_stderr()

    async def serve() -> None:
        try:
            await parts.office.store.ready()
            await Service(parts).run()
        finally:
            await parts.office.store.close()

    try:
        with only_service(parts.settings.store.url, now()):
            run(serve())
    except (AlreadyRunning, NoLock, NoAddress) as why:
        fail(str(why))


def migrate(config: Config = None) -> None:
    """Make the store's tables, or bring them up to date."""
    from bot.wiring import store

    settings, _ = load(config)

    async def within() -> None:
        opened = store(settings)
        try:
            before, after = await opened.migrate()
        finally:
            await opened.close()
        typer.echo(f"up to date at {after}" if before == after else f"migrated from {before or 'nothing'} to {after}")

    run(within())


def check(config: Config = None, as_json: AsJson = False) -> None:
    """Try each part for real and say what to do: database, SMTP, IMAP, public address, a probe mail to itself."""
    from bot.checks import examine
    from bot.wiring import serving

    findings = on_loop(examine(serving(config)))
    if as_json:
        show([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.part:<12} {finding.words}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def manifest(config: Config = None) -> None:
    """Print the manifest of the Slack app for these settings: paste it where Slack makes or changes an app."""
    from handlers.slack.manifest import as_yaml
    from handlers.slack.manifest import manifest as made

    settings, _ = load(config, sections=("slack", "web"))
    section, web = settings.slack, settings.web
    if section is None or web is None:
        fail("[slack] and [web] are needed", 2)
    url = web.public_url if section.mode == "http" else ""
    typer.echo(as_yaml(made(section.names, url, groups=section.groups)))


def send_test(address: str, config: Config = None) -> None:
    """Send one example invitation to ADDRESS, past outbox and figures; its links lead nowhere."""
    from bot.checks import send_example
    from bot.wiring import serving
    from surveys.customer import BadAddress
    from surveys.customer import address as checked

    try:
        recipient = checked(address)
    except BadAddress as why:
        fail(str(why), 2)
    sent, words = on_loop(send_example(serving(config), recipient, now()))
    typer.echo(words)
    raise typer.Exit(0 if sent else 1)


def pause(config: Config = None) -> None:
    """Stop asking and sending; answers are still read. Shown in status and digest."""
    _turn(config, "by command", "paused: nothing is sent until 'afterword resume'")


def resume(config: Config = None) -> None:
    """Ask and send again."""
    _turn(config, "", "resumed")


def demo(
    once: Annotated[bool, typer.Option("--once", help="Play the story, write build/demo/ and end.")] = False,
    seed: Annotated[int, typer.Option(help="Another seed is another story.")] = 1,
) -> None:
    """Play eight weeks of a small company: real servers on loopback, customers who answer, one service."""
    from bot.demo.play import play

    raise typer.Exit(play(seed=seed, once=once))


def _turn(config: Config, value: str, words: str) -> None:
    async def within(office: Office) -> None:
        async with office.store.work() as work:
            await work.switches.turn(PAUSED, value, "command", now())
        typer.echo(words)

    in_office(config, within)
