"""Takes the pictures of docs/pictures/: plays the demo's story through the real service and looks at what came of it.

What is not there (a card, a form, a direct message) is left out and said so; the pictures are made smaller by reducing
their colours, as far as nobody sees it.
"""

import asyncio
import io
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot.demo.child import LEADERS, Child
from bot.demo.gestures import buttons
from bot.demo.pace import Speed
from bot.demo.showroom import app
from bot.demo.showroom.mails import opened
from bot.demo.showroom.rooms import people
from bot.demo.showroom.tour import COMPLAINTS
from bot.demo.showroom.tour import LEADERS as LEADERS_CHANNEL
from bot.demo.staff import DIRECTOR, ENQUIRIES_CHANNEL, MARA
from bot.demo.workspace.records import Message
from bot.demo.workspace.refusal import Unserved
from bot.demo.world import ZONE, World
from tests.servers import needed

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
TALL = {"viewport": {"width": 1280, "height": 1480}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
LETTER = {"viewport": {"width": 680, "height": 900}}
COLOURS = 128
LARGEST = 200 * 1024
FORM_SECONDS = 3
SOLVED = re.compile(rb"http://127\.0\.0\.1:\d+/c/[a-z0-9]{27}")
MIDDLE = timedelta(weeks=5, days=1)


@dataclass(frozen=True)
class Shot:
    """One picture: of which address, on what device."""

    name: str
    url: str
    device: dict
    scheme: str = "light"
    whole: bool = False


async def main() -> None:
    started = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with furnished() as (world, showroom, browser):
        await play(world, world.start_of_story + MIDDLE, browser, overviews(showroom.url))
        played = time.monotonic() - started
        for shot in letters(world, showroom.url):
            await take(browser, shot)
        await phoned(world)
        for shot in rooms(world, showroom.url):
            await take(browser, shot)
        async for shot in cases(world, showroom.url):
            await take(browser, shot)
        for shot in [shot async for shot in forms(world, showroom.url)]:
            await take(browser, shot)
    print(f"the story took {played:.0f} s, all of it {time.monotonic() - started:.0f} s")


@asynccontextmanager
async def furnished() -> AsyncIterator[tuple[World, app.Page, Browser]]:
    """The world before its story, its showroom, and a browser."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Child(Path(folder) / "demo", ZONE), seed=1)
        await world.start()
        showroom = await app.Page(world).start()
        try:
            async with async_playwright() as playwright:
                options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
                browser = await playwright.chromium.launch(executable_path=needed("chromium"), args=options)
                yield world, showroom, browser
                await browser.close()
        finally:
            await showroom.stop()
            await world.stop()


async def play(world: World, stop: datetime, browser: Browser, shots: list[Shot]) -> None:
    """Play the story to its end, and take these pictures in a pause in the middle."""
    stopped = asyncio.Event()

    def look(now: datetime) -> None:
        if now >= stop and not stopped.is_set():
            world.pace.set(Speed.PAUSED)
            stopped.set()

    playing = asyncio.create_task(world.play(look))
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait((playing, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for shot in shots:
        await take(browser, shot)
    world.pace.set(Speed.FAST)
    await playing


async def phoned(world: World) -> None:
    """Somebody has just phoned about the last order, so that a card is there that waits for a clerk."""
    kept = world.slack.workspace
    before = len(kept.messages[COMPLAINTS])
    order = world.orders[-1].order
    words = f"{order} Phoned: the seal set is for another pump, and the boat leaves on Thursday."
    await world.slack.acts.command(MARA, COMPLAINTS, "/complaint", words)
    for _ in range(FORM_SECONDS * 50):
        if len(kept.messages[COMPLAINTS]) > before:
            return
        await asyncio.sleep(0.02)


def letters(world: World, base: str) -> list[Shot]:
    """An invitation, its survey page, the answer to a complaint with its page, and the digest by mail."""
    numbered = list(enumerate(world.provider.received))
    english = {person.email for person in world.people if person.language == "en"}
    asking = [n for n, mail in numbered if mail.recipient in english and opened(mail).survey]
    digests = [n for n, mail in numbered if mail.recipient in LEADERS]
    answers = [
        (n, found[0]) for n, mail in numbered if mail.recipient in english and (found := SOLVED.search(mail.raw))
    ]
    return [
        *(Shot("letter", f"{base}mail/{n}/html", LETTER, whole=True) for n in asking[-1:]),
        *(Shot("letter-in-its-mailbox", f"{base}mail/{n}", DESKTOP) for n in asking[-1:]),
        *(Shot("survey", opened(world.provider.received[n]).survey, PHONE) for n in asking[-1:]),
        *(Shot("answer", f"{base}mail/{n}/html", LETTER, whole=True) for n, _ in answers[-1:]),
        *(Shot("solved", page.decode(), PHONE) for _, page in answers[-1:]),
        *(Shot("digest-mail", f"{base}mail/{n}/html", LETTER, whole=True) for n in digests[-1:]),
    ]


def overviews(base: str) -> list[Shot]:
    return [
        Shot(f"showroom-{size}-{scheme}", base, device, scheme)
        for size, device in (("desktop", DESKTOP), ("phone", PHONE))
        for scheme in ("light", "dark")
    ]


def rooms(world: World, base: str) -> list[Shot]:
    """The digest in its channel, the complaints with their cards, and a direct message that asks."""
    direct = next(
        (one for one in _by_the_app(world) if _direct(world, one) and "mark.1" in buttons(list(one.blocks))), None
    )
    found = [
        ("complaints", COMPLAINTS, DESKTOP),
        ("asked-in-slack", direct and direct.channel, DESKTOP),
    ]
    shots = list(_leaders(world, base))
    for name, channel, desktop in found:
        if channel in world.slack.workspace.channels and world.slack.workspace.messages.get(channel):
            shots.append(Shot(name, f"{base}slack/{channel}", desktop))
            shots.append(Shot(f"{name}-phone", f"{base}slack/{channel}", PHONE, "dark"))
        else:
            print(f"no {name}: nothing was posted there")
    return shots


def _leaders(world: World, base: str) -> Iterator[Shot]:
    """The newest digest, an action that was judged, a risk with its history, and the record of a meeting."""
    said = world.slack.workspace.messages[LEADERS_CHANNEL]
    wanted = (("digest-slack", "review.no_action", ""), ("action", "", "A-1,"), ("risk", "", "R-1,"),
              ("meeting", "meeting_amend", "M-1,"))  # fmt: skip
    for name, press, title in wanted:
        posts = [one for one in said if not one.thread_ts and one.text.startswith(title)]
        found = [one for one in posts if not press or press in buttons(list(one.blocks))]
        if not found:
            print(f"no {name}: nothing was posted there")
            continue
        url = f"{base}slack/{DIRECTOR}/{LEADERS_CHANNEL}?thread={found[-1].ts}"
        yield Shot(name, url, TALL)
        if name == "digest-slack":
            yield Shot(
                f"{name}-phone", f"{base}slack/{DIRECTOR}/{LEADERS_CHANNEL}?thread={found[-1].ts}", PHONE, "dark"
            )


async def cases(world: World, base: str) -> AsyncIterator[Shot]:
    """The file of the case and of the enquiry with the most to tell, a clerk's home tab, a form that answers."""
    kept = world.slack.workspace
    threads = Counter(one.thread_ts for one in kept.messages[COMPLAINTS] if one.thread_ts)
    for ts, _ in threads.most_common(1):
        yield Shot("case", f"{base}slack/{MARA}/{COMPLAINTS}?thread={ts}", TALL)
        yield Shot("case-phone", f"{base}slack/{MARA}/{COMPLAINTS}?thread={ts}", PHONE, "dark")
    changed = Counter(one.thread_ts for one in kept.messages[ENQUIRIES_CHANNEL] if one.thread_ts)
    for ts, _ in changed.most_common(1):
        yield Shot("enquiry", f"{base}slack/{MARA}/{ENQUIRIES_CHANNEL}?thread={ts}", TALL)
    for name, who, device in (("home", MARA, DESKTOP), ("home-leader", DIRECTOR, TALL)):
        await world.slack.acts.open_home(who)
        for _ in range(FORM_SECONDS * 50):
            if kept.homes.get(who):
                yield Shot(name, f"{base}slack/{who}/home", device)
                break
            await asyncio.sleep(0.02)
        else:
            print(f"no {name}: nothing was published there")


async def forms(world: World, base: str) -> AsyncIterator[Shot]:
    """The form of `/complaint`, opened by the first person of the channel."""
    kept = world.slack.workspace
    channel = kept.channels.get(COMPLAINTS)
    who = people(kept, channel)[0].id if channel and people(kept, channel) else ""
    try:
        if who:
            await world.slack.acts.command(who, COMPLAINTS, "/complaint")
            for _ in range(FORM_SECONDS * 50):
                if kept.modals[who]:
                    yield Shot("form", f"{base}slack/{who}/{COMPLAINTS}", DESKTOP)
                    yield Shot("form-phone", f"{base}slack/{who}/{COMPLAINTS}", PHONE, "dark")
                    return
                await asyncio.sleep(0.02)
    except Unserved as why:
        print(f"/complaint: {why}")
    print("no form: nothing opened one")


async def take(browser: Browser, shot: Shot) -> None:
    context = await browser.new_context(color_scheme=shot.scheme, reduced_motion="reduce", **shot.device)
    page = await context.new_page()
    await page.goto(shot.url)
    await _pictures_shown(page)
    raw = await page.screenshot(full_page=shot.whole)
    await context.close()
    small = _smaller(raw)
    assert len(small) < LARGEST, f"{shot.name} has {len(small)} bytes"
    (FOLDER / f"{shot.name}.png").write_bytes(small)
    print(f"{shot.name}.png {len(small) // 1024} KB")


async def _pictures_shown(page: Page) -> None:
    """A picture further down is loaded once somebody comes near; here nobody scrolls."""
    await page.evaluate(
        "Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode().catch(() => 0); }))"
    )


def _smaller(raw: bytes) -> bytes:
    out = io.BytesIO()
    image = Image.open(io.BytesIO(raw)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _by_the_app(world: World) -> list[Message]:
    kept = world.slack.workspace
    return [one for said in kept.messages.values() for one in said if one.user == kept.bot.id][::-1]


def _direct(world: World, message: Message) -> bool:
    return bool(world.slack.workspace.channels[message.channel].direct)


if __name__ == "__main__":
    asyncio.run(main())
